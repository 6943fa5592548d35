"""The map that every screen starts from: Leaflet of our own, the city's background, and tiles where they are set."""

import html
from collections.abc import Iterable
from typing import Any

import folium
from folium.elements import JSCSSMixin
from folium.template import Template

from planner.domain.models import City, District
from planner.domain.own_tiles import DEMO_SOURCE, OwnTiles
from planner.i18n import Translator
from planner.links import LEAFLET
from planner.render.assets import asset_url
from planner.render.maps.script_json import script_json


class CityMap(folium.Map):
    """A folium map that asks no outside host for scripts or styles.

    folium's Popup, Tooltip and Icon need what is not loaded here (jQuery, Font Awesome) and take text for HTML: draw with a
    script of our own and `script_json` instead. An element names its script in `default_js`, so each map loads what it draws.
    """

    default_js = [("leaflet", f"{LEAFLET}/leaflet.js")]
    default_css = [
        ("leaflet_css", f"{LEAFLET}/leaflet.css"),
        ("colours", asset_url("colours.css")),
        ("map", asset_url("map/map.css")),
    ]


def base_map(city: City, districts: Iterable[District], t: Translator, *, tiles: OwnTiles | None = None) -> folium.Map:
    """A new map for st_folium at the city's first view, with the ground that `ground_data` tells.

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
    Ground(ground_data(city, districts, t, tiles=tiles)).add_to(page)
    return page


class Ground(JSCSSMixin):
    """Everything under the things that one taps."""

    default_js = [("ground", asset_url("map/ground.js"))]
    _template = Template("""
        {% macro script(this, kwargs) %}
        planner.drawGround({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Ground"
        self._id = "ground"
        self.data = script_json(data)


def ground_data(
    city: City, districts: Iterable[District], t: Translator, *, tiles: OwnTiles | None = None
) -> dict[str, Any]:
    """What `map/ground.js` draws: boundary, rivers, streets and districts, and tiles.

    Those come from the address that the city has set, else from `tiles`.
    """
    return {
        "background": city.background or _collection([]),
        "districts": _collection(_outline(district) for district in districts if district.polygon),
        "language": t.language,
        "tiles": city.tile_url,
        "own": None if city.tile_url or tiles is None else _told(tiles, t),
        "attribution": html.escape(city.tile_attribution),  # Leaflet takes an attribution for HTML
        "zoomIn": t("maps.zoom_in"),
        "zoomOut": t("maps.zoom_out"),
    }


def say_source(t: Translator, tiles: OwnTiles) -> str:
    """Who made the data of the tiles, and what they are where nobody surveyed them."""
    return t("maps.demo_streets") if tiles.source == DEMO_SOURCE else t("maps.attribution", source=tiles.source)


def _told(tiles: OwnTiles, t: Translator) -> dict[str, Any]:
    south, west, north, east = tiles.box
    return {
        "url": tiles.url,
        "attribution": html.escape(say_source(t, tiles)),
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
