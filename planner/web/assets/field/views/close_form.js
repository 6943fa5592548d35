// An issue that needs no instruction is closed at the stop, with its reason.

import { keepItems, newItem } from "../keep/items.js";
import { button, el } from "../parts/dom.js";
import { notKept } from "../parts/trouble.js";
import { t } from "../parts/words.js";

/** @typedef {import("../app.js").Bus} Bus */

/**
 * @param {Bus} bus
 * @param {KnownIssue} issue
 */
export function closeForm(bus, issue) {
  const label = t("tablet.close_form.reason");
  const reason = el("textarea", { rows: 2, maxlength: 4000, "aria-label": label, placeholder: label });
  const problem = el("p", { class: "problem", role: "alert", hidden: true });

  /** @param {string} sentence */
  function refuse(sentence) {
    problem.textContent = sentence;
    problem.hidden = false;
    reason.focus();
  }

  async function close() {
    if (!reason.value.trim()) return refuse(t("tablet.close_form.no_reason"));
    const body = { issue: issue.number, title: issue.title, text: reason.value };
    try {
      await keepItems(newItem(bus.code, bus.ride.me.key, "close", body));
      bus.go("#");
    } catch (trouble) {
      bus.tell(trouble);
      refuse(notKept(trouble));
    }
  }

  reason.addEventListener("input", () => problem.hidden = true);
  /** @param {string} phrase */
  const take = (phrase) => {
    reason.value = phrase;
    problem.hidden = true;
    reason.focus();
  };
  const known = [
    t("tablet.close_form.mended"),
    t("tablet.close_form.not_found"),
    t("tablet.close_form.planned"),
    t("tablet.close_form.not_ours"),
  ];
  return el(
    "details",
    { class: "group" },
    el("summary", {}, t("tablet.close_form.title")),
    el("p", { class: "quiet" }, t("tablet.close_form.explain")),
    el("div", { class: "chips" }, ...known.map((phrase) => button(phrase, () => take(phrase), { kind: "chip" }))),
    reason,
    problem,
    button(t("tablet.close_form.close"), close, { kind: "wide", sign: "done" }),
  );
}
