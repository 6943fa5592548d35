// Opens another address in place of this one.

{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  location.replace(JSON.parse(script.dataset.given ?? "").address);
}
