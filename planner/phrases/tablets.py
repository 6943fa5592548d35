"""The tablets of a tour in sentences: whose they are, what they are, when they were heard."""

from planner.domain.models import FieldTablet
from planner.i18n import Translator
from planner.services.access.tablets import TabletRow

_DEVICES = ("iPad", "iPhone", "Android", "Windows", "Macintosh", "Linux")
"""In this order: a browser names several."""


def say_tablet(t: Translator, row: TabletRow) -> str:
    """«Пётр Орлов, Анна Ким · Android»"""
    return t("sharing.tablet", people=say_people(row), device=_device(t, row.tablet.device))


def say_people(row: TabletRow) -> str:
    """Who speaks on it: «Пётр Орлов, Анна Ким»"""
    return ", ".join(row.people) or "—"


def say_contact(t: Translator, tablet: FieldTablet) -> str:
    """«на связи в 10:46», or since when it is off, and by whom."""
    if tablet.off_at is None:
        return t("sharing.seen", moment=tablet.seen_at)
    if tablet.off_by:
        return t("sharing.off_by", moment=tablet.off_at, by=tablet.off_by)
    return t("sharing.off", moment=tablet.off_at)


def _device(t: Translator, agent: str) -> str:
    """What one would call it, out of what its browser says of itself."""
    found = next((name for name in _DEVICES if name in agent), "")
    return found.replace("Macintosh", "Mac") or t("sharing.device.other")
