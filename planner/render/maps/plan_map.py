"""What a plan adds to the base map: numbered stops, the line of the bus, its ends, and issues of an area."""

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from folium.elements import JSCSSMixin
from folium.template import Template

from planner.domain.geo import Point
from planner.render.assets import asset_url
from planner.render.maps.closure_map import ClosedShape
from planner.render.maps.script_json import script_json


@dataclass(frozen=True)
class Pin:
    """A stop: its number in a circle of 44 px, orange where something breaks; `title` is what is read out and shown.

    `stop_id` is what the map tells where the pin is dragged; 0 for one that stays where it is.
    """

    point: Point
    number: int
    title: str
    warns: bool = False
    stop_id: int = 0


@dataclass(frozen=True)
class Flag:
    """A start or an end place, with its word beside it."""

    point: Point
    word: str


@dataclass(frozen=True)
class Circle:
    """An area in which issues are looked for."""

    centre: Point
    radius_m: float


@dataclass(frozen=True)
class PlanDrawing:
    """Everything on the map that changes while one plans.

    `outline`: an area drawn by hand. `draws` is what the button that lets one draw it is called, empty for none. `turn`
    changes with every drag or area that came back, so that all is drawn anew as it is then.
    """

    pins: Sequence[Pin] = ()
    line: Sequence[Point] = ()
    flags: Sequence[Flag] = ()
    dots: Sequence[Point] = ()
    circle: Circle | None = None
    closed: Sequence[ClosedShape] = ()
    outline: Sequence[Point] = ()
    draws: str = ""
    turn: int = 0
    whole_city: bool = False
    """The view stays that of the whole city, whatever is drawn."""


def plan_features(drawing: PlanDrawing) -> folium.FeatureGroup:
    """The drawing as one feature group for `feature_group_to_add`.

    A tap on a stop comes back as an object with exactly the stop's point; line, dots and circle let taps through to the map.
    The first drawing with a point in it moves the view so that all of it is seen; later ones leave the view alone, and so do
    those of the whole city.
    """
    group = folium.FeatureGroup(name="plan")
    group.add_child(PlanPins(drawing))
    return group


class PlanPins(JSCSSMixin):
    """One script for the whole drawing: a folium object per stop would cost ten times as much."""

    default_js = [("plan", asset_url("map/plan.js"))]
    _template = Template("""
        {% macro script(this, kwargs) %}
        planner.drawPlan({{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)

    def __init__(self, drawing: PlanDrawing) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PlanPins"
        self.data = script_json(
            {
                "pins": [
                    {"at": pin.point, "number": pin.number, "title": pin.title, "warns": pin.warns, "stop": pin.stop_id}
                    for pin in drawing.pins
                ],
                "line": list(drawing.line),
                "flags": [{"at": flag.point, "word": flag.word} for flag in drawing.flags],
                "dots": list(drawing.dots),
                "circle": drawing.circle and {"centre": drawing.circle.centre, "radius": drawing.circle.radius_m},
                "outline": list(drawing.outline),
                "draws": drawing.draws,
                "turn": drawing.turn,
                "closed": [{"points": list(each.points), "area": each.is_area} for each in drawing.closed],
                "view": []
                if drawing.whole_city
                else [pin.point for pin in drawing.pins] + [flag.point for flag in drawing.flags],
            }
        )
