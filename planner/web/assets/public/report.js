// The place of a report: a tap on a map that is loaded when it is asked for, or where the device says that it is.

const box = /** @type {HTMLElement} */ (document.getElementById("point"));
const form = /** @type {HTMLFormElement} */ (box.closest("form"));
const map_box = /** @type {HTMLElement} */ (box.querySelector(".map-here"));
const said = {
  marked: /** @type {HTMLElement} */ (box.querySelector("[data-say=marked]")),
  failed: /** @type {HTMLElement} */ (box.querySelector("[data-say=failed]")),
};
/** @type {Leaflet} */
let map = null;
/** @type {Leaflet} */
let mark = null;

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

function show() {
  const at = field("lat").value && field("lon").value ? [+field("lat").value, +field("lon").value] : null;
  said.marked.hidden = !at;
  if (mark) mark.remove();
  mark = null;
  if (map && at) {
    mark = L.circleMarker(at, { radius: 12, weight: 4, color: "var(--red)", fillOpacity: 0.3 }).addTo(map);
  }
}

/** @param {{lat: number, lng: number} | null} at */
function choose(at) {
  field("lat").value = at ? at.lat.toFixed(6) : "";
  field("lon").value = at ? at.lng.toFixed(6) : "";
  said.failed.hidden = true;
  show();
}

/** @param {string} address */
const load = (address) =>
  new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(null);
    script.onerror = fail;
    document.head.append(script);
  });

async function openMap() {
  if (map) return;
  for (const address of (box.dataset.styles ?? "").split(" ")) {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = address;
    document.head.append(style);
  }
  const given = await (await fetch(box.dataset.ground ?? "")).json();
  for (const address of (box.dataset.files ?? "").split(" ")) await load(address);
  map_box.hidden = false;
  map = L.map(map_box, { center: given.at, zoom: given.zoom, zoomControl: false, attributionControl: false });
  planner.drawGround(map, given.ground);
  map.on("click", (/** @type {{latlng: {lat: number, lng: number}}} */ tap) => choose(tap.latlng));
  show();
  if (mark) map.setView(mark.getLatLng(), 17);
}

function fail() {
  said.failed.textContent = box.dataset.failed ?? "";
  said.failed.hidden = false;
}

function askDevice() {
  if (!navigator.geolocation) return fail();
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      choose({ lat: coords.latitude, lng: coords.longitude });
      if (mark) map.setView(mark.getLatLng(), 17);
    },
    fail,
    { enableHighAccuracy: true, timeout: 15000 },
  );
}

box.addEventListener("click", (tap) => {
  const act = tap.target instanceof HTMLElement ? tap.target.dataset.act : "";
  if (act === "map") openMap().catch(fail);
  if (act === "here") askDevice();
  if (act === "unmark") choose(null);
});
box.hidden = false;
show();

export {};
