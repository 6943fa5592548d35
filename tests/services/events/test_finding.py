"""Tests of `planner.services.events.finding`; what the list itself has is in the tests of tours."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event as sql_event
from sqlmodel import Session

from planner.database import Database
from planner.domain.models import District, Tour
from planner.domain.models.types import id_of
from planner.domain.tour_filter import Period, TourFilter
from planner.domain.words import TourKind, TourState
from planner.services.events.finding import list_tours, tour_choices, tours_between
from planner.services.events.media import save_media_guest
from tests.services.event_story import an_event
from tests.services.plan_story import MINUTE, Story, write_story

DAY = timedelta(days=1)
SQUARE_AREA = {
    "type": "Polygon",
    "coordinates": [[[127.535, 50.24], [127.55, 50.24], [127.55, 50.255], [127.535, 50.255], [127.535, 50.24]]],
}


def a_year(session: Session, now: datetime) -> Story:
    """A bus tour in the centre, a press approach at the square, a field event elsewhere a year before."""
    story = write_story(session, now)
    session.add(District(name="Сквер", polygon=SQUARE_AREA))
    tour_id = story.tour(session, title="Объезд Центра", leader_id=story.oksana.person_id)
    story.stops(session, tour_id, 1)
    an_event(session, story, title="Ёлки на площади", leader_id=story.boris.person_id)
    elsewhere = {"start_name": "Клуб «Заря»", "start_lat": 50.4, "start_lon": 127.4}
    start = story.start - 365 * DAY
    meeting = {"title": "Встреча с жителями", "kind": TourKind.FIELD_EVENT, "starts_at": start}
    an_event(session, story, **meeting, **elsewhere)
    return story


def found(session: Session, story: Story, wanted: TourFilter) -> Sequence[str]:
    """What the whole list finds, by title."""
    page = list_tours(session, story.olga, period=Period.ALL, now=story.now, wanted=wanted)
    assert page.total == len(page.rows)
    return [row.tour.title for row in page.rows]


@pytest.mark.parametrize(
    ("fields", "titles"),
    [
        ({"kind": TourKind.BUS_TOUR}, ["Объезд Центра"]),
        ({"kind": TourKind.FIELD_EVENT}, ["Встреча с жителями"]),
        ({"year": 2025}, ["Встреча с жителями"]),
        ({"year": 2024}, []),
        ({"state": TourState.PUBLISHED}, []),
        ({"leader_id": 2}, ["Объезд Центра"]),
        ({"district_id": 1}, ["Ёлки на площади"]),
        ({"district_id": 1, "text": "центр"}, []),
        ({"text": "ЕЛКИ площадь"}, ["Ёлки на площади"]),
        ({"text": "заря"}, ["Встреча с жителями"]),
        ({"text": "борис"}, ["Ёлки на площади"]),
        ({"text": "жителей"}, ["Встреча с жителями"]),
        ({"text": "100%"}, []),
    ],
)
def test_list_finds_by_each_filter(
    sqlite_database: Database, now: datetime, fields: dict[str, Any], titles: list[str]
) -> None:
    with sqlite_database.transaction() as session:
        story = a_year(session, now)

        assert found(session, story, TourFilter(**fields)) == titles


def test_list_says_how_many_media_are_asked(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = a_year(session, now)
        asked = an_event(session, story, title="Ещё один")
        save_media_guest(session, story.olga, id_of(asked), outlet="Первый")

        page = list_tours(session, story.olga, period=Period.ALL, now=now, wanted=TourFilter("ещё один"))

        assert [(row.stops, row.people, row.media) for row in page.rows] == [(1, 0, 1)]


def test_days_have_what_begins_on_them_in_the_city(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = a_year(session, now)
        late = datetime.fromisoformat("2026-11-29T14:59:00+00:00")
        an_event(session, story, title="Поздний вечер", starts_at=late)
        an_event(session, story, title="Уже понедельник", starts_at=late + MINUTE)

        rows = tours_between(session, story.olga, first=date(2026, 11, 23), last=date(2026, 11, 29))

        told = [(row.tour.title, row.leader) for row in rows]
        assert told == [("Объезд Центра", "Оксана"), ("Ёлки на площади", "Борис"), ("Поздний вечер", "")]
        assert [row.tour.title for row in tours_between(
            session, story.olga, first=date(2026, 11, 23), last=date(2026, 11, 29), wanted=TourFilter("вечер")
        )] == ["Поздний вечер"]  # fmt: skip


def test_choices_are_those_that_find_something(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = a_year(session, now)

        choices = tour_choices(session, story.olga)

        assert list(choices.leaders.values()) == ["Борис", "Оксана"]
        assert list(choices.districts.values()) == ["Сквер"]
        assert list(choices.years) == [2026, 2025]
        assert list(tour_choices(session, story.boris).years) == [2026]


def test_list_of_five_thousand_asks_no_more_than_that_of_five(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story = a_year(session, now)
        given: dict[str, Any] = {"created_at": now, "kind": TourKind.FIELD_EVENT, "start_name": "Площадь"}
        session.add_all(
            Tour(title=f"Встреча {n}", starts_at=now - n * DAY, ends_at=now - n * DAY + MINUTE, **given)
            for n in range(1, 200)
        )
        session.flush()
        asked: list[str] = []
        sql_event.listen(session.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))

        list_tours(session, story.olga, period=Period.PAST, now=now)
        plain = len(asked)
        list_tours(
            session, story.olga, period=Period.PAST, now=now, wanted=TourFilter("встреча", district_id=1, year=2026)
        )

        assert (plain <= 5, len(asked) - plain <= 10) == (True, True)
