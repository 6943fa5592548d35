// Who has not joined the tour yet says who they are.

import { newUid } from "../keep/items.js";
import { keepNote, readNote } from "../keep/tours.js";
import { ask, NoNetwork, Refused } from "../net/server.js";
import { noteContact } from "../net/send.js";
import { button, el, languageLink } from "../parts/dom.js";
import { otherLanguage, t } from "../parts/words.js";

/** The same for every try of this page, so that an answer that was lost makes nobody twice. */
const uid = crypto.randomUUID?.() ?? newUid();

/** @typedef {{uid: string, name: string, agency: string, again: boolean, key: string}} Joined */

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
  askName(page, {
    code,
    more: {},
    agencies: door.agencies,
    enter: t("join.go"),
    before: [el("h1", {}, door.title), el("p", {}, door.when)],
    after: [door.help ? el("p", { class: "hint" }, door.help) : null, languageLink(otherLanguage())],
    done: async ({ uid, name, agency }) => {
      await keepNote(`joined ${code}`, { uid, name, agency, again: false }).catch(tell); // joined all the same
      await done();
    },
    tell,
  });
}

/**
 * Asks for a name and joins; the same name on another tablet is asked about.
 * @param {HTMLElement} page
 * @param {{code: string, more: object, agencies: string[], enter: string, before: Node[], after: (Node | null)[],
 *   done: (joined: Joined) => Promise<void>, tell: (problem: unknown) => void}} about
 */
export function askName(page, { code, more, agencies, enter: words, before, after, done, tell }) {
  if (page.querySelector("form.door")) return; // somebody is typing
  const name = el("input", { id: "name", autocomplete: "name", required: true, minlength: "2", maxlength: "100" });
  const agency = el("input", { id: "agency", list: "agencies", maxlength: "200", autocomplete: "organization" });
  const said = el("div", { role: "alert" });
  const enter = el("button", { class: "button main" }, words);

  /** @param {boolean} again */
  async function join(again) {
    enter.setAttribute("aria-busy", "true");
    try {
      const given = { uid, name: name.value, agency: agency.value, again };
      const json = { ...given, ...more };
      const answer = await ask(`tours/${encodeURIComponent(code)}/join`, { method: "POST", json });
      page.replaceChildren();
      await done({ ...given, key: answer.json.key });
    } catch (problem) {
      if (problem instanceof NoNetwork) noteContact(false);
      else if (!(problem instanceof Refused)) tell(problem);
      const isSame = problem instanceof Refused && problem.key === "join.error.same_name";
      const sentence = problem instanceof Refused ? problem.message : t("tablet.error.no_network");
      said.replaceChildren(
        el("p", { class: "problem" }, sentence),
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
    el("datalist", { id: "agencies" }, ...agencies.map((each) => el("option", { value: each }))),
    said,
    enter,
    el("p", { class: "hint" }, t("join.hint")),
  );
  page.replaceChildren(...before, form, ...after.filter((each) => each !== null));
  name.focus();
}
