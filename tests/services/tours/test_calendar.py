"""Tests of `planner.services.tours.calendar`."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import City, Participant, Person, Tour
from planner.domain.words import Answer
from planner.links import Site
from planner.render.files.calendar import CalendarEvent, CalendarPerson, calendar_ics, tour_ics
from planner.services.guests.invitations import answer_invitation, invite_agency, invite_person
from planner.services.tours.calendar import invitation_calendar, personal_calendar, tour_calendar
from planner.services.tours.stops import add_stop
from planner.services.tours.tours import cancel_tour, edit_tour, publish_tour, withdraw_tour
from tests.services.plan_story import MINUTE, Story, write_story

SITE = Site("http://localhost")


def test_calendar_entry_has_times_place_and_stops(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, start_name="Администрация")
        add_stop(session, story.olga, tour_id, name="Двор", address="ул. Ленина, 5", lat=50.2689932, lon=127.53)
        publish_tour(session, story.olga, tour_id, now=now)

        entry = tour_calendar(session, story.boris, tour_id, now=now, site=SITE)

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
        before = tour_calendar(session, story.olga, tour_id, now=now, site=SITE)
        cancel_tour(session, story.olga, tour_id, reason="Снегопад", now=now)

        after = tour_calendar(session, story.olga, tour_id, now=now, site=SITE)

        assert (after.status, after.uid, after.sequence > before.sequence) == ("CANCELLED", before.uid, True)


def test_draft_is_in_nobodys_calendar(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)

        with pytest.raises(NotFound):
            tour_calendar(session, story.boris, tour_id, now=now, site=SITE)
        assert tour_calendar(session, story.olga, tour_id, now=now, site=SITE).summary == "Проект: Объезд Центра"


def published(session: Session, story: Story, **fields: object) -> int:
    tour_id = story.tour(session, **fields)
    story.stops(session, tour_id, 1)
    publish_tour(session, story.olga, tour_id, now=story.now)
    return tour_id


def invited(session: Session, story: Story, tour_id: int, actor: Actor) -> Participant:
    return invite_person(session, story.olga, tour_id, actor.person_id or 0, now=story.now)


def mine(session: Session, story: Story, actor: Actor) -> list[CalendarEvent]:
    return list(personal_calendar(session, actor, now=story.now, site=SITE).events)


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
            versions.append(tour_calendar(session, story.olga, tour_id, now=now, site=SITE))

        assert [event.sequence for event in versions] == sorted({event.sequence for event in versions})
        assert len({event.uid for event in versions}) == 1
        assert versions[-1].description.startswith("Объезд отменён. Причина: Снегопад")


def test_entry_says_when_the_tour_was_changed(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        unchanged = tour_calendar(session, story.olga, tour_id, now=now, site=SITE)
    with database.transaction() as session:
        edit_tour(session, story.olga, tour_id, now=now, title="Объезд берега")
    with database.reading() as session:
        changed = tour_calendar(session, story.olga, tour_id, now=now, site=SITE)
        row = session.get_one(Tour, tour_id)

        assert unchanged.changed_at == row.created_at
        assert changed.changed_at == row.changed_at
        assert (row.changed_at is not None, changed.stamped_at) == (True, now)


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
            answer_invitation(session, story.boris, row.id or 0, answer=answer, now=now, delegate_name="Анна")

        event = invitation_calendar(session, story.boris, row.id or 0, now=now, site=SITE)

        assert (event.status, event.is_free, event.answer) == (status, is_free, answer or Answer.INVITED)
        assert event.invited == CalendarPerson("Борис", "boris@example.ru")
        assert event.uid == tour_calendar(session, story.olga, tour_id, now=now, site=SITE).uid
        assert event.description.partition("\n")[0] == f"Ваш ответ: {ANSWERS[event.answer]}"


ANSWERS = {
    Answer.INVITED: "Ответа нет",
    Answer.YES: "Участвует",
    Answer.NO: "Отказ",
    Answer.DELEGATED: "Направлен представитель",
}


def test_invitation_of_a_cancelled_tour_is_cancelled_whatever_the_answer(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        row = invited(session, story, tour_id, story.boris)
        cancel_tour(session, story.olga, tour_id, reason="Снегопад", now=now)

        event = invitation_calendar(session, story.boris, row.id or 0, now=now, site=SITE)

        assert (event.status, event.is_free) == ("CANCELLED", True)


def test_invitation_is_for_those_who_may_answer_it(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        row = invited(session, story, tour_id, story.boris)

        assert invitation_calendar(session, story.olga, row.id or 0, now=now, site=SITE).invited == CalendarPerson(
            "Борис"
        )
        for actor in (story.oksana, STRANGER):
            with pytest.raises(NotAllowed):
                invitation_calendar(session, actor, row.id or 0, now=now, site=SITE)
        with pytest.raises(NotFound):
            invitation_calendar(session, story.olga, 999, now=now, site=SITE)


def test_personal_calendar_holds_what_one_may_see_with_ones_answers(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        one = published(session, story, title="Первый объезд")
        published(
            session,
            story,
            title="Второй объезд",
            starts_at=story.start + 200 * MINUTE,
            ends_at=story.start + 300 * MINUTE,
        )
        story.tour(
            session, title="Тайный проект", starts_at=story.start + 400 * MINUTE, ends_at=story.start + 500 * MINUTE
        )
        row = invited(session, story, one, story.boris)
        answer_invitation(session, story.boris, row.id or 0, answer=Answer.YES, now=now)

        def seen(actor: Actor) -> list[tuple[str, str, str]]:
            return [
                (event.summary, event.status, event.answer if event.invited else "")
                for event in mine(session, story, actor)
            ]

        assert seen(story.boris) == [("Второй объезд", "CONFIRMED", ""), ("Первый объезд", "CONFIRMED", "yes")]
        assert seen(story.olga) == [
            ("Проект: Тайный проект", "TENTATIVE", ""),
            ("Второй объезд", "CONFIRMED", ""),
            ("Первый объезд", "CONFIRMED", ""),
        ]
        assert mine(session, story, story.boris)[1].url == f"http://localhost/tour?id={one}"


def test_own_invitation_counts_before_that_of_the_agency(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        agency = invite_agency(session, story.olga, tour_id, story.oksana.agency_id or 0, now=now)
        answer_invitation(session, story.oksana, agency.id or 0, answer=Answer.NO, now=now)
        [by_agency] = mine(session, story, story.oksana)
        own = invited(session, story, tour_id, story.oksana)
        answer_invitation(session, story.oksana, own.id or 0, answer=Answer.YES, now=now)

        [by_name] = mine(session, story, story.oksana)

        assert (by_agency.answer, by_name.answer) == (Answer.NO, Answer.YES)


def test_personal_calendar_forgets_after_half_a_year_and_what_was_withdrawn(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        assert len(mine(session, story, story.boris)) == 1

        later = personal_calendar(session, story.boris, now=now + timedelta(days=181), site=SITE).events
        withdraw_tour(session, story.olga, tour_id, now=now)

        assert list(later) == []
        assert mine(session, story, story.boris) == []


def test_personal_calendar_is_the_same_an_hour_later(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        published(session, story)

        first, second = (
            personal_calendar(session, story.boris, now=now + timedelta(hours=hours), site=SITE) for hours in (0, 1)
        )

        assert first == second


def test_personal_calendar_is_not_for_strangers(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        write_story(session, now)

        with pytest.raises(NotAllowed):
            personal_calendar(session, STRANGER, now=now, site=SITE)


def test_tour_over_the_change_to_winter_time_keeps_its_hours(database: Database, now: datetime) -> None:
    """In Berlin the night to 25 October 2026 has 03:00 twice: a tour from 02:30 lasts two hours, until 03:30."""
    with database.transaction() as session:
        story = write_story(session, now)
        session.get_one(City, 1).timezone = "Europe/Berlin"
        start = datetime.fromisoformat("2026-10-25T02:30:00+02:00")
        tour_id = story.tour(session, starts_at=start, ends_at=datetime.fromisoformat("2026-10-25T03:30:00+01:00"))
        story.stops(session, tour_id, 10)

        ics = tour_ics(tour_calendar(session, story.olga, tour_id, now=now, site=SITE)).decode()

        assert "DTSTART:20261025T003000Z\r\nDTEND:20261025T023000Z" in ics
        assert "DESCRIPTION:1. 02:00 10 км" in ics  # half an hour after 02:30, when clocks have gone back


def test_calendars_written_down_can_be_subscribed_to(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        published(session, story)
        calendar = personal_calendar(session, story.boris, now=now, site=SITE)

        text = calendar_ics(calendar.name, calendar.events, zone=calendar.zone, refresh=timedelta(hours=1)).decode()

        assert "X-WR-CALNAME:Объезды: Благовещенск\r\nX-WR-TIMEZONE:Asia/Yakutsk\r\n" in text
