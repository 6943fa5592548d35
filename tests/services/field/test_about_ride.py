"""Taps that come late: at the moment when they were made, in their order, and beside those of others."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.models import HeadCount, Participant, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.words import TourState
from planner.services.field.sent import ms_of
from planner.services.ride.ride import arrive, close_ride, leave
from tests.services.field.outbox_story import MINUTE, NOW, Bus, set_bus


@pytest.fixture
def bus(database: Database, tmp_path: Path) -> Bus:
    return set_bus(database, tmp_path)


def stop_ids(bus: Bus) -> list[int]:
    with bus.database.reading() as session:
        stops = session.exec(select(Stop).where(Stop.tour_id == bus.scene.tour)).all()
        return [id_of(stop) for stop in sorted(stops, key=lambda stop: stop.position)]


def tap(bus: Bus, kind: str, minutes_ago: int, **more: Any) -> dict[str, Any]:
    return bus.item(kind, bus.oksana, at=NOW - minutes_ago * MINUTE, **more)


def told(bus: Bus, *items: object) -> list[str]:
    answers = bus.send(*items, actor=bus.oksana)
    return [f"{answer.state}{' ' + answer.error.key if answer.error else ''}" for answer in answers]


def times(bus: Bus, stop_id: int) -> list[int | None]:
    """How many minutes ago the bus came and went."""
    with bus.database.reading() as session:
        stop = session.get_one(Stop, stop_id)
        return [_ago(stop.arrived_at), _ago(stop.departed_at)]


def _ago(moment: datetime | None) -> int | None:
    return None if moment is None else (NOW - moment) // MINUTE


def test_taps_of_a_ride_without_a_network_are_recorded_as_they_were_made(bus: Bus) -> None:
    first, second, _ = stop_ids(bus)
    taps = [("arrive", 50, first), ("leave", 40, first), ("arrive", 30, second), ("leave", 20, second)]

    answers = told(bus, *(tap(bus, kind, ago, stop=stop) for kind, ago, stop in taps))

    assert answers == ["received"] * 4
    assert [times(bus, first), times(bus, second)] == [[50, 40], [30, 20]]


def test_start_is_recorded_as_it_was_tapped_and_only_once(bus: Bus) -> None:
    with bus.database.transaction() as session:
        tour = session.get_one(Tour, bus.scene.tour)
        tour.state, tour.started_at = TourState.PUBLISHED, None

    answers = told(bus, tap(bus, "start", 55), tap(bus, "start", 50))

    with bus.database.reading() as session:
        tour = session.get_one(Tour, bus.scene.tour)
    assert answers == ["received"] * 2
    assert (tour.state, _ago(tour.started_at)) == (TourState.RIDING, 55)


def test_tap_that_somebody_else_has_made_is_received_and_changes_nothing(bus: Bus) -> None:
    first, *_ = stop_ids(bus)
    with bus.database.transaction() as session:
        arrive(session, bus.oksana, first, now=NOW - 52 * MINUTE)
        leave(session, bus.oksana, first, now=NOW - 41 * MINUTE)

    answers = told(bus, tap(bus, "arrive", 50, stop=first), tap(bus, "leave", 40, stop=first))

    assert (answers, times(bus, first)) == (["received"] * 2, [52, 41])


def test_tap_that_was_made_is_received_after_the_ride_was_closed(bus: Bus) -> None:
    first, second, _ = stop_ids(bus)
    with bus.database.transaction() as session:
        arrive(session, bus.oksana, first, now=NOW - 52 * MINUTE)
        close_ride(session, bus.oksana, bus.scene.tour, now=NOW - 10 * MINUTE)

    answers = told(bus, tap(bus, "arrive", 50, stop=first), tap(bus, "arrive", 20, stop=second), tap(bus, "start", 60))

    assert answers == ["received", "refused ride.error.closed", "received"]


def test_tap_is_never_recorded_before_what_is_known(bus: Bus) -> None:
    first, *_ = stop_ids(bus)
    with bus.database.transaction() as session:
        arrive(session, bus.oksana, first, now=NOW - 30 * MINUTE)

    told(bus, tap(bus, "leave", 35, stop=first))

    assert times(bus, first) == [30, 30]


def test_tap_that_skips_a_stop_is_refused(bus: Bus) -> None:
    _, second, _ = stop_ids(bus)

    assert told(bus, tap(bus, "arrive", 30, stop=second)) == ["refused ride.error.unfinished"]


def test_tap_is_taken_back_as_the_item_that_it_was(bus: Bus) -> None:
    first, *_ = stop_ids(bus)
    arrival = tap(bus, "arrive", 30, stop=first)

    answers = told(bus, tap(bus, "undo", 29, of=arrival["uid"]), arrival, tap(bus, "undo", 29, of=arrival["uid"]))

    assert answers == ["later field.error.not_yet", "received", "received"]
    assert times(bus, first) == [None, None]


def test_tap_is_taken_back_by_what_was_told_of_it_and_only_once(bus: Bus) -> None:
    first, *_ = stop_ids(bus)
    told(bus, tap(bus, "arrive", 30, stop=first))
    undo = {"kind": "arrive", "stop": first, "at": ms_of(NOW - 30 * MINUTE)}

    answers = told(
        bus, tap(bus, "undo", 29, tap=undo), tap(bus, "arrive", 25, stop=first), tap(bus, "undo", 24, tap=undo)
    )

    assert (answers, times(bus, first)) == (["received"] * 3, [25, None])


def test_tap_after_which_there_were_others_is_not_taken_back(bus: Bus) -> None:
    first, *_ = stop_ids(bus)
    arrival = tap(bus, "arrive", 30, stop=first)
    told(bus, arrival, tap(bus, "leave", 25, stop=first))

    assert told(bus, tap(bus, "undo", 20, of=arrival["uid"])) == ["refused ride.error.not_last"]


def test_taps_are_for_who_leads(bus: Bus) -> None:
    first, *_ = stop_ids(bus)
    items = [bus.item(kind, stop=first, people=3) for kind in ("start", "arrive", "leave", "heads")]

    answers = bus.send(*items, bus.item("board", participant=bus.pyotr.participant_id))

    assert [answer.error.key if answer.error else "" for answer in answers] == ["permissions.not_your_role"] * 5


def test_heads_that_come_late_do_not_replace_newer_ones(bus: Bus) -> None:
    first, *_ = stop_ids(bus)

    answers = told(
        bus,
        tap(bus, "heads", 10, stop=first, people=12),
        tap(bus, "heads", 20, stop=first, people=11),
        tap(bus, "heads", 5, stop=first, people=-1),
        tap(bus, "heads", 5, stop=first, people=1.5),
    )

    assert answers == ["received", "received", "refused boarding.error.people", "refused field.error.item"]
    with bus.database.reading() as session:
        assert session.get_one(HeadCount, first).people == 12


def test_somebody_boards_is_taken_back_and_gets_off(bus: Bus) -> None:
    guest = bus.pyotr.participant_id
    kinds = ("board", "unboard", "board", "get_off")

    answers = told(bus, *(tap(bus, kind, 40 - at, participant=guest) for at, kind in enumerate(kinds)))

    assert answers == ["received"] * 4
    with bus.database.reading() as session:
        participant = session.get_one(Participant, guest)
    assert (_ago(participant.boarded_at), _ago(participant.left_at)) == (38, 37)


def test_guest_of_another_tour_is_refused(bus: Bus) -> None:
    foreign = bus.scene.pavel.participant_id

    answers = told(bus, tap(bus, "board", 1, participant=foreign), tap(bus, "board", 1, participant=99999))

    assert answers == ["refused field.error.other_tour", "refused boarding.error.unknown"]
