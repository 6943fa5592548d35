// One issue as this tablet knows it: what, where, how it stands; «У меня так же», a word, one's own changes.

import { isNews } from "../keep/items.js";
import { button, el, icon } from "../parts/dom.js";
import { typedField } from "../parts/typed.js";
import { clock, day, t } from "../parts/words.js";
import { keep } from "./keeping.js";
import { beginEdit } from "./report/report.js";

/** @typedef {import("../app.js").Bus} Bus */

/**
 * @param {HTMLElement} page
 * @param {Bus} bus
 * @param {number} number
 */
export function showIssue(page, bus, number) {
  const issue = bus.ride.issues[number];
  const back = button("", () => history.length > 1 ? history.back() : bus.go("#"), {
    kind: "small",
    sign: "back",
    label: t("tablet.back"),
  });
  const head = el("header", { class: "top" }, back, el("h1", {}, t("issues.number", { number })));
  if (!issue) {
    page.replaceChildren(head, el("p", { class: "empty" }, t("tablet.issue.unknown")));
    return;
  }
  const { zone } = bus.ride.city;
  const mine = bus.items.filter(({ body, state }) => body.issue === number && state === "waiting");
  page.replaceChildren(
    head,
    issue.photo
      ? el("img", { class: "whole-picture", src: issue.photo.replace(/thumbnail$/, "clean"), alt: issue.title })
      : el("div"),
    el("h2", { class: "title" }, issue.title),
    el("p", {}, el("span", { class: `badge ${issue.look}` }, issue.words)),
    issue.text && issue.text !== issue.title ? el("p", { class: "typed" }, issue.text) : el("div"),
    el("p", { class: "quiet" }, icon("here", 20), " ", issue.placed ? issue.place : t("tablet.place.open")),
    el("p", { class: "quiet" }, [day(issue.at, zone), clock(issue.at, zone), issue.by].filter(Boolean).join(", ")),
    issue.instructions.length > 0
      ? el("ul", { class: "card list promises" }, ...issue.instructions.map((each) => el("li", {}, each)))
      : el("div"),
    el("div", { class: "row wrap" }, ...actions(bus, issue)),
    comment(bus, issue),
    mine.length > 0
      ? el("p", { class: "quiet", role: "status" }, icon("waits", 20), " ", t("tablet.issue.waits", { n: mine.length }))
      : el("div"),
  );
}

/**
 * @param {Bus} bus
 * @param {KnownIssue} issue
 */
function actions(bus, issue) {
  const supports = issue.supported ||
    bus.items.some((item) => item.kind === "support" && item.body.issue === issue.number && isNews(item, bus.askedAt));
  const others = issue.supporters > 0 ? t("tablet.supported", { n: issue.supporters }) : "";
  const withdraw = () =>
    confirm(t("tablet.issue.withdraw_sure")) && keepAndShow(bus, "withdraw", { issue: issue.number });
  return [
    issue.mine
      ? null
      : button(supports ? t("tablet.issue.supported") : t("tablet.issue.support"), () =>
        supports || keepAndShow(bus, "support", { issue: issue.number, title: issue.title }), {
        kind: "strong",
        sign: supports ? "done" : "support",
        note: others,
      }),
    issue.editable ? button(t("tablet.issue.edit"), () => beginEdit(bus, issue), { sign: "draft" }) : null,
    issue.withdrawable ? button(t("tablet.issue.withdraw"), withdraw, { sign: "undo" }) : null,
    bus.ride.me.decides && !issue.decided ? button(t("tablet.decide"), () => bus.go(`#decide/${issue.number}`)) : null,
  ].filter((each) => each !== null);
}

/**
 * @param {Bus} bus
 * @param {KnownIssue} issue
 */
function comment(bus, issue) {
  const { field, forget } = typedField(`issue ${issue.number}`, t("tablet.issue.comment"));
  const say = async () => {
    if (!field.value.trim()) return field.focus();
    if (!(await keep(bus, "comment", { issue: issue.number, text: field.value }))) return;
    forget();
    bus.redraw();
  };
  return el("div", { class: "say" }, field, button(t("tablet.issue.say"), say, { sign: "talk" }));
}

/**
 * Keeps it and shows at once that it waits, also while somebody types.
 * @param {Bus} bus
 * @param {ItemKind} kind
 * @param {Record<string, unknown>} body
 */
async function keepAndShow(bus, kind, body) {
  const isKept = await keep(bus, kind, body);
  if (isKept) bus.redraw();
  return isKept;
}
