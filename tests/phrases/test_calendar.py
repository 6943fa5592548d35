"""Tests of `planner.phrases.calendar`: a tour as the entry of a calendar."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import City, Participant, Person, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer
from planner.i18n import Translator
from planner.phrases.calendar import calendar_entry, calendar_name
from planner.render.files.calendar import CalendarEvent, CalendarPerson, calendar_ics, tour_ics
from planner.services.guests.invitations import answer_invitation, invite_person
from planner.services.tours.calendar import invitation_calendar, personal_calendar, tour_calendar
from planner.services.tours.stops import add_stop
from planner.services.tours.tours import cancel_tour, edit_tour, publish_tour, withdraw_tour
from tests.services.plan_story import MINUTE, Story, write_story

RU, EN = (Translator(language, "Asia/Yakutsk") for language in ("ru", "en"))
URL = "http://localhost/tour?id=1"


def entry_of(session: Session, actor: Actor, tour_id: int) -> CalendarEvent:
    return calendar_entry(RU, tour_calendar(session, actor, tour_id), url=URL)


def published(session: Session, story: Story, **fields: object) -> int:
    tour_id = story.tour(session, **fields)
    story.stops(session, tour_id, 1)
    publish_tour(session, story.olga, tour_id, now=story.now)
    return tour_id


def invited(session: Session, story: Story, tour_id: int, actor: Actor) -> Participant:
    return invite_person(session, story.olga, tour_id, actor.person_id or 0, now=story.now)


def test_calendar_entry_has_times_place_and_stops(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, start_name="Администрация")
        add_stop(session, story.olga, tour_id, name="Двор", address="ул. Ленина, 5", lat=50.2689932, lon=127.53)
        publish_tour(session, story.olga, tour_id, now=now)

        entry = entry_of(session, story.boris, tour_id)

        assert (entry.summary, entry.location, entry.description) == (
            "Объезд Центра",
            "Администрация",
            "1. 10:03 Двор, ул. Ленина, 5",
        )
        assert (entry.starts_at, entry.ends_at) == (story.start, story.start + 180 * MINUTE)
        assert (entry.sequence, entry.status, entry.url) == (3, "CONFIRMED", "http://localhost/tour?id=1")
        assert tour_ics(entry).startswith(b"BEGIN:VCALENDAR")


def test_cancelled_tour_takes_the_entry_out_of_the_calendar(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        before = entry_of(session, story.olga, tour_id)
        cancel_tour(session, story.olga, tour_id, reason="Снегопад", now=now)

        after = entry_of(session, story.olga, tour_id)

        assert (after.status, after.uid, after.sequence > before.sequence) == ("CANCELLED", before.uid, True)


def test_each_change_that_matters_makes_a_newer_version(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        versions = []
        for change in (
            lambda: story.stops(session, tour_id, 1),
            lambda: publish_tour(session, story.olga, tour_id, now=now),
            lambda: edit_tour(session, story.olga, tour_id, now=now, starts_at=story.start + 5 * MINUTE),
            lambda: edit_tour(session, story.olga, tour_id, now=now, title="Объезд берега"),
            lambda: withdraw_tour(session, story.olga, tour_id, now=now),
            lambda: cancel_tour(session, story.olga, tour_id, reason="Снегопад", now=now),
        ):
            change()
            versions.append(entry_of(session, story.olga, tour_id))

        assert [event.sequence for event in versions] == sorted({event.sequence for event in versions})
        assert len({event.uid for event in versions}) == 1
        assert versions[-1].description.startswith("Объезд отменён. Причина: Снегопад")


def test_entry_says_when_the_tour_was_changed(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        unchanged = entry_of(session, story.olga, tour_id)
    with database.transaction() as session:
        edit_tour(session, story.olga, tour_id, now=now, title="Объезд берега")
    with database.reading() as session:
        changed = entry_of(session, story.olga, tour_id)
        row = session.get_one(Tour, tour_id)

        assert unchanged.changed_at == row.created_at
        assert changed.changed_at == row.changed_at
        assert (row.changed_at is not None, changed.stamped_at) == (True, None)


@pytest.mark.parametrize(
    ("answer", "status", "is_free"),
    [
        (None, "TENTATIVE", False),
        (Answer.YES, "CONFIRMED", False),
        (Answer.NO, "CONFIRMED", True),
        (Answer.DELEGATED, "CONFIRMED", True),
    ],
)
def test_own_invitation_has_ones_answer(
    database: Database, now: datetime, answer: Answer | None, status: str, is_free: bool
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        session.get_one(Person, story.boris.person_id).email = "boris@example.ru"
        tour_id = published(session, story)
        row = invited(session, story, tour_id, story.boris)
        if answer:
            answer_invitation(session, story.boris, id_of(row), answer=answer, now=now, delegate_name="Анна")

        event = calendar_entry(RU, invitation_calendar(session, story.boris, id_of(row)), url="")

        assert (event.status, event.is_free, event.answer) == (status, is_free, answer or Answer.INVITED)
        assert event.invited == CalendarPerson("Борис", "boris@example.ru")
        assert event.uid == entry_of(session, story.olga, tour_id).uid
        assert event.description.partition("\n")[0] == f"Ваш ответ: {ANSWERS[event.answer]}"


def test_invitation_of_a_cancelled_tour_is_cancelled_whatever_the_answer(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        row = invited(session, story, tour_id, story.boris)
        cancel_tour(session, story.olga, tour_id, reason="Снегопад", now=now)

        event = calendar_entry(RU, invitation_calendar(session, story.boris, id_of(row)), url="")

        assert (event.status, event.is_free) == ("CANCELLED", True)


def test_tour_over_the_change_to_winter_time_keeps_its_hours(database: Database, now: datetime) -> None:
    """In Berlin the night to 25 October 2026 has 03:00 twice: a tour from 02:30 lasts two hours, until 03:30."""
    with database.transaction() as session:
        story = write_story(session, now)
        session.get_one(City, 1).timezone = "Europe/Berlin"
        start = datetime.fromisoformat("2026-10-25T02:30:00+02:00")
        tour_id = story.tour(session, starts_at=start, ends_at=datetime.fromisoformat("2026-10-25T03:30:00+01:00"))
        story.stops(session, tour_id, 10)
        berlin = Translator("ru", "Europe/Berlin")

        ics = tour_ics(calendar_entry(berlin, tour_calendar(session, story.olga, tour_id), url="")).decode()

        assert "DTSTART:20261025T003000Z\r\nDTEND:20261025T023000Z" in ics
        assert "DESCRIPTION:1. 02:00 10 км" in ics  # half an hour after 02:30, when clocks have gone back


def test_calendars_written_down_can_be_subscribed_to(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        published(session, story)
        calendar = personal_calendar(session, story.boris, now=now)
        entries = [calendar_entry(RU, each, url="") for each in calendar.tours]

        ics = calendar_ics(
            calendar_name(RU, calendar.city), entries, zone=calendar.city.timezone, refresh=timedelta(hours=1)
        ).decode()

        assert "X-WR-CALNAME:Объезды: Благовещенск\r\nX-WR-TIMEZONE:Asia/Yakutsk\r\n" in ics


ANSWERS = {
    Answer.INVITED: "Ответа нет",
    Answer.YES: "Участвует",
    Answer.NO: "Отказ",
    Answer.DELEGATED: "Направлен представитель",
}


def test_draft_says_that_it_is_one(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        found = tour_calendar(session, story.olga, story.tour(session))

        entries = [calendar_entry(t, found, url=URL) for t in (RU, EN)]

        assert [(entry.summary, entry.status) for entry in entries] == [
            ("Проект: Объезд Центра", "TENTATIVE"),
            ("Draft: Объезд Центра", "TENTATIVE"),
        ]


def test_entry_is_the_same_whenever_it_is_asked_for_unless_it_is_stamped(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        published(session, story)
        asked = [personal_calendar(session, story.boris, now=now + timedelta(hours=hours)).tours for hours in (0, 1)]
        stamped = calendar_entry(RU, asked[0][0], url=URL, stamped_at=now)

        first, second = ([calendar_entry(RU, each, url=URL) for each in tours] for tours in asked)

        assert first == second
        assert (first[0].stamped_at, stamped.stamped_at) == (None, now)
