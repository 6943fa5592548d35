// How the page asks the server, and what it takes for an answer: a portal's page, an old proxy's sorry are "no network".

const API = "/field/api/1/";
const OURS = "X-Planner";
const LONGEST_MS = 20_000;

/** Nobody answered, or somebody else did. */
export class NoNetwork extends Error {}

/** The server said no, in words. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {{error?: string, key?: string, field?: string}} said
   * @param {number | null} offset how many bytes of a file the server has, where that is the reason
   */
  constructor(status, said, offset) {
    super(said.error || "");
    this.status = status;
    this.key = said.key || "";
    this.field = said.field || "";
    this.offset = offset;
  }

  /** Whether the same may be taken later. */
  get isForNow() {
    return this.status >= 500 || this.status === 429;
  }

  /** Whether this tablet is not, or no longer, on this tour. */
  get isOutside() {
    return this.status === 403 || this.status === 404;
  }
}

/** By how much the server's clock is ahead of this tablet's, in milliseconds. */
let ahead = 0;

/** Now by the server's clock, as far as this tablet knows. */
export function serverNow() {
  return Date.now() + ahead;
}

/**
 * A moment by this tablet as the server's clock would have shown it.
 * @param {number} at
 */
export function corrected(at) {
  return at + ahead;
}

/** @param {number} difference */
export function setClock(difference) {
  ahead = difference;
}

/**
 * Asks and returns the JSON and the offset of a file, if one was told. Raises NoNetwork or Refused.
 * @param {string} path
 * @param {{method?: string, json?: unknown, bytes?: Blob, headers?: Record<string, string>, longest_ms?: number}} [how]
 * @returns {Promise<{json: any, offset: number | null, whole: boolean}>}
 */
export async function ask(path, { method = "GET", json, bytes, headers = {}, longest_ms = LONGEST_MS } = {}) {
  const sent = Date.now();
  let answer;
  try {
    answer = await fetch(API + path, {
      method,
      body: json === undefined ? bytes : JSON.stringify(json),
      headers: json === undefined ? headers : { "Content-Type": "application/json", ...headers },
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(longest_ms),
    });
    if (!answer.headers.has(OURS)) throw new Error("somebody else answered");
    const said = method === "HEAD" || answer.status === 204 ? null : await answer.json();
    if (typeof said?.now === "number") ahead = said.now - (sent + Date.now()) / 2;
    const told = answer.headers.get("Upload-Offset");
    const offset = told === null ? null : Number(told);
    if (answer.ok) return { json: said, offset, whole: answer.headers.get("Upload-Complete") === "?1" };
    throw new Refused(answer.status, said ?? {}, offset);
  } catch (problem) {
    if (problem instanceof Refused) throw problem;
    throw new NoNetwork(String(problem), { cause: problem });
  }
}
