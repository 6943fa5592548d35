"""Tests of `planner.services.events.templates`."""

from datetime import datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.errors import Invalid, NotFound
from planner.domain.models import AgendaItem, Person, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.words import TourKind
from planner.services.events.templates import (
    keep_as_template,
    list_tour_templates,
    make_from_template,
    remove_template,
    usual_start,
)
from planner.services.tours.stops import AgendaEntry, edit_stop, set_agenda
from tests.services.event_story import an_open_event
from tests.services.events.test_copies import on_the_lists, with_people
from tests.services.plan_story import MINUTE, write_story

WEEK = timedelta(days=7)


def stops_of(session: Session, tour: Tour) -> list[tuple[int, str, int, list[str]]]:
    """Position, name, minutes and topics of each stop."""
    rows = session.exec(select(Stop).where(Stop.tour_id == tour.id)).all()
    topics: dict[int | None, list[str]] = {row.id: [] for row in rows}
    for item in session.exec(select(AgendaItem)).all():
        topics.get(item.stop_id, []).append(item.text)
    return [(row.position, row.name, row.minutes_talk, topics[row.id]) for row in rows]


def test_template_of_a_bus_tour_makes_one_like_it(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, leader_id=story.oksana.person_id, bus_name="ПАЗ")
        first, second = story.stops(session, tour_id, 1, 2)
        set_agenda(session, story.olga, first, [AgendaEntry("Двор", "Оксана", 5)])
        edit_stop(session, story.olga, second, window_from=story.start, minutes_talk=20)
        template = keep_as_template(session, story.olga, tour_id, name=" Центр ", with_people=False, now=now)
        session.get_one(Person, story.oksana.person_id).archived = True

        start = story.start + WEEK
        tour = make_from_template(session, story.olga, id_of(template), title="Снова", starts_at=start, now=now)

        assert [each.name for each in list_tour_templates(session, story.olga)] == ["Центр"]
        assert (tour.title, tour.bus_name, tour.leader_id, tour.ends_at) == ("Снова", "ПАЗ", None, start + 180 * MINUTE)
        assert stops_of(session, tour) == [(1, "1 км", 15, ["Двор"]), (2, "2 км", 20, [])]
        windows = session.exec(select(Stop.window_from).where(Stop.tour_id == tour.id, Stop.position == 2)).all()
        assert (list(windows), usual_start(template)) == ([start], time(10, 0))


def test_template_of_an_event_keeps_its_people(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story, tour_id = an_open_event(session, now)
        with_people(session, story, tour_id)
        (stop_id,) = session.exec(select(Stop.id).where(Stop.tour_id == tour_id)).all()
        set_agenda(session, story.olga, stop_id or 0, [AgendaEntry("Что сделано")])
        template = keep_as_template(session, story.olga, tour_id, name="Сквер", with_people=True, now=now)

        start = story.start + WEEK
        tour = make_from_template(session, story.olga, id_of(template), title="Сквер", starts_at=start, now=now)

        people, media = on_the_lists(session, tour)
        assert (tour.kind, stops_of(session, tour)) == (
            TourKind.PRESS_APPROACH,
            [(1, "Сквер Ленина", 40, ["Что сделано"])],
        )
        assert (len(people), media) == (2, ["Амурская правда, asked"])


def test_template_needs_a_name_and_is_gone_once_removed(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story, tour_id = an_open_event(session, now)
        template = keep_as_template(session, story.olga, tour_id, name="Сквер", with_people=False, now=now)

        with pytest.raises(Invalid):
            keep_as_template(session, story.olga, tour_id, name=" ", with_people=False, now=now)
        remove_template(session, story.olga, id_of(template))

        with pytest.raises(NotFound):
            make_from_template(session, story.olga, id_of(template), title="Сквер", starts_at=story.start, now=now)
