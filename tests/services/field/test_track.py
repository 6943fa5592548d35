"""The bus's way: kept once, by who leads, while the ride is on; its newest points tap for who leads."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.errors import Invalid, NotAllowed
from planner.domain.models import BusPosition, Stop, Tour, TrackPoint
from planner.domain.words import TourState
from planner.services.field.sent import ms_of
from planner.services.field.track import TrackTaken, forget_tracks, take_track
from tests.services.field.outbox_story import MINUTE, NOW, Bus, rows, set_bus

SECOND = timedelta(seconds=1)
LATE = timedelta(hours=5)


@pytest.fixture
def bus(database: Database, tmp_path: Path) -> Bus:
    return set_bus(database, tmp_path, late=LATE)


def point(ago: timedelta, lat: float = 50.25, lon: float = 127.5, accuracy: float = 8) -> list[float]:
    return [ms_of(NOW - ago - LATE), lat, lon, accuracy]


def send(bus: Bus, *track: object, **more: Any) -> TrackTaken:
    given: Any = {"tablet_now": ms_of(NOW - LATE), "now": NOW}
    with bus.database.transaction() as session:
        return take_track(session, more.get("actor", bus.oksana), bus.scene.tour, track, **given)


def kept(bus: Bus) -> list[timedelta]:
    """How long ago each kept point was."""
    with bus.database.reading() as session:
        return [NOW - at for at in session.exec(select(TrackPoint.at).order_by(col(TrackPoint.at)))]


def test_points_are_kept_once_at_the_corrected_time(bus: Bus) -> None:
    track = [point(30 * MINUTE), point(20 * MINUTE), point(20 * MINUTE)]

    first, second = send(bus, *track), send(bus, *track, point(10 * MINUTE))

    assert (first.taken, second.taken) == (2, 1)
    assert kept(bus) == [30 * MINUTE, 20 * MINUTE, 10 * MINUTE]


def test_points_that_say_nothing_are_passed_over(bus: Bus) -> None:
    with bus.database.transaction() as session:
        tour = session.get_one(Tour, bus.scene.tour)
        tour.state, tour.closed_at = TourState.CLOSED, NOW - 5 * MINUTE

    taken = send(bus, point(61 * MINUTE), point(4 * MINUTE), point(-MINUTE), point(9 * MINUTE, accuracy=500))
    late = send(bus, point(10 * MINUTE))

    assert (taken.taken, late.taken, kept(bus)) == (0, 1, [10 * MINUTE])


@pytest.mark.parametrize(
    "bad",
    [
        "x",
        [],
        [1, 2, 3],
        ["1", 50, 127, 5],
        [1, 91, 127, 5],
        [True, 50, 127, 5],
        [1, None, 127, 5],
        [1e300, 50, 127, 5],
    ],
)
def test_what_is_no_point_is_refused(bus: Bus, bad: object) -> None:
    with pytest.raises(Invalid, match=r"field\.error\.track"):
        send(bus, point(MINUTE), bad)

    assert rows(bus.database, TrackPoint) == 0


def test_newest_points_tap_the_arrival(bus: Bus) -> None:
    with bus.database.reading() as session:
        first = session.get_one(Stop, bus.scene.stop)
    track = [point(ago * SECOND, first.lat, first.lon) for ago in (60, 45, 30, 15)]

    taken = send(bus, *track)

    with bus.database.reading() as session:
        stop, position = session.get_one(Stop, first.id), session.get_one(BusPosition, bus.scene.tour)
    assert (taken.taken, taken.told and taken.told.stop and taken.told.stop.id) == (4, first.id)
    assert (stop.arrived_at, position.at) == (NOW - 60 * SECOND, NOW - 15 * SECOND)


def test_track_is_for_who_leads(bus: Bus) -> None:
    with pytest.raises(NotAllowed):
        send(bus, point(MINUTE), actor=bus.pyotr)


def test_way_of_a_ride_is_forgotten_two_weeks_later(bus: Bus) -> None:
    send(bus, point(20 * MINUTE), point(10 * MINUTE))
    with bus.database.transaction() as session:
        session.get_one(Tour, bus.scene.tour).closed_at = NOW

    forgotten = []
    for days in (14, 15):
        with bus.database.transaction() as session:
            forgotten.append(forget_tracks(session, KEEPER, now=NOW + timedelta(days=days)))

    assert (forgotten, rows(bus.database, TrackPoint)) == ([0, 2], 0)
