// A day that Streamlit does not take, such as one of the year 26: when the field is left, Streamlit puts the day back that
// stood there before, without a word. Here it is said beside the field, and until it was read nothing is saved.

(function () {
  const words = /** @type {Record<string, string>} */ (document.getElementById("days")?.dataset ?? {});
  const FIELD = "[data-testid=stDateInput]";
  const NOTE = ".upload.day";
  const ERROR = "[data-testid=stDateInputError]";
  const FORM_SUBMIT = "button[data-testid*=FormSubmit]";

  /** @param {EventTarget | null} target */
  function fieldAt(target) {
    return target instanceof Element ? target.closest(FIELD) : null;
  }

  /** @param {Element} field */
  function tell(field) {
    if (field.querySelector(NOTE)) return;
    const note = planner.notes.box("upload", "alert", words.wrong ?? "", [
      planner.notes.button(words.understood ?? "", () => note.remove()),
    ]);
    note.classList.add("day");
    field.append(note);
  }

  /** @param {FocusEvent} event */
  function leave(event) {
    const field = fieldAt(event.target);
    if (field?.querySelector(ERROR) && fieldAt(event.relatedTarget) !== field) tell(field);
  }

  /** Whoever goes on typing has read it. @param {Event} event */
  function goOn(event) {
    const field = fieldAt(event.target);
    if (field && !(event.target instanceof Element && event.target.closest(NOTE))) field.querySelector(NOTE)?.remove();
  }

  /** @param {Event} event */
  function hold(event) {
    const main = event.target instanceof Element ? event.target.closest(`${planner.savers}, ${FORM_SUBMIT}`) : null;
    if (!main) return;
    const dialog = main.closest("[role=dialog]");
    const note = [...document.querySelectorAll(NOTE)].find((each) => each.closest("[role=dialog]") === dialog);
    if (!note) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    note.scrollIntoView({ block: "center" });
  }

  document.addEventListener("focusout", leave, true);
  document.addEventListener("keydown", goOn, true);
  document.addEventListener("click", hold, true);
})();
