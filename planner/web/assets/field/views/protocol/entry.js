// The ways to the protocol: a row while it grows, the large button once no stop is ahead.

import { button, el, icon } from "../../parts/dom.js";
import { t } from "../../parts/words.js";

/** @typedef {import("../../app.js").Bus} Bus */

/** @param {Bus} bus */
export function protocolRow({ ride }) {
  const { protocol } = ride;
  if (!protocol || protocol.points.length === 0) return el("div");
  const points = t("protocol.summary", { n: protocol.points.length });
  return el(
    "a",
    { class: "row card to-protocol", href: "#protocol" },
    icon("draft"),
    el("span", { class: "text" }, el("b", {}, protocol.title), el("small", {}, `${protocol.edition} · ${points}`)),
    icon("open"),
  );
}

/**
 * On the last leg the protocol is what comes next.
 * @param {Bus} bus
 */
export function protocolBar({ ride, go }) {
  if (!ride.protocol || ride.protocol.points.length === 0) return null;
  return button(t("tablet.protocol.read"), () => go("#protocol"), { kind: "main", sign: "draft" });
}
