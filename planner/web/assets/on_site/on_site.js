// The page on the spot. A photo is sent as soon as it is taken; the report names those that the server has.

import { openCamera } from "./camera.js";
import { showPair } from "./pair.js";
import { follow, metresTo, position } from "./place.js";

/** @typedef {{ uid: string, blob: Blob | null, address: string, source: string, at: number, state: string, room: HTMLLIElement }} Shot */

const given = JSON.parse(document.body.dataset.page ?? "{}");
/** @type {Record<string, string>} */
const words = given.words;
/** @type {Shot[]} */
const shots = [];
/** The draft of one person for one step: who signs out leaves none, and nobody else is offered it. */
const DRAFT = `on-site ${given.instruction} ${given.drafted}`;

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** A random id in the form of a UUID; randomUUID itself is there on secure pages only. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** @param {string} sentence "" takes it away */
function tell(sentence) {
  const room = part("trouble");
  room.textContent = sentence;
  room.hidden = !sentence;
  if (sentence) room.scrollIntoView({ block: "center" });
}

/**
 * @param {string} address
 * @param {RequestInit} request
 * @returns {Promise<{ ok: boolean, told: Record<string, string> }>}
 */
async function ask(address, request) {
  try {
    const answer = await fetch(address, { method: "POST", ...request });
    if (answer.headers.get("X-Planner") !== "1") throw new Error("not ours");
    return { ok: answer.ok, told: await answer.json() };
  } catch {
    return { ok: false, told: { error: words.no_network } };
  }
}

/** @param {Shot} shot */
async function send(shot) {
  shot.state = "sending";
  draw(shot, words.sending);
  const at = position();
  const query = new URLSearchParams({ source: shot.source, at: String(shot.at) });
  if (at && shot.source === "camera") {
    query.set("lat", String(at.lat));
    query.set("lon", String(at.lon));
    query.set("accuracy", String(at.accuracy));
  }
  const { ok, told } = await ask(`${given.photos}${shot.uid}?${query}`, { body: shot.blob });
  shot.state = ok ? "sent" : "failed";
  draw(shot, ok ? (shot.source === "camera" ? words.sent : words.from_gallery) : told.error ?? words.failed);
}

/**
 * @param {Shot} shot
 * @param {string} sentence
 */
function draw(shot, sentence) {
  const picture = shot.room.querySelector("img") ?? document.createElement("img");
  if (!picture.src) picture.src = shot.address;
  picture.alt = words.after;
  const line = document.createElement("small");
  line.textContent = sentence;
  shot.room.replaceChildren(picture, line);
  shot.room.dataset.state = shot.state;
  if (shot.state === "failed") shot.room.append(button(words.again, () => send(shot)));
  if (shot.state !== "sending") shot.room.append(button(words.remove, () => drop(shot)));
}

/** @param {Shot} shot */
function drop(shot) {
  shots.splice(shots.indexOf(shot), 1);
  shot.room.remove();
}

/**
 * @param {string} text
 * @param {() => void} act
 */
function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

/**
 * @param {Blob} blob
 * @param {"camera" | "gallery"} source
 */
function taken(blob, source) {
  tell("");
  send(add({ uid: newId(), blob, address: URL.createObjectURL(blob), source, at: Date.now() }));
}

/**
 * @param {{ uid: string, blob: Blob | null, address: string, source: string, at: number }} made
 * @returns {Shot}
 */
function add(made) {
  const shot = { ...made, state: "", room: document.createElement("li") };
  shots.push(shot);
  part("photos").append(shot.room);
  return shot;
}

/** What was sent before this page was opened anew, and waits for its report. */
function restore() {
  for (const { uid, address } of given.unreported) {
    const shot = add({ uid, blob: null, address, source: "", at: 0 });
    shot.state = "sent";
    draw(shot, words.kept);
  }
}

async function report() {
  const text = /** @type {HTMLTextAreaElement} */ (part("text"));
  const missing = [text.value.trim() ? "" : words.needs_text, shots.length ? "" : words.needs_photo];
  if (missing.some(Boolean)) return tell(missing.filter(Boolean).join(" "));
  if (shots.some((shot) => shot.state === "sending")) return tell(words.waiting);
  for (const shot of shots.filter((each) => each.state === "failed")) await send(shot);
  const failed = shots.find((shot) => shot.state !== "sent");
  if (failed) return tell(words.failed);
  await take("report", { text: text.value, photos: shots.map((shot) => shot.uid) });
}

/**
 * What the controller has found who stands here.
 * @param {"accept" | "return"} step
 * @param {Record<string, string>} found
 */
function verify(step, found) {
  const text = /** @type {HTMLTextAreaElement} */ (part("text")).value;
  const at = position();
  return take(step, { ...found, text, lat: at?.lat ?? null, lon: at?.lon ?? null });
}

/**
 * @param {string} step
 * @param {Record<string, unknown>} body
 */
async function take(step, body) {
  tell("");
  const { ok, told } = await ask(given.steps[step], { body: JSON.stringify(body) });
  if (!ok) return tell(told.error);
  planner.drafts.drop(given.person, DRAFT);
  shots.length = 0;
  const done = document.createElement("p");
  done.setAttribute("role", "status");
  done.id = "done";
  done.textContent = told.done;
  document.querySelector("main")?.replaceChildren(done, ...nextOnes(/** @type {any} */ (told.next)));
}

/**
 * Ways to what is nearest to be verified.
 * @param {{ address: string, name: string }[] | undefined} rows
 */
function nextOnes(rows) {
  if (!rows?.length) return [];
  const head = document.createElement("h2");
  head.textContent = words.next;
  const list = document.createElement("ul");
  list.id = "next";
  for (const { address, name } of rows) {
    const way = document.createElement("a");
    way.href = address;
    way.textContent = name;
    const item = document.createElement("li");
    item.append(way);
    list.append(item);
  }
  return [head, list];
}

/** @param {ReturnType<typeof position>} at */
function tellPlace(at) {
  const metres = at ? Math.round(metresTo(at, given.point)) : 0;
  part("place").textContent = at
    ? words.place.replace("{metres}", String(metres)).replace("{accuracy}", String(Math.round(at.accuracy)))
    : words.place_off;
}

function begin() {
  const pair = document.getElementById("pair");
  const after = given.after.at(-1);
  if (pair && given.before && after) showPair(pair, words, given.before, after);
  const text = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("text"));
  if (!text) return;
  planner.drafts.open(given.person);
  text.value = planner.drafts.read(given.person, DRAFT)?.fields[0]?.value ?? "";
  text.addEventListener("input", () => {
    const fields = [{ name: "text", kind: /** @type {FieldKind} */ ("text"), value: text.value }];
    planner.drafts.keep(given.person, DRAFT, { at: Date.now(), fields });
  });
  part("place").textContent = words.place_wait;
  follow(tellPlace);
  if (pair) {
    for (const outcome of ["fixed", "partly_fixed"]) {
      part(outcome).addEventListener("click", () => verify("accept", { outcome }));
    }
    const until = /** @type {HTMLInputElement} */ (part("until"));
    part("return").addEventListener("click", () => verify("return", { until: until.value }));
    return;
  }
  part("report").addEventListener("click", report);
  restore();
  openCamera(part("camera"), words, given.before, taken);
  addEventListener("beforeunload", (event) => {
    if (shots.some((shot) => shot.state !== "sent")) event.preventDefault();
  });
}

begin();
