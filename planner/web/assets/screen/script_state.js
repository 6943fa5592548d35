// Whether the server has anything to do for this screen: what others wait for before they read or fill its fields.

globalThis.planner ??= /** @type {Planner} */ ({});

(function () {
  const QUIET_MS = 250;
  let busyAt = performance.now();

  /** The state of Streamlit's script; "running" while the server draws the screen. */
  function state() {
    const app = /** @type {HTMLElement | null} */ (document.querySelector("[data-testid=stApp]"));
    return app?.dataset.testScriptState ?? "";
  }

  new MutationObserver(() => {
    if (state() !== "notRunning") busyAt = performance.now();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });

  planner.screen = {
    isConnected: () => document.documentElement.dataset.connection === "open",
    isIdle: () => state() === "notRunning",
    ranSince: (moment) => busyAt > moment,
    async settle(longest_ms = 8000) {
      const until = performance.now() + longest_ms;
      await planner.screen.pause(QUIET_MS);
      while (performance.now() < until && (state() !== "notRunning" || performance.now() - busyAt < QUIET_MS)) {
        await planner.screen.pause(50);
      }
    },
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
})();
