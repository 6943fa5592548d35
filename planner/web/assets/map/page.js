// Starts the map of a page of its own. What it shows stands in the page as JSON, so that no script has to.

{
  const given = /** @type {MapPage} */ (JSON.parse(document.getElementById("given")?.textContent ?? ""));
  const map = L.map("map", { center: given.at, zoom: given.zoom, zoomControl: false, attributionControl: false });
  globalThis.map_city = map;
  planner.drawGround(map, given.ground);
  if (given.issues) planner.showIssues(map, given.issues);
  if (given.place) planner.showPlace(map, given.place);
}
