// What lies on this tablet and what the server has of it: each thing with its state, editable while it waits, never in the way.

import { dropItem, isUnsent } from "../keep/items.js";
import { keepNote, readNote } from "../keep/tours.js";
import { readPieces } from "../keep/pieces.js";
import { isVoice, picturesOf } from "../keep/voice.js";
import { copiedBytes } from "../keep/spare.js";
import { zipOf } from "../keep/zip.js";
import { sending, sendNow } from "../net/send.js";
import { serverNow } from "../net/server.js";
import { button, el, icon } from "../parts/dom.js";
import { nameOf } from "../parts/speakers.js";
import { clock, megabytes, t } from "../parts/words.js";

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * @param {HTMLElement} page
 * @param {{code: string, ride: Ride | null, items: Item[], isRecalled: boolean, sending: typeof sending, go: (where: string) => void, tell: (problem: unknown) => void}} about
 */
export function showOutbox(page, { code, ride, items: all, isRecalled, go, tell }) {
  const items = all.filter((item) => item.code === code);
  const others = new Set(all.filter((item) => item.code !== code && isUnsent(item)).map((item) => item.code));
  const order = { refused: 0, waiting: 1, draft: 2, received: 3 };
  const rows = items.filter((item) => item.state !== "received" || isUnsent(item)).toSorted((a, b) =>
    order[a.state] - order[b.state]
  );
  const received = items.filter((item) => item.state === "received" && !isUnsent(item)).reverse();
  const n = items.filter(isUnsent).length;
  page.replaceChildren(
    el(
      "header",
      { class: "top" },
      button("", () => go("#"), { kind: "small", sign: "back", label: t("tablet.back") }),
      el("h1", {}, t("tablet.outbox.title")),
    ),
    el("p", { class: "quiet" }, t("tablet.outbox.count", { here: n, received: received.length })),
    isRecalled ? el("div") : el("p", { class: "problem", role: "alert" }, t("tablet.spare.only")),
    rows.length === 0
      ? el("p", { class: "empty" }, t("tablet.outbox.empty"))
      : el("ul", { class: "cards" }, ...rows.map((item) => card(item, ride, go, tell))),
    received.length === 0 ? el("div") : el(
      "details",
      { class: "group" },
      el("summary", {}, t("tablet.outbox.received", { n: received.length })),
      el("ul", { class: "list card" }, ...received.map((item) => el("li", {}, itemRow(item, ride)))),
    ),
    ...[...others].map((other) =>
      el("p", {}, el("a", { href: `/field/${other}#outbox` }, t("tablet.outbox.other_tour")))
    ),
    el(
      "footer",
      { class: "bottom column" },
      button(t("tablet.outbox.export"), () => exportAll(code, items).catch(tell), { sign: "save" }),
      button(t("tablet.outbox.send"), () => sendAndTell(page), { kind: "main" }),
      el("p", { class: "quiet", id: "said", role: "status" }),
    ),
  );
}

/** @param {HTMLElement} page */
async function sendAndTell(page) {
  await sendNow();
  const said = page.querySelector("#said");
  if (!said) return;
  const next = sending.nextAt ? clock(sending.nextAt, HERE) : "";
  said.textContent = sending.isOnline === false
    ? t("tablet.outbox.no_network", { time: next })
    : t("tablet.outbox.tried");
}

/**
 * @param {Item} item
 * @param {Ride | null} ride
 * @param {(where: string) => void} go
 * @param {(problem: unknown) => void} tell
 */
function card(item, ride, go, tell) {
  const isRefused = item.state === "refused";
  const drop = () => confirm(t("tablet.outbox.drop_sure")) && dropItem(item.uid).catch(tell);
  const share = item.photos.map(({ uid }) => sending.shares.get(uid) ?? 0);
  const all = share.reduce((sum, part) => sum + part, 0) / Math.max(1, share.length);
  return el(
    "li",
    { class: isRefused ? "card refused" : "card" },
    itemRow(item, ride),
    item.problem ? el("p", { class: isRefused ? "problem" : "quiet" }, item.problem) : null,
    isUnsent(item) && all > 0 ? el("progress", { value: all, max: 1, "aria-label": stateOf(item) }) : null,
    isRefused
      ? el(
        "div",
        { class: "row" },
        item.kind === "report"
          ? button(t("tablet.outbox.mend"), () => go(`#report/${item.uid}`), { kind: "strong" })
          : null,
        button(t("tablet.outbox.drop"), drop),
      )
      : null,
  );
}

/**
 * One thing of this tablet in a list: picture, words, state.
 * @param {Item} item
 * @param {Ride | null} ride
 */
export function itemRow(item, ride) {
  const photo = item.photos.find(({ thumb }) => thumb);
  const isReport = item.kind === "report";
  const pictures = picturesOf(item).length;
  const size = item.photos.reduce((sum, each) => sum + each.size, 0);
  const facts = [
    clock(item.at, ride?.city.zone ?? HERE),
    nameOf(ride, item.by),
    pictures > 0 ? t("tablet.photos", { n: pictures }) : "",
    item.photos.length > pictures ? t("tablet.voice.with") : "",
    size > 0 && isUnsent(item) ? t("tablet.megabytes", { size: megabytes(size) }) : "",
  ];
  const where = item.state === "received" && item.issue !== null
    ? `#issue/${item.issue}`
    : isReport
    ? `#report/${item.uid}`
    : "#outbox";
  return el(
    "a",
    { class: "row", href: where, "data-uid": item.uid },
    photo
      ? el("img", { src: photo.thumb, alt: "", width: 72, height: 56 })
      : el("span", { class: "no-photo" }, icon(isReport ? "camera" : "talk")),
    el(
      "span",
      { class: "text" },
      el("b", {}, titleOf(item, ride)),
      el("small", {}, facts.filter(Boolean).join(" · ")),
      stateMark(item),
    ),
    icon("open"),
  );
}

/**
 * How it stands, with a sign.
 * @param {Item} item
 */
export function stateMark(item) {
  return el("span", { class: `state ${signOf(item)}` }, icon(signOf(item), 20), stateOf(item));
}

/**
 * @param {Item} item
 * @param {Ride | null} ride
 */
function titleOf(item, ride) {
  const { text, title } = item.body;
  const category = ride?.categories.find(({ id }) => id === item.body.category)?.name;
  return String(text || title || category || NAMES[item.kind]());
}

/** @type {Record<ItemKind, () => string>} */
const NAMES = {
  report: () => t("tablet.kind.report"),
  photo: () => t("tablet.kind.photo"),
  voice: () => t("tablet.voice.with"),
  edit: () => t("tablet.kind.edit"),
  withdraw: () => t("tablet.kind.withdraw"),
  support: () => t("tablet.kind.support"),
  comment: () => t("tablet.kind.comment"),
  start: () => t("ride.tap.start"),
  arrive: () => t("ride.tap.arrive"),
  leave: () => t("ride.tap.leave"),
  undo: () => t("tablet.undo"),
  heads: () => t("tablet.kind.heads"),
  board: () => t("tablet.kind.board"),
  unboard: () => t("tablet.kind.board"),
  get_off: () => t("tablet.kind.board"),
  instruct: () => t("tablet.kind.instruct"),
  close: () => t("tablet.kind.close"),
  stance: () => t("tablet.kind.stance"),
};

/** @param {Item} item */
function signOf(item) {
  if (item.state === "refused" || item.photos.some(({ state }) => state === "refused")) return "refused";
  if (item.state === "draft") return "draft";
  if (isUnsent(item)) return item.state === "received" || sending.isBusy ? "sends" : "waits";
  return "done";
}

/**
 * How it stands, in words; only the server gives a number.
 * @param {Item} item
 */
export function stateOf(item) {
  const bad = item.photos.findIndex(({ state }) => state === "refused");
  if (item.state === "refused") return t("tablet.state.refused");
  if (bad >= 0) return t("tablet.state.photo_refused", { number: bad + 1 });
  if (item.state === "draft") {
    return item.body.category || item.kind !== "report" ? t("tablet.state.draft") : t("tablet.state.draft_topic");
  }
  const number = item.issue === null ? "" : t("issues.number", { number: item.issue });
  if (!isUnsent(item)) return number ? t("tablet.state.received_number", { number }) : t("tablet.state.received");
  const shares = item.photos.map(({ uid, state }) => state === "attached" ? 1 : sending.shares.get(uid) ?? 0);
  const share = Math.floor(100 * shares.reduce((sum, part) => sum + part, 0) / Math.max(1, shares.length));
  if (item.state === "received") {
    return sending.isOnline === false
      ? t("tablet.state.stopped", { number, share })
      : t("tablet.state.photos", { number, share });
  }
  return t("tablet.state.waiting");
}

/**
 * Everything of this tablet as one file: the last way out, also where the tour is closed to it.
 * @param {string} code
 * @param {Item[]} items
 */
async function exportAll(code, items) {
  const hashes = new Set(items.flatMap(({ photos }) => photos.map(({ hash }) => hash)).filter(Boolean));
  const files = [];
  for (const hash of hashes) {
    const pieces = await readPieces(hash).catch(() => []);
    const kept = await new Blob(pieces).arrayBuffer();
    const bytes = new Uint8Array(kept.byteLength > 0 ? kept : await copiedBytes(hash).catch(() => null) ?? kept);
    if (bytes.length > 0) files.push({ name: `files/${hash}`, bytes });
  }
  const made = Date.now();
  const tour_id = await readNote(`number ${code}`).catch(() => null) ?? null;
  const [drafts, saved] = [items.filter(isDraft), items.filter((item) => !isDraft(item))].map((some) =>
    some.flatMap(exported)
  );
  const outbox = { version: 1, tour: code, tour_id, made: serverNow(), tablet_now: made, items: saved, drafts };
  const zip = zipOf([{ name: "outbox.json", bytes: new TextEncoder().encode(JSON.stringify(outbox)) }, ...files]);
  const link = el("a", {
    href: URL.createObjectURL(zip),
    download: `outbox-${new Date(made).toISOString().slice(0, 10)}.zip`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  await keepNote("exported", made).catch(() => {}); // saved all the same
}

/** @param {Item} item */
function isDraft({ state }) {
  return state === "draft";
}

/**
 * An item as it would be sent, and its photos as items of their own.
 * @param {Item} item
 */
function exported({ uid, code, kind, at, by, body, photos, state, issue }) {
  const report = {
    ...body,
    ...(kind === "report" && { photos: photos.filter((one) => !isVoice(one)).length }),
    uid,
    kind,
    at,
    by,
    tour: code,
    state,
  };
  const pictures = photos.filter(({ hash }) => hash).map((photo, number) => ({
    uid: photo.uid,
    ...(isVoice(photo) ? { kind: "voice", seconds: photo.seconds ?? 0 } : { kind: "photo" }),
    at,
    by,
    tour: code,
    state: photo.state,
    ...(kind === "report" ? { about: uid } : { issue: issue ?? body.issue }),
    hash: photo.hash,
    number,
  }));
  return [report, ...pictures];
}
