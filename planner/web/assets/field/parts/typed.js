// A field whose words stay on this tablet until they are sent, whatever is drawn anew meanwhile.

import { el } from "./dom.js";

/**
 * @param {string} place what tells this field from all others
 * @param {string} label
 * @returns {{field: HTMLTextAreaElement, forget: () => void}}
 */
export function typedField(place, label) {
  const key = `typed ${place}`;
  const keep = () => tryTo(() => field.value ? localStorage.setItem(key, field.value) : localStorage.removeItem(key));
  /** @type {HTMLTextAreaElement} */
  const field = el("textarea", {
    rows: 2,
    maxlength: 4000,
    "aria-label": label,
    placeholder: label,
    value: tryTo(() => localStorage.getItem(key)) ?? "",
    oninput: keep,
  });
  const forget = () => {
    field.value = "";
    keep();
  };
  return { field, forget };
}

/**
 * A tablet that is full, or that forbids it, still has the field.
 * @template Result
 * @param {() => Result} act
 */
function tryTo(act) {
  try {
    return act();
  } catch (_) {
    return null;
  }
}
