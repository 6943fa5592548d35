// Stops change places by dragging the number of a card, or with Alt and an arrow on it; a tap on a card marks its pin.

const CARD = "[class*='st-key-plan_stop_']";
const HANDLE = ".plan-number[role='button']";

/** @param {Element} card */
function numberOf(card) {
  return Number(/** @type {HTMLElement} */ (card.querySelector(".plan-card")).dataset.number);
}

/** @param {Element} card */
function stopOf(card) {
  return Number(/** @type {HTMLElement} */ (card.querySelector(".plan-card")).dataset.stop);
}

function cards() {
  return [...document.querySelectorAll(CARD)].filter((each) => each.querySelector(".plan-card"));
}

/** The card over whose half something is, and whether it is the lower half. @param {number} y */
function targetAt(y) {
  const all = cards();
  const found = all.find((each) => y < each.getBoundingClientRect().bottom) || all[all.length - 1];
  const box = found.getBoundingClientRect();
  return { card: found, after: y > (box.top + box.bottom) / 2 };
}

function clear() {
  for (const each of document.querySelectorAll(".plan-drop-before, .plan-drop-after, .plan-dragged")) {
    each.classList.remove("plan-drop-before", "plan-drop-after", "plan-dragged");
  }
}

/** @param {Element} card */
function mark(card) {
  for (const each of document.querySelectorAll(".plan-card.marked")) each.classList.remove("marked");
  card.querySelector(".plan-card")?.classList.add("marked");
  const frame = /** @type {HTMLIFrameElement | null} */ (document.querySelector(".st-key-plan_map iframe"));
  /** @type {any} */ (frame?.contentWindow)?.planner?.markStop?.(stopOf(card));
}

/** @param {Component<unknown, {ended?: AbortController}>} component */
export default function ({ parentElement, setTriggerValue }) {
  parentElement.ended?.abort();
  const ended = new AbortController();
  parentElement.ended = ended;
  /** @type {Element | null} */
  let dragged = null;

  /** @param {Element} card @param {number} to */
  function move(card, to) {
    if (to !== numberOf(card)) setTriggerValue("moved", { stop: stopOf(card), to });
  }

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target instanceof Element ? event.target.closest(HANDLE) : null;
    if (!handle || event.button) return;
    dragged = handle.closest(CARD);
    handle.setPointerCapture(event.pointerId);
  }, { signal: ended.signal });

  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    clear();
    dragged.classList.add("plan-dragged");
    const { card, after } = targetAt(event.clientY);
    if (card !== dragged) card.classList.add(after ? "plan-drop-after" : "plan-drop-before");
  }, { signal: ended.signal });

  document.addEventListener("pointerup", (event) => {
    const card = dragged;
    dragged = null;
    clear();
    if (!card) return;
    const target = targetAt(event.clientY);
    if (target.card === card) return;
    const from = numberOf(card);
    const at = numberOf(target.card) + (target.after ? 1 : 0);
    move(card, at > from ? at - 1 : at);
  }, { signal: ended.signal });

  document.addEventListener("pointercancel", () => {
    dragged = null;
    clear();
  }, { signal: ended.signal });

  document.addEventListener("keydown", (event) => {
    const card = event.target instanceof Element ? event.target.closest(CARD) : null;
    const by = /** @type {Record<string, number>} */ ({ ArrowUp: -1, ArrowDown: 1 })[event.key];
    if (!card || !event.altKey || !by) return;
    event.preventDefault();
    const to = numberOf(card) + by;
    if (to >= 1 && to <= cards().length) move(card, to);
  }, { signal: ended.signal });

  document.addEventListener("click", (event) => {
    const card = event.target instanceof Element ? event.target.closest(CARD) : null;
    if (card && event.target instanceof Element && !event.target.closest("button")) mark(card);
  }, { signal: ended.signal });

  return () => ended.abort();
}
