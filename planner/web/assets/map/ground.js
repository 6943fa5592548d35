// Everything under the things that one taps: the city's background, its districts, tiles, and the buttons of the zoom.

globalThis.planner = /** @type {Planner} */ ({});

planner.textMark = (at, text, className, options = {}) => {
  const { size = [0, 0], background = "", root = "", ...others } = options;
  const box = document.createElement("div");
  box.className = className;
  box.textContent = String(text);
  box.style.background = background;
  return L.marker(at, { ...others, icon: L.divIcon({ className: root, iconSize: size, html: box }) });
};

/** Leaflet ends a tile by an empty picture of its own in the page, which a strict page does not let in: without one it ends too. */
function endTilesQuietly() {
  const end = L.GridLayer.prototype._removeTile;
  L.TileLayer.include({
    _abortLoading() {},
    /** @param {string} key */
    _removeTile(key) {
      this._tiles[key]?.el.removeAttribute("src");
      end.call(this, key);
    },
  });
}

planner.drawGround = (map, ground) => {
  /** @type {Record<string, object>} */
  const styles = {
    boundary: {
      color: "var(--map-boundary)",
      weight: 2,
      fillColor: ground.own ? "var(--map-land)" : "var(--gray-back)",
      fillOpacity: 1,
    },
    river: { stroke: false, fillColor: "var(--map-river)", fillOpacity: 1 },
    street: { color: "var(--white)", weight: 4, fill: false },
    bridge: { color: "var(--white)", weight: 5, fill: false },
    district: { color: "var(--border)", weight: 1.5, dashArray: "6 5", fill: false },
  };

  /** @param {Shape} shape */
  function style(shape) {
    return styles[shape.properties.kind] || styles.district;
  }

  /**
   * @param {Shape} shape
   * @param {Leaflet} layer
   */
  function writeName(shape, layer) {
    const { kind, name } = shape.properties;
    if (kind !== "district" && (kind !== "street" || ground.own)) return;
    const line = kind === "street" ? layer.getLatLngs() : [];
    const at = line.length > 2 ? line[Math.floor(line.length / 2)] : layer.getBounds().getCenter();
    const quiet = { pane: "names", interactive: false, keyboard: false };
    planner.textMark(at, name || "", `ground-name ${kind}`, quiet).addTo(map);
  }

  /** Of two names that would lie over each other the first is written; nearer both are. */
  function showNames() {
    map.getContainer().classList.toggle("ground-near", map.getZoom() >= 15);
    map.getContainer().classList.toggle("ground-far", map.getZoom() < 11);
    /** @type {DOMRect[]} */
    const written = [];
    for (const name of map.getPane("names").querySelectorAll(".ground-name")) {
      const at = name.getBoundingClientRect();
      const free = written.every((one) =>
        at.right < one.left || at.left > one.right || at.bottom < one.top || at.top > one.bottom
      );
      name.style.visibility = free ? "" : "hidden";
      if (free && at.width) written.push(at);
    }
  }

  endTilesQuietly();
  document.documentElement.lang = ground.language;
  map.setMinZoom(3).setMaxZoom(19);
  L.control.zoom({ zoomInTitle: ground.zoomIn, zoomOutTitle: ground.zoomOut }).addTo(map);
  L.control.attribution({ prefix: false }).addTo(map);
  map.createPane("ground").style.zIndex = 150;
  map.createPane("areas").style.zIndex = 240;
  map.createPane("names").style.zIndex = 245;
  map.getPane("names").style.pointerEvents = "none";
  L.geoJSON(ground.background, { pane: "ground", interactive: false, style, onEachFeature: writeName }).addTo(map);
  L.geoJSON(ground.districts, { pane: "areas", interactive: false, style, onEachFeature: writeName }).addTo(map);
  const own = ground.own;
  if (own) {
    const zooms = { minZoom: own.first - 2, minNativeZoom: own.first, maxNativeZoom: own.last, maxZoom: 19 };
    L.tileLayer(own.url, { ...zooms, attribution: own.attribution, bounds: own.bounds }).addTo(map);
  }
  if (ground.tiles) L.tileLayer(ground.tiles, { attribution: ground.attribution, maxZoom: 19 }).addTo(map);
  map.on("zoomend resize viewreset", showNames);
  showNames();
};
