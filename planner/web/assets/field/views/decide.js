// An instruction at the stop: what, which agency, until when; two taps where the proposal is right.

import { keepItems, newItem } from "../keep/items.js";
import { button, el, icon } from "../parts/dom.js";
import { notKept } from "../parts/trouble.js";
import { t } from "../parts/words.js";
import { closeForm } from "./close_form.js";

/** @typedef {import("../app.js").Bus} Bus */

/**
 * @param {HTMLElement} page
 * @param {Bus} bus
 * @param {number} number
 */
export function showDecide(page, bus, number) {
  if (page.querySelector(".decide")?.getAttribute("data-issue") === String(number)) return;
  const issue = bus.ride.issues[number];
  if (!issue || !bus.ride.me.decides) return bus.go("#");
  const category = bus.ride.categories.find(({ id }) => id === issue.category);
  const given = {
    agency: category?.agencies[0] ?? 0,
    due: category?.terms[0]?.iso ?? "",
    co: /** @type {number[]} */ ([]),
  };
  const words = el("textarea", {
    rows: 2,
    maxlength: 4000,
    "aria-label": t("tablet.decide_form.text"),
    placeholder: t("tablet.decide_form.text"),
    value: category?.phrases[0] ?? "",
  });
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const chips = {
    agencies: el("div", { class: "chips" }),
    terms: el("div", { class: "chips" }),
    co: el("div", { class: "chips" }),
  };

  /** @param {string} sentence */
  function refuse(sentence) {
    problem.textContent = sentence;
    problem.hidden = false;
  }

  async function give() {
    if (!words.value.trim()) return refuse(t("tablet.decide_form.no_text"));
    if (!given.agency) return refuse(t("tablet.decide_form.no_agency"));
    const body = {
      issue: number,
      title: issue.title,
      text: words.value,
      agency: given.agency,
      co: given.co,
      due: given.due,
    };
    try {
      await keepItems(newItem(bus.code, bus.ride.me.key, "instruct", body));
      bus.go("#");
    } catch (trouble) {
      bus.tell(trouble);
      refuse(notKept(trouble));
    }
  }

  page.replaceChildren(
    el(
      "div",
      { class: "decide", "data-issue": number },
      el(
        "header",
        { class: "top" },
        button("", () => bus.go("#"), { kind: "small", sign: "close", label: t("tablet.back") }),
        el("h1", {}, t("tablet.decide_form.title")),
      ),
      el(
        "div",
        { class: "row" },
        issue.photo ? el("img", { src: issue.photo, alt: "", width: 96, height: 72 }) : icon("camera", 40),
        el(
          "span",
          { class: "text" },
          el("b", {}, issue.title),
          el("small", {}, [t("issues.number", { number }), category?.name, issue.by].filter(Boolean).join(" · ")),
        ),
      ),
      words,
      phrases(category?.phrases ?? [], words),
      el("h2", {}, t("tablet.decide_form.agency")),
      chips.agencies,
      el("h2", {}, t("tablet.decide_form.due")),
      chips.terms,
      el("details", { class: "group" }, el("summary", {}, t("tablet.decide_form.co")), chips.co),
      problem,
      bus.ride.me.closes ? closeForm(bus, issue) : null,
      el("footer", { class: "bottom" }, button(t("tablet.decide_form.give"), give, { kind: "main" })),
    ),
  );
  drawAgencies(bus, category, given, chips);
  drawTerms(category?.terms ?? [], given, chips.terms);
}

/**
 * @param {string[]} known
 * @param {HTMLTextAreaElement} words
 */
function phrases(known, words) {
  if (known.length < 2) return el("div");
  const take = (/** @type {string} */ phrase) => {
    words.value = phrase;
    words.focus();
  };
  return el(
    "details",
    { class: "group" },
    el("summary", {}, t("tablet.decide_form.phrases")),
    el("div", { class: "chips" }, ...known.map((phrase) => button(phrase, () => take(phrase), { kind: "chip" }))),
  );
}

/**
 * The agencies that answer for the topic, the rest in a list.
 * @param {Bus} bus
 * @param {RideCategory | undefined} category
 * @param {{agency: number, co: number[]}} given
 * @param {{agencies: HTMLElement, co: HTMLElement}} chips
 */
function drawAgencies(bus, category, given, chips) {
  const { agencies } = bus.ride;
  const likely = agencies.filter(({ id }) => category?.agencies.includes(id) || id === given.agency).slice(0, 4);
  const others = agencies.filter((agency) => !likely.includes(agency));
  const again = () => drawAgencies(bus, category, given, chips);
  const select = el(
    "select",
    {
      "aria-label": t("tablet.decide_form.other"),
      onchange: (/** @type {Event} */ event) => {
        given.agency = Number(/** @type {HTMLSelectElement} */ (event.target).value);
        again();
      },
    },
    el("option", { value: "" }, t("tablet.decide_form.other")),
    ...others.map(({ id, name }) => el("option", { value: id }, name)),
  );
  chips.agencies.replaceChildren(
    ...likely.map(({ id, name }) =>
      button(name, () => {
        given.agency = id;
        again();
      }, { kind: "chip", pressed: id === given.agency })
    ),
    select,
  );
  chips.co.replaceChildren(
    ...agencies.filter(({ id }) => id !== given.agency).map(({ id, name }) =>
      button(name, () => {
        given.co = given.co.includes(id) ? given.co.filter((each) => each !== id) : [...given.co, id];
        again();
      }, { kind: "chip", pressed: given.co.includes(id) })
    ),
  );
}

/**
 * @param {RideCategory["terms"]} terms
 * @param {{due: string}} given
 * @param {HTMLElement} chips
 */
function drawTerms(terms, given, chips) {
  chips.replaceChildren(
    ...terms.map(({ words, iso }) => {
      const take = () => {
        given.due = iso;
        drawTerms(terms, given, chips);
      };
      return button(words, take, { kind: "chip", pressed: given.due === iso });
    }),
    el("input", {
      type: "date",
      "aria-label": t("tablet.decide_form.day"),
      value: given.due,
      onchange: (/** @type {Event} */ event) => {
        given.due = /** @type {HTMLInputElement} */ (event.target).value;
        drawTerms(terms, given, chips);
      },
    }),
  );
}
