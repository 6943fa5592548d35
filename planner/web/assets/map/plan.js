// A plan on the map: numbered stops, the line of the bus, its ends, closed streets, and the issues of an area.

{
  /** Whether this map has moved to the plan: it does so once, and later drawings leave the view alone. */
  let isSeen = false;

  planner.drawPlan = (map, group, plan) => {
    const quiet = { interactive: false };
    if (plan.circle) {
      const { centre, radius } = plan.circle;
      L.circle(centre, { ...quiet, radius, color: "var(--orange)", weight: 2, fillOpacity: 0.08 }).addTo(group);
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
    for (const { at, number, title, warns } of plan.pins) {
      const options = { root: "plan-pin", title, zIndexOffset: 1000 - number };
      planner.textMark(at, number, warns ? "stop-pin warns" : "stop-pin", { ...options, size: [44, 44] }).addTo(group);
    }
    if (plan.view.length && !isSeen) {
      isSeen = true;
      map.fitBounds(plan.view, { padding: [40, 40], maxZoom: 15, animate: false });
    }
  };
}
