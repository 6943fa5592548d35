// A button beside each password that shows what was typed, and hides it again. Without this script there is none.

for (const room of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".secret"))) {
  const field = /** @type {HTMLInputElement} */ (room.querySelector("input"));
  const button = document.createElement("button");
  /** @param {boolean} shown */
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = (shown ? room.dataset.hide : room.dataset.show) ?? "";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.type = "button";
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    show(field.type === "password");
    field.focus();
  });
  field.form?.addEventListener("submit", () => show(false)); // or the browser keeps it among what it suggests
  show(false);
  room.append(button);
}
