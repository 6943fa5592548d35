// Sends what was made here, in the order in which it was made, again and again until the server has it.

import { changeItem, dropOld, dropUnused, isUnsent, listItems, onItems } from "../keep/items.js";
import { readSome } from "../keep/pieces.js";
import { isVoice, picturesOf } from "../keep/voice.js";
import { ask, NoNetwork, Refused } from "./server.js";

const MOST_ITEMS = 50;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;
const PIECE_LONGEST_MS = 60_000;
/** What came through sooner than this could have been twice as much. */
const PIECE_QUICK_MS = 1000;
/** What took longer than this is too much to lose when the network goes. */
const PIECE_SLOW_MS = 5000;
/** Pieces in one request: the server takes no more than 1 MiB. */
const MOST_PIECES = 8;
const TOO_LARGE = 413;
/** Somebody else has signed in on this tablet since: it waits for whoever made it. */
const OTHER_PERSON = "field.error.other_person";

/** What the page shows of the sending. */
export const sending = {
  /** Whether the last contact was one; null before the first. @type {boolean | null} */
  isOnline: null,
  /** The share of a photo that the server has, by its uid. @type {Map<string, number>} */
  shares: new Map(),
  /** When it tries again by itself. @type {number | null} */
  nextAt: null,
  isBusy: false,
};

/** @type {Set<() => void>} */
const listeners = new Set();
let wait_ms = FIRST_WAIT_MS;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let again = false;
/** How many pieces this line takes at a time: few where it is slow, so that little is lost with it. */
let atOnce = 1;

/** @param {() => void} tell */
export function onSending(tell) {
  listeners.add(tell);
}

function tellAll() {
  listeners.forEach((tell) => tell());
}

/**
 * Notes that the server was reached, or not.
 * @param {boolean} isOnline
 */
export function noteContact(isOnline) {
  if (sending.isOnline === isOnline) return;
  sending.isOnline = isOnline;
  if (isOnline) sendSoon();
  tellAll();
}

/** Told what keeps the sending from going on, where it is not the network. @type {(problem: unknown) => void} */
let tellTrouble = console.warn;

/**
 * Begins to send, and goes on by itself whenever there is something to send and a chance.
 * @param {(problem: unknown) => void} tell
 */
export function keepSending(tell) {
  tellTrouble = tell;
  onItems(sendSoon);
  addEventListener("online", sendNow);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
  sendNow();
}

/** Tries at once, whatever the wait was. */
export function sendNow() {
  wait_ms = FIRST_WAIT_MS;
  return sendSoon();
}

async function sendSoon() {
  if (sending.isBusy) {
    again = true;
    return;
  }
  sending.isBusy = true;
  clearTimeout(timer);
  sending.nextAt = null;
  do {
    again = false;
    await inTurn(sendAll);
  } while (again && sending.isOnline);
  sending.isBusy = false;
  tellAll();
}

/**
 * One tab sends at a time; without locks, which only a safe origin has, the server takes each thing once anyway.
 * @param {() => Promise<void>} act
 */
async function inTurn(act) {
  if (!navigator.locks) return await act();
  await navigator.locks.request("field-sending", { ifAvailable: true }, (lock) => lock ? act() : waitAndTry());
}

function waitAndTry() {
  const jitter = 0.75 + Math.random() / 2;
  clearTimeout(timer);
  timer = setTimeout(sendSoon, wait_ms * jitter);
  sending.nextAt = Date.now() + wait_ms * jitter;
  wait_ms = Math.min(2 * wait_ms, LONGEST_WAIT_MS);
}

async function sendAll() {
  try {
    await sendItems();
    const left = await sendPhotos();
    if (left || (await unsent()).length > 0) waitAndTry();
    else wait_ms = FIRST_WAIT_MS;
    await dropOld();
  } catch (problem) {
    if (problem instanceof NoNetwork) noteContact(false);
    waitAndTry();
    if (!(problem instanceof NoNetwork || problem instanceof Refused)) tellTrouble(problem);
  }
}

async function unsent() {
  return (await listItems()).filter(isUnsent);
}

/**
 * Everything that waits, tour by tour; what is refused stays here with the reason and holds up nothing but what is about it.
 */
async function sendItems() {
  const items = await listItems();
  const refused = new Set(items.filter(({ state }) => state === "refused").map(({ uid }) => uid));
  const waiting = items.filter(({ state, body }) => state === "waiting" && !refused.has(String(body.about)));
  for (const code of new Set(waiting.map((item) => item.code))) {
    const ofTour = waiting.filter((item) => item.code === code);
    for (let at = 0; at < ofTour.length; at += MOST_ITEMS) await sendBatch(code, ofTour.slice(at, at + MOST_ITEMS));
  }
}

/**
 * @param {string} code
 * @param {Item[]} items
 */
async function sendBatch(code, items) {
  const answers = await post(code, items.map(asSent));
  for (const [index, answer] of answers.entries()) await note(items[index], answer);
}

/**
 * @param {string} code
 * @param {Record<string, unknown>[]} items
 * @returns {Promise<Answer[]>}
 */
async function post(code, items) {
  try {
    const { json } = await ask(`tours/${code}/items`, { method: "POST", json: { tablet_now: Date.now(), items } });
    noteContact(true);
    return json.answers;
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    noteContact(true);
    if (problem.status === TOO_LARGE) return await postHalves(code, items, problem.message);
    // The tour is closed to this tablet, or the server is in trouble: everything stays here and can be exported.
    return items.map(({ uid }) => ({ uid: String(uid), state: "later", error: problem.message }));
  }
}

/**
 * What is too large together goes in halves; what is too large by itself will never go.
 * @param {string} code
 * @param {Record<string, unknown>[]} items
 * @param {string} error
 * @returns {Promise<Answer[]>}
 */
async function postHalves(code, items, error) {
  if (items.length === 1) return [{ uid: String(items[0].uid), state: "refused", error }];
  const middle = Math.ceil(items.length / 2);
  return [...await post(code, items.slice(0, middle)), ...await post(code, items.slice(middle))];
}

/** @param {Item} item */
function asSent(item) {
  const { uid, kind, at, by, body } = item;
  return { ...body, ...(kind === "report" && { photos: picturesOf(item).length }), uid, kind, at, by };
}

/**
 * @param {Item} sent
 * @param {Answer} answer
 */
async function note(sent, answer) {
  await changeItem(sent.uid, (item) => {
    if (item.state !== "waiting") return false;
    if (answer.state === "later" || answer.key === OTHER_PERSON) {
      if (item.problem === (answer.error || "")) return false;
      item.problem = answer.error || "";
      return;
    }
    if (JSON.stringify(item.body) !== JSON.stringify(sent.body)) {
      followUp(item, answer);
      return;
    }
    item.state = answer.state;
    item.issue = answer.issue ?? null;
    item.problem = answer.error || (answer.beside ?? []).join(" ");
    item.field = answer.field || "";
    item.receivedAt = answer.state === "received" ? Date.now() : null;
  });
}

/**
 * What was changed while it was on its way: the server has the old words, so the new ones go as a change of them.
 * @param {Item} item
 * @param {Answer} answer
 */
function followUp(item, answer) {
  if (answer.state !== "received") return; // the server has nothing of it: it goes again as it is now
  item.body = { about: item.uid, ...item.body };
  item.kind = "edit";
  item.issue = answer.issue ?? null;
}

/** Photos of what the server has, the oldest first. Returns how many are left. */
async function sendPhotos() {
  let left = 0;
  for (const item of await unsent()) {
    if (item.state !== "received") continue;
    for (const photo of item.photos) {
      if (photo.state !== "ready" && photo.state !== "whole") continue;
      if (!(await sendPhoto(item, photo))) left += 1;
      if (again) await sendItems(); // what was made meanwhile is small and goes first
    }
  }
  return left;
}

/**
 * @param {Item} item
 * @param {OwnPhoto} photo
 * @returns {Promise<boolean>} whether nothing is left to do for it
 */
async function sendPhoto(item, photo) {
  if (photo.state === "ready") {
    const problem = await sendFile(photo);
    if (problem) return await settle(item, photo, "refused", problem);
    await settle(item, photo, "whole", "");
  }
  const what = isVoice(photo)
    ? { kind: "voice", seconds: photo.seconds ?? 0 }
    : { kind: "photo", number: item.photos.indexOf(photo) };
  const about = item.kind === "photo" || item.issue !== null && item.kind !== "report"
    ? { issue: item.issue ?? item.body.issue }
    : { about: item.uid };
  const sent = { uid: photo.uid, at: item.at, by: item.by, ...about, hash: photo.hash, ...what };
  const [answer] = await post(item.code, [sent]);
  if (answer.state === "later") return false;
  return await settle(item, photo, answer.state === "received" ? "attached" : "refused", answer.error || "");
}

/**
 * Sends the bytes that the server has not yet. Returns why it will never take them, or an empty text.
 * @param {OwnPhoto} photo
 */
async function sendFile(photo) {
  let { offset, whole } = await ask(`files/${photo.hash}`, { method: "HEAD" });
  noteContact(true);
  while (!whole) {
    const at = offset ?? 0;
    share(photo, at);
    const bytes = at === photo.size ? new Blob() : await readSome(photo.hash, at, atOnce);
    if (bytes === undefined) return "?";
    const begun = performance.now();
    try {
      ({ offset, whole } = await ask(`files/${photo.hash}`, {
        method: "PATCH",
        bytes,
        headers: {
          "Content-Type": "application/offset+octet-stream",
          "Upload-Offset": String(at),
          "Upload-Length": String(photo.size),
        },
        longest_ms: PIECE_LONGEST_MS,
      }));
      atOnce = fitting(performance.now() - begun);
    } catch (problem) {
      atOnce = 1;
      if (!(problem instanceof Refused) || problem.isForNow || problem.isOutside) throw problem;
      if (problem.status !== 409) return problem.message;
      offset = problem.offset;
    }
  }
  share(photo, photo.size);
  return "";
}

/**
 * How many pieces to send next, after the last ones took so long.
 * @param {number} took_ms
 */
function fitting(took_ms) {
  if (took_ms < PIECE_QUICK_MS) return Math.min(atOnce * 2, MOST_PIECES);
  return took_ms > PIECE_SLOW_MS ? 1 : atOnce;
}

/**
 * @param {OwnPhoto} photo
 * @param {number} bytes
 */
function share(photo, bytes) {
  sending.shares.set(photo.uid, photo.size ? bytes / photo.size : 0);
  tellAll();
}

/**
 * @param {Item} item
 * @param {OwnPhoto} photo
 * @param {OwnPhoto["state"]} state
 * @param {string} problem
 */
async function settle(item, photo, state, problem) {
  photo.state = state;
  await changeItem(item.uid, (stored) => {
    const known = stored.photos.find(({ uid }) => uid === photo.uid);
    if (!known) return false;
    known.state = state;
    known.problem = problem;
  });
  if (state === "attached") await dropUnused(photo.hash);
  return true;
}
