// The small map of one issue: its pin and, where the problem has a length, its line.

planner.showPlace = (map, place) => {
  const { title, colour } = place;
  const options = { title, alt: title, keyboard: false, background: colour };
  planner.textMark(place.at, place.sign, "pin", { ...options, size: [44, 44] }).addTo(map);
  if (place.line.length > 1) {
    const line = L.polyline(place.line, { interactive: false, color: colour, weight: 6, opacity: 0.8 }).addTo(map);
    map.fitBounds(line.getBounds(), { padding: [40, 40], maxZoom: place.zoom, animate: false });
  } else {
    map.setView(place.at, place.zoom, { animate: false });
  }
};
