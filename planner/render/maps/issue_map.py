"""The page of the map for looking: the city's ground, and a script that asks the server for what is in view."""

from collections.abc import Iterable

import folium
from branca.element import MacroElement
from folium.template import Template

from planner.domain.issue_look import IssueLook
from planner.domain.models import City, District
from planner.i18n import Translator
from planner.render.maps.base_map import OwnTiles, base_map
from planner.render.maps.script_json import script_json

PINS = {
    IssueLook.OVERDUE: ("#B3261E", "!"),
    IssueLook.RETURNED: ("#6A3FA0", "↩"),
    IssueLook.ASSIGNED: ("#0B4F8A", "…"),
    IssueLook.REPORTED: ("#B35C00", "?"),
    IssueLook.NEW: ("#44525E", "+"),
    IssueLook.FIXED: ("#0B6B5B", "✓"),
    IssueLook.CLOSED: ("#5B6B78", "–"),
}
"""Colour and sign of each look: white on any of these colours has a contrast of at least 4.7."""


def draw_issue_map(
    city: City, districts: Iterable[District], t: Translator, *, script: str, tiles: OwnTiles | None = None
) -> str:
    """The whole page as HTML; `script` is the address of `issue_map.js`. It says nothing of any issue."""
    page = base_map(city, districts, t, tiles=tiles)
    page.get_root().header.add_child(folium.JavascriptLink(script), name="issue_map")  # type: ignore[attr-defined]
    Issues(t).add_to(page)
    return str(page.get_root().render())


class Issues(MacroElement):
    """Starts the script with its words, colours and signs."""

    _template = Template("""
        {% macro header(this, kwargs) %}
        <style>
        .pin, .cluster { box-sizing: border-box; display: flex; align-items: center; justify-content: center;
          border: 3px solid #fff; border-radius: 50%; color: #fff; cursor: pointer;
          font: 700 22px/1 "Source Sans", "Source Sans 3", system-ui, sans-serif; box-shadow: 0 1px 4px rgba(20,33,43,.5); }
        .pin { width: 44px; height: 44px; }
        .cluster { width: 48px; height: 48px; background: #14212B; font-size: 17px; }
        .cluster.many { width: 56px; height: 56px; }
        .cluster.late { border-color: #B3261E; box-shadow: 0 0 0 2px #fff, 0 1px 4px rgba(20,33,43,.5); }
        .map-note, .map-legend { background: #fff; color: #14212B; border-radius: 8px; padding: 8px 12px;
          font: 400 16px/1.35 "Source Sans", "Source Sans 3", system-ui, sans-serif; box-shadow: 0 1px 4px rgba(20,33,43,.35); }
        @media (max-width: 420px) { .leaflet-bottom .map-note { margin-bottom: 66px; } }
        .map-note button { min-height: 44px; margin-top: 4px; padding: 0 12px; border: 1px solid #7C8B98; border-radius: 8px;
          background: #fff; color: #0B4F8A; font: inherit; font-weight: 600; cursor: pointer; display: block; }
        .map-legend summary { cursor: pointer; min-height: 28px; display: flex; align-items: center; padding: 8px 0; }
        .map-legend .row { display: flex; align-items: center; gap: 8px; margin-top: 6px; }
        .map-legend .pin { width: 28px; height: 28px; font-size: 15px; border-width: 2px; flex: none; }
        .issue-popup { font: 400 16px/1.35 "Source Sans", "Source Sans 3", system-ui, sans-serif; color: #14212B;
          max-height: 260px; overflow-y: auto; }
        .issue-popup .one + .one { border-top: 1px solid #D3DBE1; margin-top: 8px; padding-top: 8px; }
        .issue-popup a { display: flex; align-items: center; min-height: 44px; font-weight: 650; color: #0B4F8A;
          text-decoration: underline; }
        .issue-popup .state { font-weight: 600; }
        .leaflet-container a.leaflet-popup-close-button { width: 44px; height: 44px; line-height: 44px; font-size: 24px; }
        .leaflet-popup-content { margin: 12px 44px 14px 16px; }
        </style>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        showIssues({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)

    def __init__(self, t: Translator) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Issues"
        self._id = "issues"
        looks = {
            look.value: {"colour": c, "sign": s, "word": t(f"issues.look.{look}")} for look, (c, s) in PINS.items()
        }
        words = {name: t(f"issues.map.{name}", **_LEFT_TO_SCRIPT) for name in _WORDS}
        self.data = script_json({"looks": looks, "words": words})


_WORDS = ("legend", "shown", "none", "elsewhere", "show_all", "offline", "ended", "cluster", "cluster_late", "more")
_LEFT_TO_SCRIPT = {name: f"{{{name}}}" for name in ("n", "total", "overdue")}
