// The fields of a form as one reads and fills them: what is typed, dates and times, what is picked. Streamlit's own parts
// are known by their data-testid.

(function () {
  const PARTS = {
    stTextInput: "text",
    stTextArea: "text",
    stNumberInput: "text",
    stDateInput: "moment",
    stTimeInput: "moment",
    stSelectbox: "list",
    stButtonGroup: "choice",
    stRadio: "choice",
    stCheckbox: "tick",
    stMultiSelect: "several",
    stFileUploader: "file",
  };
  const SELECTOR = Object.keys(PARTS).map((part) => `[data-testid=${part}]`).join(",");
  const SIGNS = "[data-testid=stIconMaterial], [data-testid=stTooltipIcon], svg";
  const SECRET = "input[type=password], input[type=search], button[aria-pressed]";

  /** @param {Element | null | undefined} box */
  function wordsOf(box) {
    if (!box) return "";
    const copy = /** @type {Element} */ (box.cloneNode(true));
    for (const sign of copy.querySelectorAll(SIGNS)) sign.remove();
    return (copy.textContent ?? "").replaceAll(/\s+/g, " ").trim();
  }

  /** @param {Element} box */
  function typed(box) {
    return /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (box.querySelector("input, textarea"));
  }

  /** @param {Element} box */
  function optionsOf(box) {
    return [...box.querySelectorAll("button, label:has(input)")];
  }

  /** @param {Element} option */
  function isChosen(option) {
    const input = option.querySelector("input");
    if (input) return input.checked;
    return ["aria-checked", "aria-pressed", "data-selected"].some((name) => option.getAttribute(name) === "true");
  }

  /** @param {Element} box */
  function digitsOf(box) {
    if (box.querySelector("[data-placeholder]")) return "";
    const parts = [...box.querySelectorAll("[role=spinbutton], [data-type=literal]")];
    const marks = /[\u2066-\u2069]/g; // which way digits run, beside them
    return parts.map((part) => part.textContent).join("").replaceAll(marks, "").trim();
  }

  /** @type {Record<FieldKind, (box: Element) => string>} */
  const READ = {
    text: (box) => typed(box)?.value ?? "",
    moment: digitsOf,
    list: (box) => typed(box)?.value ?? "",
    choice: (box) => JSON.stringify(optionsOf(box).filter(isChosen).map(wordsOf)),
    tick: (box) => String(/** @type {HTMLInputElement | null} */ (typed(box))?.checked ?? false),
    several: (box) => JSON.stringify(tagsOf(box).map(wordsOf)),
    file: (box) => JSON.stringify([...box.querySelectorAll("[data-testid=stFileChipName]")].map(nameOf)),
  };

  /** @param {Element} chip */
  function nameOf(chip) {
    return chip.getAttribute("title") ?? wordsOf(chip);
  }

  /** As a hand does: React listens for the event. @param {HTMLInputElement | HTMLTextAreaElement} field
   * @param {string} value */
  function write(field, value) {
    const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value")?.set?.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** The server hears of what is typed when the field is left.
   * @param {Element} box @param {string} value */
  async function type(box, value) {
    const field = typed(box);
    if (!field) return;
    write(field, value);
    await planner.screen.pause(60);
    leave(field);
  }

  /** @param {Element} field */
  function leave(field) {
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  }

  // Streamlit sends nothing where one goes on to the field's own button, the eye of a password or the cross of a search, and
  // takes what stood there before for what is typed.
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (!(target instanceof HTMLInputElement) || !(relatedTarget instanceof Element)) return;
    if (target.closest("[data-testid=stTextInput]")?.contains(relatedTarget)) leave(target);
  });

  /** @param {Element} box @param {string} value */
  async function paste(box, value) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", value);
    const first = box.querySelector("[role=spinbutton]");
    first?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    await planner.screen.pause(60);
  }

  /** @param {Element} box @param {string} value */
  async function pick(box, value) {
    const wanted = new Set(/** @type {string[]} */ (JSON.parse(value)));
    const wrong = optionsOf(box).filter((option) => isChosen(option) !== wanted.has(wordsOf(option)));
    // Of those that exclude each other only the wanted one is tapped.
    const taps = wrong.filter((option) => wanted.has(wordsOf(option)) || option.getAttribute("role") !== "radio");
    for (const option of taps) {
      /** @type {HTMLElement} */ (option).click();
      await planner.screen.pause(60);
    }
  }

  /** @param {HTMLInputElement | HTMLTextAreaElement} field @param {string} value */
  function optionIn(field, value) {
    const list = document.getElementById(field.getAttribute("aria-controls") ?? "");
    const found = [...list?.querySelectorAll("[role=option]") ?? []].find((each) => wordsOf(each) === value);
    return /** @type {HTMLElement | undefined} */ (found);
  }

  /** Of a long list only what is in sight is there; typing shortens it. @param {Element} box @param {string} value */
  async function pickFromList(box, value) {
    const field = typed(box);
    if (!field) return;
    field.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    await planner.screen.pause(100);
    if (!optionIn(field, value)) {
      write(field, value);
      await planner.screen.pause(200);
    }
    const option = optionIn(field, value);
    if (option) option.click();
    else field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await planner.screen.pause(60);
  }

  /** @param {Element} box */
  function tagsOf(box) {
    return [...box.querySelectorAll("[role=row], [data-tag]")];
  }

  /** Takes out what is too much and picks what is missing, one by one, as a hand does. @param {Element} box @param {string} value */
  async function pickSeveral(box, value) {
    const wanted = /** @type {string[]} */ (JSON.parse(value));
    const surplus = tagsOf(box).map(wordsOf).filter((name) => !wanted.includes(name));
    for (const name of surplus) {
      const tag = tagsOf(box).find((each) => wordsOf(each) === name);
      /** @type {HTMLElement | null | undefined} */ (tag?.querySelector("button"))?.click();
      await planner.screen.settle();
    }
    for (const name of wanted) {
      if (tagsOf(box).some((tag) => wordsOf(tag) === name)) continue;
      await pickFromList(box, name);
      await planner.screen.settle();
    }
    // The list stays open after a pick, and would lie on what is below.
    typed(box)?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  }

  /** @type {Partial<Record<FieldKind, (box: Element, value: string) => Promise<void>>>} */
  const FILL = {
    text: type,
    moment: paste,
    list: pickFromList,
    choice: pick,
    several: pickSeveral,
    tick: async (box) => {
      typed(box)?.click();
      await planner.screen.pause(60);
    },
  };

  planner.savers = "button[data-testid*=stBaseButton-primary], [class*='st-key-saves-'] button";
  planner.wordsOf = wordsOf;
  planner.fieldsOf = (scope) => {
    /** @type {Map<string, number>} */
    const seen = new Map();
    /** @type {FormField[]} */
    const fields = [];
    for (const box of scope.querySelectorAll(SELECTOR)) {
      const kind = /** @type {FieldKind} */ (PARTS[/** @type {keyof PARTS} */ (box.getAttribute("data-testid"))]);
      const isSecret = kind === "text" && box.querySelector(SECRET);
      const label = wordsOf(box.querySelector("[data-testid=stWidgetLabel], label"));
      const nth = seen.get(label) ?? 0;
      seen.set(label, nth + 1);
      const name = nth ? `${label} ${nth + 1}` : label;
      if (!isSecret) fields.push({ name, kind, read: () => READ[kind](box), fill: FILL[kind]?.bind(null, box) });
    }
    return fields;
  };
})();
