"""Tests of `planner.services.tours.stops`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import AgendaItem, Comment, Issue, Place, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.words import TourState
from planner.services.tours.stops import (
    MOST_STOPS,
    AgendaEntry,
    add_stop,
    add_stop_at_place,
    add_stops_from_issues,
    edit_stop,
    move_stop,
    remove_stop,
    set_agenda,
    set_stop_issues,
)
from planner.services.tours.tours import publish_tour
from tests.services.plan_story import MINUTE, names, write_story


def linked(session: Session, stop_id: int | None) -> list[int]:
    """The issues that a stop was made for."""
    return sorted(session.exec(select(StopIssue.issue_id).where(StopIssue.stop_id == stop_id)).all())


def test_stop_added_goes_to_the_end_and_knows_its_times(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)

        stop = add_stop(session, story.olga, tour_id, name="  Школа   № 5 ", lat=50.2779864, lon=127.53)

        assert (stop.position, stop.name) == (2, "Школа № 5")
        assert stop.planned_arrival == story.start + (3 + 2 + 15 + 3) * MINUTE
        assert stop.planned_departure == story.start + (3 + 2 + 15 + 3 + 2 + 15) * MINUTE
        assert session.get_one(Tour, tour_id).version == 3


@pytest.mark.parametrize(
    ("fields", "key", "field"),
    [
        ({"name": " "}, "stops.error.name", "name"),
        ({"name": "а" * 201}, "typed.error.too_long", "name"),
        ({"address": "а" * 301}, "typed.error.too_long", "address"),
        ({"lat": 91.0}, "stops.error.off_map", "place"),
        ({"lon": float("nan")}, "stops.error.off_map", "place"),
        ({"minutes_talk": -1}, "stops.error.minutes_talk", "minutes_talk"),
        ({"minutes_off": 481}, "stops.error.minutes_off", "minutes_off"),
    ],
)
def test_stop_with_bad_input_names_the_field(
    database: Database, now: datetime, fields: dict[str, Any], key: str, field: str
) -> None:
    with database.reading() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)

        with pytest.raises(Invalid) as refused:
            add_stop(session, story.olga, tour_id, **{"name": "Двор", "lat": 50.26, "lon": 127.53, **fields})

        assert (refused.value.key, refused.value.field) == (key, field)


def test_stop_with_a_window_that_ends_before_it_begins_is_refused(database: Database, now: datetime) -> None:
    with database.reading() as session:
        story = write_story(session, now)
        (stop_id,) = story.stops(session, story.tour(session), 1)

        with pytest.raises(Invalid) as refused:
            edit_stop(session, story.olga, stop_id, window_from=story.start, window_to=story.start - MINUTE)

        assert refused.value.field == "window_to"


def test_stops_beyond_the_most_are_refused(database: Database, now: datetime) -> None:
    with database.reading() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        session.add_all(
            Stop(tour_id=tour_id, position=number, name="Двор", lat=50.26, lon=127.53)
            for number in range(1, MOST_STOPS + 1)
        )

        with pytest.raises(Invalid, match="too_many"):
            story.stops(session, tour_id, 1)


def test_stop_at_a_place_takes_what_the_catalogue_says(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        place = Place(name="Городской парк", address="ул. Ленина, 130", lat=50.27, lon=127.53)
        session.add(place)
        session.flush()

        stop = add_stop_at_place(session, story.olga, story.tour(session), id_of(place))

        assert (stop.name, stop.address, stop.point, stop.place_id) == (
            "Городской парк",
            "ул. Ленина, 130",
            place.point,
            place.id,
        )


def test_stop_at_an_archived_place_is_not_found(database: Database, now: datetime) -> None:
    with database.reading() as session:
        story = write_story(session, now)
        place = Place(name="Городской парк", lat=50.27, lon=127.53, archived=True)
        session.add(place)
        session.flush()

        with pytest.raises(NotFound):
            add_stop_at_place(session, story.olga, story.tour(session), id_of(place))


def test_stop_from_an_issue_without_an_address_is_called_by_its_category(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        issue_id = story.issue(session, address="")

        stops = add_stops_from_issues(session, story.olga, tour_id, [issue_id])

        assert [(stop.name, stop.address) for stop in stops] == [("Освещение", "")]


def test_stops_from_issues_join_what_is_near(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        far = story.issue(session, north_m=1000, address="ул. Мухина, 1")
        one, other = story.issue(session, north_m=0, address="ул. Ленина, 5"), story.issue(session, north_m=100)

        stops = add_stops_from_issues(session, story.olga, tour_id, [far, one, other])

        assert [(stop.name, stop.address) for stop in stops] == [
            ("ул. Мухина, 1", ""),
            ("ул. Ленина, 5", ""),
        ]
        assert [linked(session, stop.id) for stop in stops] == [[far], [one, other]]
        assert [stop.minutes_talk for stop in stops] == [15, 20]
        assert round((stops[1].lat - 50.26) / 0.0000089932) == 50


def test_stops_from_issues_pass_over_those_on_the_tour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        issue_id = story.issue(session)
        add_stops_from_issues(session, story.olga, tour_id, [issue_id])

        again = add_stops_from_issues(session, story.olga, tour_id, [issue_id])

        assert again == []
        assert len(names(session, tour_id)) == 1


def test_edit_of_a_stop_moves_the_times_behind_it(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        first, second = story.stops(session, story.tour(session), 1, 2)
        before = session.get_one(Stop, second).planned_arrival
        assert before is not None

        edit_stop(session, story.olga, first, minutes_talk=25, name="Двор 2")

        assert session.get_one(Stop, first).name == "Двор 2"
        assert session.get_one(Stop, second).planned_arrival == before + 10 * MINUTE


def test_edit_of_what_a_stop_does_not_have_is_an_error_of_the_program(database: Database, now: datetime) -> None:
    with database.reading() as session:
        story = write_story(session, now)
        (stop_id,) = story.stops(session, story.tour(session), 1)

        with pytest.raises(TypeError, match="arrived_at"):
            edit_stop(session, story.olga, stop_id, arrived_at=now)


def test_edit_on_an_older_version_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        first, second = story.stops(session, tour_id, 1, 2)
        seen = session.get_one(Tour, tour_id).version
        move_stop(session, story.olga, second, by=-1)

        with pytest.raises(Conflict, match="changed"):
            edit_stop(session, story.olga, first, version=seen, name="Другое")

        assert session.get_one(Stop, first).name == "1 км"


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ({"by": -1}, ["1 км", "3 км", "2 км", "4 км"]),
        ({"by": 1}, ["1 км", "2 км", "4 км", "3 км"]),
        ({"by": -9}, ["3 км", "1 км", "2 км", "4 км"]),
        ({"by": 9}, ["1 км", "2 км", "4 км", "3 км"]),
        ({"to": 1}, ["3 км", "1 км", "2 км", "4 км"]),
        ({"to": 3}, ["1 км", "2 км", "3 км", "4 км"]),
    ],
)
def test_stop_moves(database: Database, now: datetime, move: dict[str, int], order: list[str]) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        third = story.stops(session, tour_id, 1, 2, 3, 4)[2]

        move_stop(session, story.olga, third, **move)

        assert names(session, tour_id) == order


def test_stop_removed_takes_agenda_and_links_along(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)
        stop = add_stop(
            session, story.olga, tour_id, name="Двор", lat=50.27, lon=127.53, issue_ids=[story.issue(session)]
        )
        story.stops(session, tour_id, 3)
        set_agenda(session, story.olga, id_of(stop), [AgendaEntry("Освещение")])

        remove_stop(session, story.olga, id_of(stop))

        assert names(session, tour_id) == ["1 км", "3 км"]
        assert session.exec(select(AgendaItem)).all() == []
        assert session.exec(select(StopIssue)).all() == []


def test_stop_where_something_was_said_stays(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        (stop_id,) = story.stops(session, tour_id, 1)
        session.add(Comment(stop_id=stop_id, author="Пётр", text="Скользко", written_at=now))
        session.flush()

        with pytest.raises(Conflict, match="has_records"):
            remove_stop(session, story.olga, stop_id)

        assert names(session, tour_id) == ["1 км"]


def test_agenda_is_replaced_and_empty_lines_are_dropped(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        (stop_id,) = story.stops(session, story.tour(session), 1)
        set_agenda(session, story.olga, stop_id, [AgendaEntry("Старое")])

        set_agenda(
            session, story.olga, stop_id, [AgendaEntry("Свет", "Борис", 7), AgendaEntry(" "), AgendaEntry("Яма")]
        )

        agenda = session.exec(select(AgendaItem).order_by(AgendaItem.position)).all()  # type: ignore[arg-type]
        assert [(item.position, item.text, item.speaker, item.minutes) for item in agenda] == [
            (1, "Свет", "Борис", 7),
            (2, "Яма", "", 5),
        ]


def test_agenda_with_impossible_minutes_is_refused(database: Database, now: datetime) -> None:
    with database.reading() as session:
        story = write_story(session, now)
        (stop_id,) = story.stops(session, story.tour(session), 1)

        with pytest.raises(Invalid, match="minutes"):
            set_agenda(session, story.olga, stop_id, [AgendaEntry("Свет", minutes=-1)])


def test_issues_of_a_stop_are_replaced(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        (stop_id,) = story.stops(session, story.tour(session), 1)
        old, new = story.issue(session), story.issue(session)
        set_stop_issues(session, story.olga, stop_id, [old])

        set_stop_issues(session, story.olga, stop_id, [new])

        assert linked(session, stop_id) == [new]


def test_issue_that_does_not_exist_is_not_found(database: Database, now: datetime) -> None:
    with database.reading() as session:
        story = write_story(session, now)
        (stop_id,) = story.stops(session, story.tour(session), 1)

        with pytest.raises(NotFound):
            set_stop_issues(session, story.olga, stop_id, [777])


def test_official_sees_the_published_tour_and_changes_nothing(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        (stop_id,) = story.stops(session, tour_id, 1)
        publish_tour(session, story.olga, tour_id, now=now)

        for attempt in (
            lambda: add_stop(session, story.oksana, tour_id, name="Двор", lat=50.26, lon=127.53),
            lambda: add_stops_from_issues(session, story.oksana, tour_id, []),
            lambda: edit_stop(session, story.oksana, stop_id, name="Другое"),
            lambda: move_stop(session, story.oksana, stop_id, by=1),
            lambda: remove_stop(session, story.oksana, stop_id),
            lambda: set_agenda(session, story.oksana, stop_id, []),
            lambda: set_stop_issues(session, story.oksana, stop_id, []),
        ):
            with pytest.raises(NotAllowed):
                attempt()

        assert names(session, tour_id) == ["1 км"]


def test_draft_is_not_there_for_an_official_and_a_stranger_must_sign_in(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        (stop_id,) = story.stops(session, tour_id, 1)

        with pytest.raises(NotFound):
            edit_stop(session, story.oksana, stop_id, name="Другое")
        with pytest.raises(NotAllowed, match="sign_in"):
            edit_stop(session, STRANGER, stop_id, name="Другое")


@pytest.mark.parametrize("state", [TourState.RIDING, TourState.CLOSED, TourState.CANCELLED])
def test_plan_stands_once_the_bus_is_under_way(database: Database, now: datetime, state: TourState) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        (stop_id,) = story.stops(session, tour_id, 1)
        session.get_one(Tour, tour_id).state = state

        with pytest.raises(Conflict, match="not_plannable"):
            edit_stop(session, story.olga, stop_id, name="Другое")


def test_two_stops_added_at_the_same_moment_get_two_numbers(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
    gate = Barrier(4)

    def adds(number: int) -> None:
        gate.wait()
        with database.transaction() as session:
            add_stop(session, story.olga, tour_id, name=f"Двор {number}", lat=50.26, lon=127.53)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(adds, range(4)))

    with database.reading() as session:
        assert sorted(names(session, tour_id)) == ["Двор 0", "Двор 1", "Двор 2", "Двор 3"]
        assert session.get_one(Tour, tour_id).version == 5


def test_stop_for_an_internal_issue_asks_for_a_name_that_everybody_may_see(session: Session, now: datetime) -> None:
    story = write_story(session, now)
    tour_id = story.tour(session)
    hidden = story.issue(session, address="Тайная, 1", internal=True)
    beside = story.issue(session, north_m=20, address="Тайная, 3")
    far = story.issue(session, north_m=900, address="Ленина, 5")

    with pytest.raises(Conflict, match=r"^stops\.error\.internal$") as refused:
        add_stops_from_issues(session, story.olga, tour_id, [beside, hidden])
    stops = add_stops_from_issues(session, story.olga, tour_id, [beside, hidden, far], public_name="У моста")

    assert refused.value.values == {"numbers": str(hidden)}
    assert [(stop.name, stop.address) for stop in stops] == [("У моста", ""), ("Ленина, 5", "")]


FAR: dict[str, Any] = {"lat": 55.75, "lon": 37.61}


def test_stop_far_from_the_city_is_made_only_where_that_is_meant(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        olga, tour_id, issue_id = story.olga, story.tour(session), story.issue(session)
        near, far = story.stops(session, tour_id, 1, 2)
        issue = session.get_one(Issue, issue_id)
        issue.lat, issue.lon = FAR.values()
        place = Place(name="Кремль", address="Москва", **FAR)
        session.add(place)
        session.flush()
        ways: list[Callable[[bool], object]] = [
            lambda meant: add_stop(session, olga, tour_id, name="Точка", **FAR, far_is_meant=meant),
            lambda meant: add_stop_at_place(session, olga, tour_id, id_of(place), far_is_meant=meant),
            lambda meant: add_stops_from_issues(session, olga, tour_id, [issue_id], far_is_meant=meant),
            lambda meant: edit_stop(session, olga, far, **FAR, far_is_meant=meant),
        ]
        refused = []

        for way in ways:
            with pytest.raises(Conflict) as error, session.begin_nested():
                way(False)
            refused.append(error.value.key)
            way(True)
        edit_stop(session, olga, far, name="Кремль")
        edit_stop(session, olga, near, lat=50.27, lon=127.53)

        assert refused == ["stops.error.far"] * 4
        assert sum(stop.lat == FAR["lat"] for stop in session.exec(select(Stop)).all()) == 4
