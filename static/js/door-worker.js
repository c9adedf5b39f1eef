// The service worker of the door: keeps a page without names and what it is made of, for when there is no network.
// SHELLS, that page in each language, and ASSETS are written before this by app/door/views/worker.py; the addresses
// hold hashes, so a new release is a new list.
const CACHE = `twain-door-${ASSETS.join("").split("").reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) | 0, 7)}`;
const PATIENCE_MS = 4_000;

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(ASSETS)));
});

addEventListener("activate", (event) => {
  const clear = async () => {
    for (const name of await caches.keys()) if (name.startsWith("twain-door") && name !== CACHE) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(clear());
});

// As the server chooses: what the address asks for, then what the browser speaks, then the first.
const shellFor = (address) => {
  const wanted = [new URL(address).searchParams.get("lang") ?? "", ...navigator.languages];
  const spoken = wanted.map((tag) => tag.split("-")[0].toLowerCase()).find((tag) => Object.hasOwn(SHELLS, tag));
  return spoken ? SHELLS[spoken] : ASSETS[0];
};

const page = async (request) => {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE_MS));
  try {
    return await Promise.race([fetch(request), late]);
  } catch {
    return (await caches.match(shellFor(request.url))) ?? Response.error();
  }
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (ASSETS.includes(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)));
});
