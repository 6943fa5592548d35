// Boxes drawn over a photo with a finger, a mouse or the arrow keys; Python gets them as shares of its width and height.

const STEP = 0.02, LEAST = 0.01, SIZE = 0.2;

/**
 * @typedef {{picture: string, boxes: number[][], suggested: number[][], words: Record<string, string>}} Drawn
 * @typedef {HTMLElement & {add?: (more: number[][]) => void}} Board
 */

/** @param {Component<Drawn, {boxes?: number[][]}>} component */
export default function ({ parentElement, data, setStateValue }) {
  const board = /** @type {Board} */ (parentElement.querySelector(".board"));
  const picture = /** @type {HTMLImageElement} */ (board.querySelector("img"));
  const sheet = /** @type {SVGElement} */ (board.querySelector("svg"));
  const tools = /** @type {HTMLElement} */ (parentElement.querySelector(".tools"));
  const suggested = JSON.stringify(data.suggested);
  if (picture.getAttribute("src") === data.picture) {
    // What was suggested meanwhile is added once.
    if (board.dataset.suggested !== suggested) board.add?.(data.suggested);
    board.dataset.suggested = suggested;
    return;
  }
  board.dataset.suggested = suggested;
  picture.src = data.picture;
  let boxes = data.boxes.map((box) => [...box]);

  function draw(more = /** @type {number[] | null} */ (null)) {
    sheet.replaceChildren(...(more ? [...boxes, more] : boxes).map(([left, top, right, bottom]) => {
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const sides = { x: left, y: top, width: right - left, height: bottom - top };
      for (const [name, share] of Object.entries(sides)) rect.setAttribute(name, `${share * 100}%`);
      return rect;
    }));
  }

  function keep(/** @type {number[][]} */ next) {
    boxes = next;
    draw();
    setStateValue("boxes", boxes);
  }

  board.add = (more) => keep([...boxes, ...more]);

  function spot(/** @type {PointerEvent} */ event) {
    const { left, top, width, height } = board.getBoundingClientRect();
    const share = (/** @type {number} */ at, /** @type {number} */ whole) => Math.min(1, Math.max(0, at / whole));
    return [share(event.clientX - left, width), share(event.clientY - top, height)];
  }

  function between(/** @type {number[]} */ a, /** @type {number[]} */ b) {
    return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  }

  board.onpointerdown = (event) => {
    event.preventDefault();
    board.setPointerCapture(event.pointerId);
    const first = spot(event);
    board.onpointermove = (moved) => draw(between(first, spot(moved)));
    board.onpointerup = (last) => {
      board.onpointermove = board.onpointerup = null;
      const box = between(first, spot(last));
      keep(box[2] - box[0] > LEAST && box[3] - box[1] > LEAST ? [...boxes, box] : boxes);
    };
  };

  function button(/** @type {string} */ text, /** @type {() => void} */ act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.onclick = act;
    return made;
  }

  /** By keyboard: the last box is moved by the arrows, and grows with Shift. */
  const add = button(data.words.add, () => keep([...boxes, [0.4, 0.4, 0.4 + SIZE, 0.4 + SIZE]]));
  add.title = data.words.move;
  add.onkeydown = (event) => {
    const way = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    const last = boxes.at(-1);
    if (!way || !last) return;
    event.preventDefault();
    const [x, y] = way;
    const moved = event.shiftKey
      ? [last[0], last[1], last[2] + x, last[3] + y]
      : [last[0] + x, last[1] + y, last[2] + x, last[3] + y];
    const whole = moved.every((side) => side >= 0 && side <= 1) && moved[2] - moved[0] > LEAST &&
      moved[3] - moved[1] > LEAST;
    if (whole) keep([...boxes.slice(0, -1), moved]);
  };
  tools.replaceChildren(button(data.words.undo, () => keep(boxes.slice(0, -1))), add);
  draw();
}
