// The page on the bus begins here: reads what this tablet knows, shows it at once, and then asks the server.

import { changeItem, listAndRestore, listItems, onItems } from "./keep/items.js";
import { copiedItems } from "./keep/spare.js";
import { forgetTour, keepNote, keepTour, readNote, readTour, recallClock } from "./keep/tours.js";
import { resumeBus, sendTrack } from "./keep/track.js";
import { NotKept, onStored } from "./keep/store.js";
import { ask, NoNetwork, Refused } from "./net/server.js";
import { keepSending, noteContact, onSending, sending } from "./net/send.js";
import { button, el, icon } from "./parts/dom.js";
import { watchIfAllowed } from "./parts/place.js";
import { withOwnTaps } from "./parts/ride_now.js";
import { asSpeaker } from "./parts/speakers.js";
import { notKept } from "./parts/trouble.js";
import { chosenLanguage, loadWords, spokenLanguage, t } from "./parts/words.js";
import { showConnection } from "./views/connection.js";
import { joinAsBefore, showDoor } from "./views/door.js";
import { showOutbox, stateMark } from "./views/outbox.js";
import { beginReport, showReport } from "./views/report/report.js";
import { showRide } from "./views/ride.js";
import { showIssue } from "./views/issue.js";
import { showDecide } from "./views/decide.js";
import { showProtocol } from "./views/protocol/protocol.js";
import { showPeople } from "./views/people.js";
import { showAddSpeaker } from "./views/speakers.js";

const ASK_EVERY_MS = 15_000;
const ASK_SOON_MS = 300;

/** The address of the icon on the home screen, which leads to the tour that was open last. */
const HOME = "page";

const code = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
const page = /** @type {HTMLElement} */ (document.querySelector("main"));
const line = /** @type {HTMLElement} */ (document.querySelector("#connection"));

/** What the page shows. */
const shown = {
  /** @type {Ride | null} */ ride: null,
  /** @type {number} */ askedAt: 0,
  /** Who speaks on this tablet, where that is not who joined first. */ speaker: "",
  /** @type {Door | null} */ door: null,
  /** Why nothing of the tour is shown, as a sentence. @type {string} */ closed: "",
  /** @type {Item[]} */ items: [],
  /** What the tablet could not keep, as a sentence. @type {string} */ problem: "",
  /** Where it would have been kept or read: the next time that goes well there ends the trouble. */
  /** @type {{stores: string[], isReading: boolean}} */ trouble: { stores: [], isReading: false },
  /** Whether what the tablet has was read. */ isRecalled: false,
};

/** @type {ReturnType<typeof setTimeout> | undefined} */
let asking;
let isPressing = false;
let isDrawingLate = false;

/** @typedef {{ code: string, ride: Ride, items: Item[], askedAt: number, go: (where: string) => void, redraw: () => void, tell: (problem: unknown) => void, speak: (key: string) => Promise<void>, refresh: () => Promise<void> }} Bus */

start();

async function start() {
  await loadWords(chosenLanguage());
  document.title = t("app.name");
  onStored(endTrouble);
  await recall().catch(showCopies);
  addEventListener("hashchange", draw);
  onItems(refreshItems);
  onSending(showSending);
  addEventListener("pointerdown", () => isPressing = true, true);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(endPress), true);
  draw();
  navigator.serviceWorker?.addEventListener("controllerchange", drawConnection);
  navigator.storage?.persist?.();
  watchIfAllowed();
  keepSending(tell);
  await askTour();
  // What it fetches would take the network away from the first view.
  navigator.serviceWorker?.register("/field/sw.js", { updateViaCache: "none" }).catch(drawConnection);
  await resumeBus(code).catch(tell);
  setInterval(keepUp, ASK_EVERY_MS);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && askTour());
}

/** Takes up what the tablet has. */
async function recall() {
  const spoken = await readNote("language");
  if (spoken && spoken !== spokenLanguage()) await speak(spoken);
  await recallClock();
  const last = await readNote("last_tour");
  if (code === HOME && last) return location.replace(last);
  const known = await readTour(code);
  shown.items = await listAndRestore();
  if (known && !shown.ride) [shown.ride, shown.askedAt] = [asOfNow(known.ride), known.at];
  shown.speaker = await readNote(`speaker ${code}`) ?? "";
  shown.isRecalled = true;
  keepNote("last_tour", code).catch(tell); // a full tablet still shows what it has
}

/**
 * The database does not open: what waits is shown out of its second copy, to be saved as a file.
 * @param {unknown} problem
 */
async function showCopies(problem) {
  tell(problem);
  shown.items = await copiedItems().catch(() => []);
}

/** Every quarter of a minute: what could not be read before, where the bus was, if this tablet is the bus, and how the tour stands. */
async function keepUp() {
  if (!shown.isRecalled) await recall().then(draw, tell);
  await sendTrack(code).catch(() => false);
  if (document.visibilityState === "visible") await askTour();
}

/** Asks how the tour stands; without a network everything stays as it is. */
async function askTour() {
  const askedAt = Date.now();
  try {
    const asked = new URLSearchParams({ mark: shown.ride?.mark ?? "", by: shown.speaker });
    const { json } = await ask(`tours/${encodeURIComponent(code)}?${asked}`);
    noteContact(true);
    shown.closed = "";
    if (json.language !== spokenLanguage()) await speak(json.language);
    if (json.door) await takeDoor(json.door);
    else await takeRide(json, askedAt);
  } catch (problem) {
    if (problem instanceof NoNetwork) {
      noteContact(false);
    } else if (problem instanceof Refused && problem.isOutside) {
      noteContact(true);
      shown.closed = problem.message;
      await closeRide(null);
    } else if (!(problem instanceof Refused)) {
      tell(problem);
    }
  }
  if (!isBusy()) draw();
}

/**
 * @param {{now: number, same?: boolean, ride?: Omit<Ride, "issues"> & {issues: KnownIssue[]}, fates?: Fate[]}} said
 * @param {number} askedAt
 */
async function takeRide(said, askedAt) {
  shown.askedAt = askedAt;
  shown.door = null;
  if (said.ride) shown.ride = { ...said.ride, issues: byNumber(said.ride.issues) };
  if (!shown.ride) return;
  for (const fate of said.ride?.fates ?? said.fates ?? []) await noteFate(fate);
  await keepTour({ code, ride: shown.ride, at: shown.askedAt });
  await keepNote("clock", said.now - Date.now());
  await keepNote(`number ${code}`, shown.ride.tour.id);
}

/**
 * Somebody else speaks on this tablet from now on.
 * @param {string} key
 */
async function letSpeak(key) {
  shown.speaker = key;
  await keepNote(`speaker ${code}`, key).catch(tell);
  draw();
  await askTour();
}

/**
 * A ride that an older page has kept says nothing of who speaks (only one did), nor of what was said.
 * @param {Ride} ride
 * @returns {Ride}
 */
function asOfNow(ride) {
  const stops = ride.stops.map((stop) => ({ ...stop, said: stop.said ?? [] }));
  return { ...ride, stops, speakers: ride.speakers ?? [{ key: ride.me.key, name: ride.me.name }] };
}

/** @param {string} language */
async function speak(language) {
  await loadWords(language);
  document.title = t("app.name");
  page.dataset.view = "none"; // drawn anew, forms too
  page.replaceChildren();
  await keepNote("language", language).catch(tell);
  draw();
}

/** @param {Door} door */
async function takeDoor(door) {
  if (!shown.door && await isBackIn()) {
    shown.door = door; // so that this is tried once
    return await askTour();
  }
  await closeRide(door);
}

/** Only a no from the server keeps this tablet out: without a network, or where it has no time, the tour stays as it is. */
async function isBackIn() {
  try {
    return await joinAsBefore(code);
  } catch (problem) {
    if (problem instanceof Refused && !problem.isForNow) return false;
    throw problem;
  }
}

/** @param {KnownIssue[]} issues */
function byNumber(issues) {
  return Object.fromEntries(issues.map((issue) => [issue.number, issue]));
}

/** @param {Fate} fate */
async function noteFate(fate) {
  const item = shown.items.find(({ uid, photos }) =>
    uid === fate.uid || photos.some((photo) => photo.uid === fate.uid)
  );
  if (!item) return;
  await changeItem(item.uid, (stored) => {
    const photo = stored.photos.find(({ uid }) => uid === fate.uid);
    const holder = photo ?? stored;
    if (holder.problem === fate.words) return false;
    holder.problem = fate.words;
    if (photo && fate.state === "unreadable") photo.state = "refused";
  });
}

/**
 * This tablet is not, or no longer, on the tour: nothing of it is shown, what was made here stays.
 * @param {Door | null} door
 */
async function closeRide(door) {
  shown.ride = null;
  shown.door = door;
  await forgetTour(code);
}

async function refreshItems() {
  const known = shown.items.filter(({ receivedAt }) => receivedAt !== null).length;
  try {
    shown.items = await listItems();
  } catch (problem) {
    tell(problem);
  }
  drawConnection();
  if (!isBusy()) draw();
  if (shown.items.filter(({ receivedAt }) => receivedAt !== null).length > known) askSoon();
}

/** What was sent has changed the tour: asked once for all that goes in one batch. */
function askSoon() {
  clearTimeout(asking);
  asking = setTimeout(askTour, ASK_SOON_MS);
}

/** Whether somebody is typing or choosing, who must not be disturbed. */
function isBusy() {
  return /^#(report|decide|marks|speakers)/.test(location.hash) || page.contains(document.activeElement) &&
      /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
}

/** @param {unknown} problem */
function tell(problem) {
  console.warn(problem);
  shown.problem = notKept(problem);
  shown.trouble = problem instanceof NotKept ? problem : { stores: ["items"], isReading: false };
  drawConnection();
}

/**
 * @param {string[]} stores where something was kept or read just now
 * @param {boolean} isReading
 */
function endTrouble(stores, isReading) {
  const { trouble } = shown;
  if (!shown.problem || isReading !== trouble.isReading || !stores.some((each) => trouble.stores.includes(each))) {
    return;
  }
  shown.problem = "";
  drawConnection();
}

function drawConnection() {
  showConnection(line, { ...shown, sending, isOutbox: location.hash === "#outbox" });
}

/** What is sent goes on in the rows that show it: drawing all anew at each step would take taps away. */
function showSending() {
  drawConnection();
  for (const item of shown.items) {
    for (const row of page.querySelectorAll(`[data-uid="${item.uid}"] .state`)) row.replaceWith(stateMark(item));
  }
}

function endPress() {
  isPressing = false;
  if (isDrawingLate) draw();
}

/**
 * Leads on from the view that stands at this address. Who has gone elsewhere while something was kept stays where they are.
 * @param {string} here
 */
function from(here) {
  return (/** @type {string} */ where) => {
    if (location.hash !== here) return;
    if (location.hash === where) draw();
    else location.hash = where;
  };
}

/** Draws what the address names; while a finger is down it waits, for a tap on what is replaced would be lost. */
function draw() {
  isDrawingLate = isPressing;
  if (isPressing) return;
  drawConnection();
  const before = page.dataset.view === location.hash ? standing() : null;
  drawView();
  before?.restore();
}

/** What the visitor has opened and where they are, to be found again when the same view is drawn anew. */
function standing() {
  const name = (/** @type {Element | null} */ each) => each?.textContent?.replace(/\d+/g, "") ?? "";
  const summaries = () => /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("details > summary"));
  const open = new Map([...summaries()].map((each) => [name(each), each.parentElement?.hasAttribute("open")]));
  const focused = page.contains(document.activeElement) ? document.activeElement : null;
  const at = scrollY;
  return {
    restore() {
      for (const each of summaries()) {
        const isOpen = open.get(name(each));
        if (isOpen !== undefined) each.parentElement?.toggleAttribute("open", isOpen);
      }
      const same = [...page.querySelectorAll(focused?.tagName ?? "none")].find((each) => name(each) === name(focused));
      /** @type {HTMLElement | undefined} */ (same)?.focus({ preventScroll: true });
      scrollTo(0, at);
    },
  };
}

function drawView() {
  const [name, about = ""] = location.hash.slice(1).split("/");
  if (page.dataset.view !== location.hash) scrollTo(0, 0);
  page.dataset.view = location.hash;
  // The address of a stop's sheet of paper is forgotten, so that a reload begins no second report.
  if (name === "new" && shown.ride) history.replaceState(null, "", location.pathname);
  const go = from(location.hash);
  if (name === "outbox") return showOutbox(page, { ...shown, code, sending, go, tell });
  if (!shown.ride) return drawClosed(go);
  const spoken = asSpeaker(shown.ride, shown.speaker, shown.items);
  const ride = withOwnTaps(spoken, shown.items.filter((item) => item.code === code), shown.askedAt);
  const bus = {
    code,
    ride,
    items: shown.items,
    askedAt: shown.askedAt,
    go,
    redraw: draw,
    tell,
    speak: letSpeak,
    refresh: askTour,
  };
  if (name === "new") beginReport(bus, Number(about));
  else if (name === "report") showReport(page, bus, about);
  else if (name === "issue") showIssue(page, bus, Number(about));
  else if (name === "decide") showDecide(page, bus, Number(about));
  else if (name === "protocol") showProtocol(page, bus, Number(about) || 0);
  else if (name === "people") showPeople(page, bus);
  else if (name === "speakers") showAddSpeaker(page, bus);
  else showRide(page, bus);
}

/** @param {(where: string) => void} go */
function drawClosed(go) {
  if (shown.door) {
    showDoor(page, { code, door: shown.door, done: askTour, tell });
    return;
  }
  const waits = sending.isOnline === null;
  const unknown = shown.isRecalled ? t("tablet.never_opened") : t("tablet.error.unread");
  const sentence = shown.closed || (waits ? t("tablet.opening") : unknown);
  page.replaceChildren(
    el("div", { class: "empty" }, icon("bus", 56), el("h1", {}, sentence)),
    shown.items.length > 0 && button(t("tablet.outbox.open"), () => go("#outbox"), { kind: "wide" }) || "",
  );
}
