// Where this device is, as exactly as it has been told so far.

/** @typedef {{ lat: number, lon: number, accuracy: number }} Spot_ */

const EARTH_M = 6_371_000;

/** @type {Spot_ | null} */
let here = null;

/** The last position, or null. */
export function position() {
  return here;
}

/**
 * Follows the device's position; `told` hears each one, and null where there will be none.
 * @param {(at: Spot_ | null) => void} told
 */
export function follow(told) {
  if (!("geolocation" in navigator)) {
    told(null);
    return;
  }
  navigator.geolocation.watchPosition(
    (found) => {
      const { latitude: lat, longitude: lon, accuracy } = found.coords;
      here = { lat, lon, accuracy };
      told(here);
    },
    () => told(here),
    { enableHighAccuracy: true, maximumAge: 5_000 },
  );
}

/**
 * Metres between two places that are near each other.
 * @param {Spot_} at
 * @param {[number, number]} point
 */
export function metresTo(at, [lat, lon]) {
  const rad = Math.PI / 180;
  const x = (lon - at.lon) * rad * Math.cos(((lat + at.lat) / 2) * rad);
  return Math.hypot(x, (lat - at.lat) * rad) * EARTH_M;
}
