"""Closed streets on a map, and the one that is being drawn, point by point."""

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.elements import JSCSSMixin
from folium.template import Template

from planner.domain.geo import Point
from planner.render.assets import asset_url
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


class ClosedStreets(JSCSSMixin):
    """One script for all shapes."""

    default_js = [("closures", asset_url("map/closures.js"))]
    _template = Template("""
        {% macro script(this, kwargs) %}
        planner.drawClosures({{ this._parent.get_name() }}, {{ this.data }});
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
