// Who is on the bus: one tap a person, also without a network.

import { isNews } from "../keep/items.js";
import { button, el } from "../parts/dom.js";
import { t } from "../parts/words.js";
import { keep } from "./keeping.js";

/** @typedef {import("../app.js").Bus} Bus */

/**
 * @param {HTMLElement} page
 * @param {Bus} bus
 */
export function showPeople(page, bus) {
  if (!bus.ride.me.leads) return bus.go("#");
  const people = bus.ride.people.map((person) => ({ ...person, state: stateOf(bus, person) }));
  const aboard = people.filter(({ state }) => state === "on_board").length;
  page.replaceChildren(
    el(
      "header",
      { class: "top" },
      button("", () => bus.go("#"), { kind: "small", sign: "back", label: t("tablet.back") }),
      el("h1", {}, t("tablet.people.title")),
    ),
    el("p", { class: "quiet" }, t("tablet.on_board", { n: aboard })),
    people.length === 0 ? el("p", { class: "empty" }, t("tablet.people.none")) : el(
      "ul",
      { class: "list card" },
      ...people.map((person) =>
        el(
          "li",
          { class: "row" },
          el(
            "span",
            { class: "text" },
            el("b", {}, person.name || person.agency),
            person.name && person.agency ? el("small", {}, person.agency) : null,
          ),
          person.state === "on_board"
            ? button(t("tablet.people.aboard"), () => keep(bus, "unboard", { participant: person.id }), {
              sign: "done",
              pressed: true,
              label: `${t("tablet.people.aboard")}: ${person.name}`,
            })
            : button(t("tablet.people.board"), () => keep(bus, "board", { participant: person.id }), {
              label: `${t("tablet.people.board")}: ${person.name}`,
              pressed: false,
            }),
        )
      ),
    ),
  );
}

/**
 * With what was tapped here and is still on its way.
 * @param {Bus} bus
 * @param {Ride["people"][number]} person
 */
function stateOf({ items, askedAt }, person) {
  const tap = items.findLast((item) =>
    ["board", "unboard"].includes(item.kind) && item.body.participant === person.id && isNews(item, askedAt)
  );
  if (!tap) return person.state;
  return tap.kind === "board" ? "on_board" : "expected";
}
