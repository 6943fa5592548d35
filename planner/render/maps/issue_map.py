"""What the script of the map for looking is told: colours, signs and words. It says nothing of any issue."""

from typing import Any

from planner.domain.issue_look import IssueLook
from planner.i18n import Translator
from planner.render.colours import COLOURS

PINS = {
    IssueLook.OVERDUE: (COLOURS["red"], "!"),
    IssueLook.RETURNED: (COLOURS["violet"], "↩"),
    IssueLook.ASSIGNED: (COLOURS["blue"], "…"),
    IssueLook.REPORTED: (COLOURS["orange"], "?"),
    IssueLook.NEW: (COLOURS["gray-text"], "+"),
    IssueLook.FIXED: (COLOURS["green"], "✓"),
    IssueLook.CLOSED: (COLOURS["gray"], "–"),
}
"""Colour and sign of each look: white on any of these colours has a contrast of at least 4.7."""

_WORDS = ("legend", "shown", "none", "elsewhere", "show_all", "offline", "ended", "cluster", "cluster_late", "more")
_LEFT_TO_SCRIPT = {name: f"{{{name}}}" for name in ("n", "total", "overdue")}


def issues_data(t: Translator) -> dict[str, Any]:
    """What `map/issues.js` is started with."""
    looks = {look.value: {"colour": c, "sign": s, "word": t(f"issues.look.{look}")} for look, (c, s) in PINS.items()}
    return {"looks": looks, "words": {name: t(f"issues.map.{name}", **_LEFT_TO_SCRIPT) for name in _WORDS}}
