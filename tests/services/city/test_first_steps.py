"""Tests of `planner.services.city.first_steps`: each step is done once the data says so, and the list ends with a tour."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import Agency, Category, City, District, Person, Place, Tour
from planner.domain.words import Role, TourState
from planner.services.city.first_steps import SetUpStep, first_steps, next_step

ADMIN = Actor(name="Артём", roles=frozenset({Role.ADMIN}), person_id=1)
ORGANIZER = Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}), person_id=2)


def done(session: Session, data: Path) -> list[SetUpStep]:
    return [each.step for each in first_steps(session, ADMIN, data=data) if each.done]


def test_each_step_ticks_itself(session: Session, now: datetime, tmp_path: Path) -> None:
    session.add(Person(name="Артём"))
    session.flush()
    told = [done(session, tmp_path)]
    outline = {"type": "Polygon", "coordinates": []}
    for rows in (
        [City(name="Приморск")],
        [District(name="Центр", polygon=outline)],
        [Agency(name="Водоканал")],
        [Category(name="Вода")],
        [Person(name="Ольга")],
        [Place(name="Парк", lat=50, lon=127)],
    ):
        session.add_all(rows)
        session.flush()
        told.append(done(session, tmp_path))

    assert told == [
        [],
        [SetUpStep.CITY],
        [SetUpStep.CITY, SetUpStep.MAP, SetUpStep.DISTRICTS],
        [SetUpStep.CITY, SetUpStep.MAP, SetUpStep.DISTRICTS],
        [SetUpStep.CITY, SetUpStep.MAP, SetUpStep.DISTRICTS, SetUpStep.AGENCIES],
        [SetUpStep.CITY, SetUpStep.MAP, SetUpStep.DISTRICTS, SetUpStep.AGENCIES, SetUpStep.PEOPLE],
        [SetUpStep.CITY, SetUpStep.MAP, SetUpStep.DISTRICTS, SetUpStep.AGENCIES, SetUpStep.PEOPLE, SetUpStep.PLACES],
    ]


def test_list_ends_once_a_tour_was_published_and_not_with_a_draft(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    tour = Tour(title="Объезд", starts_at=now, ends_at=now, created_at=now)
    session.add(tour)
    session.flush()
    lengths = {}
    for state in TourState:
        tour.state = state
        session.flush()
        lengths[state] = len(first_steps(session, ADMIN, data=tmp_path))

    ended = {state for state, length in lengths.items() if not length}

    assert ended == {TourState.PUBLISHED, TourState.RIDING, TourState.CLOSED}


def test_view_that_was_chosen_is_a_map(session: Session, tmp_path: Path) -> None:
    session.add(City(view_lat=43.7, view_lon=7.4))
    session.flush()

    assert done(session, tmp_path) == [SetUpStep.MAP]


@pytest.mark.parametrize(
    ("actor", "following", "allowed"),
    [(ADMIN, SetUpStep.CITY, list(SetUpStep)), (ORGANIZER, SetUpStep.TOUR, [SetUpStep.PLACES, SetUpStep.TOUR])],
)
def test_next_step_is_one_that_the_reader_may_make(
    session: Session, tmp_path: Path, actor: Actor, following: SetUpStep, allowed: list[SetUpStep]
) -> None:
    steps = first_steps(session, actor, data=tmp_path)

    found = next_step(steps)

    assert (found and found.step, [each.step for each in steps if each.allowed]) == (following, allowed)
