// Closed streets on the map, and the one that is being drawn, point by point.

planner.drawClosures = (group, drawn) => {
  const quiet = { interactive: false, keyboard: false };

  /**
   * @param {Spot[]} points
   * @param {boolean} area
   * @param {object} style
   */
  function shape(points, area, style) {
    (area ? L.polygon : L.polyline)(points, { interactive: false, weight: 6, fillOpacity: 0.15, ...style }).addTo(
      group,
    );
  }

  for (const { name, points, area } of drawn.closed) {
    shape(points, area, { color: "var(--red)", dashArray: "10 8" });
    planner.textMark(points[Math.floor(points.length / 2)], name, "closure-name", quiet).addTo(group);
  }
  if (drawn.draft.length > 1) shape(drawn.draft, drawn.area, { color: "var(--blue)" });
  drawn.draft.forEach((at, index) => {
    const options = { ...quiet, root: "closure-point", size: /** @type {[number, number]} */ ([28, 28]) };
    planner.textMark(at, index + 1, "draft-point", options).addTo(group);
  });
};
