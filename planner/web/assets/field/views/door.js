// Who has not joined the tour yet says who they are.

import { newUid } from "../keep/items.js";
import { keepNote, readNote } from "../keep/tours.js";
import { ask, NoNetwork, Refused } from "../net/server.js";
import { noteContact } from "../net/send.js";
import { button, el, languageLink } from "../parts/dom.js";
import { otherLanguage, t } from "../parts/words.js";

/** The same for every try of this page, so that an answer that was lost makes nobody twice. */
const uid = crypto.randomUUID?.() ?? newUid();

/**
 * Joins as who this tablet was before, where it was on this tour and its sign-in is gone: a flat battery can take that along.
 * @param {string} code
 * @returns {Promise<boolean>}
 */
export async function joinAsBefore(code) {
  const before = await readNote(`joined ${code}`);
  if (!before) return false;
  await ask(`tours/${encodeURIComponent(code)}/join`, { method: "POST", json: before });
  return true;
}

/**
 * @param {HTMLElement} page
 * @param {{code: string, door: Door, done: () => Promise<void>, tell: (problem: unknown) => void}} about
 */
export function showDoor(page, { code, door, done, tell }) {
  if (page.querySelector("form.door")) return; // somebody is typing
  const name = el("input", { id: "name", autocomplete: "name", required: true, minlength: "2", maxlength: "100" });
  const agency = el("input", { id: "agency", list: "agencies", maxlength: "200", autocomplete: "organization" });
  const said = el("div", { role: "alert" });
  const enter = el("button", { class: "button main" }, t("join.go"));

  /** @param {boolean} again */
  async function join(again) {
    enter.setAttribute("aria-busy", "true");
    try {
      const json = { uid, name: name.value, agency: agency.value, again };
      await ask(`tours/${encodeURIComponent(code)}/join`, { method: "POST", json });
      await keepNote(`joined ${code}`, { ...json, again: false }).catch(tell); // joined all the same
      page.replaceChildren();
      await done();
    } catch (problem) {
      if (problem instanceof NoNetwork) noteContact(false);
      else if (!(problem instanceof Refused)) tell(problem);
      const isSame = problem instanceof Refused && problem.key === "join.error.same_name";
      const words = problem instanceof Refused ? problem.message : t("tablet.error.no_network");
      said.replaceChildren(
        el("p", { class: "problem" }, words),
        isSame && button(t("tablet.door.again"), () => join(true), { kind: "wide" }) || "",
      );
    } finally {
      enter.removeAttribute("aria-busy");
    }
  }

  const form = el(
    "form",
    {
      class: "door",
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        join(false);
      },
    },
    el("label", { for: "name" }, t("join.name")),
    name,
    el("label", { for: "agency" }, t("join.agency")),
    agency,
    el("datalist", { id: "agencies" }, ...door.agencies.map((each) => el("option", { value: each }))),
    said,
    enter,
    el("p", { class: "hint" }, t("join.hint")),
    door.help ? el("p", { class: "hint" }, door.help) : null,
  );
  page.replaceChildren(el("h1", {}, door.title), el("p", {}, door.when), form, languageLink(otherLanguage()));
  name.focus();
}
