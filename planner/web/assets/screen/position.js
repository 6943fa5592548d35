// A button that asks for the tablet's position; a screen that knows none asks at once.

/** @param {Component<{label: string, waiting: string, refusals: Record<number, string>, known: boolean}, {askedOnce?: boolean}>} component */
export default function ({ parentElement, data, setStateValue }) {
  const button = /** @type {HTMLButtonElement} */ (parentElement.querySelector("button"));
  const status = /** @type {HTMLElement} */ (parentElement.querySelector("span"));

  function tell(/** @type {string} */ problem) {
    setStateValue("fix", null);
    setStateValue("problem", problem);
  }

  function done() {
    button.disabled = false;
    status.textContent = "";
  }

  function ask() {
    if (!globalThis.isSecureContext || !navigator.geolocation) {
      tell("insecure");
      return;
    }
    button.disabled = true;
    status.textContent = data.waiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        done();
        setStateValue("problem", null);
        setStateValue("fix", { lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy });
      },
      ({ code }) => {
        done();
        tell(data.refusals[code] || "unavailable");
      },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 10000 },
    );
  }

  button.textContent = data.label;
  button.onclick = ask;
  if (!data.known && !parentElement.askedOnce) {
    parentElement.askedOnce = true;
    ask();
  }
}
