// Parts of the page: every text goes in as text, so that what people typed is never markup.

/**
 * An element. `on…` in `given` are listeners, what is false or null is left out, all others are attributes.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [given]
 * @param {(Node | string | number | null | false | undefined)[]} inside
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, given = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (name === "value" && "value" in made) made.value = String(value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const each of inside) {
    if (each !== null && each !== false && each !== undefined) made.append(each instanceof Node ? each : String(each));
  }
  return made;
}

/**
 * @param {string} name
 * @param {number} [size]
 */
export function icon(name, size = 24) {
  const shape = SHAPES[name] || SHAPES.dot;
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("width", String(size));
  drawn.setAttribute("height", String(size));
  drawn.setAttribute("aria-hidden", "true");
  drawn.setAttribute("class", "icon");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", shape);
  drawn.append(line);
  return drawn;
}

/**
 * A button. Pressed again while what it does is under way, it does nothing: a tap too many gives no second instruction.
 * @param {string} words
 * @param {() => unknown} act
 * @param {{kind?: string, sign?: string, note?: string, label?: string, pressed?: boolean}} [look]
 */
export function button(words, act, { kind = "", sign = "", note = "", label = "", pressed } = {}) {
  const attributes = {
    type: "button",
    class: `button ${kind}`,
    onclick: onceAtATime(act),
    "aria-label": label || null,
    "aria-pressed": pressed === undefined ? null : String(pressed),
  };
  const text = note
    ? el("span", { class: "two" }, el("b", {}, words), el("small", {}, note))
    : words && el("span", {}, words);
  return el("button", attributes, sign && icon(sign), text || null);
}

/**
 * Does nothing while what it began before is under way.
 * @param {() => unknown} act
 */
export function onceAtATime(act) {
  let isUnderWay = false;
  return async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    try {
      await act();
    } finally {
      isUnderWay = false;
    }
  };
}

/**
 * @param {string} title
 * @param {...(Node | null | false)} inside
 */
export function section(title, ...inside) {
  return el("section", {}, el("h2", {}, title), ...inside);
}

/**
 * The page in the other language.
 * @param {{code: string, name: string, href: string}} other
 */
export function languageLink({ code, name, href }) {
  return el("p", { class: "language" }, el("a", { href, lang: code }, name));
}

const SVG = "http://www.w3.org/2000/svg";

/** Drawn in lines of two units on a field of 24. @type {Record<string, string>} */
const SHAPES = {
  dot: "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7",
  add: "M12 5v14M5 12h14",
  mic: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M6 11a6 6 0 0 0 12 0M12 17v4",
  stop: "M6 6h12v12H6z",
  play: "M8 5l11 7-11 7z",
  less: "M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  back: "M20 12H5M11 6l-6 6 6 6",
  forward: "M4 12h15M13 6l6 6-6 6",
  open: "M9 6l6 6-6 6",
  down: "M6 9l6 6 6-6",
  undo: "M8 6L4 10l4 4M4 10h10a5 5 0 0 1 0 10h-3",
  done: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12l3 3 5-6",
  waits: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3",
  sends: "M12 16V5M7 10l5-5 5 5M5 19h14",
  refused: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 8v5M12 16v.5",
  draft: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  offline: "M4 4l16 16M7 18h10M7 18a4 4 0 0 1-1-7.800M9.500 6.500A6 6 0 0 1 18 11a3.500 3.500 0 0 1 2 5.500",
  online: "M7 18h10a4 4 0 0 0 1-7.800A6 6 0 0 0 6.300 10.200 4 4 0 0 0 7 18M9 13l2 2 4-4",
  here: "M12 6a6 6 0 1 0 0 12 6 6 0 0 0 0-12M12 2v4M12 18v4M2 12h4M18 12h4M12 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2",
  people: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2 19a6 6 0 0 1 12 0M16 11a3 3 0 1 0 0-6M16 14a5 5 0 0 1 6 5",
  talk: "M4 5h16v11H10l-4 4v-4H4z",
  arrow: "M5 19L19 5M10 5h9v9",
  cover: "M4 7h16v10H4zM7 10l3 3M11 10l3 3M15 10l3 3",
  save: "M5 5h11l3 3v11H5zM8 5v5h7V5M8 19v-6h8v6",
  same: "M8 8h11v11H8zM5 16V5h11",
  support: "M7 11v9H4v-9zM7 11l4-7c2 0 2 1 2 2v4h6l-1.500 9H7",
  map: "M9 4L4 6v14l5-2 6 2 5-2V4l-5 2zM9 4v14M15 6v14",
  bus: "M5 5h14v12H5zM5 11h14M8 17v2M16 17v2M8 14h1M15 14h1",
  lightbulb: "M9 17h6M10 20h4M12 3a6 6 0 0 0-3 11v3h6v-3a6 6 0 0 0-3-11",
  add_road: "M7 4L4 20M17 4l3 16M12 5v3M12 11v3M12 17v3",
  directions_walk: "M13 4v1M10 9l3-1 2 4 3 1M13 8l-2 6 3 2 1 5M11 14l-3 6",
  signpost: "M12 3v18M6 5h10l2 2-2 2H6zM18 12H8l-2 2 2 2h10z",
  directions_bus: "M5 5h14v12H5zM5 11h14M8 17v2M16 17v2M8 14h1M15 14h1",
  local_parking: "M8 20V5h5a4 4 0 0 1 0 9H8",
  flood: "M3 16c3-2 4 2 7 0s4 2 7 0 3 0 4 0M3 20c3-2 4 2 7 0s4 2 7 0 3 0 4 0M7 12l5-7 5 7",
  water_drop: "M12 4s6 6 6 10a6 6 0 0 1-12 0c0-4 6-10 6-10",
  park: "M12 3l5 7h-3l4 6H6l4-6H7zM12 16v5",
  delete: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M11 11v6M14 11v6",
  warning: "M12 4L2 20h20zM12 10v5M12 17v.5",
  plumbing: "M5 5h6v5h4a4 4 0 0 1 4 4v6h-5v-5H8v-5H5z",
  device_thermostat: "M10 14V5a2 2 0 0 1 4 0v9a4 4 0 1 1-4 0M12 9v7",
  ac_unit: "M12 3v18M4 7.500l16 9M20 7.500l-16 9M9 4l3 2 3-2M9 20l3-2 3 2",
  home_work: "M3 20V11l6-5 6 5v9zM7 20v-5h4v5M12 5h9v15h-6",
  toys: "M4 20h16M6 20V9h6v11M12 12l6 8M6 9l3-4 3 4",
  attractions: "M4 20h16M6 20V9h6v11M12 12l6 8M6 9l3-4 3 4",
};
