// Who speaks on this tablet: one of those who joined on it, chosen by a tap, also without a network.

/**
 * The ride as it is for who speaks now. What the server told for somebody else stays true but for what is one's own: that
 * is known from what was made here, until the server tells it for them.
 * @param {Ride} ride
 * @param {string} key
 * @param {Item[]} items
 * @returns {Ride}
 */
export function asSpeaker(ride, key, items) {
  const chosen = ride.speakers.find((one) => one.key === key);
  if (!chosen || key === ride.me.key) return ride;
  const own = new Set(items.filter((item) => item.by === key && item.kind === "report").map(({ issue }) => issue));
  const issues = Object.entries(ride.issues).map(([number, issue]) => {
    const mine = own.has(issue.number);
    return [number, { ...issue, mine, supported: false, editable: mine, withdrawable: false }];
  });
  return { ...ride, me: { ...ride.me, ...chosen }, issues: Object.fromEntries(issues) };
}

/**
 * Whether this is a tablet that joined by the link, on which several may speak.
 * @param {Ride} ride
 */
export function isShared(ride) {
  return ride.me.key.startsWith("participant:");
}

/**
 * The name of who made something, where there are several who could have.
 * @param {Ride | null} ride
 * @param {string} key
 */
export function nameOf(ride, key) {
  const speakers = ride?.speakers ?? [];
  return speakers.length > 1 ? speakers.find((one) => one.key === key)?.name ?? "" : "";
}
