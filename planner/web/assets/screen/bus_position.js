// While it is on the screen, the tablet tells its position again and again, and stays awake.

const REFUSALS = { 1: "denied", 2: "unavailable", 3: "timeout" };

/**
 * @typedef {object} Kept
 * @property {string | null} [toldProblem]
 * @property {() => void} [ask]
 * @property {number} [timer]
 * @property {WakeLockSentinel} [lock]
 */

/** @param {Component<{every_ms: number}, Kept>} component */
export default function ({ parentElement, data, setTriggerValue }) {
  function tell(/** @type {string} */ problem) {
    if (parentElement.toldProblem === problem) return;
    parentElement.toldProblem = problem;
    setTriggerValue("problem", problem);
  }

  function stayAwake() {
    if (document.hidden) return;
    navigator.wakeLock?.request("screen").then((lock) => {
      parentElement.lock = lock;
    }, () => {});
  }

  parentElement.ask = () => {
    if (!globalThis.isSecureContext || !navigator.geolocation) {
      tell("insecure");
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => {
        parentElement.toldProblem = null;
        const age = Math.max(0, Date.now() - timestamp);
        setTriggerValue("fix", { lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy, age });
      },
      ({ code }) => tell(REFUSALS[/** @type {1 | 2 | 3} */ (code)] || "unavailable"),
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 5000 },
    );
  };
  if (parentElement.timer === undefined) {
    parentElement.ask();
    parentElement.timer = setInterval(() => parentElement.ask?.(), data.every_ms);
    stayAwake();
  }
  return () => {
    clearInterval(parentElement.timer);
    delete parentElement.timer;
    parentElement.lock?.release();
  };
}
