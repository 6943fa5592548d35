// One tablet may be the bus: its way is kept here and sent in batches, so that whoever has no position takes it from there.

import { keepNote, readNote } from "./tours.js";
import { ask } from "../net/server.js";
import { metresBetween, onPosition, position, watchPosition } from "../parts/place.js";

const EVERY_M = 25;
const EVERY_MS = 15_000;
const MOST_POINTS = 1000;

/** @type {(() => void) | null} */
let stop = null;

/**
 * Whether this tablet is the bus on this tour.
 * @param {string} code
 * @returns {Promise<boolean>}
 */
export async function isBus(code) {
  return Boolean(await readNote(`bus ${code}`));
}

/**
 * @param {string} code
 * @param {boolean} wanted
 */
export async function beBus(code, wanted) {
  await keepNote(`bus ${code}`, wanted);
  stop?.();
  stop = null;
  if (wanted) followAs(code);
}

/**
 * Keeps the way of this tablet from now on.
 * @param {string} code
 */
function followAs(code) {
  /** @type {Fix | null} */
  let last = null;
  watchPosition();
  const note = async () => {
    const fix = position();
    if (!fix || last && fix.at - last.at < EVERY_MS && metresBetween(fix, last) < EVERY_M) return;
    last = fix;
    const points = await readNote(`track ${code}`) ?? [];
    await keepNote(`track ${code}`, [...points, [fix.at, fix.lat, fix.lon, fix.accuracy]].slice(-MOST_POINTS));
  };
  const forget = onPosition(() => note().catch(console.warn));
  stop = forget;
}

/** @param {string} code */
export async function resumeBus(code) {
  if (!stop && await isBus(code)) followAs(code);
}

/**
 * Sends what the bus has passed. Returns whether the server took it for an arrival or a departure.
 * @param {string} code
 * @returns {Promise<boolean>}
 */
export async function sendTrack(code) {
  const points = await readNote(`track ${code}`) ?? [];
  if (points.length === 0) return false;
  const json = { tablet_now: Date.now(), points };
  const { json: said } = await ask(`tours/${encodeURIComponent(code)}/track`, { method: "POST", json });
  const sent = new Set(points.map((/** @type {number[]} */ [at]) => at));
  const now = await readNote(`track ${code}`) ?? [];
  await keepNote(`track ${code}`, now.filter((/** @type {number[]} */ [at]) => !sent.has(at)));
  return Boolean(said.told);
}
