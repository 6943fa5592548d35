// A second copy of what waits to be sent, in another part of the browser's storage: for the day on which the database does
// not open, or was found damaged by the browser and begun anew. It never holds up anything, and gives way where room is short.

const SPARE = "field-spare";
const ITEMS = "/field/spare/items/";
const FILES = "/field/spare/files/";

let isGivenUp = false;
/** What is copied goes one after the other. @type {Promise<unknown>} */
let line = Promise.resolve();

/**
 * @param {(cache: Cache) => Promise<unknown>} act
 * @returns {Promise<unknown>}
 */
function inLine(act) {
  if (isGivenUp || !globalThis.caches) return Promise.resolve();
  line = line.then(async () => isGivenUp || await act(await caches.open(SPARE))).catch(() => {});
  return line;
}

/**
 * Copies an item, or forgets it where the server has all of it.
 * @param {Item} item
 * @param {boolean} isWanted
 */
export function copyItem(item, isWanted) {
  const path = ITEMS + item.uid;
  const text = JSON.stringify(item);
  return inLine((cache) => isWanted ? cache.put(path, new Response(text)) : cache.delete(path));
}

/** @param {string} uid */
export function forgetItem(uid) {
  return inLine((cache) => cache.delete(ITEMS + uid));
}

/**
 * @param {string} hash
 * @param {ArrayBuffer} bytes
 */
export function copyBytes(hash, bytes) {
  return inLine((cache) => cache.put(FILES + hash, new Response(bytes)));
}

/** @param {string} hash */
export function forgetBytes(hash) {
  return inLine((cache) => cache.delete(FILES + hash));
}

/** Every item that has a copy, the oldest first. @returns {Promise<Item[]>} */
export async function copiedItems() {
  if (!globalThis.caches || !await caches.has(SPARE)) return [];
  const cache = await caches.open(SPARE);
  const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith(ITEMS));
  const items = await Promise.all(paths.map(async (path) => await (await cache.match(path))?.json()));
  return items.filter(Boolean).sort((a, b) => a.uid < b.uid ? -1 : 1);
}

/**
 * @param {string} hash
 * @returns {Promise<ArrayBuffer | undefined>}
 */
export async function copiedBytes(hash) {
  const found = await globalThis.caches?.match(FILES + hash, { cacheName: SPARE });
  return await found?.arrayBuffer();
}

/** Gives its room to the first copy, for as long as this page is open. */
export function giveWay() {
  if (isGivenUp || !globalThis.caches) return;
  isGivenUp = true;
  caches.delete(SPARE).catch(() => {});
}
