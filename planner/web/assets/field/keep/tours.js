// What this tablet knows of its tours, and of itself.

import { read, remove, write } from "./store.js";
import { setClock } from "../net/server.js";

/** The name of the worker's cache. */
const PICTURES = "field-pictures";

/**
 * @param {string} code
 * @returns {Promise<KnownTour | undefined>}
 */
export function readTour(code) {
  return read("tours", code);
}

/** @param {KnownTour} tour */
export function keepTour(tour) {
  return write("tours", tour);
}

/**
 * Nothing of the tour is kept any more, nor are pictures; what was made on it stays.
 * @param {string} code
 */
export async function forgetTour(code) {
  await remove("tours", code);
  await globalThis.caches?.delete(PICTURES);
}

/**
 * A note of this tablet: who speaks, what was chosen last.
 * @param {string} name
 * @returns {Promise<any>}
 */
export function readNote(name) {
  return read("notes", name);
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export function keepNote(name, value) {
  return write("notes", value, name);
}

/** Takes up the clock's difference of the last contact. */
export async function recallClock() {
  setClock(await readNote("clock") ?? 0);
}
