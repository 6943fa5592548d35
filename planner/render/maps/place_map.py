"""The small map of one issue: the city's ground, its pin and, where the problem has a length, its line."""

from collections.abc import Iterable, Sequence

from branca.element import MacroElement
from folium.template import Template

from planner.domain.geo import Point
from planner.domain.issue_look import IssueLook
from planner.domain.models import City, District
from planner.i18n import Translator
from planner.render.maps.base_map import OwnTiles, base_map
from planner.render.maps.issue_map import PINS
from planner.render.maps.script_json import script_json

ZOOM = 16


def draw_place_map(
    city: City,
    districts: Iterable[District],
    t: Translator,
    *,
    point: Point,
    line: Sequence[Sequence[float]] | None,
    look: IssueLook,
    title: str,
    tiles: OwnTiles | None = None,
) -> str:
    """The whole page as HTML; `title` is what is read out at the pin."""
    page = base_map(city, districts, t, tiles=tiles)
    Spot(point, line, look, title).add_to(page)
    return str(page.get_root().render())


class Spot(MacroElement):
    """Shows the place and moves the view there."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        (function (map, spot) {
          var box = document.createElement("div");
          box.textContent = spot.sign;
          box.style.cssText = "width:44px;height:44px;box-sizing:border-box;border:3px solid #fff;border-radius:50%;" +
            "text-align:center;color:#fff;font:700 22px/38px system-ui,sans-serif;" +
            "box-shadow:0 1px 4px rgba(20,33,43,.5);background:" + spot.colour;
          L.marker(spot.at, {title: spot.title, alt: spot.title, keyboard: false,
            icon: L.divIcon({className: "", iconSize: [44, 44], html: box})}).addTo(map);
          if (spot.line.length > 1) {
            var line = L.polyline(spot.line, {interactive: false, color: spot.colour, weight: 6, opacity: .8}).addTo(map);
            map.fitBounds(line.getBounds(), {padding: [40, 40], maxZoom: spot.zoom, animate: false});
          } else {
            map.setView(spot.at, spot.zoom, {animate: false});
          }
        })({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)

    def __init__(self, point: Point, line: Sequence[Sequence[float]] | None, look: IssueLook, title: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Spot"
        self._id = "spot"
        colour, sign = PINS[look]
        self.data = script_json(
            {"at": point, "line": line or [], "colour": colour, "sign": sign, "title": title, "zoom": ZOOM}
        )
