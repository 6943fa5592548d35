// What a tap makes is kept to be sent; what the tablet cannot keep is told.

import { keepItems, newItem } from "../keep/items.js";

/**
 * Keeps one item of this visitor; whether it was kept.
 * @param {import("../app.js").Bus} bus
 * @param {ItemKind} kind
 * @param {Record<string, unknown>} body
 */
export async function keep(bus, kind, body) {
  try {
    await keepItems(newItem(bus.code, bus.ride.me.key, kind, body));
    return true;
  } catch (problem) {
    bus.tell(problem);
    return false;
  }
}
