"""Closed streets on a map, and the one that is being drawn, point by point."""

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from branca.element import MacroElement
from folium.template import Template

from planner.domain.geo import Point
from planner.render.maps.script_json import script_json


@dataclass(frozen=True)
class ClosedShape:
    """A line or an area that is closed, with its name."""

    name: str
    points: Sequence[Point]
    is_area: bool


def closure_features(
    closed: Sequence[ClosedShape], draft: Sequence[Point], *, draft_is_area: bool
) -> folium.FeatureGroup:
    """Everything as one feature group for `feature_group_to_add`; taps go through to the map."""
    group = folium.FeatureGroup(name="closures")
    group.add_child(ClosedStreets(closed, draft, draft_is_area=draft_is_area))
    return group


class ClosedStreets(MacroElement):
    """One script for all shapes."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        (function (group, drawn) {
          function shape(points, area, style) {
            style.interactive = false;
            return (area ? L.polygon : L.polyline)(points, style).addTo(group);
          }
          drawn.closed.forEach(function (each) {
            shape(each.points, each.area, {color: "#B3261E", weight: 6, dashArray: "10 8", fillOpacity: 0.15});
            var box = document.createElement("div");
            box.textContent = each.name;
            box.style.cssText = "position:absolute;transform:translate(-50%,calc(-100% - 8px));width:max-content;max-width:180px;" +
              "padding:2px 8px;border-radius:10px;background:#fff;color:#8C1D18;border:2px solid #B3261E;" +
              "font:600 13px system-ui,sans-serif";
            L.marker(each.points[Math.floor(each.points.length / 2)], {interactive: false, keyboard: false,
              icon: L.divIcon({className: "", iconSize: [0, 0], html: box})}).addTo(group);
          });
          if (drawn.draft.length > 1) shape(drawn.draft, drawn.area, {color: "#0B4F8A", weight: 6, fillOpacity: 0.15});
          drawn.draft.forEach(function (at, number) {
            var box = document.createElement("div");
            box.textContent = number + 1;
            box.style.cssText = "width:28px;height:28px;box-sizing:border-box;border:2px solid #fff;border-radius:50%;" +
              "background:#0B4F8A;color:#fff;text-align:center;font:700 14px/24px system-ui,sans-serif";
            L.marker(at, {interactive: false, keyboard: false,
              icon: L.divIcon({className: "closure-point", iconSize: [28, 28], html: box})}).addTo(group);
          });
        })({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)

    def __init__(self, closed: Sequence[ClosedShape], draft: Sequence[Point], *, draft_is_area: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "ClosedStreets"
        self.data = script_json(
            {
                "closed": [{"name": each.name, "points": list(each.points), "area": each.is_area} for each in closed],
                "draft": list(draft),
                "area": draft_is_area and len(draft) > 2,
            }
        )
