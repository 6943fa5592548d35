"""Tours as everybody reads them: none is lost behind a page, and a route says why it was chosen without a word of what is inside."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.models import Issue, Stop, StopIssue, Tour, TourProposal
from planner.domain.models.types import id_of
from planner.domain.words import TourState
from planner.services.issues.columns import IssueColumns
from planner.services.public.tours import (
    OpenWay,
    every_open_tour,
    list_open_tours,
    open_route,
    open_tour_numbers,
)
from tests.services.public_story import NOW, OpenScene, a_chosen_route, log, open_scene, publish

HOUR = timedelta(hours=1)


def a_tour(session: Session, title: str, state: TourState, hours: int) -> int:
    """One that begins so many hours from now and takes one."""
    starts = NOW + hours * HOUR
    tour = Tour(title=title, state=state, starts_at=starts, ends_at=starts + HOUR, created_at=NOW)
    session.add(tour)
    session.flush()
    return id_of(tour)


def test_every_tour_is_on_a_page_in_the_file_and_in_the_map_of_the_site(database: Database) -> None:
    with database.transaction() as session:
        open_scene(session)
        past = [a_tour(session, f"Прошёл {each}", TourState.CLOSED, -each) for each in range(2, 132)]

    with database.reading() as session:
        columns = IssueColumns(database)
        pages = [list_open_tours(session, columns, now=NOW, page=page) for page in (1, 2, 3, 9)]
        told = every_open_tour(session, columns, now=NOW)
        numbers = open_tour_numbers(session)

    assert [[tour.id for tour in each.past] for each in pages] == [past[:50], past[50:100], past[100:], past[100:]]
    assert [(each.page, each.pages) for each in pages] == [(1, 3), (2, 3), (3, 3), (3, 3)]
    assert [tour.id for tour in told if tour.state is TourState.CLOSED] == past
    assert [number for number in numbers if number in past] == past


def test_start_tells_of_the_ride_the_next_tour_and_the_last_one_however_many_are_planned(database: Database) -> None:
    with database.transaction() as session:
        open_scene(session)  # has a tour under way, and another one that was published for the same hour
        a_tour(session, "Забыт", TourState.PUBLISHED, -90)
        last = a_tour(session, "Прошёл", TourState.CLOSED, -3)
        for each in range(9, 2, -1):
            a_tour(session, f"Будет {each}", TourState.PUBLISHED, 24 * each)

    with database.reading() as session:
        found = list_open_tours(session, IssueColumns(database), now=NOW)

    assert [tour.title for tour in found.coming] == ["Two", *(f"Будет {each}" for each in range(3, 10)), "Забыт"]
    assert [tour.title for tour in found.newest] == ["One", "Two", "Прошёл"]
    assert found.newest[-1].id == last


def a_choice(session: Session, city: OpenScene, *, stop: dict[str, Any], left_out: list[Issue], **other: Any) -> None:
    """The route that leads to the one stop of the tour, chosen instead of one that leads to `other`'s issues."""

    def told(kind: str, stops: list[dict[str, Any]], beside: list[Issue]) -> dict[str, Any]:
        return {
            **{"kind": kind, "possible": True, "minutes": 77, "km": 7.7, "issues": 99, "promises": 9},
            **{"buses": [{"stops": stops}], "left_out": [each.id for each in beside]},
        }

    a_chosen_route(session, city, [told("most", [stop], left_out), told("shortest", [other], [])])


def test_route_says_what_was_left_out_and_why_each_stop_is_there_of_what_is_public_alone(database: Database) -> None:
    with database.transaction() as session:
        city = open_scene(session)
        here, calm, late, inside, elsewhere = (log(session, city.scene, text=each) for each in "abcde")
        for each in (here, calm, late, elsewhere):
            publish(session, city, each)
        late.due_on = (NOW - timedelta(days=9)).date()
        inside.internal = True
        calm.supporters = 3
        session.add(StopIssue(stop_id=city.scene.stop, issue_id=id_of(here)))
        told = {"name": "Двор", "address": "", "issues": [here.id], "parts": {"overdue": 4.0, "supporters": 1.0}}
        other = {"name": "тайна", "address": "тайна", "issues": [elsewhere.id, inside.id], "parts": {"severity": 2.0}}
        a_choice(session, city, stop=told, left_out=[inside, calm, late], **other)

    with database.reading() as session:
        route = open_route(session, city.scene.tour, now=NOW)

    assert route.ways == [OpenWay("most", 1), OpenWay("shortest", 1)]
    assert [each.number for each in route.left_out] == [late.id, calm.id, elsewhere.id]
    assert route.left_out_total == 3
    assert [stop.reasons for stop in route.stops] == [("overdue", "supporters")]
    assert "тайна" not in repr(route)


def test_stop_says_nothing_of_its_reasons_where_one_of_its_issues_is_not_public(
    city: OpenScene, session: Session
) -> None:
    shown, inside = (log(session, city.scene, text=each) for each in "ab")
    publish(session, city, shown)
    for each in (shown, inside):
        session.add(StopIssue(stop_id=city.scene.stop, issue_id=id_of(each)))
    told = {"name": "Двор", "address": "", "issues": [shown.id, inside.id], "parts": {"severity": 17.0}}
    a_choice(session, city, stop=told, left_out=[], name="", address="", issues=[], parts={})

    route = open_route(session, city.scene.tour, now=NOW)

    assert [stop.reasons for stop in route.stops] == [()]
    assert route.left_out == ()


@pytest.mark.parametrize("kept", [True, False])
def test_stop_without_issues_says_why_it_is_there_by_its_name(city: OpenScene, session: Session, kept: bool) -> None:
    stop = session.get_one(Stop, city.scene.stop)
    told = {"name": stop.name if kept else "Другое", "address": stop.address, "issues": [], "parts": {"planned": 4.0}}
    a_choice(session, city, stop=told, left_out=[], name="", address="", issues=[], parts={})

    route = open_route(session, city.scene.tour, now=NOW)

    assert [each.reasons for each in route.stops] == [("planned",) if kept else ()]


def test_choice_of_before_what_was_left_out_was_kept_is_read_all_the_same(city: OpenScene, session: Session) -> None:
    issue = log(session, city.scene)
    publish(session, city, issue)
    told = {"name": "Двор", "address": "", "issues": [], "parts": {}}
    a_choice(session, city, stop=told, left_out=[], name="x", address="", issues=[issue.id], parts={})
    kept = session.exec(select(TourProposal)).one()
    kept.alternatives = [
        {name: value for name, value in each.items() if name != "left_out"} for each in kept.alternatives
    ]
    session.flush()

    route = open_route(session, city.scene.tour, now=NOW)

    assert [each.number for each in route.left_out] == [issue.id]
