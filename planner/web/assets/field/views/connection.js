// The line above everything: what is safe, and where. It opens the outbox.

import { isUnsent } from "../keep/items.js";
import { el, icon } from "../parts/dom.js";
import { t } from "../parts/words.js";

let told = "";

/**
 * @param {HTMLElement} line
 * @param {{items: Item[], sending: {isOnline: boolean | null}, problem: string, isOutbox: boolean}} state
 */
export function showConnection(line, { items, sending, problem, isOutbox }) {
  const reason = problem || keepsNothing();
  const unsent = items.filter(isUnsent);
  const n = unsent.length;
  const refused = unsent.filter(({ state }) => state === "refused").length;
  const isForVisitor = sending.isOnline === true && n > 0 && n === refused; // nothing is sent: it is to be corrected
  const words = reason ||
    (isForVisitor ? t("tablet.connection.refused", { n }) : said(n - refused, n, sending.isOnline));
  const sign = reason || isForVisitor ? "refused" : sending.isOnline === false ? "offline" : n ? "sends" : "online";
  line.className = reason ? "connection alarm" : "connection";
  const note = !reason && n > 0 && sending.isOnline === false ? t("tablet.connection.by_itself") : "";
  const inside = [
    icon(sign),
    el("b", {}, words),
    note && el("span", { class: "note" }, note),
    !isOutbox && icon("open"),
  ];
  line.replaceChildren(
    isOutbox ? el("div", { class: "row" }, ...inside) : el("a", { class: "row", href: "#outbox" }, ...inside),
  );
  if (words !== told) {
    told = words;
    /** @type {HTMLElement} */ (document.querySelector("#told")).textContent = words;
  }
}

/**
 * @param {number} n what is on its way
 * @param {number} here what the server has not got, for whatever reason
 * @param {boolean | null} isOnline
 */
function said(n, here, isOnline) {
  if (isOnline === false) {
    return here ? t("tablet.connection.offline", { n: here }) : t("tablet.connection.offline_safe");
  }
  if (n) return t("tablet.connection.sending", { n });
  return isOnline === null ? t("tablet.connection.opening") : t("tablet.connection.sent");
}

/** Why this tablet keeps nothing without a network, or an empty text. */
function keepsNothing() {
  if (!isSecureContext) return t("tablet.error.insecure");
  return "serviceWorker" in navigator ? "" : t("tablet.error.no_worker");
}
