// The protocol, read aloud: one point after the other in large letters, turned by a tap, a key or a swipe.

import { button, el } from "../../parts/dom.js";
import { t } from "../../parts/words.js";
import { confirmation } from "./confirmation.js";
import { stances } from "./stances.js";

/** @typedef {import("../../app.js").Bus} Bus */

/** So far a finger moves for a swipe, and further along than across. */
const SWIPE_PX = 60;

/** Turns by so many points; there is nothing to turn while something else is shown. @type {(by: number) => void} */
let turn = () => {};

addEventListener("keydown", (event) => {
  const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
  if (isTyping || event.altKey || event.ctrlKey || event.metaKey || !location.hash.startsWith("#protocol")) return;
  if (event.key === "ArrowRight" || event.key === "PageDown") turn(1);
  else if (event.key === "ArrowLeft" || event.key === "PageUp") turn(-1);
  else return;
  event.preventDefault();
});

/**
 * The point at `place`, counted from 0; after the last one what confirms the whole.
 * @param {HTMLElement} page
 * @param {Bus} bus
 * @param {number} place
 */
export function showProtocol(page, bus, place) {
  const { protocol } = bus.ride;
  if (!protocol) return bus.go("#");
  const { points } = protocol;
  const at = Math.min(Math.max(0, place), points.length);
  turn = (by) => {
    const next = Math.min(Math.max(0, at + by), points.length);
    if (next !== at) bus.go(`#protocol/${next}`);
  };
  const point = points[at];
  const shown = point ? reading(bus, points, at) : confirmation(bus, protocol);
  watchSwipe(shown);
  page.replaceChildren(
    el(
      "header",
      { class: "top" },
      button("", () => bus.go("#"), { kind: "small", sign: "back", label: t("tablet.protocol.leave") }),
      el("h1", {}, protocol.title),
      el("span", { class: "badge" }, protocol.edition),
    ),
    shown,
    el(
      "footer",
      { class: "bottom" },
      at > 0 && button(t("protocol.read.back"), () => turn(-1), { sign: "back" }),
      point && button(at + 1 < points.length ? t("protocol.read.next") : t("tablet.protocol.to_end"), () => turn(1), {
        kind: "main",
        sign: "forward",
      }),
    ),
  );
}

/**
 * @param {Bus} bus
 * @param {ProtocolPoint[]} points
 * @param {number} at
 */
function reading(bus, points, at) {
  const point = points[at];
  const place = t("protocol.read.place", { place: at + 1, points: points.length });
  return el(
    "section",
    { class: "read" },
    el("p", { class: "quiet" }, place),
    el("p", { class: "at" }, point.stop),
    el("h2", { "aria-live": "polite" }, `${point.number}. ${point.text}`),
    el("p", { class: "large" }, point.responsible),
    el("p", { class: "large" }, point.until),
    point.helping && el("p", {}, point.helping),
    ...stances(bus, point),
  );
}

/** @param {HTMLElement} shown */
function watchSwipe(shown) {
  let begun = { x: 0, y: 0, id: -1 };
  shown.addEventListener("pointerdown", ({ clientX, clientY, pointerId, pointerType, target }) => {
    const isField = target instanceof Element && target.closest("input, textarea") !== null;
    begun = { x: clientX, y: clientY, id: pointerType === "mouse" || isField ? -1 : pointerId };
  });
  shown.addEventListener("pointerup", ({ clientX, clientY, pointerId }) => {
    const [along, across] = [clientX - begun.x, clientY - begun.y];
    if (pointerId !== begun.id || Math.abs(along) < SWIPE_PX || Math.abs(along) < 2 * Math.abs(across)) return;
    turn(along < 0 ? 1 : -1);
  });
}
