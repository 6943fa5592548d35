"""The map that every screen starts from: Leaflet of our own, the city's background, and tiles where they are set."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from planner.domain.geo import Box
from planner.domain.models import City, District
from planner.i18n import Translator
from planner.links import LEAFLET
from planner.render.maps.script_json import script_json


class CityMap(folium.Map):
    """A folium map that asks no outside host for scripts or styles.

    folium's Popup, Tooltip and Icon need what is not loaded here (jQuery, Font Awesome) and take text for HTML: draw with a
    MacroElement and `script_json` instead.
    """

    default_js = [("leaflet", f"{LEAFLET}/leaflet.js")]
    default_css = [("leaflet_css", f"{LEAFLET}/leaflet.css")]


@dataclass(frozen=True)
class OwnTiles:
    """Tiles that this server draws itself: their address, who made the data, what they cover, and at which zooms."""

    url: str
    source: str
    box: Box
    first_zoom: int
    last_zoom: int


def base_map(city: City, districts: Iterable[District], t: Translator, *, tiles: OwnTiles | None = None) -> folium.Map:
    """A new map at the city's first view, with boundary, rivers, streets and districts, and tiles: those of the address that
    the city has set, else `tiles`.

    For the same city, districts and language the page is the same to the last letter, so a map on a screen keeps its view
    from rerun to rerun; all that changes goes into a feature group (`feature_group_to_add` of st_folium). Nothing of the
    background takes taps: they reach the map.
    """
    page = CityMap(
        location=(city.view_lat, city.view_lon),
        zoom_start=city.view_zoom,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
    )
    page._id = "city"
    page.get_root().title = html.escape(city.name)  # type: ignore[attr-defined]  # branca takes a title for HTML
    Ground(city, districts, t, tiles).add_to(page)
    return page


class Ground(MacroElement):
    """Everything under the things that one taps."""

    _template = Template("""
        {% macro header(this, kwargs) %}
        <style>
        html, body { margin: 0; height: 100%; }
        .leaflet-container { background: #D5DEE4; font-family: "Source Sans", "Source Sans 3", system-ui, sans-serif; }
        .leaflet-bar a { width: 44px !important; height: 44px !important; line-height: 44px !important;
          font-size: 24px !important; color: #14212B; }
        .leaflet-control-attribution { font-size: 12px; }
        .ground-name { font: 600 13px/1.2 "Source Sans 3", system-ui, sans-serif; color: #44525E; text-align: center;
          text-shadow: 0 0 3px #fff, 0 0 3px #fff, 0 0 3px #fff; white-space: nowrap; position: absolute; width: max-content;
          transform: translate(-50%, -50%); }
        .ground-name.street { font-weight: 400; font-size: 12px; display: none; }
        .ground-near .ground-name.street { display: block; }
        .ground-far .ground-name { display: none; }
        </style>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        (function (map, ground) {
          document.documentElement.lang = ground.language;
          map.setMinZoom(3).setMaxZoom(19);
          L.control.zoom({zoomInTitle: ground.zoomIn, zoomOutTitle: ground.zoomOut}).addTo(map);
          L.control.attribution({prefix: false}).addTo(map);
          map.createPane("ground").style.zIndex = 150;
          map.createPane("areas").style.zIndex = 240;
          map.createPane("names").style.zIndex = 245;
          map.getPane("names").style.pointerEvents = "none";
          var styles = {
            boundary: {stroke: true, color: "#AAB8C2", weight: 2, fillColor: "#EEF2F5", fillOpacity: 1},
            river: {stroke: false, fillColor: "#B5D3E8", fillOpacity: 1},
            street: {color: "#FFFFFF", weight: 4, fill: false},
            bridge: {color: "#FFFFFF", weight: 5, fill: false},
            district: {color: "#7C8B98", weight: 1.5, dashArray: "6 5", fill: false}
          };
          function style(feature) { return styles[feature.properties.kind] || styles.district; }
          function name(feature, layer) {
            var kind = feature.properties.kind;
            if (kind !== "district" && (kind !== "street" || ground.own)) return;
            var text = document.createElement("div");
            text.className = "ground-name " + kind;
            text.textContent = feature.properties.name || "";
            var line = kind === "street" ? layer.getLatLngs() : null;
            var at = line ? line[Math.floor(line.length / 2)] : layer.getBounds().getCenter();
            if (line && line.length === 2) at = layer.getBounds().getCenter();
            L.marker(at, {pane: "names", interactive: false, keyboard: false,
              icon: L.divIcon({className: "", iconSize: [0, 0], html: text})}).addTo(map);
          }
          L.geoJSON(ground.background, {pane: "ground", interactive: false, style: style, onEachFeature: name}).addTo(map);
          L.geoJSON(ground.districts, {pane: "areas", interactive: false, style: style, onEachFeature: name}).addTo(map);
          var own = ground.own;
          if (own) L.tileLayer(own.url, {attribution: own.attribution, minZoom: own.first - 2, minNativeZoom: own.first,
            maxNativeZoom: own.last, maxZoom: 19, bounds: own.bounds}).addTo(map);
          if (ground.tiles) L.tileLayer(ground.tiles, {attribution: ground.attribution, maxZoom: 19}).addTo(map);
          function near() {
            map.getContainer().classList.toggle("ground-near", map.getZoom() >= 15);
            map.getContainer().classList.toggle("ground-far", map.getZoom() < 11);
          }
          map.on("zoomend", near);
          near();
        })({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)

    def __init__(self, city: City, districts: Iterable[District], t: Translator, tiles: OwnTiles | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Ground"
        self._id = "ground"
        self.data = script_json(
            {
                "background": city.background or _collection([]),
                "districts": _collection(_outline(district) for district in districts if district.polygon),
                "language": t.language,
                "tiles": city.tile_url,
                "own": None if city.tile_url or tiles is None else _told(tiles, t),
                "attribution": html.escape(city.tile_attribution),  # Leaflet takes an attribution for HTML
                "zoomIn": t("maps.zoom_in"),
                "zoomOut": t("maps.zoom_out"),
            }
        )


def _told(tiles: OwnTiles, t: Translator) -> dict[str, Any]:
    south, west, north, east = tiles.box
    return {
        "url": tiles.url,
        "attribution": html.escape(t("maps.attribution", source=tiles.source)),
        "bounds": [[south, west], [north, east]],
        "first": tiles.first_zoom,
        "last": tiles.last_zoom,
    }


def _outline(district: District) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kind": "district", "name": district.name},
        "geometry": district.polygon,
    }


def _collection(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}
