"""Tests of `planner.services.tours.plannable`: one tap holds its tour once, whatever it calls."""

from datetime import datetime

from sqlalchemy import event
from sqlmodel import Session

from planner.database import Database
from planner.domain.models import Place
from planner.domain.models.types import id_of
from planner.services.tours.plannable import plannable_tour
from planner.services.tours.stops import add_stop_at_place
from planner.services.tours.tours import get_tour
from planner.services.tours.undo import remember_plan
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
