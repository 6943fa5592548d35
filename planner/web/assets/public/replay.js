// The slider of time on the page of a tour: the bus goes along the route, what was found appears and turns green. Without this
// script the page shows how everything is now.

/** @typedef {{said: string, bus: [number, number]}} Frame */
/** @typedef {{spot: [number, number], found: number, fixed: number | null}} Found */

const SVG = "http://www.w3.org/2000/svg";
const STEP_MS = 900;
const box = /** @type {HTMLElement} */ (document.getElementById("replay"));
const slider = /** @type {HTMLInputElement} */ (box.querySelector("input"));
const said = /** @type {HTMLOutputElement} */ (box.querySelector("output"));
const button = /** @type {HTMLButtonElement} */ (box.querySelector("button"));
const map = /** @type {SVGElement} */ (/** @type {unknown} */ (document.getElementById("replay-map")));
/** @type {{frames: Frame[], issues: Found[]}} */
const told = JSON.parse(box.dataset.replay ?? "");
const [width, height] = (map.getAttribute("viewBox") ?? "").split(" ").slice(2).map(Number);
let timer = 0;

/** @param {string} kind @param {number} radius */
function circle(kind, radius) {
  const made = document.createElementNS(SVG, "circle");
  made.setAttribute("class", kind);
  made.setAttribute("r", String(radius));
  map.append(made);
  return made;
}

/** @param {SVGElement} mark @param {[number, number]} spot */
function put(mark, [x, y]) {
  mark.setAttribute("cx", (x * width).toFixed(1));
  mark.setAttribute("cy", (y * height).toFixed(1));
}

const marks = told.issues.map((issue) => {
  const mark = circle("found", 9);
  put(mark, issue.spot);
  return mark;
});
const bus = circle("bus", 13);

function show() {
  const now = Number(slider.value);
  const frame = told.frames[now];
  put(bus, frame.bus);
  said.textContent = frame.said;
  slider.setAttribute("aria-valuetext", frame.said);
  told.issues.forEach((issue, number) => {
    marks[number].classList.toggle("unseen-yet", now < issue.found);
    marks[number].classList.toggle("fixed", issue.fixed !== null && now >= issue.fixed);
  });
}

function stop() {
  clearInterval(timer);
  timer = 0;
  button.setAttribute("aria-pressed", "false");
}

function step() {
  slider.value = String(Number(slider.value) + 1);
  show();
  if (slider.value === slider.max) stop();
}

slider.max = String(told.frames.length - 1);
slider.value = slider.max;
slider.addEventListener("input", () => {
  stop();
  show();
});
button.addEventListener("click", () => {
  if (timer) {
    stop();
    return;
  }
  if (slider.value === slider.max) slider.value = "0";
  show();
  button.setAttribute("aria-pressed", "true");
  timer = setInterval(step, STEP_MS);
});
box.hidden = false;
show();
