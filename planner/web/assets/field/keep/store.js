// What lies on this tablet, and that it really does: the one script that knows the browser's database.

import { giveWay } from "./spare.js";

const NAME = "field";
const VERSION = 1;
/** A full disk lets the second write hang for ever: what has not ended by then has failed, and the database is opened anew. */
const LONGEST_MS = 5000;

/** @typedef {"tours" | "items" | "pieces" | "notes"} StoreName */

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** The tablet could not keep something in `stores`, or not read it: `isFull` where there is no room for it. */
export class NotKept extends Error {
  /**
   * @param {unknown} cause
   * @param {StoreName[]} stores
   * @param {IDBTransactionMode} mode
   */
  constructor(cause, stores, mode) {
    super(String(cause), { cause });
    this.stores = stores;
    this.isReading = mode === "readonly";
    this.isFull = isFull(cause);
  }
}

/** @param {unknown} problem */
function isFull(problem) {
  const name = problem instanceof DOMException ? problem.name : "";
  return name === "QuotaExceededError" || String(problem).includes("NO_SPACE");
}

/** @type {Set<(stores: StoreName[], isReading: boolean) => void>} */
const listeners = new Set();

/**
 * Calls `tell` whenever something was kept in stores, or read from them.
 * @param {(stores: StoreName[], isReading: boolean) => void} tell
 */
export function onStored(tell) {
  listeners.add(tell);
}

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      const database = asked.result;
      database.createObjectStore("tours", { keyPath: "code" });
      database.createObjectStore("items", { keyPath: "uid" });
      database.createObjectStore("pieces");
      database.createObjectStore("notes");
    };
    asked.onsuccess = () => {
      asked.result.onclose = forget;
      asked.result.onversionchange = () => {
        asked.result.close();
        forget();
      };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
  return opened;
}

/** The next one opens the database anew; what still waits on the old connection would hold up whatever comes. */
function forget() {
  opened?.then((database) => database.close(), () => {});
  opened = null;
}

/**
 * @template Result
 * @param {Promise<Result>} wanted
 * @param {() => void} [giveUp]
 * @returns {Promise<Result>}
 */
function inTime(wanted, giveUp) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      giveUp?.();
      reject(new Error("the tablet's storage does not answer"));
    }, LONGEST_MS);
  });
  return /** @type {Promise<Result>} */ (Promise.race([wanted, late])).finally(() => clearTimeout(timer));
}

/**
 * Does `act` in one transaction and returns, once all is on the disk, what it put into `result.value`. A second try is
 * made on a database that was opened anew, but for a full one; `act` may so run twice. Raises NotKept: nothing of it is kept then.
 * @template Result
 * @param {StoreName[]} stores
 * @param {IDBTransactionMode} mode
 * @param {(transaction: IDBTransaction, result: {value?: Result}) => void} act
 * @returns {Promise<Result>}
 */
export async function inTransaction(stores, mode, act) {
  const kept = await attempt(stores, mode, act).catch((problem) => {
    forget();
    if (isFull(problem)) {
      giveWay(); // there is room for the next try, if it had any
      throw new NotKept(problem, stores, mode);
    }
    return attempt(stores, mode, act).catch((again) => {
      forget();
      throw new NotKept(again, stores, mode);
    });
  });
  listeners.forEach((tell) => tell(stores, mode === "readonly"));
  return kept;
}

/**
 * @template Result
 * @param {StoreName[]} stores
 * @param {IDBTransactionMode} mode
 * @param {(transaction: IDBTransaction, result: {value?: Result}) => void} act
 * @returns {Promise<Result>}
 */
async function attempt(stores, mode, act) {
  const database = await inTime(open());
  const transaction = database.transaction(stores, mode, { durability: "strict" });
  const giveUp = () => {
    try {
      transaction.abort(); // what is told as not kept must not be kept later
    } catch (_) {
      // it has ended, or the connection is gone
    }
  };
  return await inTime(
    new Promise((resolve, reject) => {
      /** @type {{value?: Result}} */
      const result = {};
      transaction.oncomplete = () => resolve(/** @type {Result} */ (result.value));
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      act(transaction, result);
    }),
    giveUp,
  );
}

/**
 * @param {StoreName} store
 * @param {IDBValidKey} key
 * @returns {Promise<any>} undefined where there is none
 */
export function read(store, key) {
  return inTransaction([store], "readonly", (transaction, result) => {
    const asked = transaction.objectStore(store).get(key);
    asked.onsuccess = () => result.value = asked.result;
  });
}

/**
 * @param {StoreName} store
 * @returns {Promise<any[]>}
 */
export function readAll(store) {
  return inTransaction([store], "readonly", (transaction, result) => {
    const asked = transaction.objectStore(store).getAll();
    asked.onsuccess = () => result.value = asked.result;
  });
}

/**
 * @param {StoreName} store
 * @param {unknown} value
 * @param {IDBValidKey} [key] where the value does not hold it
 */
export function write(store, value, key) {
  return inTransaction([store], "readwrite", (transaction) => {
    transaction.objectStore(store).put(value, key);
  });
}

/**
 * @param {StoreName} store
 * @param {IDBValidKey} key
 */
export function remove(store, key) {
  return inTransaction([store], "readwrite", (transaction) => {
    transaction.objectStore(store).delete(key);
  });
}
