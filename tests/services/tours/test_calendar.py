"""Tests of `planner.services.tours.calendar`."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import Participant
from planner.domain.models.types import id_of
from planner.domain.words import Answer, Role
from planner.services.guests.invitations import answer_invitation, invite_agency, invite_person
from planner.services.tours.calendar import (
    OwnAnswer,
    TourInCalendar,
    invitation_calendar,
    personal_calendar,
    tour_calendar,
)
from planner.services.tours.tours import publish_tour, withdraw_tour
from tests.services.plan_story import MINUTE, Story, write_story


def test_draft_is_in_nobodys_calendar(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)

        with pytest.raises(NotFound):
            tour_calendar(session, story.boris, tour_id)
        assert tour_calendar(session, story.olga, tour_id).tour.title == "Объезд Центра"


def published(session: Session, story: Story, **fields: object) -> int:
    tour_id = story.tour(session, **fields)
    story.stops(session, tour_id, 1)
    publish_tour(session, story.olga, tour_id, now=story.now)
    return tour_id


def invited(session: Session, story: Story, tour_id: int, actor: Actor) -> Participant:
    return invite_person(session, story.olga, tour_id, actor.person_id or 0, now=story.now)


def mine(session: Session, story: Story, actor: Actor) -> list[TourInCalendar]:
    return list(personal_calendar(session, actor, now=story.now).tours)


def answer_in(each: TourInCalendar) -> Answer | None:
    return each.own.invitation.answer if each.own else None


def test_tour_has_its_stops_in_order_and_names_who_made_it_to_those_who_see_people(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1, 3)
        publish_tour(session, story.olga, tour_id, now=now)
        tablet = Actor(name="Пётр", roles=frozenset({Role.PARTICIPANT}), tour_id=tour_id, participant_id=1)

        known, less_known = (tour_calendar(session, actor, tour_id) for actor in (story.boris, tablet))

        assert [stop.name for stop in known.stops] == ["1 км", "3 км"]
        assert (known.organizer and known.organizer.name, less_known.organizer) == ("Ольга", None)


def test_invitation_is_for_those_who_may_answer_it(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        row = invited(session, story, tour_id, story.boris)

        assert invitation_calendar(session, story.olga, id_of(row)).own == OwnAnswer(row, "Борис", "")
        for actor in (story.oksana, STRANGER):
            with pytest.raises(NotAllowed):
                invitation_calendar(session, actor, id_of(row))
        with pytest.raises(NotFound):
            invitation_calendar(session, story.olga, 999)


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
        answer_invitation(session, story.boris, id_of(row), answer=Answer.YES, now=now)

        def seen(actor: Actor) -> list[tuple[str, Answer | None]]:
            return [(each.tour.title, answer_in(each)) for each in mine(session, story, actor)]

        assert seen(story.boris) == [("Второй объезд", None), ("Первый объезд", Answer.YES)]
        assert seen(story.olga) == [("Тайный проект", None), ("Второй объезд", None), ("Первый объезд", None)]


def test_own_invitation_counts_before_that_of_the_agency(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        agency = invite_agency(session, story.olga, tour_id, story.oksana.agency_id or 0, now=now)
        answer_invitation(session, story.oksana, id_of(agency), answer=Answer.NO, now=now)
        [by_agency] = mine(session, story, story.oksana)
        own = invited(session, story, tour_id, story.oksana)
        answer_invitation(session, story.oksana, id_of(own), answer=Answer.YES, now=now)

        [by_name] = mine(session, story, story.oksana)

        assert (answer_in(by_agency), answer_in(by_name)) == (Answer.NO, Answer.YES)


def test_personal_calendar_forgets_after_half_a_year_and_what_was_withdrawn(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        assert len(mine(session, story, story.boris)) == 1

        later = personal_calendar(session, story.boris, now=now + timedelta(days=181)).tours
        withdraw_tour(session, story.olga, tour_id, now=now)

        assert list(later) == []
        assert mine(session, story, story.boris) == []


def test_personal_calendar_is_the_same_an_hour_later(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        published(session, story)

        first, second = (personal_calendar(session, story.boris, now=now + timedelta(hours=hours)) for hours in (0, 1))

        assert first == second


def test_personal_calendar_is_not_for_strangers(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        write_story(session, now)

        with pytest.raises(NotAllowed):
            personal_calendar(session, STRANGER, now=now)
