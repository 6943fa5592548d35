// Brings into view why a tap did nothing: in a long form the sentence stands beside its field, which may be out of sight.

globalThis.planner ??= /** @type {Planner} */ ({});

(function () {
  const MAIN_BUTTON = "button[data-testid^=stBaseButton-primary]";
  const SENTENCE = "[data-testid=stAlertContentError]";
  const FORM = "[class*=st-key-kept-]";

  /** What is on top: a dialog that is open, or the screen. */
  function inFront() {
    return document.querySelector("[role=dialog]") ?? document;
  }

  function sentences() {
    return [...inFront().querySelectorAll(SENTENCE)];
  }

  /** @param {Element} one */
  function isInView(one) {
    const { top, bottom, left, right } = one.getBoundingClientRect();
    const at = document.elementFromPoint(
      (left + right) / 2,
      Math.min(Math.max((top + bottom) / 2, 0), innerHeight - 1),
    );
    return top >= 0 && bottom <= innerHeight && !!at && (one.contains(at) || at.contains(one));
  }

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest(MAIN_BUTTON);
    if (!button) return;
    const before = new Set(sentences());
    await planner.screen.settle();
    const told = sentences().filter((each) => !before.has(each) || each.closest(FORM));
    if (told.length && !told.some(isInView)) told[0].scrollIntoView({ block: "center" });
  }, true);
})();
