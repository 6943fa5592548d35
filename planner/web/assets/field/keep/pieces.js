// The bytes of photos, in pieces by content address: pieces survive where large files in the database do not.

import { copyBytes, forgetBytes } from "./spare.js";
import { inTransaction } from "./store.js";

export const PIECE_BYTES = 128 * 1024;

/** @param {ArrayBuffer} bytes */
export async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Keeps the bytes and returns their address, once they are on the disk.
 * @param {ArrayBuffer} bytes
 */
export async function keepPieces(bytes) {
  const hash = await hashOf(bytes);
  await inTransaction(["pieces"], "readwrite", (transaction) => {
    for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) {
      transaction.objectStore("pieces").put(bytes.slice(at, at + PIECE_BYTES), [hash, at / PIECE_BYTES]);
    }
  });
  copyBytes(hash, bytes);
  return hash;
}

/**
 * The bytes from `offset` to the end of their piece and of those after it, `most` pieces together; empty at the end,
 * undefined where they are not here.
 * @param {string} hash
 * @param {number} offset
 * @param {number} most
 * @returns {Promise<Blob | undefined>}
 */
export async function readSome(hash, offset, most) {
  const number = Math.floor(offset / PIECE_BYTES);
  const pieces = await inTransaction(
    ["pieces"],
    "readonly",
    (transaction, /** @type {{value?: ArrayBuffer[]}} */ result) => {
      const asked = transaction.objectStore("pieces").getAll(
        IDBKeyRange.bound([hash, number], [hash, number + most - 1]),
      );
      asked.onsuccess = () => result.value = asked.result;
    },
  );
  if (!pieces?.length) return undefined;
  return new Blob(pieces).slice(offset - number * PIECE_BYTES);
}

/**
 * All bytes of an address.
 * @param {string} hash
 * @returns {Promise<ArrayBuffer[]>}
 */
export function readPieces(hash) {
  return inTransaction(["pieces"], "readonly", (transaction, /** @type {{value?: ArrayBuffer[]}} */ result) => {
    const asked = transaction.objectStore("pieces").getAll(range(hash));
    asked.onsuccess = () => result.value = asked.result;
  });
}

/** @param {string} hash */
export async function dropPieces(hash) {
  await inTransaction(["pieces"], "readwrite", (transaction) => {
    transaction.objectStore("pieces").delete(range(hash));
  });
  forgetBytes(hash);
}

/** @param {string} hash */
function range(hash) {
  return IDBKeyRange.bound([hash, 0], [hash, Infinity]);
}
