// The door on a device: works on what the device keeps, and tells the server whenever there is a network.
import * as store from "./door-store.js";
import { hash, parts } from "./door-code.js";

const SHOWN = 100, SYNC_MS = 5_000, LIST_MS = 60_000, MOST = 500, LOOKED_AT = 640;
const root = document.getElementById("door");
const path = location.pathname.replace(/\/$/, "");
const at = (name) => root.querySelector(`[data-door="${name}"]`);
const say = (key, values = {}) =>
  (root.dataset[`say${key[0].toUpperCase()}${key.slice(1)}`] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

let list = null, queue = [], listAt = 0, busy = false;

const now = () => new Date(Date.now() + (list?.skew ?? 0));
const tell = (sentence) => { at("said").replaceChildren(document.createElement("strong")); at("said").firstChild.textContent = sentence; };

// What the server knows, and on top of it what it has not been told yet.
const standing = () => {
  const people = new Map(list.people.map((each) => [each.id, { ...each }]));
  let walkedIn = list.walkedIn;
  const told = new Map(list.told);
  for (const entry of queue) {
    const undone = entry.kind === "undone" ? told.get(entry.undoes) : null;
    const what = entry.kind === "undone" ? undone : entry;
    if (!what) continue;
    const sign = entry.kind === "undone" ? -1 : 1;
    const person = people.get(what.rsvp);
    if (person) {
      person.here += sign * what.people;
      person.last = sign > 0 ? entry.client_id : "";
    } else walkedIn += sign * what.people;
    if (sign > 0) told.set(entry.client_id, { rsvp: entry.rsvp ?? null, people: entry.people });
    else told.delete(entry.undoes);
  }
  return { people: [...people.values()], walkedIn };
};

const row = (person) => {
  const item = at("row").content.firstElementChild.cloneNode(true);
  const left = Math.max(0, person.size - person.here);
  const part = (name) => item.querySelector(`[data-row="${name}"]`);
  item.dataset.id = person.id;
  part("name").textContent = person.name;
  part("state").textContent = person.here > 0 ? say("here", { here: person.here, size: person.size })
    : person.size === 1 ? say("one") : say("party", { size: person.size });
  const arrive = part("arrive"), undo = part("undo"), count = arrive.querySelector("select");
  arrive.hidden = !left;
  arrive.elements.rsvp.value = person.id;
  count.parentElement.hidden = left < 2;
  for (let number = left; number > 0; number -= 1) count.add(new Option(number, number));
  arrive.querySelector("button").setAttribute("aria-label", say("for", { name: person.name }));
  undo.hidden = !person.last;
  undo.elements.undoes.value = person.last;
  undo.querySelector("button").setAttribute("aria-label", say("back", { name: person.name }));
  return item;
};

const render = () => {
  if (!list) return;
  const { people, walkedIn } = standing();
  const words = document.getElementById("q").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = parts(words.join("")) ? people
    : people.filter((each) => words.every((word) => each.name.toLocaleLowerCase().includes(word)));
  at("list").replaceChildren(...found.slice(0, SHOWN).map(row));
  at("more").hidden = found.length <= SHOWN;
  at("empty").hidden = people.length > 0;
  at("expected").textContent = people.reduce((sum, each) => sum + each.size, 0);
  at("here").textContent = people.reduce((sum, each) => sum + each.here, 0) + walkedIn;
  at("walked-in").textContent = walkedIn;
  document.querySelector("[data-door-title]").textContent = list.title;
  for (const name of ["recent", "conflicts"]) at(name)?.remove();
};

const network = (isThere, note = "") => {
  const sentence = queue.length || !isThere ? say(isThere ? "online" : "offline", { count: queue.length }) : say("online");
  at("network").textContent = [isThere && !queue.length ? say("online") : sentence, note].filter(Boolean).join(" ");
};

const wipe = async (reason) => {
  list = null;
  await store.wipeList(path);
  for (const name of await caches.keys()) if (name.startsWith("twain-door")) await caches.delete(name);
  if (!at("list")) return;
  at("camera").hidden = true;
  at("list").replaceChildren();
  for (const name of ["here", "expected", "walked-in"]) at(name).textContent = "";
  document.querySelector("[data-door-title]").textContent = "";
  tell(say(reason));
};

const fetchList = async () => {
  const answer = await fetch(`${path}/list.json`, { cache: "no-store" });
  if (answer.status === 410) return wipe("over");
  if (answer.status === 404) return wipe("ended");
  if (!answer.ok) return;
  const sent = await answer.json();
  const last = (each) => each[5] || "";
  list = {
    path, title: sent.title, eventPart: sent.event_part, salt: sent.salt, overAt: sent.over_at, cursor: sent.cursor,
    skew: new Date(sent.now) - Date.now(), walkedIn: sent.walked_in,
    people: sent.people.map((each) => ({ id: each[0], name: each[1], size: each[2], here: each[3], code: each[4], last: last(each) })),
    told: sent.people.filter(last).map((each) => [last(each), { rsvp: each[0], people: each[3] }]),
  };
  listAt = Date.now();
  await store.keepList(list);
  render();
};

const takeNews = (sent) => {
  const told = new Map(list.told), people = new Map(list.people.map((each) => [each.id, each]));
  for (const entry of sent.news) {
    const sign = entry.kind === "undone" ? -1 : 1, person = people.get(entry.rsvp);
    if (person) {
      person.here += sign * entry.people;
      person.last = sign > 0 ? entry.client_id : "";
    } else if (entry.rsvp === null) list.walkedIn += sign * entry.people;
    if (sign > 0) told.set(entry.client_id, { rsvp: entry.rsvp, people: entry.people });
  }
  list.told = [...told];
  list.cursor = sent.cursor;
  list.skew = new Date(sent.now) - Date.now();
};

const exchange = async () => {
  const sending = queue.slice(0, MOST);
  const body = JSON.stringify({
    sent_at: new Date().toISOString(), after: list?.cursor ?? 0,
    entries: sending.map(({ path: _path, seq: _seq, ...entry }) => entry),
  });
  const answer = await fetch(`${path}/entries`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  if (answer.status === 404) return wipe("ended");
  if (answer.status === 410) {
    await store.drop(queue); // it is too late to tell, so nothing of it stays here either
    return wipe("over");
  }
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const sent = await answer.json();
  await store.drop(sending);
  queue = await store.waiting(path);
  if (list) {
    takeNews(sent);
    await store.keepList(list);
  }
  for (const sentence of Object.values(sent.conflicts)) tell(sentence);
  if (sent.is_over) return wipe("over");
  render();
  network(true, sent.clock);
};

const sync = async () => {
  if (list && now() > new Date(list.overAt)) await wipe("over");
  if (busy) return;
  busy = true;
  try {
    await exchange();
    if (list && Date.now() - listAt > LIST_MS) await fetchList();
  } catch {
    network(false);
  } finally {
    busy = false;
  }
};

const write = async (entry) => {
  await store.add(path, { client_id: crypto.randomUUID(), at: new Date().toISOString(), ...entry });
  queue = await store.waiting(path);
  render();
  sync();
};

const handleCode = async (text) => {
  const code = parts(text);
  if (!code) return tell(say("nocode"));
  if (!list) return;
  if (code[0] !== list.eventPart) return tell(say("another"));
  const wanted = await hash(code[1], list.salt);
  const person = standing().people.find((each) => each.code === wanted);
  if (!person) return tell(say("unknown"));
  const left = person.size - person.here;
  if (left < 1) return tell(say("already", { name: person.name }));
  await write({ kind: "arrived", rsvp: person.id, people: left });
  tell(say("in", { name: person.name }));
  document.getElementById("q").value = "";
  render();
};

const press = async (event) => {
  const form = event.target;
  if (!list || form.closest("[data-door='recent']")) return;
  event.preventDefault();
  const sent = Object.fromEntries(new FormData(form));
  if (form.dataset.door === "search") {
    if (parts(sent.q)) await handleCode(sent.q);
    else render();
  } else if (form.dataset.door === "walk-in") {
    if (!form.elements.people.checkValidity()) return form.elements.people.reportValidity();
    await write({ kind: "walked_in", people: Number(sent.people), name: sent.name });
    form.reset();
  } else if (sent.kind === "undone") {
    await write({ kind: "undone", undoes: sent.undoes });
    tell(say("undone"));
  } else {
    const person = list.people.find((each) => String(each.id) === sent.rsvp);
    await write({ kind: "arrived", rsvp: Number(sent.rsvp), people: Number(sent.people) });
    tell(say("in", { name: person?.name ?? "" }));
  }
};

// The browser's own reader of codes where it has one; most phones have none, so ours is fetched then.
const reader = async () => {
  const known = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (known?.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue;
  }
  const { default: decode } = await import("./qr-decode.js");
  const canvas = document.createElement("canvas"), context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, LOOKED_AT / Math.max(video.videoWidth, video.videoHeight, 1));
    [canvas.width, canvas.height] = [video.videoWidth * scale, video.videoHeight * scale];
    if (!canvas.width || !canvas.height) return undefined;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return decode(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return undefined; // no code in this picture
    }
  };
};

const scan = async () => {
  const camera = at("camera"), read = await reader();
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  camera.srcObject = stream;
  camera.hidden = false;
  await camera.play();
  let before = "";
  const look = async () => {
    if (camera.hidden) return stream.getTracks().forEach((track) => track.stop());
    const found = await read(camera);
    if (found && found !== before) await handleCode(found);
    before = found ?? before;
    setTimeout(look, 250);
  };
  look();
};

const pressScan = async () => {
  const camera = at("camera");
  if (camera.hidden) await scan().catch(() => tell(say("nocamera")));
  else camera.hidden = true;
  at("scan").setAttribute("aria-pressed", String(!camera.hidden));
};

const begin = async () => {
  list = (await store.readList(path)) ?? null;
  queue = await store.waiting(path);
  if (root.dataset.offline === "over") {
    if (queue.length) await exchange().catch(() => {});
    return wipe("over");
  }
  if (list && now() > new Date(list.overAt)) return wipe("over");
  render();
  root.addEventListener("submit", press);
  document.getElementById("q").addEventListener("input", render);
  if (navigator.mediaDevices?.getUserMedia) {
    at("scan").hidden = false;
    at("scan").addEventListener("click", pressScan);
  }
  addEventListener("online", sync);
  setInterval(sync, SYNC_MS);
  await fetchList().catch(() => {});
  await sync();
  root.dataset.ready = "yes";
};

if (root && root.dataset.offline !== "no") {
  navigator.serviceWorker?.register("/door/sw.js", { scope: "/door/" }).catch(() => {});
  begin();
}
