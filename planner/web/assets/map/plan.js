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
    for (const { at, word } of plan.flags) {
      planner.textMark(at, word, "flag", { ...quiet, keyboard: false, zIndexOffset: -500 }).addTo(group);
    }
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
