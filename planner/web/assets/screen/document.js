// The language of the document, and the words that the style sheet shows (`var(--word-…)`).

{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { language, words } = JSON.parse(script.dataset.given ?? "");
  const root = document.documentElement;
  root.lang = language;
  for (const [name, word] of Object.entries(words)) root.style.setProperty(`--word-${name}`, JSON.stringify(word));
}
