// What a report is about: its topic, its place, and what may be the same problem.

import { button, el, icon } from "../../parts/dom.js";
import { likelyPlace, metresBetween, watchPosition } from "../../parts/place.js";
import { distance, t } from "../../parts/words.js";
import { choosePlace } from "../map.js";
import { change, tellProblem } from "./report.js";
import { supportInstead } from "./report_saving.js";

const LIKELY = 6;
const SAME_PLACE_M = 200;
const OPEN_LOOKS = new Set(["new", "assigned", "overdue", "returned", "reported"]);

/** @param {Form} now */
export function drawTopics(now) {
  const { ride } = now.bus;
  const { body } = now.draft;
  const likely = (ride.likely[String(body.stop ?? "")] ?? ride.likely[""] ?? []).slice(0, LIKELY);
  const first = ride.categories.filter(({ id }) => likely.includes(id) || id === body.category);
  const shown = now.allTopics || first.length === 0 ? ride.categories : first;
  const rest = ride.categories.length - shown.length;
  const tiles = shown.map(({ id, name, icon: sign }) =>
    button(name, () => {
      change(now, "category", body.category === id ? null : id);
      tellProblem(now, "");
      drawTopics(now);
      drawHint(now);
    }, { kind: "tile", sign, pressed: body.category === id })
  );
  const all = () => {
    now.allTopics = true;
    drawTopics(now);
  };
  now.parts.topics.replaceChildren(
    el(
      "div",
      { class: "line" },
      el("h2", {}, t("tablet.report.topic")),
      rest > 0 ? button(t("tablet.report.all_topics", { n: rest }), all, { kind: "plain" }) : null,
    ),
    el("div", { class: "tiles" }, ...tiles),
  );
}

/** @param {Form} now */
export function followPosition(now) {
  const { body } = now.draft;
  const place = /** @type {ItemPlace} */ (body.place);
  if (place.from === "map" || now.draft.changes) return;
  const stop = now.bus.ride.stops.find(({ id }) => id === body.stop) ?? null;
  if (!stop && place.from !== "open") return; // on the way it stays where it was begun
  body.place = { ...likelyPlace(stop), side: place.side };
  drawPlace(now);
}

/** @param {Form} now */
export function drawPlace(now) {
  const { body } = now.draft;
  const place = /** @type {ItemPlace} */ (body.place);
  const stop = now.bus.ride.stops.find(({ id }) => id === body.stop);
  const where = {
    tablet: () => t("tablet.place.tablet"),
    map: () => place.line ? t("tablet.place.line") : t("tablet.place.map"),
    stop: () => stop?.name ?? t("tablet.place.stop"),
    open: () => t("tablet.place.open"),
  }[place.from]();
  const exact = place.from === "tablet"
    ? t("tablet.place.accuracy", { metres: place.accuracy ?? 0 })
    : place.from === "open"
    ? t("tablet.place.open_note")
    : stop?.address ?? "";
  const correct = async () => {
    watchPosition();
    const chosen = await choosePlace(now.bus.ride, place, stop ?? null);
    if (!chosen) return;
    change(now, "place", chosen);
    drawPlace(now);
    drawHint(now);
  };
  now.parts.place.classList.toggle("amber", place.from === "open");
  now.parts.place.replaceChildren(
    icon("here"),
    el("span", { class: "text" }, el("b", {}, where), exact ? el("small", {}, exact) : null),
    button(t("tablet.place.correct"), correct, { kind: "strong" }),
    sides(now, place, stop),
  );
}

/**
 * On which side of the road it is, while the bus moves: the place is put beside its way.
 * @param {Form} now
 * @param {ItemPlace} place
 * @param {RideStop | undefined} stop
 */
function sides(now, place, stop) {
  const isMoving = !stop && (place.from === "tablet" || place.from === "open") && !now.draft.changes;
  if (!isMoving || now.bus.ride.tour.phase === "waiting") return el("span", { hidden: true });
  const one = (/** @type {"left" | "right"} */ side, /** @type {string} */ words) =>
    button(words, () => {
      const chosen = /** @type {ItemPlace} */ (now.draft.body.place);
      change(now, "place", { ...chosen, side: chosen.side === side ? "" : side });
      drawPlace(now);
    }, { kind: "chip", pressed: place.side === side });
  return el(
    "div",
    { class: "chips", role: "group", "aria-label": t("tablet.place.side") },
    one("left", t("tablet.place.left")),
    one("right", t("tablet.place.right")),
  );
}

/**
 * What may be the same problem: never one's own, at most one, and it moves nothing that one taps.
 * @param {Form} now
 */
export function drawHint(now) {
  const same = sameProblem(now);
  const { hint } = now.parts;
  if (!same) return hint.replaceChildren();
  const { issue, metres } = same;
  const dismiss = () => {
    now.dismissed.add(issue.number);
    drawHint(now);
  };
  const facts = [
    t("issues.number", { number: issue.number }),
    issue.words,
    issue.supporters ? t("tablet.supported", { n: issue.supporters }) : "",
  ];
  hint.replaceChildren(
    el(
      "section",
      { class: "hint card" },
      el(
        "a",
        { class: "row", href: `#issue/${issue.number}` },
        issue.photo ? el("img", { src: issue.photo, alt: "", width: 72, height: 56 }) : null,
        el(
          "span",
          { class: "text" },
          el("b", {}, t("tablet.hint.title", { distance: distance(metres) })),
          el("span", {}, issue.title),
          el("small", {}, facts.filter(Boolean).join(" · ")),
        ),
        icon("open"),
      ),
      el(
        "div",
        { class: "row" },
        button(t("tablet.hint.support"), () => supportInstead(now, issue), { kind: "strong" }),
        button(t("tablet.hint.other"), dismiss),
      ),
    ),
  );
}

/** @param {Form} now */
function sameProblem({ bus, draft, dismissed }) {
  const { lat, lon } = /** @type {ItemPlace} */ (draft.body.place);
  if (lat === null || lon === null || !draft.body.category || draft.changes) return null;
  const near = Object.values(bus.ride.issues)
    .filter(({ category, mine, look, number }) =>
      category === draft.body.category && !mine && OPEN_LOOKS.has(look) && !dismissed.has(number)
    )
    .map((issue) => ({ issue, metres: metresBetween({ lat, lon }, issue) }))
    .filter(({ metres }) => metres <= SAME_PLACE_M)
    .toSorted((a, b) => a.metres - b.metres);
  return near[0] ?? null;
}
