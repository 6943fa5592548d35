// A report in three taps: photo, topic, save. Everything else may follow, and all is kept after each change.

import { dropItem, keepItems, newItem, readItem } from "../../keep/items.js";
import { button, el, onceAtATime } from "../../parts/dom.js";
import { likelyPlace, onPosition } from "../../parts/place.js";
import { hereOf } from "../../parts/ride_now.js";
import { notKept } from "../../parts/trouble.js";
import { clock, t } from "../../parts/words.js";
import { speakerChips } from "../speakers.js";
import { drawPhotos, noteLost, takePhoto } from "./report_photos.js";
import { sameAgain, save } from "./report_saving.js";
import { drawVoice } from "./voice.js";
import { drawHint, drawPlace, drawTopics, followPosition } from "./report_subject.js";

const TYPING_MS = 300;

/** @typedef {import("../../app.js").Bus} Bus */

/** @type {Form | null} */
let form = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;

/**
 * Begins a report where the bus is now, or at a stop, with the camera at once where there is one.
 * @param {Bus} bus
 * @param {number} [stop]
 */
export async function beginReport(bus, stop) {
  const here = bus.ride.stops.find(({ id }) => id === stop) ?? hereOf(bus.ride);
  const body = {
    category: null,
    text: "",
    severity: "normal",
    behalf: "",
    address: "",
    place: likelyPlace(here),
    stop: here?.id ?? null,
  };
  const draft = { ...newItem(bus.code, bus.ride.me.key, "report", body), state: /** @type {const} */ ("draft") };
  form = { bus, draft, preparing: new Set(), dismissed: new Set(), allTopics: false, parts: {} };
  if (stop === undefined && matchMedia("(pointer: coarse)").matches) takePhoto(form);
  try {
    await keepItems(draft);
  } catch (problem) {
    bus.tell(problem);
  }
  bus.go(`#report/${draft.uid}`);
}

/**
 * Begins to change or complete an issue that the server has.
 * @param {Bus} bus
 * @param {KnownIssue} issue
 */
export async function beginEdit(bus, issue) {
  const { category, text, severity, lat, lon, stop } = issue;
  const place = { from: "map", lat, lon, accuracy: null, line: null };
  const body = { category, text, severity, behalf: "", address: "", place, stop };
  const draft = newItem(bus.code, bus.ride.me.key, "report", body);
  await keepItems({ ...draft, state: "draft", changes: { issue: issue.number } }).catch(bus.tell);
  bus.go(`#report/${draft.uid}`);
}

/**
 * @param {HTMLElement} page
 * @param {Bus} bus
 * @param {string} uid
 */
export async function showReport(page, bus, uid) {
  if (page.querySelector(".report")?.getAttribute("data-uid") === uid) return;
  if (form?.draft.uid !== uid) {
    const item = await readItem(uid).catch(bus.tell);
    if (!item) return bus.go("#");
    if (page.dataset.view !== `#report/${uid}`) return; // who left meanwhile is not brought back
    item.photos.forEach(noteLost);
    const draft = item.state === "waiting" ? await copyOf(bus, item) : item;
    form = { bus, draft, preparing: new Set(), dismissed: new Set(), allTopics: false, parts: {} };
    if (draft !== item) return bus.go(`#report/${draft.uid}`);
  }
  form.bus = bus;
  drawForm(page, form);
}

/**
 * What waits is changed as a copy, so that it may be sent meanwhile as it was.
 * @param {Bus} bus
 * @param {Item} item
 */
async function copyOf(bus, item) {
  const copy = {
    ...newItem(bus.code, item.by, item.kind, structuredClone(item.body)),
    at: item.at,
    photos: structuredClone(item.photos),
  };
  copy.state = "draft";
  copy.changes = { uid: item.uid };
  await keepItems(copy).catch(bus.tell);
  return copy;
}

/**
 * @param {HTMLElement} page
 * @param {Form} now
 */
export function drawForm(page, now) {
  const { bus, draft } = now;
  const parts = now.parts = {
    kept: el("span", { class: "quiet", role: "status" }),
    speakers: el("div"),
    photos: el("div", { class: "photos" }),
    marks: el("div", { class: "marks" }),
    topics: el("div"),
    place: el("div", { class: "place" }),
    hint: el("div"),
    voice: el("div", { class: "voice" }),
    problem: el("p", { class: "problem", role: "alert", hidden: true }),
  };
  now.stopListening?.();
  const stopFollowing = onPosition(() => followPosition(now));
  now.stopListening = () => {
    stopFollowing();
    removeEventListener("keydown", byKeys);
    removeEventListener("hashchange", leftAnotherWay);
  };
  const leftAnotherWay = () => {
    now.stopListening?.();
    now.stopVoice?.();
  };
  /** @param {string} where */
  const leave = (where) => {
    now.stopListening?.();
    if (form === now) form = null;
    bus.go(where);
  };
  const close = async () => {
    await now.stopVoice?.();
    await flush(now);
    if (now.isNotKept && !isEmpty(draft)) return; // nothing typed is lost: it stays here with the reason
    if (isEmpty(draft)) await dropItem(draft.uid).catch(bus.tell);
    leave("#");
  };
  const saveAndLeave = onceAtATime(async () => {
    if (await save(now)) leave("#");
  });
  /** @param {KeyboardEvent} event */
  const byKeys = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) saveAndLeave();
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) close();
  };
  addEventListener("keydown", byKeys);
  addEventListener("hashchange", leftAnotherWay);
  const title = draft.changes || draft.state === "refused" ? t("tablet.report.change") : t("tablet.report.new");
  page.replaceChildren(
    el(
      "div",
      { class: "report", "data-uid": draft.uid },
      el(
        "header",
        { class: "top" },
        button("", close, { kind: "small", sign: "close", label: t("tablet.report.close") }),
        el("h1", {}, title),
        parts.kept,
      ),
      parts.speakers,
      parts.photos,
      parts.marks,
      parts.topics,
      parts.problem,
      parts.place,
      parts.hint,
      text(now),
      parts.voice,
      more(now),
      el("footer", { class: "bottom" }, button(t("tablet.report.save"), saveAndLeave, { kind: "main" })),
    ),
  );
  drawSpeakers(now);
  drawPhotos(now);
  drawTopics(now);
  drawPlace(now);
  drawHint(now);
  drawVoice(now);
  if (draft.problem) tellProblem(now, draft.problem);
  now.leave = leave;
}

/**
 * Whose report it is, where several speak on this tablet; what was saved before stays who made it.
 * @param {Form} now
 */
function drawSpeakers(now) {
  const { draft, bus } = now;
  if (bus.ride.speakers.length < 2 || draft.changes || draft.state !== "draft") return;
  const choose = (/** @type {string} */ key) => {
    draft.by = key;
    drawSpeakers(now);
    return flush(now);
  };
  now.parts.speakers.replaceChildren(speakerChips(bus.ride, draft.by, choose));
}

/** @param {Item} draft */
function isEmpty({ state, body, photos, changes }) {
  return state === "draft" && !changes && !body.category && !body.text && !body.behalf && photos.length === 0;
}

/** @param {Form} now */
function text(now) {
  const label = t("tablet.report.text");
  return el("textarea", {
    rows: 2,
    maxlength: 4000,
    placeholder: label,
    "aria-label": label,
    value: now.draft.body.text ?? "",
    oninput: (/** @type {Event} */ event) =>
      change(now, "text", /** @type {HTMLTextAreaElement} */ (event.target).value),
  });
}

/** @param {Form} now */
function more(now) {
  const { body } = now.draft;
  const severities = /** @type {const} */ ([["low", t("words.severity.low")], ["normal", t("words.severity.normal")], [
    "danger",
    t("words.severity.danger"),
  ]]);
  const chips = el("div", { class: "chips", role: "group", "aria-label": t("tablet.report.severity") });
  const draw = () =>
    chips.replaceChildren(...severities.map(([value, words]) =>
      button(words, () => {
        change(now, "severity", value);
        draw();
      }, { kind: "chip", pressed: body.severity === value })
    ));
  draw();
  return el(
    "details",
    { class: "group" },
    el("summary", {}, t("tablet.report.more")),
    chips,
    field(now, "behalf", t("tablet.report.behalf"), 100),
    field(now, "address", t("tablet.report.address"), 300),
    button(t("tablet.report.same"), () => sameAgain(now), { kind: "plain", sign: "same" }),
  );
}

/**
 * @param {Form} now
 * @param {string} name
 * @param {string} label
 * @param {number} longest
 */
function field(now, name, label, longest) {
  return el(
    "label",
    { class: "field" },
    label,
    el("input", {
      maxlength: longest,
      value: now.draft.body[name] ?? "",
      oninput: (/** @type {Event} */ event) => change(now, name, /** @type {HTMLInputElement} */ (event.target).value),
    }),
  );
}

/**
 * Takes a change and keeps it: taps at once, typing within a third of a second.
 * @param {Form} now
 * @param {string} name
 * @param {unknown} value
 */
export function change(now, name, value) {
  now.draft.body[name] = value;
  clearTimeout(typing);
  typing = setTimeout(() => flush(now), typeof value === "string" ? TYPING_MS : 0);
}

/** @param {Form} now */
export async function flush(now) {
  clearTimeout(typing);
  const { draft, bus, parts } = now;
  if (draft.state === "waiting" || draft.state === "received") return;
  try {
    await keepItems(draft);
    if (parts.kept) parts.kept.textContent = t("tablet.report.kept", { time: clock(Date.now(), bus.ride.city.zone) });
    if (now.isNotKept) tellProblem(now, "");
    now.isNotKept = false;
  } catch (problem) {
    tellNotKept(now, problem);
  }
}

/**
 * Says that what was typed last is not on the tablet, until it is.
 * @param {Form} now
 * @param {unknown} problem
 */
export function tellNotKept(now, problem) {
  now.isNotKept = true;
  if (now.parts.kept) now.parts.kept.textContent = "";
  now.bus.tell(problem);
  tellProblem(now, notKept(problem));
}

/**
 * @param {Form} now
 * @param {string} words
 */
export function tellProblem(now, words) {
  const { problem } = now.parts;
  problem.textContent = words;
  problem.hidden = !words;
  if (words) problem.scrollIntoView({ block: "center" });
}

/** What was typed last is kept by whoever calls this. */
export function stopTyping() {
  clearTimeout(typing);
}
