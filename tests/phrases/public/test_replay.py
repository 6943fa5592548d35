"""A tour told in time: the ride, then week by week; each issue appears and turns green when it did."""

from dataclasses import replace as changed
from datetime import timedelta
from typing import Any

import pytest

from planner.domain.geo import Point
from planner.domain.models import Category
from planner.domain.open_filter import OpenLook
from planner.domain.words import TourKind, TourState
from planner.i18n import translator
from planner.phrases.public.replay import MOST_WEEKS, replay
from planner.services.public.counting import OpenCounts
from planner.services.public.issues import OpenIssue
from planner.services.public.tours import OpenRoute, OpenStop, OpenTour
from tests.services.issue_story import NOW

t = translator("ru", "Asia/Yakutsk")
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
FOUND: dict[str, Any] = {
    **{"number": 1, "text": "Яма", "text_closed": False, "address": "", "place_closed": False, "lat": 0.2, "lon": 0.4},
    **{"category": Category(id=1, name="Ямы"), "district": None, "agency": None, "outcome": None, "due_on": None},
    **{"raised_at": NOW + HOUR, "public_from": NOW, "tour_id": 1, "supporters": 0},
}
FIXED = OpenIssue(**FOUND, look=OpenLook.FIXED, closed_at=NOW + 2 * WEEK)
LATE = OpenIssue(**FOUND | {"number": 2}, look=OpenLook.LATE, closed_at=None)
CLOSED_PLACE = changed(LATE, number=3, lat=None, lon=None)
TOUR = OpenTour(1, "Объезд", TourKind.BUS_TOUR, TourState.CLOSED, NOW, NOW + 3 * HOUR, 2, OpenCounts())


def stop(number: int, *issues: OpenIssue, **more: Any) -> OpenStop:
    """One that the bus reached `number` hours after its start."""
    at = NOW + number * HOUR
    given: dict[str, Any] = {"planned_at": at, "arrived_at": at, "left_at": at + HOUR / 2, "skipped": False} | more
    point = Point(0.1 * number, 0.1 * number)
    return OpenStop(number, f"Двор {number}", "", point, issues=issues, counts=OpenCounts(), **given)


def told(*stops: OpenStop, now: timedelta) -> Any:
    """What the slider is given."""
    route = OpenRoute(TOUR, stops, (), Point(0, 0), Point(1, 1), "")
    return replay(t, route, lambda point: (point.lon, point.lat), now=NOW + now)


def test_replay_tells_the_ride_and_then_the_weeks() -> None:
    said = told(stop(1, FIXED, LATE, CLOSED_PLACE), stop(2), now=2.5 * WEEK)

    assert [(each["said"], each["bus"]) for each in said["frames"]] == [
        ("09:00: автобус выехал", (0, 0)),
        ("10:00: остановка 1, Двор 1", (0.1, 0.1)),
        ("11:00: остановка 2, Двор 2", (0.2, 0.2)),
        ("12:00: объезд завершён", (1, 1)),
        ("30.11.2026: исправлено 0 из 3", (1, 1)),
        ("07.12.2026: исправлено 1 из 3", (1, 1)),
        ("10.12.2026: исправлено 1 из 3", (1, 1)),
    ]
    assert said["issues"] == [
        {"spot": (0.4, 0.2), "found": 1, "fixed": 5},
        {"spot": (0.4, 0.2), "found": 1, "fixed": None},
    ]


@pytest.mark.parametrize(
    ("stops", "now"),
    [
        ([], WEEK),
        ([stop(1, arrived_at=None), stop(2, skipped=True)], WEEK),
    ],
    ids=["without stops", "nothing reached"],
)
def test_nothing_is_replayed_of_a_tour_that_has_not_happened(stops: list[OpenStop], now: timedelta) -> None:
    assert told(*stops, now=now) is None


def test_replay_of_a_tour_under_way_ends_where_the_bus_is() -> None:
    said = told(stop(1), stop(2, arrived_at=None), now=1.6 * HOUR)

    assert [each["bus"] for each in said["frames"]][:2] == [(0, 0), (0.1, 0.1)]
    assert {each["bus"] for each in said["frames"][2:]} <= {(0.1, 0.1)}


def test_replay_of_a_tour_of_long_ago_has_no_more_steps_than_one_of_a_year() -> None:
    said = told(stop(1, FIXED), now=300 * WEEK)

    assert len(said["frames"]) <= 3 + MOST_WEEKS
    assert said["issues"][0]["fixed"] is not None
