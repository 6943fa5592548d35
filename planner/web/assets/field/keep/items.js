// What was made on this tablet: drafts, what waits to be sent, what the server has said of it.

import { inTransaction, read, readAll } from "./store.js";
import { dropPieces, keepPieces } from "./pieces.js";
import { copiedBytes, copiedItems, copyItem, forgetItem } from "./spare.js";

/** What was received long ago is shown no more. */
const RECEIVED_STAYS_MS = 14 * 24 * 60 * 60 * 1000;

const changed = new BroadcastChannel("field-items");
/** @type {Set<() => void>} */
const listeners = new Set();
changed.onmessage = () => listeners.forEach((tell) => tell());

/**
 * Calls `tell` whenever an item has changed, in this tab or in another one.
 * @param {() => void} tell
 */
export function onItems(tell) {
  listeners.add(tell);
}

function tellAll() {
  changed.postMessage("");
  listeners.forEach((tell) => tell());
}

/** An id that grows with time (UUID version 7, RFC 9562). */
export function newUid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(Date.now()) << 16n | BigInt(bytes[6] << 8 | bytes[7]));
  bytes[6] = 0x70 | bytes[6] & 0x0f;
  bytes[8] = 0x80 | bytes[8] & 0x3f;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * @param {string} code
 * @param {string} by
 * @param {ItemKind} kind
 * @param {Record<string, unknown>} body
 * @returns {Item}
 */
export function newItem(code, by, kind, body) {
  return {
    uid: newUid(),
    code,
    kind,
    by,
    at: Date.now(),
    state: "waiting",
    body,
    photos: [],
    issue: null,
    problem: "",
    field: "",
    receivedAt: null,
  };
}

/** Every item of this tablet, the oldest first. @returns {Promise<Item[]>} */
export async function listItems() {
  const items = /** @type {Item[]} */ (await readAll("items"));
  return items.sort((a, b) => a.uid < b.uid ? -1 : 1);
}

/**
 * @param {string} uid
 * @returns {Promise<Item | undefined>}
 */
export function readItem(uid) {
  return read("items", uid);
}

/**
 * Keeps items, all or none; returns once they are on the disk.
 * @param {...Item} items
 */
export async function keepItems(...items) {
  await inTransaction(["items"], "readwrite", (transaction) => {
    items.forEach((item) => transaction.objectStore("items").put(item));
  });
  items.forEach((item) => copyItem(item, isUnsent(item)));
  tellAll();
}

/**
 * The items of this tablet; those that the database has lost, because the browser found it damaged and began a new one, are
 * put back out of their copies.
 */
export async function listAndRestore() {
  const items = await listItems();
  const known = new Set(items.map(({ uid }) => uid));
  const lost = (await copiedItems().catch(() => [])).filter(({ uid }) => !known.has(uid));
  for (const item of lost) {
    for (const { hash } of item.photos) {
      const bytes = hash && await copiedBytes(hash);
      if (bytes) await keepPieces(bytes);
    }
    await keepItems(item);
  }
  return lost.length > 0 ? await listItems() : items;
}

/**
 * Changes an item as it stands on the disk now, so that two who change it at once lose nothing. Does nothing where it is
 * gone; `change` may return false to leave it alone. Returns the item as it is then.
 * @param {string} uid
 * @param {(item: Item) => void | false} change
 * @returns {Promise<Item | undefined>}
 */
export async function changeItem(uid, change) {
  let isChanged = false;
  const item = await inTransaction(["items"], "readwrite", (transaction, /** @type {{value?: Item}} */ result) => {
    const asked = transaction.objectStore("items").get(uid);
    asked.onsuccess = () => {
      result.value = asked.result;
      isChanged = asked.result !== undefined && change(asked.result) !== false;
      if (isChanged) transaction.objectStore("items").put(asked.result);
    };
  });
  if (isChanged && item) copyItem(item, isUnsent(item));
  if (isChanged) tellAll();
  return item;
}

/**
 * Deletes an item and the bytes of its photos.
 * @param {string} uid
 */
export async function dropItem(uid) {
  const item = await readItem(uid);
  await forgetItem(uid); // first: what is taken out never comes back out of its copy
  await inTransaction(["items"], "readwrite", (transaction) => {
    transaction.objectStore("items").delete(uid);
  });
  for (const photo of item?.photos ?? []) await dropUnused(photo.hash);
  tellAll();
}

/**
 * Deletes bytes that no item needs any more.
 * @param {string} hash
 */
export async function dropUnused(hash) {
  const items = await listItems();
  const needed = items.some(({ photos }) => photos.some((photo) => photo.hash === hash && photo.state !== "attached"));
  if (hash && !needed) await dropPieces(hash);
}

/** Deletes what was received so long ago that nobody looks for it here. */
export async function dropOld() {
  const until = Date.now() - RECEIVED_STAYS_MS;
  for (const item of await listItems()) {
    const isOver = item.state === "received" && item.receivedAt !== null && item.receivedAt < until;
    if (isOver && item.photos.every(({ state }) => state === "attached")) await dropItem(item.uid);
  }
}

/**
 * Whether something of it has still to reach the server.
 * @param {Item} item
 */
export function isUnsent(item) {
  if (item.state === "draft") return false;
  return item.state !== "received" || item.photos.some(({ state }) => state === "ready" || state === "whole");
}

/**
 * Whether the tour as it was told at `askedAt` does not know of it yet.
 * @param {Item} item
 * @param {number} askedAt
 */
export function isNews({ state, receivedAt }, askedAt) {
  return state === "waiting" || state === "received" && receivedAt !== null && receivedAt >= askedAt;
}
