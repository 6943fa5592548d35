// What is said at a stop: the words so far, with those made here, and a field for the next; also without a network.

import { isNews } from "../keep/items.js";
import { button, el, icon, section } from "../parts/dom.js";
import { aheadOf, topicOf } from "../parts/ride_now.js";
import { typedField } from "../parts/typed.js";
import { clock, t } from "../parts/words.js";
import { keep } from "./keeping.js";

/** @typedef {import("../app.js").Bus} Bus */

/**
 * At the stop where the bus is or was last; before the first one, at that.
 * @param {Bus} bus
 */
export function talkHere(bus) {
  const stop = topicOf(bus.ride) ?? aheadOf(bus.ride);
  if (!stop || bus.ride.tour.phase === "not_open") return el("div");
  const waiting = bus.items.filter((item) =>
    item.kind === "comment" && item.body.stop === stop.id && isNews(item, bus.askedAt)
  );
  const rows = [
    ...stop.said.map(({ by, text, at }) => row(by, clock(at, bus.ride.city.zone), text)),
    ...waiting.map((item) => row(nameOf(bus, item.by), t("tablet.talk.waits"), String(item.body.text))),
  ];
  return section(
    t("tablet.talk.title", { name: stop.name }),
    rows.length > 0 ? el("ul", { class: "list card said" }, ...rows) : null,
    bus.ride.tour.phase === "closed" ? null : say(bus, stop),
  );
}

/**
 * @param {Bus} bus
 * @param {string} key
 */
function nameOf({ ride }, key) {
  return ride.speakers.find((one) => one.key === key)?.name ?? "";
}

/**
 * @param {string} by
 * @param {string} when
 * @param {string} text
 */
function row(by, when, text) {
  const head = el("small", {}, icon("talk", 18), " ", [by, when].filter(Boolean).join(", "));
  return el("li", {}, el("p", {}, head), el("p", { class: "typed" }, text));
}

/**
 * @param {Bus} bus
 * @param {RideStop} stop
 */
function say(bus, stop) {
  const { field, forget } = typedField(`stop ${stop.id}`, t("tablet.talk.yours"));
  const send = async () => {
    if (!field.value.trim()) return field.focus();
    if (!(await keep(bus, "comment", { stop: stop.id, text: field.value }))) return;
    forget();
    field.blur();
    bus.redraw();
  };
  return el("div", { class: "say" }, field, button(t("tablet.talk.say"), send, { sign: "talk" }));
}
