// Runs before Streamlit does: tells it where its server is, so that a deep link asks for nothing that is not there, and
// watches its socket and its uploads, so that what is lost can be told in the visitor's words instead of Streamlit's.
(function () {
  window.__streamlit = {
    BACKEND_BASE_URL: location.origin,
    HOST_CONFIG: { blockErrorDialogs: true },
  };

  // What is drawn asks for scripts, and those for others, one journey after the other: they are brought while the socket
  // opens, when the line is idle. Sooner they would be in the way of what leads to the socket.
  const soon = document.currentScript?.dataset.soon?.split(" ") ?? [];
  function bringSoon() {
    for (const href of soon.splice(0)) {
      document.head.append(
        Object.assign(document.createElement("link"), { rel: "modulepreload", crossOrigin: "", href }),
      );
    }
  }

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
      bringSoon();
      // The third is the session that the screen had before the connection was lost, and would go on with.
      document.documentElement.dataset.session = protocols?.[2] ?? "";
      this.addEventListener("open", () => say("open"));
      this.addEventListener("close", () => say("lost"));
    }
  };

  let uploads = 0;
  window.XMLHttpRequest = class extends XMLHttpRequest {
    /** @override @param {Document | XMLHttpRequestBodyInit | null} [body] */
    send(body) {
      const file = body instanceof FormData ? [...body.values()].find((each) => each instanceof File) : null;
      if (file) watch(this, file);
      super.send(body);
    }
  };

  /** @param {XMLHttpRequest} request @param {File} file */
  function watch(request, file) {
    const number = ++uploads;
    /** @param {Upload["state"]} state @param {number} [part] */
    const tell = (state, part = 0) =>
      document.dispatchEvent(new CustomEvent("planner:upload", { detail: { number, file, state, part } }));
    tell("running");
    request.upload.addEventListener("progress", ({ loaded, total }) => tell("running", total ? loaded / total : 0));
    request.addEventListener("abort", () => tell("stopped"));
    request.addEventListener("loadend", () => {
      const { status } = request;
      if (status) tell(status < 300 ? "done" : "lost");
      else setTimeout(() => tell("lost"));
    });
  }
})();
