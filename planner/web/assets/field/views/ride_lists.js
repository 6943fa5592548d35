// The lists of the ride: what one talks about, what is known near, what was raised, what is not decided yet.

import { isNews } from "../keep/items.js";
import { button, el, icon, section } from "../parts/dom.js";
import { aheadOf, hereOf, topicOf } from "../parts/ride_now.js";
import { t } from "../parts/words.js";
import { itemRow } from "./outbox.js";

const MOST_NEAR = 3;

/** @typedef {import("../app.js").Bus} Bus */

/**
 * What the stop is made for, with what was promised; it stays while the bus stands there.
 * @param {Bus} bus
 */
export function points(bus) {
  const stop = hereOf(bus.ride) ?? aheadOf(bus.ride);
  const rows = (stop?.points ?? []).flatMap(({ issue, promises }) => {
    const known = bus.ride.issues[issue];
    return known ? [issueRow(bus, known, promises.join("; "))] : [];
  });
  return rows.length > 0 ? section(t("tablet.points"), list(rows)) : el("div");
}

/** @param {Bus} bus */
export function nearIssues({ ride }) {
  const stop = hereOf(ride) ?? aheadOf(ride);
  const points = new Set(stop?.points.map(({ issue }) => issue));
  return (stop?.near ?? []).flatMap(({ issue, metres }) => {
    const known = ride.issues[issue];
    return known && !known.mine && !known.raised && !points.has(issue) ? [{ issue: known, metres }] : [];
  }).slice(0, MOST_NEAR);
}

/** @param {Bus} bus */
export function own(bus) {
  const { me, speakers } = bus.ride;
  const items = bus.items.filter(({ code, kind, by }) =>
    code === bus.code && kind === "report" && (speakers.length < 2 || by === me.key)
  ).reverse();
  const here = new Set(items.map(({ uid }) => uid));
  const elsewhere = Object.values(bus.ride.issues).filter(({ mine, raised, uid }) =>
    mine && raised && !here.has(uid ?? "")
  );
  if (items.length + elsewhere.length === 0) {
    return section(t("ride.own"), el("p", { class: "quiet" }, t("tablet.own_none")));
  }
  return section(
    t("ride.own"),
    list([...items.map((item) => itemRow(item, bus.ride)), ...elsewhere.map((issue) => issueRow(bus, issue, ""))]),
  );
}

/**
 * Everything raised on this ride, those without a decision first; own ones stand above.
 * @param {Bus} bus
 */
export function raised(bus) {
  const others = Object.values(bus.ride.issues).filter((issue) => issue.raised && (!issue.mine || bus.ride.me.decides));
  const open = others.filter(({ decided }) => !decided);
  const decided = others.filter((issue) => issue.decided);
  if (others.length === 0 || bus.ride.me.decides && decided.length === 0) return el("div");
  return el(
    "section",
    {},
    el("h2", {}, t("ride.raised")),
    bus.ride.me.decides || open.length === 0 ? null : group(bus, t("tablet.undecided", { n: open.length }), open, true),
    decided.length === 0 ? null : group(bus, t("tablet.decided", { n: decided.length }), decided, false),
  );
}

/**
 * @param {Bus} bus
 * @param {string} title
 * @param {KnownIssue[]} issues
 * @param {boolean} isOpen
 */
function group(bus, title, issues, isOpen) {
  return el(
    "details",
    { class: "group", open: isOpen },
    el("summary", {}, title),
    list(issues.map((issue) => issueRow(bus, issue, issue.instructions[0] ?? issue.by))),
  );
}

/**
 * For who decides: what was raised at this stop and has no instruction yet, the rest behind it.
 * @param {Bus} bus
 */
export function undecided(bus) {
  const { ride } = bus;
  const waiting = new Set(
    bus.items.filter((item) => ["instruct", "close"].includes(item.kind) && isNews(item, bus.askedAt)).map(({ body }) =>
      body.issue
    ),
  );
  const open = Object.values(ride.issues).filter(({ raised, decided, number }) =>
    raised && !decided && !waiting.has(number)
  );
  const stop = topicOf(ride)?.id ?? null;
  const here = open.filter((issue) => issue.stop === stop);
  const elsewhere = open.filter((issue) => issue.stop !== stop);
  /** @param {KnownIssue} issue */
  const row = (issue) => {
    const decide = button(t("tablet.decide"), () => bus.go(`#decide/${issue.number}`), {
      label: `${t("tablet.decide")}: ${issue.title}`,
    });
    return el("li", { class: "with-button" }, issueLink(bus, issue, issue.by), decide);
  };
  return el(
    "section",
    {},
    el("h2", {}, t("tablet.undecided_here", { n: here.length })),
    here.length === 0
      ? el("p", { class: "quiet" }, t("tablet.all_decided"))
      : el("ul", { class: "list card" }, ...here.map(row)),
    elsewhere.length === 0 ? null : el(
      "details",
      { class: "group" },
      el("summary", {}, t("tablet.undecided_elsewhere", { n: elsewhere.length })),
      el("ul", { class: "list card" }, ...elsewhere.map(row)),
    ),
  );
}

/** @param {Node[]} rows */
export function list(rows) {
  return el("ul", { class: "list card" }, ...rows.map((row) => row instanceof HTMLLIElement ? row : el("li", {}, row)));
}

/**
 * @param {Bus} bus
 * @param {KnownIssue} issue
 * @param {string} detail
 */
export function issueRow(bus, issue, detail) {
  return el("li", {}, issueLink(bus, issue, detail));
}

/**
 * @param {Bus} _bus
 * @param {KnownIssue} issue
 * @param {string} detail
 */
function issueLink(_bus, issue, detail) {
  const supporters = issue.supporters > 0 ? t("tablet.supported", { n: issue.supporters }) : "";
  const small = [t("issues.number", { number: issue.number }), detail, supporters].filter(Boolean).join(" · ");
  return el(
    "a",
    { class: "row", href: `#issue/${issue.number}` },
    issue.photo
      ? el("img", { src: issue.photo, alt: "", loading: "lazy", width: 72, height: 56 })
      : el("span", { class: "no-photo" }, icon("camera")),
    el(
      "span",
      { class: "text" },
      el("b", {}, issue.title),
      el("small", {}, small),
      el("span", { class: `badge ${issue.look}` }, issue.words),
    ),
    icon("open"),
  );
}
