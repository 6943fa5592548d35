// Half-typed forms are kept by the browser, offered again, and gone once they are saved. A form is what Python draws in
// `kept_form` (planner/ui/forms.py); its class says what it is about.

(function () {
  const room = document.getElementById("drafts");
  const person = room?.dataset.person;
  if (!room || !person) return;
  const owner = person;

  const WAIT_MS = 400;
  const QUIET_MS = 300;
  const CLOSED = "planner.form_closed";
  const FORMS = "[class*='st-key-kept-']";
  const ALERTS = "[data-testid=stAlertContentError]";
  const words = /** @type {Record<string, string>} */ (room.dataset);

  /** @type {Map<string, OpenForm>} */
  const forms = new Map();
  let scanning = 0;
  let keeping = 0;
  /** @type {OpenForm | null} */
  let restoring = null;

  /** @param {Element | null} box */
  function markOf(box) {
    return [...box?.classList ?? []].find((name) => name.startsWith("st-key-kept-")) ?? "";
  }

  /** What the address is about: its numbers, not its filters. */
  function place(/** @type {string} */ mark) {
    const numbers = [...new URLSearchParams(location.search)].filter(([name]) => name === "id" || name === "tour");
    return [location.pathname, ...numbers.map(([name, value]) => `${name}=${value}`), mark].join(" ");
  }

  /** @param {Element} scope @returns {Map<string, FormField>} */
  function fieldsBy(scope) {
    return new Map(planner.fieldsOf(scope).map((field) => [field.name, field]));
  }

  /** @param {OpenForm} form @returns {DraftField[]} */
  function changed(form) {
    return planner.fieldsOf(form.scope)
      .map(({ name, kind, read }) => ({ name, kind, value: read() }))
      .filter(({ name, value }) => form.first.has(name) && form.first.get(name) !== value);
  }

  /** @param {OpenForm} form */
  function keep(form) {
    const now = changed(form);
    const old = form.offered?.fields.filter((each) => !now.some(({ name }) => name === each.name)) ?? [];
    const fields = [...old, ...now];
    if (fields.length) planner.drafts.keep(owner, form.place, { at: Date.now(), fields });
    else planner.drafts.drop(owner, form.place);
  }

  function keepAll() {
    clearTimeout(keeping);
    keeping = 0;
    for (const form of forms.values()) if (form.touched && form !== restoring && form.scope.isConnected) keep(form);
  }

  function keepSoon() {
    if (!keeping) keeping = setTimeout(keepAll, WAIT_MS);
  }

  /** @param {Event} event */
  function formAt(event) {
    const scope = event.target instanceof Element ? event.target.closest(FORMS) : null;
    return scope ? forms.get(markOf(scope)) : undefined;
  }

  /** @param {Event} event */
  function touch(event) {
    const form = formAt(event);
    if (form) form.touched = true;
    if ([...forms.values()].some((each) => each.touched)) keepSoon();
  }

  /** The buttons that save a form: its main one or the one of a Streamlit form, with others whose place says that they save
   * it; else its only one, or the main one of the screen. @param {OpenForm} form */
  function mainButtons(form) {
    const around = form.scope.closest("[role=dialog]") ?? form.scope;
    const others = around.querySelectorAll("[class*='st-key-saves-'] button");
    for (const kind of ["stBaseButton-primary", "FormSubmit"]) {
      const found = [...around.querySelectorAll(`button[data-testid*=${kind}]`)];
      if (found.length) return [...found, ...others];
    }
    const own = [...around.querySelectorAll("[data-testid=stButton] button")];
    return own.length === 1 ? own : [...document.querySelectorAll("[data-testid=stBaseButton-primary]")];
  }

  /** @param {ParentNode} around */
  function errors(around) {
    return around.querySelectorAll(ALERTS).length;
  }

  /** @param {OpenForm} form */
  function saves(form) {
    form.saving = performance.now();
    form.errors = errors(document);
  }

  /** @param {Event} event */
  function noteTap(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    keepAll();
    for (const form of forms.values()) {
      if (!form.offerBox?.contains(button) && mainButtons(form).includes(button)) saves(form);
    }
  }

  /** Enter saves what stands in a Streamlit form. @param {KeyboardEvent} event */
  function noteEnter(event) {
    const isInForm = event.target instanceof HTMLInputElement && event.target.closest("[data-testid=stForm]");
    const form = event.key === "Enter" && isInForm ? formAt(event) : undefined;
    if (!form) return;
    keepAll();
    saves(form);
  }

  /** @param {OpenForm} form */
  function saved(form) {
    planner.drafts.drop(owner, form.place);
    closeOffer(form);
    form.offered = null;
    form.touched = false;
    form.first = new Map(planner.fieldsOf(form.scope).map(({ name, read }) => [name, read()]));
  }

  /** Whether a save was answered and nothing more comes. @param {OpenForm} form */
  function isAnswered({ saving }) {
    const { isConnected, isIdle, ranSince } = planner.screen;
    return saving > 0 && isConnected() && isIdle() && ranSince(saving) && !ranSince(performance.now() - QUIET_MS);
  }

  /** Where a save closed its dialog, or left no refusal on the screen, it was one. A dialog that stands there was refused,
   * or has no answer yet. @param {OpenForm} form */
  function judge(form) {
    const dialog = form.scope.closest("[role=dialog]");
    if (!isAnswered(form)) return scanSoon();
    if (dialog && !errors(dialog)) return;
    form.saving = 0;
    if (!errors(dialog ?? document)) saved(form);
  }

  /** @param {string} mark @param {OpenForm} form */
  function part(mark, form) {
    if (form.saving && !isAnswered(form)) return scanSoon();
    if (form.saving && errors(document) <= form.errors) planner.drafts.drop(owner, form.place);
    forms.delete(mark);
  }

  /** A server that has forgotten this screen would take no tap in its dialog and say nothing: the screen begins anew, and
   * its drafts are offered. */
  async function beginAnew() {
    const session = document.documentElement.dataset.session;
    if (!session || ![...forms.values()].some(({ scope }) => scope.closest("[role=dialog]"))) return;
    const answer = await fetch(`${words.visit}?session=${encodeURIComponent(session)}`, { cache: "no-store" });
    if (!answer.ok || (await answer.json()).goes_on) return;
    keepAll();
    if ([...forms.values()].some(({ place }) => planner.drafts.read(owner, place))) {
      sessionStorage.setItem(CLOSED, "yes");
    }
    location.reload();
  }

  /** What was open before the screen began anew. */
  function tellClosed() {
    if (!sessionStorage.getItem(CLOSED)) return;
    sessionStorage.removeItem(CLOSED);
    const box = boxOf(words.closed ?? "", [planner.notes.button(words.understood ?? "", () => box.remove())]);
    box.classList.add("closed");
    document.body.append(box);
  }

  /** @param {string} mark @param {Element} scope */
  function meet(mark, scope) {
    const form = forms.get(mark);
    if (form) {
      form.scope = scope;
      for (const { name, read } of planner.fieldsOf(scope)) if (!form.first.has(name)) form.first.set(name, read());
      if (form.offerBox && !form.offerBox.isConnected) scope.prepend(form.offerBox);
      return;
    }
    if (!planner.screen.isIdle()) return;
    const fields = planner.fieldsOf(scope);
    if (!fields.length) return;
    const first = new Map(fields.map(({ name, read }) => [name, read()]));
    /** @type {OpenForm} */
    const opened = {
      scope,
      place: place(mark),
      first,
      touched: false,
      saving: 0,
      errors: 0,
      offered: null,
      offerBox: null,
    };
    forms.set(mark, opened);
    const draft = planner.drafts.read(owner, opened.place);
    if (draft?.fields.some(({ name, value }) => first.get(name) !== value)) offer(opened, draft);
  }

  function scan() {
    scanning = 0;
    const found = new Map([...document.querySelectorAll(FORMS)].map((scope) => [markOf(scope), scope]));
    for (const [mark, form] of forms) {
      if (!found.has(mark)) part(mark, form);
      else if (form.saving) judge(form);
    }
    for (const [mark, scope] of found) meet(mark, scope);
  }

  function scanSoon() {
    if (!scanning) scanning = setTimeout(scan, 120);
  }

  /** @param {string} text @param {HTMLButtonElement[]} buttons */
  function boxOf(text, buttons) {
    return planner.notes.box("draft", "status", text, buttons);
  }

  /** @param {OpenForm} form */
  function closeOffer(form) {
    form.offerBox?.remove();
    form.offerBox = null;
  }

  /** @param {number} at */
  function timeOf(at) {
    const moment = new Date(at);
    const language = document.documentElement.lang;
    const clock = moment.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    if (moment.toDateString() === new Date().toDateString()) return clock;
    const year = moment.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
    return `${moment.toLocaleDateString(language, { day: "numeric", month: "long", year })}, ${clock}`;
  }

  /** @param {OpenForm} form @param {string} text @param {HTMLButtonElement[]} buttons */
  function tell(form, text, buttons) {
    closeOffer(form);
    form.offerBox = boxOf(text, buttons);
    form.scope.prepend(form.offerBox);
  }

  /** @param {OpenForm} form @param {Draft} draft */
  function offer(form, draft) {
    form.offered = draft;
    document.querySelector(".draft.closed")?.remove();
    tell(form, (words.offer ?? "").replace("{time}", timeOf(draft.at)), [
      planner.notes.button(words.restore ?? "", () => restore(form)),
      planner.notes.button(words.drop ?? "", () => {
        form.offered = null;
        closeOffer(form);
        keep(form);
      }),
    ]);
  }

  /** Fields that are not there yet come with a tap on what was picked, or with another row.
   * @param {OpenForm} form @param {DraftField[]} wanted */
  async function fill(form, wanted) {
    const waits = ["choice", "tick", "list", "several"];
    const order = [...waits, "moment", "text"];
    for (const field of wanted.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))) {
      let there = fieldsBy(form.scope).get(field.name);
      if (!there) {
        const more = /** @type {HTMLElement | null} */ (form.scope.querySelector("[class*='st-key-more-'] button"));
        more?.click();
        await planner.screen.settle();
        there = fieldsBy(form.scope).get(field.name);
      }
      if (!there?.fill || there.kind !== field.kind || there.read() === field.value) continue;
      await there.fill(field.value);
      if (waits.includes(field.kind)) await planner.screen.settle();
    }
    await planner.screen.settle();
  }

  /** @param {DraftField} field */
  function said({ name, kind, value }) {
    const isList = ["choice", "several", "file"].includes(kind);
    const text = isList ? /** @type {string[]} */ (JSON.parse(value)).join(", ") : kind === "tick" ? "" : value;
    return text ? `${name}: ${text}` : name;
  }

  /** @param {OpenForm} form */
  async function restore(form) {
    const draft = form.offered;
    if (!draft || restoring) return;
    restoring = form;
    tell(form, words.restoring ?? "", []);
    /** @returns {DraftField[]} */
    const missing = () => {
      const there = fieldsBy(form.scope);
      return draft.fields.filter(({ name, value }) => there.get(name)?.read() !== value);
    };
    try {
      await fill(form, draft.fields);
      if (missing().length) await fill(form, missing());
    } finally {
      restoring = null;
      form.touched = true;
    }
    const left = missing();
    form.offered = left.length ? { at: draft.at, fields: left } : null;
    keep(form);
    if (!left.length) {
      tell(form, words.restored ?? "", [planner.notes.button(words.understood ?? "", () => closeOffer(form))]);
    } else {
      const text = (words.missing ?? "").replace("{fields}", left.map(said).join("; "));
      tell(form, text, [planner.notes.button(words.understood ?? "", () => {
        form.offered = null;
        closeOffer(form);
        keep(form);
      })]);
    }
  }

  planner.drafts.open(owner);
  tellClosed();
  new MutationObserver(scanSoon).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-test-script-state"],
  });
  for (const name of ["input", "pointerdown", "keydown"]) document.addEventListener(name, touch, true);
  for (const name of ["click", "keyup", "change"]) document.addEventListener(name, keepSoon, true);
  document.addEventListener("click", noteTap, true);
  document.addEventListener("keydown", noteEnter, true);
  document.addEventListener("planner:connection", (event) => {
    if (/** @type {CustomEvent} */ (event).detail === "open") beginAnew().catch(() => {});
    // Whether the server has heard of a save is not known any more.
    else for (const form of forms.values()) form.saving = 0;
  });
  document.addEventListener("visibilitychange", keepAll);
  addEventListener("pagehide", keepAll);
})();
