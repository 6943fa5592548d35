// The ride as it is by what this tablet knows: what the server said last, and the taps made here that it has not yet.

import { isNews } from "../keep/items.js";
import { corrected, serverNow } from "../net/server.js";

const MINUTE_MS = 60_000;
const TAPS = ["start", "arrive", "leave", "undo"];

/**
 * The ride with the taps of this tablet that were not known at `askedAt`; what is ahead moves by the delay that they make.
 * @param {Ride} ride
 * @param {Item[]} items
 * @param {number} askedAt
 * @returns {Ride}
 */
export function withOwnTaps(ride, items, askedAt) {
  const taps = items.filter((item) => isNews(item, askedAt) && TAPS.includes(item.kind));
  return taps.reduce(withTap, ride);
}

/**
 * @param {Ride} ride
 * @param {Item} tap
 * @returns {Ride}
 */
function withTap(ride, tap) {
  const at = corrected(tap.at);
  const id = Number(tap.body.stop);
  if (tap.kind === "start") return { ...ride, tour: { ...ride.tour, phase: "driving", state: "riding" } };
  if (tap.kind === "undo") return withoutTap(ride, /** @type {{kind: string, stop: number | null}} */ (tap.body.tap));
  const isArrival = tap.kind === "arrive";
  const planned = ride.stops.find((stop) => stop.id === id);
  if (!planned) return ride;
  const delay = at - ((isArrival ? planned.arrival : planned.departure) ?? at);
  const place = ride.stops.indexOf(planned);
  const stops = ride.stops.map((stop, index) => {
    if (stop === planned) {
      return isArrival
        ? { ...stop, arrived_at: at, departure: moved(stop.departure, delay) }
        : { ...stop, departed_at: at };
    }
    return index > place
      ? { ...stop, arrival: moved(stop.arrival, delay), departure: moved(stop.departure, delay) }
      : stop;
  });
  return settled({ ...ride, stops });
}

/**
 * @param {Ride} ride
 * @param {{kind: string, stop: number | null}} tap
 */
function withoutTap(ride, tap) {
  const gone = tap.kind === "arrive" ? { arrived_at: null } : { departed_at: null };
  return settled({ ...ride, stops: ride.stops.map((stop) => stop.id === tap.stop ? { ...stop, ...gone } : stop) });
}

/**
 * @param {number | null} at
 * @param {number} by
 */
function moved(at, by) {
  return at === null ? null : at + by;
}

/**
 * The same with `here`, `ahead` and the phase that follow from the stops.
 * @param {Ride} ride
 * @returns {Ride}
 */
function settled(ride) {
  const here = ride.stops.find((stop) => stop.arrived_at !== null && stop.departed_at === null);
  const ahead = ride.stops.find((stop) => stop.arrived_at === null && stop.departed_at === null && !stop.skipped);
  const phase = here ? "at_stop" : ahead ? "driving" : "returning";
  return { ...ride, here: here?.id ?? null, ahead: ahead?.id ?? null, undo: null, tour: { ...ride.tour, phase } };
}

/**
 * The stop where the bus stands.
 * @param {Ride} ride
 */
export function hereOf(ride) {
  return ride.stops.find(({ id }) => id === ride.here) ?? null;
}

/**
 * The next stop.
 * @param {Ride} ride
 */
export function aheadOf(ride) {
  return ride.stops.find(({ id }) => id === ride.ahead) ?? null;
}

/**
 * The stop that people talk about: where the bus is or was last.
 * @param {Ride} ride
 */
export function topicOf(ride) {
  return hereOf(ride) ?? ride.stops.findLast((stop) => stop.arrived_at !== null) ?? null;
}

/**
 * Whole minutes until a moment by the server's clock; negative when it has passed.
 * @param {number} at
 */
export function minutesTo(at) {
  return Math.ceil((at - serverNow()) / MINUTE_MS);
}
