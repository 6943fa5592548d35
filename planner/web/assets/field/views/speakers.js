// Several people on one tablet: the row that says who speaks, and the form by which one more joins.

import { button, el, icon } from "../parts/dom.js";
import { isShared } from "../parts/speakers.js";
import { t } from "../parts/words.js";
import { askName } from "./door.js";

/** @typedef {import("../app.js").Bus} Bus */

/**
 * Above the ride, where there are several: who speaks now, by a tap.
 * @param {Bus} bus
 */
export function speakersAbove(bus) {
  return bus.ride.speakers.length > 1 ? speakerChips(bus.ride, bus.ride.me.key, bus.speak) : el("div");
}

/**
 * At the foot: who this tablet belongs to now, and the way for one more.
 * @param {Bus} bus
 */
export function speakersBelow(bus) {
  if (!isShared(bus.ride) || ["closed", "not_open"].includes(bus.ride.tour.phase)) return el("div");
  const names = bus.ride.speakers.map(({ name }) => name).join(", ");
  return el(
    "div",
    { class: "row bus" },
    icon("people"),
    el("span", { class: "text" }, t("tablet.speakers.one", { name: names })),
    button(t("tablet.speakers.add"), () => bus.go("#speakers"), { kind: "plain" }),
  );
}

/**
 * @param {Ride} ride
 * @param {string} chosen
 * @param {(key: string) => unknown} choose
 */
export function speakerChips(ride, chosen, choose) {
  return el(
    "div",
    { class: "chips", role: "group", "aria-label": t("tablet.speakers.who") },
    ...ride.speakers.map(({ key, name }) =>
      button(name, () => choose(key), { kind: "chip", sign: "people", pressed: key === chosen })
    ),
  );
}

/**
 * One more person joins on this tablet; that needs the network.
 * @param {HTMLElement} page
 * @param {Bus} bus
 */
export function showAddSpeaker(page, bus) {
  if (!isShared(bus.ride)) return bus.go("#");
  askName(page, {
    code: bus.code,
    more: { beside: true },
    agencies: [],
    enter: t("tablet.speakers.go"),
    before: [
      el(
        "header",
        { class: "top" },
        button("", () => bus.go("#"), { kind: "small", sign: "back", label: t("tablet.back") }),
        el("h1", {}, t("tablet.speakers.title")),
      ),
      el("p", { class: "quiet" }, t("tablet.speakers.explain")),
    ],
    after: [],
    done: async ({ key }) => {
      await bus.speak(key);
      bus.go("#");
    },
    tell: bus.tell,
  });
}
