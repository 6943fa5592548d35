// The end of a report: kept to be sent, given as support of a known one, as a change of one that was saved before.

import { changeItem, dropItem, keepItems, newItem } from "../../keep/items.js";
import { keepNote, readNote } from "../../keep/tours.js";
import { t } from "../../parts/words.js";
import { drawForm, flush, stopTyping, tellNotKept, tellProblem } from "./report.js";

/** @typedef {import("../../app.js").Bus} Bus */

/**
 * Supports what is known instead of doubling it; the photos and the words go there.
 * @param {Form} now
 * @param {KnownIssue} issue
 */
export async function supportInstead(now, issue) {
  const { bus, draft } = now;
  await now.stopVoice?.();
  await Promise.allSettled([...now.preparing]);
  const photos = draft.photos.filter(({ state }) => state === "ready");
  const items = [{ ...newItem(bus.code, draft.by, "support", { issue: issue.number, title: issue.title }), photos }];
  if (draft.body.text) {
    items.push({
      ...newItem(bus.code, draft.by, "comment", { issue: issue.number, text: draft.body.text }),
      photos: [],
    });
  }
  try {
    await keepItems(...items);
    await dropItem(draft.uid).catch(bus.tell); // the support is kept whatever becomes of the draft
    now.leave?.("#");
  } catch (problem) {
    bus.tell(problem);
  }
}

/**
 * Keeps the report as one that is to be sent. False, with the reason beside the field, where something is missing; the draft
 * stays then.
 * @param {Form} now
 */
export async function save(now) {
  const { draft, bus } = now;
  if (!draft.body.category) {
    await flush(now);
    tellProblem(now, t("tablet.report.no_topic"));
    return false;
  }
  await now.stopVoice?.();
  await Promise.allSettled([...now.preparing]);
  draft.photos = draft.photos.filter(({ state }) => state !== "refused");
  stopTyping();
  try {
    if (draft.changes?.uid) await changeWaiting(draft.changes.uid, draft);
    else if (draft.changes?.issue) await keepEdit(bus, draft, { issue: draft.changes.issue });
    else {
      const saved = { ...draft, state: /** @type {const} */ ("waiting"), problem: "", field: "" };
      await keepItems(saved);
    }
  } catch (problem) {
    tellNotKept(now, problem);
    return false;
  }
  // It is kept, whatever becomes of the rest.
  if (draft.changes) await dropItem(draft.uid).catch(bus.tell);
  const { category, severity, text } = draft.body;
  await keepNote("last_report", { category, severity, text }).catch(bus.tell);
  return true;
}

/**
 * What waits still takes the changes; what has been sent meanwhile is followed by them.
 * @param {string} uid
 * @param {Item} draft
 */
async function changeWaiting(uid, draft) {
  const kept = await changeItem(uid, (item) => {
    const known = new Set(item.photos.map((photo) => photo.uid));
    item.photos.push(...draft.photos.filter((photo) => !known.has(photo.uid)));
    if (item.state === "waiting" || item.state === "refused") {
      const wanted = new Set(draft.photos.map((photo) => photo.uid));
      item.photos = item.photos.filter((photo) => wanted.has(photo.uid));
      item.body = draft.body;
      item.state = "waiting";
    }
  });
  if (kept?.state === "received") {
    await keepItems({ ...newItem(draft.code, draft.by, "edit", { about: uid, ...draft.body }), issue: kept.issue });
  }
}

/**
 * @param {Bus} bus
 * @param {Item} draft
 * @param {{issue: number}} about
 */
async function keepEdit(bus, draft, about) {
  const issue = bus.ride.issues[about.issue];
  const { category, text, severity, address, place } = draft.body;
  const { from, lat, lon, line } = /** @type {ItemPlace} */ (place);
  const moved = from === "map" && (!issue || lat !== issue.lat || lon !== issue.lon);
  const body = {
    ...about,
    category,
    text,
    severity,
    ...(address ? { address } : {}),
    ...(moved ? { place: { from, lat, lon, line, accuracy: null } } : {}),
    seen: issue ? { category: issue.category, text: issue.text, severity: issue.severity } : {},
  };
  await keepItems({ ...newItem(draft.code, draft.by, "edit", body), photos: draft.photos, issue: about.issue });
}

/** @param {Form} now */
export async function sameAgain(now) {
  const last = await readNote("last_report");
  if (!last) return;
  Object.assign(now.draft.body, last);
  await flush(now);
  drawForm(/** @type {HTMLElement} */ (document.querySelector("main")), now);
}
