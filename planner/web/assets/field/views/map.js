// Where a problem is, by a cross-hair that stands still while the map moves beneath it; a line where it has a length.

import { button, el, icon } from "../parts/dom.js";
import { position } from "../parts/place.js";
import { t } from "../parts/words.js";

const ZOOM = 17;

/**
 * Asks for the place and returns it, or null where it was left as it is.
 * @param {Ride} ride
 * @param {ItemPlace} place
 * @param {RideStop | null} stop
 * @returns {Promise<ItemPlace | null>}
 */
export async function choosePlace(ride, place, stop) {
  await loadLeaflet();
  return await new Promise((resolve) => {
    const box = el("div", { class: "map" });
    /** @type {[number, number][]} */
    let line = place.line ?? [];
    const said = el("p", { class: "quiet", role: "status" }, t("tablet.map.move"));
    const dialog = el("dialog", { class: "whole", "aria-label": t("tablet.map.title") });
    /** @param {ItemPlace | null} chosen */
    const end = (chosen) => {
      dialog.close();
      dialog.remove();
      map.remove();
      resolve(chosen);
    };
    const take = () => {
      const { lat, lng } = map.getCenter();
      const points = line.length > 0 ? [...line, /** @type {[number, number]} */ ([lat, lng])] : null;
      end({ from: "map", lat, lon: lng, accuracy: null, line: points });
    };
    const addPoint = () => {
      const { lat, lng } = map.getCenter();
      line = [...line, [lat, lng]];
      drawn.setLatLngs(line);
      said.textContent = t("tablet.map.line", { n: line.length });
    };
    const goHere = () => {
      const fix = position();
      if (fix) map.setView([fix.lat, fix.lon], ZOOM);
      else said.textContent = t("tablet.map.no_position");
    };
    dialog.append(
      el(
        "header",
        { class: "top" },
        button("", () => end(null), { kind: "small", sign: "close", label: t("tablet.map.leave") }),
        el("h1", {}, t("tablet.map.title")),
      ),
      el(
        "div",
        { class: "map-box" },
        box,
        ride.city.tiles && el("small", {}, ride.city.attribution),
        el("div", { class: "cross", "aria-hidden": true }, icon("here", 44)),
      ),
      said,
      el(
        "div",
        { class: "row" },
        button(t("tablet.map.here"), goHere, { sign: "here" }),
        button(t("tablet.map.add_point"), addPoint),
      ),
      el("footer", { class: "bottom" }, button(t("tablet.map.take"), take, { kind: "main" })),
    );
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      end(null);
    });
    document.body.append(dialog);
    dialog.showModal();
    const map = drawMap(box, ride);
    const at = place.lat !== null && place.lon !== null ? place : position() ?? stop ?? ride.city;
    map.setView([at.lat, at.lon], ZOOM);
    const drawn = L.polyline(line, { color: "var(--blue)", weight: 6 }).addTo(map);
  });
}

/**
 * @param {HTMLElement} box
 * @param {Ride} ride
 */
function drawMap(box, { city, stops }) {
  const map = L.map(box, { minZoom: 3, maxZoom: 19, zoomControl: false, attributionControl: false });
  if (city.tiles) L.tileLayer(city.tiles, { maxZoom: 19 }).addTo(map);
  for (const stop of stops) {
    const dot = { radius: 9, color: "var(--white)", fillColor: "var(--blue)", fillOpacity: 1, weight: 2 };
    L.circleMarker([stop.lat, stop.lon], dot).bindTooltip(document.createTextNode(stop.name)).addTo(map);
  }
  return map;
}

/** The library of the map comes once it is wanted; it lies with the page, so that no network is needed. */
async function loadLeaflet() {
  if ("L" in globalThis) return;
  const base = new URL("../leaflet/", import.meta.url);
  document.head.append(el("link", { rel: "stylesheet", href: new URL("leaflet.css", base) }));
  await new Promise((resolve, reject) => {
    document.head.append(el("script", { src: new URL("leaflet.js", base), onload: resolve, onerror: reject }));
  });
}
