"""What a plan adds to the base map: numbered stops, the line of the bus, its ends, and issues of an area."""

from collections.abc import Sequence
from dataclasses import dataclass

import folium
from branca.element import MacroElement
from folium.template import Template

from planner.domain.geo import Point
from planner.render.maps.closure_map import ClosedShape
from planner.render.maps.script_json import script_json


@dataclass(frozen=True)
class Pin:
    """A stop: its number in a circle of 44 px, orange where something breaks; `title` is what is read out and shown."""

    point: Point
    number: int
    title: str
    warns: bool = False


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
    """Everything on the map that changes while one plans."""

    pins: Sequence[Pin] = ()
    line: Sequence[Point] = ()
    flags: Sequence[Flag] = ()
    dots: Sequence[Point] = ()
    circle: Circle | None = None
    closed: Sequence[ClosedShape] = ()


def plan_features(drawing: PlanDrawing) -> folium.FeatureGroup:
    """The drawing as one feature group for `feature_group_to_add`.

    A tap on a stop comes back as an object with exactly the stop's point; line, dots and circle let taps through to the map.
    The first drawing with a point in it moves the view so that all of it is seen; later ones leave the view alone.
    """
    group = folium.FeatureGroup(name="plan")
    group.add_child(PlanPins(drawing))
    return group


class PlanPins(MacroElement):
    """One script for the whole drawing: a folium object per stop would cost ten times as much."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        (function (map, group, plan) {
          function dressed(text, css) {
            var box = document.createElement("div");
            box.textContent = text;
            box.style.cssText = css;
            return box;
          }
          if (plan.circle) L.circle(plan.circle.centre, {radius: plan.circle.radius, interactive: false, weight: 2,
            color: "#B35C00", fillOpacity: 0.08}).addTo(group);
          plan.closed.forEach(function (each) {
            (each.area ? L.polygon : L.polyline)(each.points, {interactive: false, color: "#B3261E", weight: 6,
              dashArray: "10 8", fillOpacity: 0.15}).addTo(group);
          });
          if (plan.line.length > 1) L.polyline(plan.line, {interactive: false, color: "#0B4F8A", weight: 5,
            opacity: 0.75}).addTo(group);
          plan.dots.forEach(function (at) {
            L.circleMarker(at, {radius: 8, interactive: false, color: "#FFFFFF", weight: 2, fillColor: "#B3261E",
              fillOpacity: 0.9}).addTo(group);
          });
          plan.flags.forEach(function (flag) {
            var box = dressed(flag.word, "position:absolute;transform:translate(-50%,-50%);width:max-content;" +
              "padding:3px 9px;border-radius:12px;background:#fff;color:#0B4F8A;border:2px solid #0B4F8A;" +
              "font:600 13px system-ui,sans-serif");
            L.marker(flag.at, {interactive: false, keyboard: false, zIndexOffset: -500,
              icon: L.divIcon({className: "", iconSize: [0, 0], html: box})}).addTo(group);
          });
          plan.pins.forEach(function (pin) {
            var box = dressed(pin.number, "width:44px;height:44px;line-height:38px;box-sizing:border-box;" +
              "border:3px solid #fff;border-radius:50%;text-align:center;color:#fff;font:700 19px/38px system-ui,sans-serif;" +
              "box-shadow:0 1px 4px rgba(20,33,43,.5);background:" + (pin.warns ? "#B35C00" : "#0B4F8A"));
            L.marker(pin.at, {title: pin.title, zIndexOffset: 1000 - pin.number,
              icon: L.divIcon({className: "plan-pin", iconSize: [44, 44], html: box})}).addTo(group);
          });
          if (plan.view.length && !window.planSeen) {
            window.planSeen = true;
            map.fitBounds(plan.view, {padding: [40, 40], maxZoom: 15, animate: false});
          }
        })({{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)

    def __init__(self, drawing: PlanDrawing) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PlanPins"
        self.data = script_json(
            {
                "pins": [
                    {"at": pin.point, "number": pin.number, "title": pin.title, "warns": pin.warns}
                    for pin in drawing.pins
                ],
                "line": list(drawing.line),
                "flags": [{"at": flag.point, "word": flag.word} for flag in drawing.flags],
                "dots": list(drawing.dots),
                "circle": drawing.circle and {"centre": drawing.circle.centre, "radius": drawing.circle.radius_m},
                "closed": [{"points": list(each.points), "area": each.is_area} for each in drawing.closed],
                "view": [pin.point for pin in drawing.pins] + [flag.point for flag in drawing.flags],
            }
        )
