// What each agency with a part in a point says to it: a tap accepts, words object; kept here until the server has it.

import { isNews } from "../../keep/items.js";
import { button, el } from "../../parts/dom.js";
import { typedField } from "../../parts/typed.js";
import { t } from "../../parts/words.js";
import { keep } from "../keeping.js";
import { stateMark } from "../outbox.js";

/** @typedef {import("../../app.js").Bus} Bus */

/**
 * @param {Bus} bus
 * @param {ProtocolPoint} point
 */
export function stances(bus, point) {
  return point.said.map((said) => stance(bus, point, said));
}

/**
 * @param {Bus} bus
 * @param {ProtocolPoint} point
 * @param {PointSaid} said
 */
function stance(bus, point, said) {
  const own = lastOf(bus, point, said);
  const isHere = own !== undefined && (isNews(own, bus.askedAt) || own.state === "refused");
  const state = own && isHere && own.state !== "refused" ? own.body.accepts ? "accepts" : "objects" : said.state;
  const head = [el("h3", {}, isHere ? `${said.name}: ${wordsOf(own)}` : said.words)];
  const mark = isHere ? [stateMark(own), own.problem && el("p", { class: "problem" }, own.problem)] : [];
  if (!bus.ride.protocol?.open) return el("div", { class: "card stance" }, ...head, ...mark);
  return el("div", { class: "card stance" }, ...head, ...mark, ...asking(bus, point, said, state));
}

/**
 * Who says it, and the two answers. Words of an objection open under the tap, and stay open while something is typed.
 * @param {Bus} bus
 * @param {ProtocolPoint} point
 * @param {PointSaid} said
 * @param {string} state
 */
function asking(bus, point, said, state) {
  const place = `protocol ${bus.ride.tour.id} ${said.agency}`;
  const by = el("input", { "aria-label": `${t("protocol.note.said_by")}: ${said.name}`, maxlength: 100 });
  by.value = speakers.get(place) ?? (said.by || onlyOneOf(bus, said.name));
  by.addEventListener("input", () => speakers.set(place, by.value));
  const { field, forget } = typedField(`${place} ${point.number}`, `${t("protocol.note.text")}: ${said.name}`);
  field.maxLength = 1000;
  const problem = el("p", { class: "problem", role: "alert", hidden: true });

  /** @param {boolean} accepts */
  async function note(accepts) {
    const refuse = (/** @type {string} */ sentence, /** @type {HTMLElement} */ where) => {
      problem.textContent = sentence;
      problem.hidden = false;
      where.focus();
    };
    if (by.value.trim().length < 2) return refuse(t("tablet.protocol.no_name"), by);
    if (!accepts && !field.value.trim()) return refuse(t("protocol.error.objection"), field);
    speakers.set(place, by.value);
    const { number, seal } = point;
    const body = { point: number, seal, agency: said.agency, accepts, said_by: by.value };
    if (!(await keep(bus, "stance", accepts ? body : { ...body, text: field.value }))) return;
    if (!accepts) forget();
    bus.redraw();
  }

  const words = el(
    "div",
    { class: "words", hidden: !field.value },
    field,
    button(t("protocol.note.save"), () => note(false), {}),
  );
  const open = () => {
    words.hidden = false;
    field.focus();
    words.scrollIntoView({ block: "nearest" });
  };
  return [
    el("label", {}, el("small", {}, t("protocol.note.said_by")), by),
    el(
      "div",
      { class: "marks" },
      button(t("protocol.agree"), () => note(true), { pressed: state === "accepts", sign: "done" }),
      button(t("protocol.object"), open, { pressed: state === "objects", sign: "refused" }),
    ),
    words,
    problem,
  ];
}

/** Who speaks for an agency, as it was typed last on this page: asked once, not at each point. @type {Map<string, string>} */
const speakers = new Map();

/**
 * Whoever is the only one of an agency on the bus.
 * @param {Bus} bus
 * @param {string} agency
 */
function onlyOneOf({ ride }, agency) {
  const there = ride.people.filter((person) => person.agency === agency && person.state === "on_board");
  return there.length === 1 ? there[0].name : "";
}

/**
 * @param {Bus} bus
 * @param {ProtocolPoint} point
 * @param {PointSaid} said
 */
function lastOf({ items, code }, point, said) {
  return items.findLast((item) =>
    item.kind === "stance" && item.code === code && item.body.point === point.number && item.body.agency === said.agency
  );
}

/** @param {Item} item */
function wordsOf({ body }) {
  const word = body.accepts ? t("protocol.stance.accepts") : t("protocol.stance.objects");
  return `${body.text ? `${word} – ${body.text}` : word} (${body.said_by})`;
}
