// What a device keeps of the door, in IndexedDB: the list, and what waits to be sent. Both by the page's address.
const open = () => new Promise((resolve, reject) => {
  const asked = indexedDB.open("twain-door", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("lists", { keyPath: "path" });
    asked.result.createObjectStore("queue", { keyPath: "seq", autoIncrement: true });
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

let database;
const work = async (store, mode, act) => {
  database ??= await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode);
    const asked = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = () => reject(transaction.error);
  });
};

export const readList = (path) => work("lists", "readonly", (store) => store.get(path));
export const keepList = (list) => work("lists", "readwrite", (store) => store.put(list));
export const wipeList = (path) => work("lists", "readwrite", (store) => store.delete(path));
export const add = (path, entry) => work("queue", "readwrite", (store) => store.add({ path, ...entry }));
export const waiting = async (path) => {
  const all = await work("queue", "readonly", (store) => store.getAll());
  return all.filter((entry) => entry.path === path);
};
export const drop = (entries) => work("queue", "readwrite", (store) => {
  for (const entry of entries) store.delete(entry.seq);
});
