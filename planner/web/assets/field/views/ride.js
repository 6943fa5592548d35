// The ride: this stop and the next, what is talked about, what is known near, what one raised; and «Замечание» always at hand.

import { sending } from "../net/send.js";
import { button, el, icon, languageLink, section } from "../parts/dom.js";
import { watchPosition } from "../parts/place.js";
import { aheadOf, hereOf, minutesTo } from "../parts/ride_now.js";
import { clock, distance, otherLanguage, t } from "../parts/words.js";
import { busRow, headsRow, leaderBar, undoRow } from "./leader.js";
import { beginReport } from "./report/report.js";
import { protocolBar, protocolRow } from "./protocol/entry.js";
import { talkHere } from "./talk.js";
import { speakersAbove, speakersBelow } from "./speakers.js";
import { issueRow, list, nearIssues, own, points, raised, undecided } from "./ride_lists.js";

/** @typedef {import("../app.js").Bus} Bus */

/**
 * @param {HTMLElement} page
 * @param {Bus} bus
 */
export function showRide(page, bus) {
  const { ride } = bus;
  const known = nearIssues(bus);
  page.replaceChildren(
    head(bus),
    speakersAbove(bus),
    unfinished(bus),
    stopCard(bus),
    protocolRow(bus),
    ride.me.decides ? undecided(bus) : el("div"),
    agenda(bus),
    points(bus),
    known.length > 0
      ? section(t("ride.near"), list(known.map(({ issue, metres }) => issueRow(bus, issue, distance(metres)))))
      : el("div"),
    own(bus),
    talkHere(bus),
    raised(bus),
    busRow(bus) ?? el("div"),
    speakersBelow(bus),
    languageLink(otherLanguage()),
    bottom(bus),
  );
}

/**
 * What was begun and never saved: after a killed tab it is offered here.
 * @param {Bus} bus
 */
function unfinished({ items, code, go }) {
  const draft = items.findLast((item) => item.state === "draft" && item.kind === "report" && item.code === code);
  if (!draft) return el("div");
  const resume = button(t("tablet.draft.resume"), () => go(`#report/${draft.uid}`), { kind: "strong" });
  return el(
    "section",
    { class: "notice row" },
    icon("draft"),
    el("span", { class: "text" }, t("tablet.draft.there")),
    resume,
  );
}

/** @param {Bus} bus */
function head({ ride, askedAt }) {
  const { tour, stops } = ride;
  const at = hereOf(ride) ?? aheadOf(ride);
  const place = at ? stops.indexOf(at) + 1 : stops.length;
  const isOld = sending.isOnline === false;
  const { delay, late } = ride.tour;
  return el(
    "header",
    { class: "head" },
    el(
      "div",
      { class: "line" },
      el("span", { class: "quiet" }, at ? t("tablet.stop_of", { number: place, count: stops.length }) : tour.title),
      isOld
        ? el("span", { class: "badge amber" }, t("tablet.as_of", { time: clock(askedAt, ride.city.zone) }))
        : delay && el("span", { class: late ? "badge amber" : "badge green" }, icon("waits", 18), delay),
    ),
    el("div", { class: "steps", "aria-hidden": true }, ...stops.map((stop) => el("i", { class: stepOf(ride, stop) }))),
  );
}

/**
 * @param {Ride} ride
 * @param {RideStop} stop
 */
function stepOf(ride, stop) {
  if (stop.id === ride.here) return "half";
  return stop.departed_at !== null || stop.skipped ? "full" : "";
}

/** @param {Bus} bus */
function stopCard(bus) {
  const { ride } = bus;
  const { zone } = ride.city;
  const here = hereOf(ride);
  const ahead = aheadOf(ride);
  if (ride.tour.phase === "waiting" || ride.tour.phase === "not_open") {
    return el(
      "section",
      { class: "card" },
      el("h1", {}, ride.tour.title),
      el("p", {}, ride.tour.when),
      ride.tour.start_name ? el("p", { class: "quiet" }, ride.tour.start_name) : null,
      ahead ? nextRow(ride, ahead) : null,
    );
  }
  if (!here && !ahead) {
    const words = ride.tour.phase === "closed" ? t("tablet.closed") : t("tablet.returning");
    return el("section", { class: "card" }, el("h1", {}, words), el("p", {}, t("tablet.thanks")), undoRow(bus));
  }
  if (!here && ahead) {
    return el(
      "section",
      { class: "card" },
      el("p", { class: "quiet" }, t("tablet.driving")),
      el("h1", {}, ahead.name),
      facts([
        [t("tablet.arrival"), ahead.arrival === null ? "—" : clock(ahead.arrival, zone)],
        [
          t("tablet.left"),
          ahead.arrival === null ? "—" : t("tablet.minutes", { n: Math.max(0, minutesTo(ahead.arrival)) }),
        ],
      ]),
      ahead.address ? el("p", { class: "quiet" }, ahead.address) : null,
      undoRow(bus),
    );
  }
  const stop = /** @type {RideStop} */ (here);
  const left = stop.departure === null ? null : minutesTo(stop.departure);
  return el(
    "section",
    { class: "card" },
    el("h1", {}, stop.name),
    stop.address ? el("p", { class: "quiet" }, stop.address) : null,
    facts([
      [t("tablet.arrived"), clock(stop.arrived_at ?? 0, zone)],
      [t("tablet.departure"), stop.departure === null ? "—" : clock(stop.departure, zone)],
      [
        left !== null && left < 0 ? t("tablet.over") : t("tablet.left"),
        t("tablet.minutes", { n: Math.abs(left ?? 0) }),
      ],
    ]),
    headsRow(bus, stop),
    undoRow(bus),
    ahead ? nextRow(ride, ahead) : null,
  );
}

/** @param {[string, string][]} rows */
function facts(rows) {
  return el(
    "dl",
    { class: "facts" },
    ...rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
  );
}

/**
 * @param {Ride} ride
 * @param {RideStop} stop
 */
function nextRow(ride, stop) {
  const minutes = Math.round(stop.minutes ?? 0);
  const way = minutes > 0 ? t("tablet.way", { n: minutes }) : ""; // where the bus stands already, there is no way to tell
  return el(
    "details",
    { class: "next" },
    el(
      "summary",
      {},
      icon("forward", 20),
      el(
        "span",
        {},
        t("tablet.next"),
        " ",
        el("b", {}, stop.arrival === null ? "" : clock(stop.arrival, ride.city.zone), " ", stop.name),
        way,
      ),
    ),
    el(
      "ol",
      { class: "route" },
      ...ride.stops.filter(({ skipped }) => !skipped).map((each) =>
        el(
          "li",
          { class: each.departed_at !== null ? "behind" : "" },
          el("b", {}, each.arrival === null ? "—" : clock(each.arrived_at ?? each.arrival, ride.city.zone)),
          el("span", {}, each.name),
        )
      ),
    ),
  );
}

/** @param {Bus} bus */
function agenda({ ride }) {
  const stop = hereOf(ride) ?? aheadOf(ride);
  if (!stop || stop.agenda.length === 0) return el("div");
  return section(
    t("tablet.agenda"),
    el(
      "ol",
      { class: "card agenda" },
      ...stop.agenda.map(({ text, speaker, minutes }, index) =>
        el(
          "li",
          {},
          el("b", {}, index + 1),
          el("span", {}, text, speaker ? el("small", {}, speaker) : null),
          el("small", {}, t("tablet.minutes", { n: minutes })),
        )
      ),
    ),
  );
}

/** @param {Bus} bus */
function bottom(bus) {
  const isOpen = !["closed", "not_open"].includes(bus.ride.tour.phase);
  const report = button(t("ride.new_issue"), () => {
    watchPosition();
    return beginReport(bus);
  }, { kind: bus.ride.me.leads ? "" : "main", sign: "camera" });
  const outbox = button(t("tablet.outbox.open"), () => bus.go("#outbox"), { kind: "main" });
  return el(
    "footer",
    { class: "bottom" },
    isOpen ? report : outbox,
    isOpen && bus.ride.me.leads ? leaderBar(bus) ?? protocolBar(bus) : null,
  );
}
