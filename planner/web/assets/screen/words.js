// Streamlit's own words, which it has in English alone, in the visitor's language. What people wrote is left as it is.

(function () {
  const room = document.getElementById("words");
  const words = /** @type {[english: string, said: string][]} */ (JSON.parse(room?.dataset.words ?? "[]"));
  if (!words.length) return;

  const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt", "aria-description"];
  const WRITTEN = "[data-testid=stMarkdownContainer], [data-testid=stText], [data-testid=stHtml], textarea, input";
  const STREAMLITS = "[data-testid=stFileUploader], [data-testid=stTopNav], [role=tooltip], [role=alert]";
  const exact = new Map(words.filter(([english]) => !english.includes("{}")));
  const open = words.filter(([english]) => english.includes("{}")).map(([english, said]) => {
    const parts = english.split("{}").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return { like: new RegExp(`^${parts.join("(.+?)")}$`, "s"), said };
  });

  /** @param {string} text @returns {string | undefined} */
  function inOurWords(text) {
    const plain = text.trim();
    const known = exact.get(plain);
    if (known !== undefined) return known;
    for (const { like, said } of open) {
      const found = like.exec(plain);
      if (found) return found.slice(1).reduce((words, part) => words.replace("{}", inOurWords(part) ?? part), said);
    }
    return undefined;
  }

  /** @param {Text} node */
  function sayText(node) {
    const box = node.parentElement;
    if (!box || !node.data.trim() || (box.closest(WRITTEN) && !box.closest(STREAMLITS))) return;
    const said = inOurWords(node.data);
    if (said !== undefined && said !== node.data) node.data = said;
  }

  /** @param {Element} box */
  function sayAttributes(box) {
    for (const name of ATTRIBUTES) {
      const text = box.getAttribute(name);
      const said = text ? inOurWords(text) : undefined;
      if (said !== undefined && said !== text) box.setAttribute(name, said);
    }
  }

  /** @param {Node} node */
  function say(node) {
    if (node instanceof Text) sayText(node);
    if (!(node instanceof Element)) return;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let each = /** @type {Node | null} */ (node); each; each = walker.nextNode()) {
      if (each instanceof Text) sayText(each);
      else if (each instanceof Element) sayAttributes(each);
    }
  }

  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach(say);
      else if (target instanceof Text) sayText(target);
      else if (target instanceof Element) sayAttributes(target);
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
})();
