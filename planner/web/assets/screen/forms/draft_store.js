// Where drafts lie: in this browser, for one person, for 14 days. A storage that is full, broken or forbidden keeps nothing
// and breaks nothing.

globalThis.planner ??= /** @type {Planner} */ ({});

(function () {
  const OWNER = "planner.drafts.of";
  const PREFIX = "planner.draft:";
  const STAYS_MS = 14 * 24 * 60 * 60 * 1000;

  /** @template T @param {() => T} use @param {T} otherwise */
  function carefully(use, otherwise) {
    try {
      return use();
    } catch {
      return otherwise;
    }
  }

  /** @returns {string[]} */
  function names() {
    return carefully(() => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)), []);
  }

  /** @param {string | null} text @returns {Draft | null} */
  function parsed(text) {
    const draft = carefully(() => JSON.parse(text ?? "null"), null);
    const isDraft = typeof draft?.at === "number" && Array.isArray(draft.fields) && draft.fields.length > 0 &&
      draft.fields.every((/** @type {DraftField} */ each) =>
        [each?.name, each?.kind, each?.value].every((part) => typeof part === "string")
      );
    return isDraft && Date.now() - draft.at < STAYS_MS ? draft : null;
  }

  planner.drafts = {
    /** Drafts of anybody else go; what is old or broken too. */
    open(person) {
      const isOurs = carefully(() => localStorage.getItem(OWNER), null) === person;
      for (const name of names()) {
        const draft = isOurs ? parsed(carefully(() => localStorage.getItem(name), null)) : null;
        if (!draft) carefully(() => localStorage.removeItem(name), undefined);
      }
      carefully(() => localStorage.setItem(OWNER, person), undefined);
    },
    read: (person, place) => parsed(carefully(() => localStorage.getItem(`${PREFIX}${person}:${place}`), null)),
    /** Keeps nothing once this person has signed out in another window. */
    keep(person, place, draft) {
      carefully(() => {
        if (localStorage.getItem(OWNER) === person) {
          localStorage.setItem(`${PREFIX}${person}:${place}`, JSON.stringify(draft));
        }
      }, undefined);
    },
    drop: (person, place) => carefully(() => localStorage.removeItem(`${PREFIX}${person}:${place}`), undefined),
    forgetAll() {
      for (const name of [OWNER, ...names()]) carefully(() => localStorage.removeItem(name), undefined);
    },
  };
})();
