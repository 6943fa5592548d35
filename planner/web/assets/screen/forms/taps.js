// A tap too many: on a bad road a finger taps twice and means once. The server would do it twice where the first tap takes
// nothing away from the screen.

(function () {
  const QUICK_MS = 350;
  const BUTTON = "[data-testid=stButton] button";
  /** Where each tap counts: the heads on the bus. */
  const EACH_COUNTS = ".st-key-counter";
  const last = { /** @type {string} */ button: "", at: -Infinity };

  /** The same button also where it was drawn anew. @param {Element} button */
  function nameOf(button) {
    return `${button.closest("[class*=st-key-]")?.className} ${button.textContent}`;
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest(BUTTON);
    if (!button || button.closest(EACH_COUNTS)) return;
    const name = nameOf(button);
    if (name === last.button && event.timeStamp - last.at < QUICK_MS) {
      event.stopImmediatePropagation();
      event.preventDefault();
    } else {
      [last.button, last.at] = [name, event.timeStamp];
    }
  }, true);
})();
