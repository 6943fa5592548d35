// The map for looking. Asks /api/issues for what is in view and draws it; every text goes in as text, never as HTML.

planner.showIssues = (map, page) => {
  const filter = new URLSearchParams(location.search);
  const layer = L.layerGroup().addTo(map);
  /** @type {Map<string, Leaflet>} */
  const drawn = new Map();
  const note = corner("bottomright", "map-note");
  note.setAttribute("role", "status");
  /** @type {AbortController | null} */
  let request = null;

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {string} className
   * @param {string} [text]
   */
  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /**
   * @param {string} position
   * @param {string} className
   */
  function corner(position, className) {
    const control = L.control({ position });
    const box = element("div", className);
    box.hidden = true;
    L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
    control.onAdd = () => box;
    control.addTo(map);
    return box;
  }

  /**
   * @param {string} text
   * @param {() => void} [action]
   */
  function say(text, action) {
    note.replaceChildren();
    note.hidden = !text;
    note.append(text);
    if (action) {
      const button = element("button", "", page.words.show_all);
      button.type = "button";
      button.addEventListener("click", action);
      note.append(button);
    }
  }

  /**
   * @param {string} words
   * @param {Record<string, number>} values
   */
  function fill(words, values) {
    return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  /** @param {string} look */
  function pinElement(look) {
    const { colour, sign } = page.looks[look];
    const pin = element("div", "pin", sign);
    pin.style.background = colour;
    pin.setAttribute("aria-hidden", "true");
    return pin;
  }

  /**
   * @param {Spot} at
   * @param {HTMLElement} html
   * @param {number} size
   * @param {string} label
   * @param {() => void} open
   */
  function marker(at, html, size, label, open) {
    const icon = L.divIcon({ className: "", html, iconSize: [size, size] });
    const made = L.marker(at, { icon, title: label, riseOnHover: true });
    made.on("click", open);
    made.on("add", () => {
      const root = made.getElement();
      root.setAttribute("aria-label", label);
      root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
        if (event.key === " ") {
          event.preventDefault();
          open();
        }
      });
    });
    return made;
  }

  /**
   * The frame's sandbox does not let it navigate the window that holds it; a link of that window's own may.
   *
   * @param {MouseEvent} event
   * @param {string} address
   */
  function openIssue(event, address) {
    if (window.parent === window || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const link = window.parent.document.createElement("a");
    link.href = address;
    window.parent.document.body.append(link);
    link.click();
    link.remove();
  }

  /** @param {Pin} issue */
  function describe(issue) {
    const box = element("div", "one");
    const link = element("a", "", `${issue.title}. ${issue.category}`);
    link.href = `/issue?id=${encodeURIComponent(issue.id)}`;
    link.target = "_top";
    link.addEventListener("click", (event) => openIssue(event, link.href));
    box.append(link);
    if (issue.address) box.append(element("div", "address", issue.address));
    box.append(element("div", "state", `${page.looks[issue.look].sign} ${issue.state}`));
    return box;
  }

  /**
   * @param {Spot} at
   * @param {Pin[]} issues
   * @param {number} rest
   */
  function openPopup(at, issues, rest) {
    const box = element("div", "issue-popup");
    box.append(...issues.map(describe));
    if (rest > 0) box.append(element("div", "one", fill(page.words.more, { n: rest })));
    L.popup({ minWidth: 220, maxWidth: 300, offset: [0, -14] }).setLatLng(at).setContent(box).openOn(map);
  }

  /** @param {Pin} issue */
  function drawPin(issue) {
    /** @type {Spot} */
    const at = [issue.lat, issue.lon];
    const label = [issue.title, issue.category, issue.address, issue.state].filter(Boolean).join(", ");
    const pin = marker(at, pinElement(issue.look), 44, label, () => openPopup(at, [issue], 0));
    if (!issue.line) return pin;
    const line = L.polyline(issue.line, { color: page.looks[issue.look].colour, weight: 6, opacity: 0.8 });
    return L.featureGroup([line, pin]);
  }

  /** @param {Cluster} cluster */
  function drawCluster(cluster) {
    /** @type {Spot} */
    const at = [cluster.lat, cluster.lon];
    const count = cluster.count > 9999 ? `${Math.round(cluster.count / 1000)}k` : String(cluster.count);
    const html = element("div", "cluster", count);
    html.classList.toggle("many", cluster.count > 99);
    html.classList.toggle("late", cluster.overdue > 0);
    const words = cluster.overdue ? page.words.cluster_late : page.words.cluster;
    const open = () => {
      if (cluster.pins) openPopup(at, cluster.pins, cluster.count - cluster.pins.length);
      else map.setView(at, Math.min(map.getZoom() + 2, map.getMaxZoom()));
    };
    return marker(
      at,
      html,
      cluster.count > 99 ? 56 : 48,
      fill(words, { n: cluster.count, overdue: cluster.overdue }),
      open,
    );
  }

  /**
   * What is still there keeps its marker, so that focus and hover do not flicker.
   *
   * @param {View} answer
   */
  function draw(answer) {
    /** @type {Map<string, () => Leaflet>} */
    const wanted = new Map();
    for (const issue of answer.pins) wanted.set(JSON.stringify(issue), () => drawPin(issue));
    for (const cluster of answer.clusters) wanted.set(JSON.stringify(cluster), () => drawCluster(cluster));
    for (const [key, old] of drawn) {
      if (!wanted.has(key)) {
        layer.removeLayer(old);
        drawn.delete(key);
      }
    }
    for (const [key, make] of wanted) {
      if (!drawn.has(key)) {
        const made = make();
        drawn.set(key, made);
        layer.addLayer(made);
      }
    }
    const seen = fill(page.words.shown, { n: answer.in_view, total: answer.total });
    if (!answer.total) say(page.words.none);
    else if (!answer.in_view) say(page.words.elsewhere, showAll);
    else say(answer.in_view < answer.total ? seen : "");
  }

  /**
   * @param {string} path
   * @param {Record<string, string | number>} more
   * @param {AbortSignal} [signal]
   */
  async function ask(path, more, signal) {
    const query = new URLSearchParams(filter);
    for (const [name, value] of Object.entries(more)) query.set(name, String(value));
    const answer = await fetch(`${path}?${query}`, { signal, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(told.error), { status: answer.status });
    return told;
  }

  async function refresh() {
    if (request) request.abort();
    const mine = new AbortController();
    request = mine;
    const box = map.getBounds();
    const side = (/** @type {number} */ degrees, /** @type {number} */ most) =>
      Math.max(-most, Math.min(most, degrees)).toFixed(6);
    const bbox = [
      side(box.getWest(), 180),
      side(box.getSouth(), 85),
      side(box.getEast(), 180),
      side(box.getNorth(), 85),
    ];
    try {
      draw(await ask("/api/issues", { bbox: bbox.join(","), zoom: map.getZoom() }, mine.signal));
    } catch (thrown) {
      const error = /** @type {Error & { status?: number }} */ (thrown);
      if (error.name === "AbortError") return;
      say(error.status === 403 ? page.words.ended : error.status ? error.message : page.words.offline);
    }
  }

  async function showAll() {
    const { extent } = await ask("/api/issues/extent", {});
    if (extent) map.fitBounds(extent, { maxZoom: 16, padding: [40, 40] });
  }

  function legend() {
    // A narrow map has one corner for all: its parts lie upon one another there, and none covers another.
    const box = corner(map.getSize().x < 480 ? "bottomright" : "bottomleft", "map-legend");
    const details = element("details", "");
    details.append(element("summary", "", page.words.legend));
    for (const look of Object.keys(page.looks)) {
      const row = element("div", "row");
      row.append(pinElement(look), element("span", "", page.looks[look].word));
      details.append(row);
    }
    box.append(details);
    box.hidden = false;
  }

  // Back from an issue, the map is where it was; another filter shows what it found.
  const KEPT = "issue-map";
  function keepView() {
    const { lat, lng } = map.getCenter();
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ search: location.search, at: [lat, lng], zoom: map.getZoom() }));
    } catch { /* private windows may refuse: the view is then forgotten */ }
  }
  function keptView() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
      return kept && kept.search === location.search ? kept : null;
    } catch {
      return null;
    }
  }

  async function start() {
    legend();
    const kept = keptView();
    if (kept) map.setView(kept.at, kept.zoom, { animate: false });
    else if ([...filter.keys()].length) await showAll().catch(() => {});
    map.on("moveend", () => {
      keepView();
      refresh();
    });
    await refresh();
    setInterval(() => {
      if (!document.hidden) refresh();
    }, 30000);
  }
  start();
};
