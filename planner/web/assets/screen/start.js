// Runs before Streamlit does: tells it where its server is, so that a deep link asks for nothing that is not there, and
// watches its socket, so that a lost connection can be told in the visitor's words instead of Streamlit's.
(function () {
  window.__streamlit = {
    BACKEND_BASE_URL: location.origin,
    HOST_CONFIG: { blockErrorDialogs: true },
  };

  /** @param {"open" | "lost"} state */
  function say(state) {
    document.documentElement.dataset.connection = state;
    document.dispatchEvent(
      new CustomEvent("planner:connection", { detail: state }),
    );
  }

  window.WebSocket = class extends WebSocket {
    /**
     * @param {string | URL} url
     * @param {string | string[]} [protocols]
     */
    constructor(url, protocols) {
      super(url, protocols);
      if (!String(url).includes("/_stcore/stream")) return;
      this.addEventListener("open", () => say("open"));
      this.addEventListener("close", () => say("lost"));
    }
  };
})();
