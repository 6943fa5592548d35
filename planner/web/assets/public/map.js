// The picture of a map becomes a map to move and to zoom as soon as it is near what is seen. Without this script, and where its
// files do not come, the picture stays. What is said of a pin is what the list of the page says of it. A map of issues asks the
// server for all that the filter finds in what is in view, as pins and as groups.

const COARSE = matchMedia("(pointer: coarse)").matches;
const NEAR_PX = 38;
const STILL = matchMedia("(prefers-reduced-motion: reduce)").matches;
const box = /** @type {HTMLElement} */ (document.querySelector("[data-map]"));
/** @type {LiveMap} */
const told = JSON.parse(box.dataset.map ?? "");

/** @param {string} address */
const load = (address) =>
  new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(null);
    script.onerror = fail;
    document.head.append(script);
  });

/** @param {string} address */
const dress = (address) =>
  new Promise((done, fail) => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = address;
    style.onload = () => done(null);
    style.onerror = fail;
    document.head.append(style);
  });

/** @param {string | undefined} list */
const addresses = (list) => (list ?? "").split(" ");

/** @param {LivePin} pin */
function entry(pin) {
  if (pin.to.startsWith("#")) return document.getElementById(pin.to.slice(1));
  const links = [...document.querySelectorAll("main li a")];
  return links.find((each) => each.getAttribute("href") === pin.to)?.closest("li") ?? null;
}

/** What the server says of a pin. @param {ToldPin} pin */
function quote(pin) {
  const said = document.createElement("div");
  said.className = "pin-said";
  const link = document.createElement("a");
  link.href = pin.to;
  link.textContent = pin.name;
  const where = document.createElement("p");
  where.className = "where";
  where.textContent = pin.where;
  const badge = document.createElement("span");
  badge.className = `badge ${pin.look}`;
  badge.textContent = pin.badge;
  said.append(link, where, badge);
  return said;
}

/** @param {LivePin} pin */
function describe(pin) {
  const said = document.createElement("div");
  said.className = "pin-said";
  const there = pin.to ? entry(pin) : null;
  if (!there) return said;
  const link = document.createElement("a");
  const own = pin.to.startsWith("#") ? there.querySelector("a.name")?.getAttribute("href") : null;
  link.href = own ?? pin.to;
  if (link.hash && !own) link.target = "_self";
  link.textContent = there.querySelector(".name, h3, strong, a")?.textContent ?? "";
  said.append(link);
  for (const part of [there.querySelector(".where"), there.querySelector(".badge")]) {
    if (part?.textContent) said.append(part.cloneNode(true));
  }
  return said;
}

/** @param {HTMLElement[]} all */
const label = (all) => all.flatMap((each) => [...each.children]).map((each) => each.textContent).join(", ");

/** @param {Spot} at @param {string} text @param {string} colour @param {boolean} taps */
function dotAt(at, text, colour, taps) {
  const dot = document.createElement("span");
  dot.textContent = text;
  dot.style.background = colour;
  dot.classList.toggle("plain-dot", !text);
  const icon = L.divIcon({ className: "open-pin", html: dot, iconSize: [44, 44] });
  return L.marker(at, { icon, keyboard: taps, interactive: taps, riseOnHover: true });
}

/** Leaflet hears Enter alone. @param {Leaflet} marker @param {string} said @param {() => void} open */
function takeTaps(marker, said, open) {
  marker.on("click", open);
  marker.on("add", () => {
    const root = marker.getElement();
    root.setAttribute("aria-label", said);
    root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      open();
    });
  });
}

/** @param {Leaflet} map @param {Leaflet} marker @param {HTMLElement[]} all */
function openPopup(map, marker, all) {
  const box = document.createElement("div");
  box.append(...all);
  const popup = L.popup({ closeButton: false, minWidth: 200, maxWidth: 260, maxHeight: 220, offset: [0, -12] });
  popup.setLatLng(marker.getLatLng()).setContent(box).openOn(map);
  box.querySelector("a")?.focus({ preventScroll: true });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    map.closePopup();
    marker.getElement()?.focus({ preventScroll: true });
  });
}

/** Pins that cover each other at this zoom are one. @param {Leaflet} map @returns {LivePin[][]} */
function groups(map) {
  /** @type {{spot: Leaflet, pins: LivePin[]}[]} */
  const found = [];
  for (const pin of told.pins) {
    const spot = map.latLngToLayerPoint(pin.at);
    const near = found.find((each) => each.spot.distanceTo(spot) < NEAR_PX);
    if (near) near.pins.push(pin);
    else found.push({ spot, pins: [pin] });
  }
  return found.map((each) => each.pins);
}

/** @param {Leaflet} map @param {LivePin} pin @param {HTMLElement[]} said */
function drawOne(map, pin, said) {
  const marker = dotAt(pin.at, pin.number, pin.colour, said.length > 0);
  if (said.length) takeTaps(marker, label(said), () => openPopup(map, marker, said));
  return marker;
}

/** @param {string | undefined} words @param {number} number */
const counted = (words, number) => (words ?? "").replace("{number}", String(number));

/** @param {Leaflet} map @param {LivePin[]} pins */
function drawGroup(map, pins) {
  const said = pins.map(describe).filter((each) => each.children.length);
  const [first] = pins;
  if (pins.length === 1) return drawOne(map, first, said);
  const marker = dotAt(first.at, String(pins.length), "var(--text)", true);
  takeTaps(marker, counted(box.dataset.group, pins.length), () => {
    const bounds = L.latLngBounds(pins.map((pin) => pin.at)).pad(0.2);
    const zoom = Math.min(map.getBoundsZoom(bounds), map.getMaxZoom());
    if (zoom > map.getZoom()) map.setView(bounds.getCenter(), zoom);
    else openPopup(map, marker, said);
  });
  return marker;
}

/** @param {Leaflet} map */
function drawPins(map) {
  const layer = L.layerGroup().addTo(map);
  const draw = () => {
    const inside = layer.getLayers().some((/** @type {Leaflet} */ each) =>
      each.getElement() === document.activeElement
    );
    layer.clearLayers();
    for (const pins of groups(map).toReversed()) drawGroup(map, pins).addTo(layer);
    if (inside) map.getContainer().focus({ preventScroll: true });
  };
  map.on("zoomend", draw);
  draw();
}

/** How many of a group are not among the first that it lists. @param {OpenView["clusters"][0]} cluster */
function beyond({ count, pins }) {
  if (count === pins.length) return [];
  const said = document.createElement("p");
  said.className = "pin-said";
  said.textContent = counted(box.dataset.more, count - pins.length);
  return [said];
}

/** At the closest zoom a group lists its first issues. @param {Leaflet} map @param {OpenView["clusters"][0]} cluster */
function drawCluster(map, cluster) {
  const marker = dotAt(cluster.at, String(cluster.count), "var(--text)", true);
  takeTaps(marker, counted(box.dataset.group, cluster.count), () => {
    if (cluster.pins.length) openPopup(map, marker, [...cluster.pins.map(quote), ...beyond(cluster)]);
    else map.setView(cluster.at, Math.min(map.getZoom() + 2, map.getMaxZoom()));
  });
  return marker;
}

/** @param {string} query @param {AbortSignal} [signal] @returns {Promise<OpenView>} */
async function ask(query, signal) {
  const answer = await fetch(`${told.view}${told.view?.includes("?") ? "&" : "?"}${query}`, { signal });
  return answer.ok ? answer.json() : Promise.reject(answer.status);
}

/** What stays in view stays on the map, so that nobody loses what is focused. @param {Leaflet} map */
function drawView(map) {
  const layer = L.layerGroup().addTo(map);
  /** @type {Map<string, Leaflet>} */
  let drawn = new Map();
  let asking = new AbortController();

  /** @param {OpenView} view */
  function show(view) {
    const wanted = new Map([
      ...view.clusters.map((each) => /** @type {const} */ ([JSON.stringify(each), () => drawCluster(map, each)])),
      ...view.pins.map((
        each,
      ) => /** @type {const} */ ([JSON.stringify(each), () => drawOne(map, each, [quote(each)])])),
    ]);
    /** @type {Map<string, Leaflet>} */
    const next = new Map();
    for (const [key, draw] of wanted) next.set(key, drawn.get(key) ?? draw().addTo(layer));
    for (const [key, marker] of drawn) {
      if (next.has(key)) continue;
      if (marker.getElement() === document.activeElement) map.getContainer().focus({ preventScroll: true });
      layer.removeLayer(marker);
    }
    drawn = next;
    const note = document.querySelector(".map-note");
    if (note) note.textContent = counted(box.dataset.all, view.total);
  }

  function look() {
    asking.abort();
    asking = new AbortController();
    const sides = map.getBounds().toBBoxString().split(",").map((/** @type {string} */ each) =>
      Number(each).toFixed(5)
    );
    // Where no answer comes, what was there stays.
    ask(`bbox=${sides.join(",")}&zoom=${Math.round(map.getZoom())}`, asking.signal).then(show, () => {});
  }

  map.on("moveend", look);
  look();
}

/** The slider of time draws on the picture: its drawing lies where the picture was. @param {Leaflet} map @param {SVGElement} svg */
function takeDrawing(map, svg) {
  const pane = map.createPane("drawing");
  pane.style.zIndex = "650";
  pane.style.pointerEvents = "none";
  L.svgOverlay(svg, told.corners, { pane: "drawing" }).addTo(map);
  const wide = Number((svg.getAttribute("viewBox") ?? "").split(" ")[2]);
  const size = () => {
    const [west, east] = told.corners.map((corner) => map.latLngToLayerPoint(corner).x);
    svg.style.setProperty("--unit", (wide / (east - west)).toFixed(4));
  };
  map.on("zoomend", size);
  size();
}

/** @param {HTMLElement} holder @param {MapPage} given @param {OpenView | null} all */
function drawMap(holder, given, all) {
  const motion = { zoomAnimation: !STILL, fadeAnimation: !STILL, markerZoomAnimation: !STILL, inertia: !STILL };
  // One finger scrolls the page, and so does the wheel until the map was tapped.
  const quiet = { dragging: !COARSE, scrollWheelZoom: false, zoomControl: false, attributionControl: false };
  const map = L.map(holder, { ...quiet, ...motion });
  const points = all?.extent ?? [...told.pins.map((pin) => pin.at), ...told.line];
  map.fitBounds(L.latLngBounds(points), { padding: [40, 40], maxZoom: points.length > 1 ? 16 : 15, animate: false });
  planner.drawGround(map, given.ground);
  if (told.line.length) L.polyline(told.line, { color: "var(--blue)", weight: 4, interactive: false }).addTo(map);
  if (all) drawView(map);
  else drawPins(map);
  const svg = /** @type {SVGElement | null} */ (box.querySelector(":scope > svg"));
  if (svg) takeDrawing(map, svg);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
}

async function bringToLife() {
  const [given, all] = await Promise.all([
    fetch(box.dataset.ground ?? "").then((answer) => answer.ok ? answer.json() : Promise.reject(answer.status)),
    told.view ? ask("") : null,
    ...addresses(box.dataset.styles).map(dress),
  ]);
  for (const address of addresses(box.dataset.files)) await load(address);
  const holder = document.createElement("div");
  holder.className = "live-map";
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", box.querySelector("img")?.alt ?? "");
  box.append(holder);
  try {
    drawMap(holder, given, all);
    box.classList.add("live");
    const hint = /** @type {HTMLElement | null} */ (document.querySelector(".touch-hint"));
    if (hint) hint.hidden = !COARSE;
  } catch (error) {
    holder.remove();
    throw error;
  }
}

const watch = new IntersectionObserver((seen) => {
  if (!seen.some((each) => each.isIntersecting)) return;
  watch.disconnect();
  bringToLife().catch(() => {}); // the picture says the same
}, { rootMargin: "200px" });
watch.observe(box);

export {};
