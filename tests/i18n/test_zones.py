"""Tests of `planner.i18n.zones`."""

from datetime import UTC, datetime

from planner.i18n import translator
from planner.i18n.zones import zone_choices

WINTER = datetime(2026, 11, 23, tzinfo=UTC)
RU = translator("ru", "Asia/Yakutsk")


def test_zones_of_russia_come_first_by_their_hours() -> None:
    names = list(zone_choices(RU, "Asia/Yakutsk", now=WINTER).values())

    assert names[0] == "Калининград, UTC+2"
    assert names.index("Москва, UTC+3") < names.index("Якутск, UTC+9") < names.index("Петропавловск-Камчатский, UTC+12")
    assert names.index("Петропавловск-Камчатский, UTC+12") < names.index("Абиджан, UTC+0")


def test_zone_that_is_not_offered_stays_what_it_is() -> None:
    choices = zone_choices(RU, "US/Pacific", now=WINTER)

    assert choices["US/Pacific"] == "Pacific, UTC−8"


def test_no_two_zones_are_called_alike() -> None:
    for language in ("ru", "en"):
        names = list(zone_choices(translator(language, "Asia/Yakutsk"), "Asia/Yakutsk", now=WINTER).values())

        assert len(names) == len(set(names))
