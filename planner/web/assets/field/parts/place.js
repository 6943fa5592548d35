// Where this tablet is, and where a report made now belongs.

const FRESH_MS = 60_000;
const NEAR_STOP_M = 300;
const EXACT_M = 50;
const EARTH_M = 6_371_000;

/** @type {Fix | null} */
let last = null;
let isWatching = false;
/** @type {Set<() => void>} */
const listeners = new Set();

/** Begins to follow the position; the browser asks for consent the first time. */
export function watchPosition() {
  if (isWatching || !navigator.geolocation) return;
  isWatching = true;
  navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      const { latitude: lat, longitude: lon, accuracy, heading } = coords;
      last = {
        lat,
        lon,
        accuracy: Math.round(accuracy),
        heading: Number.isFinite(heading) ? heading : null,
        at: timestamp,
      };
      listeners.forEach((tell) => tell());
    },
    () => {},
    { enableHighAccuracy: true, maximumAge: 5000 },
  );
}

/** Begins to follow it where consent was given before, so that nobody is asked out of the blue. */
export async function watchIfAllowed() {
  const allowed = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (allowed?.state === "granted") watchPosition();
}

/** @param {() => void} tell */
export function onPosition(tell) {
  listeners.add(tell);
  return () => {
    listeners.delete(tell);
  };
}

/** The latest position, if it is not a minute old. */
export function position() {
  return last && Date.now() - last.at < FRESH_MS ? last : null;
}

/**
 * Where a report that is made now belongs: at a stop the tablet if it is beside it and exact, else the stop; on the way the
 * tablet; else the place is open, and the server takes the bus's.
 * @param {RideStop | null} here
 * @returns {ItemPlace}
 */
export function likelyPlace(here) {
  const fix = position();
  if (here) {
    const isBeside = fix && fix.accuracy <= EXACT_M && metresBetween(fix, here) <= NEAR_STOP_M;
    return isBeside ? ofTablet(fix) : { from: "stop", lat: here.lat, lon: here.lon, accuracy: null, line: null };
  }
  return fix ? ofTablet(fix) : { from: "open", lat: null, lon: null, accuracy: null, line: null };
}

/**
 * @param {Fix} fix
 * @returns {ItemPlace}
 */
function ofTablet({ lat, lon, accuracy, heading }) {
  return { from: "tablet", lat, lon, accuracy, line: null, heading };
}

/**
 * @param {{lat: number, lon: number}} a
 * @param {{lat: number, lon: number}} b
 */
export function metresBetween(a, b) {
  const turn = Math.PI / 180;
  const x = (b.lon - a.lon) * turn * Math.cos((a.lat + b.lat) / 2 * turn);
  const y = (b.lat - a.lat) * turn;
  return Math.hypot(x, y) * EARTH_M;
}
