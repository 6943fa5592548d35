// For who leads the ride: arrived, we leave, one step back, how many are on the bus.

import { dropItem, isNews } from "../keep/items.js";
import { beBus, isBus } from "../keep/track.js";
import { button, el, icon } from "../parts/dom.js";
import { aheadOf, hereOf } from "../parts/ride_now.js";
import { clock, t } from "../parts/words.js";
import { keep } from "./keeping.js";

const TAPS = ["start", "arrive", "leave"];

/** @typedef {import("../app.js").Bus} Bus */

/**
 * The one tap that comes next, with where it leads.
 * @param {Bus} bus
 */
export function leaderBar(bus) {
  const { ride } = bus;
  const here = hereOf(ride);
  const ahead = aheadOf(ride);
  const where = ahead
    ? [ahead.arrival === null ? "" : clock(ahead.arrival, ride.city.zone), ahead.name].join(" ")
    : t("tablet.returning");
  if (ride.tour.phase === "waiting") {
    return button(t("ride.tap.start"), () => startRide(bus), { kind: "main", sign: "forward", note: where });
  }
  if (here) {
    return button(t("ride.tap.leave"), () => keep(bus, "leave", { stop: here.id }), {
      kind: "main",
      sign: "forward",
      note: where,
    });
  }
  if (ahead) {
    return button(t("ride.tap.arrive"), () => keep(bus, "arrive", { stop: ahead.id }), {
      kind: "main",
      sign: "done",
      note: ahead.name,
    });
  }
  return null;
}

/**
 * A ride that begins on another day than planned is asked about.
 * @param {Bus} bus
 */
function startRide(bus) {
  const early = Math.abs(bus.ride.tour.starts_at - Date.now()) > 12 * 60 * 60 * 1000;
  if (!early || confirm(t("tablet.start_other_day", { when: bus.ride.tour.when }))) return keep(bus, "start", {});
}

/**
 * Whether this tablet is the bus: then its way says when the bus comes and goes, and where reports without a place belong.
 * @param {Bus} bus
 */
export function busRow(bus) {
  if (!bus.ride.me.leads || ["closed", "not_open"].includes(bus.ride.tour.phase)) return null;
  const row = el("div", { class: "row bus" }, icon("bus"));
  const draw = (/** @type {boolean} */ is) => {
    const turn = () => beBus(bus.code, !is).then(() => draw(!is)).catch(bus.tell);
    const words = el("span", { class: "text" }, is ? t("tablet.bus.is") : t("tablet.bus.is_not"));
    row.replaceChildren(
      icon("bus"),
      words,
      button(is ? t("tablet.bus.stop") : t("tablet.bus.begin"), turn, { kind: "plain" }),
    );
  };
  isBus(bus.code).then(draw).catch(bus.tell);
  return row;
}

/**
 * The way back from the last tap, whether the server has it or not.
 * @param {Bus} bus
 */
export function undoRow(bus) {
  const { ride, items, code } = bus;
  if (!ride.me.leads) return null;
  const waiting = items.findLast((item) => item.code === code && item.state === "waiting" && TAPS.includes(item.kind));
  if (!waiting && !ride.undo) return null;
  const at = waiting ? waiting.at : ride.undo?.at ?? 0;
  const note = waiting
    ? t("tablet.tap_waits", { time: clock(at, ride.city.zone) })
    : t("tablet.tap_known", { time: clock(at, ride.city.zone) });
  const undo = () => waiting ? dropItem(waiting.uid).catch(bus.tell) : keep(bus, "undo", { tap: ride.undo });
  return el(
    "div",
    { class: "row undo" },
    el("span", { class: "quiet" }, note),
    button(t("tablet.undo"), undo, { kind: "plain", sign: "undo" }),
  );
}

/**
 * How many sit in the bus as it leaves: counted beside the list.
 * @param {Bus} bus
 * @param {RideStop} stop
 */
export function headsRow(bus, stop) {
  const { ride } = bus;
  if (!ride.me.leads) return null;
  const listed = ride.people.filter(({ state }) => state === "on_board").length;
  const waiting = bus.items.findLast((item) =>
    item.kind === "heads" && item.body.stop === stop.id && isNews(item, bus.askedAt)
  );
  const counted = Number(waiting?.body.people ?? ride.heads[stop.id] ?? listed);
  const set = (/** @type {number} */ people) => keep(bus, "heads", { stop: stop.id, people: Math.max(0, people) });
  return el(
    "div",
    { class: "row heads" },
    icon("people"),
    el("a", { href: "#people" }, t("tablet.on_board", { n: listed })),
    el(
      "span",
      { class: "count" },
      button("", () => set(counted - 1), { kind: "small", sign: "less", label: t("tablet.heads_less") }),
      el("b", { "aria-live": "polite" }, counted),
      button("", () => set(counted + 1), { kind: "small", sign: "add", label: t("tablet.heads_more") }),
    ),
  );
}
