// Texts with a button that copies them (planner/ui/light.py). Where the browser gives no clipboard, as over plain HTTP
// in some, the text is marked, so that it can be copied by hand.

(function () {
  const SAID_MS = 3000;

  /** @param {Element} text */
  function mark(text) {
    const range = document.createRange();
    range.selectNodeContents(text);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
  }

  /** Whether the text is in the clipboard now. @param {Element} text */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text.textContent ?? "");
      return true;
    } catch {
      mark(text);
      return document.execCommand("copy");
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest(".to-copy button") : null;
    const text = button?.previousElementSibling;
    if (!(button instanceof HTMLElement) || !text || button.dataset.said) return;
    const word = button.textContent;
    button.dataset.said = "true";
    button.textContent = (await copy(text) ? button.dataset.copied : button.dataset.marked) ?? "";
    setTimeout(() => {
      button.textContent = word;
      delete button.dataset.said;
    }, SAID_MS);
  });
})();
