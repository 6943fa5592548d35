"""Tests of `planner.services.tours.plannable`: one tap holds its tour once, whatever it calls."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Conflict
from planner.domain.models import Place
from planner.domain.models.types import id_of
from planner.services.tours.plannable import plannable_tour
from planner.services.tours.stops import add_stop_at_place
from planner.services.tours.tours import edit_tour, get_tour
from planner.services.tours.undo import remember_plan
from tests.house.sources import sources
from tests.services.plan_story import names, write_story


def readings_of_tour(session: Session) -> list[str]:
    """Fills with each statement that looks for one tour by its number."""
    found: list[str] = []

    def note(*call: object) -> None:
        statement = " ".join(str(call[2]).split())
        if "FROM tour WHERE tour.id =" in statement:
            found.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", note)
    return found


def test_adding_a_stop_reads_its_tour_once_to_ask_and_once_to_hold_it(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        place = Place(name="Рынок", lat=50.27, lon=127.53)
        session.add(place)
        session.flush()
        place_id = id_of(place)

    with database.transaction() as session:
        readings = readings_of_tour(session)
        remember_plan(session, story.olga, tour_id)
        add_stop_at_place(session, story.olga, tour_id, place_id)
        get_tour(session, story.olga, tour_id)

    locks = 1 if database.engine.dialect.name == "postgresql" else 0
    assert (len(readings), sum("FOR NO KEY UPDATE" in each for each in readings)) == (2, locks)
    with database.reading() as session:
        assert names(session, tour_id) == ["Рынок"]


def test_tour_is_held_anew_in_the_next_transaction(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
    with Session(database.engine, expire_on_commit=False) as session:
        plannable_tour(session, story.olga, tour_id)
        session.commit()
        with database.transaction() as other:
            plannable_tour(other, story.olga, tour_id).title = "Другой"

        tour = plannable_tour(session, story.olga, tour_id)

    assert tour.title == "Другой"


def test_change_of_an_older_plan_is_told_by_whom_the_plan_was_changed_and_when(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        version = get_tour(session, story.olga, tour_id).version
    taras = Actor("Тарасенко", story.olga.roles)
    with database.transaction() as session:
        edit_tour(session, taras, tour_id, now=now, title="Объезд Севера")
    with database.transaction() as session:
        remember_plan(session, story.olga, tour_id)

    said = []
    for actor in (story.olga, taras):
        with pytest.raises(Conflict) as refusal, database.transaction() as session:
            edit_tour(session, actor, tour_id, version=version, now=now, title="Объезд Юга")
        said.append((refusal.value.key, refusal.value.values["by"]))

    assert said == [("tours.error.changed_by", "Тарасенко"), ("tours.error.changed_by_you", "Тарасенко")]
    at = refusal.value.values["at"]
    assert isinstance(at, datetime)
    assert abs(datetime.now(UTC) - at) < timedelta(hours=1)


def test_change_of_a_plan_by_nobody_known_is_told_without_a_name(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        get_tour(session, story.olga, tour_id).version += 1

    with pytest.raises(Conflict) as refusal, database.transaction() as session:
        plannable_tour(session, story.olga, tour_id, version=1)

    assert refusal.value.key == "tours.error.changed"


def test_every_change_of_a_plan_says_who_made_it() -> None:
    found = [
        f"{path}: {line.strip()}"
        for path, source in sources().items()
        if path != "planner/services/tours/plannable.py"
        for line in source.splitlines()
        if ".version += 1" in line or '("tours.error.changed' in line and "raise" in line
    ]

    assert found == []
