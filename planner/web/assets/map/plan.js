// A plan on the map: numbered stops, the line of the bus, its ends, closed streets, and the issues of an area.

{
  /** Whether this map has moved to the plan: it does so once, and later drawings leave the view alone. */
  let isSeen = false;
  /** Whether somebody has moved this map: from then on the view is theirs, whatever size the map takes. */
  let isTouched = false;
  /** How many things this map has told: two alike are told as two. */
  let told = 0;
  /** @type {number | null} */
  let marked = null;
  /** @type {Map<number, HTMLElement>} */
  const boxes = new Map();

  /**
   * Tells the screen what was done on the map: the one way of streamlit-folium for what is no tap is a drawing.
   * @param {Leaflet} map
   * @param {Record<string, unknown>} properties
   * @param {object} geometry
   */
  const tell = (map, properties, geometry) => {
    told += 1;
    const feature = { type: "Feature", properties: { ...properties, told: `${Date.now()}-${told}` }, geometry };
    map.fire("draw:created", { layerType: "", layer: { toGeoJSON: () => feature } });
  };

  /**
   * A button that lets one draw around an area with a finger or the mouse.
   * @param {Leaflet} map
   * @param {Leaflet} group
   * @param {string} name
   */
  const offerToDraw = (map, group, name) => {
    const bar = document.createElement("div");
    const button = document.createElement("button");
    bar.className = "leaflet-bar";
    button.type = "button";
    button.className = "draw-area";
    button.textContent = name;
    bar.append(button);
    const control = new (L.Control.extend({ onAdd: () => bar }))({ position: "topright" });
    L.DomEvent.disableClickPropagation(bar);
    const room = map.getContainer();
    /** @type {Leaflet} */
    let line = null;
    /** @type {AbortController | null} */
    let drawing = null;

    function end() {
      drawing?.abort();
      drawing = null;
      room.classList.remove("drawing");
      button.classList.remove("on");
      button.setAttribute("aria-pressed", "false");
      map.dragging.enable();
    }

    function begin() {
      drawing = new AbortController();
      const { signal } = drawing;
      room.classList.add("drawing");
      button.classList.add("on");
      button.setAttribute("aria-pressed", "true");
      map.dragging.disable();
      room.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
        if (event.target instanceof Element && event.target.closest(".leaflet-control")) return;
        room.setPointerCapture(event.pointerId);
        line?.remove();
        line = L.polygon([map.mouseEventToLatLng(event)], { interactive: false, color: "var(--blue)", weight: 3 });
        line.addTo(group);
      }, { signal });
      room.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
        if (line && event.buttons) line.addLatLng(map.mouseEventToLatLng(event));
      }, { signal });
      room.addEventListener("pointerup", () => {
        const ring = line ? line.getLatLngs()[0].map((/** @type {Leaflet} */ at) => [at.lng, at.lat]) : [];
        end();
        if (ring.length > 2) tell(map, { what: "area" }, { type: "Polygon", coordinates: [[...ring, ring[0]]] });
      }, { signal });
    }

    button.onclick = () => drawing ? end() : begin();
    button.setAttribute("aria-pressed", "false");
    control.addTo(map);
    group.on("remove", () => {
      end();
      control.remove();
    });
  };

  /** Where a word may stand beside its point: to the right, to the left, below, above, in the corners; best first. */
  const BESIDE = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]];
  /** Pixels between them: beside the point's dot, or beside a stop that lies on it. */
  const GAPS = [12, 26];

  /** @typedef {{ left: number, top: number, right: number, bottom: number }} Rect */

  /** Pixels of `one` that lie on `other`. @param {Rect} one @param {Rect} other */
  const shared = (one, other) => {
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return Math.max(0, across) * Math.max(0, down);
  };

  /**
   * Puts each word where the stops, the other words and the edge of the map hide least of it.
   * @param {Leaflet} map
   * @param {{ at: Spot, box: HTMLElement }[]} flags
   * @param {Spot[]} stops
   */
  const placeFlags = (map, flags, stops) => {
    const { x: right, y: bottom } = map.getSize();
    /** @param {number} x @param {number} y @param {number} w @param {number} h */
    const around = (x, y, w, h) => ({ left: x - w, top: y - h, right: x + w, bottom: y + h });
    const taken = stops.map((at) => {
      const { x, y } = map.latLngToContainerPoint(at);
      return around(x, y, 22, 22);
    });
    for (const { at, box } of flags) {
      const { x, y } = map.latLngToContainerPoint(at);
      const [w, h] = [box.offsetWidth / 2, box.offsetHeight / 2];
      const beside = GAPS.flatMap((gap) =>
        BESIDE.map(([across = 0, down = 0]) => [across * (w + gap), down * (h + gap)])
      );
      const places = [[0, 0], ...beside].map((shift) => {
        const rect = around(x + (shift[0] ?? 0), y + (shift[1] ?? 0), w, h);
        const seen = shared(rect, { left: 0, top: 0, right, bottom });
        const hidden = taken.reduce((sum, each) => sum + shared(rect, each), 4 * w * h - seen);
        return { shift, rect, hidden };
      });
      const best = places.reduce((one, other) => other.hidden < one.hidden ? other : one);
      box.style.translate = best.shift.map((pixels) => `${pixels}px`).join(" ");
      taken.push(best.rect);
    }
  };

  planner.markStop = (stop) => {
    marked = stop;
    for (const [each, box] of boxes) box.classList.toggle("marked", each === stop);
  };

  planner.drawPlan = (map, group, plan) => {
    const quiet = { interactive: false };
    if (plan.circle) {
      const { centre, radius } = plan.circle;
      L.circle(centre, { ...quiet, radius, color: "var(--orange)", weight: 2, fillOpacity: 0.08 }).addTo(group);
    }
    if (plan.outline.length > 2) {
      L.polygon(plan.outline, { ...quiet, color: "var(--orange)", weight: 2, fillOpacity: 0.08 }).addTo(group);
    }
    for (const { points, area } of plan.closed) {
      const style = { ...quiet, color: "var(--red)", weight: 6, dashArray: "10 8", fillOpacity: 0.15 };
      (area ? L.polygon : L.polyline)(points, style).addTo(group);
    }
    if (plan.line.length > 1) {
      L.polyline(plan.line, { ...quiet, color: "var(--blue)", weight: 5, opacity: 0.75 }).addTo(group);
    }
    for (const at of plan.dots) {
      const style = {
        ...quiet,
        radius: 8,
        color: "var(--white)",
        weight: 2,
        fillColor: "var(--red)",
        fillOpacity: 0.9,
      };
      L.circleMarker(at, style).addTo(group);
    }
    const flags = plan.flags.map(({ at, word }) => {
      const dot = { ...quiet, radius: 7, color: "var(--blue)", weight: 3, fillColor: "var(--white)", fillOpacity: 1 };
      L.circleMarker(at, dot).addTo(group);
      const flag = planner.textMark(at, word, "flag", { ...quiet, keyboard: false, zIndexOffset: -500 }).addTo(group);
      return { at, box: flag.options.icon.options.html };
    });
    boxes.clear();
    for (const { at, number, title, warns, stop } of plan.pins) {
      const options = { root: "plan-pin", title, zIndexOffset: 1000 - number, draggable: stop > 0, autoPan: true };
      const pin = planner.textMark(at, number, warns ? "stop-pin warns" : "stop-pin", { ...options, size: [44, 44] });
      pin.addTo(group);
      if (!stop) continue;
      boxes.set(stop, pin.options.icon.options.html);
      pin.on("dragend", () => {
        const { lat, lng } = pin.getLatLng();
        tell(map, { what: "stop", stop }, { type: "Point", coordinates: [lng, lat] });
      });
    }
    if (marked !== null) planner.markStop(marked);
    const place = () => placeFlags(map, flags, plan.pins.map(({ at }) => at));
    map.on("moveend", place); // which ends every zoom, too, and every change of the map's size
    const drawn = new ResizeObserver(place); // also at first, and where a frame that was not seen gave a word no size
    for (const { box } of flags) drawn.observe(box);
    group.on("remove", () => {
      drawn.disconnect();
      map.off("moveend", place);
    });
    if (plan.draws) offerToDraw(map, group, plan.draws);
    if (plan.view.length && !isSeen) {
      isSeen = true;
      const fit = () => map.fitBounds(plan.view, { padding: [40, 40], maxZoom: 15, animate: false });
      const room = map.getContainer();
      for (const way of ["pointerdown", "wheel", "keydown"]) {
        room.addEventListener(way, () => isTouched = true, { once: true, passive: true });
      }
      map.on("resize", () => isTouched || fit());
      new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false })).observe(room);
      fit();
    }
  };
}
