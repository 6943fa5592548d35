"""Tests of `planner.services.events.copies`."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from planner.database import Database
from planner.domain.models import MediaGuest, Participant, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer
from planner.services.events.copies import copy_with_people
from planner.services.events.media import save_media_guest
from planner.services.guests.invitations import answer_invitation, invite_agency, invite_guest, invite_person
from tests.services.event_story import an_open_event
from tests.services.plan_story import Story

MONTH = timedelta(days=28)


def with_people(session: Session, story: Story, tour_id: int) -> None:
    """The roads send somebody, Boris says no, a resident says yes, a newspaper is asked."""
    now, olga = story.now, story.olga
    roads = invite_agency(session, olga, tour_id, story.roads_id, now=now)
    answer_invitation(session, olga, id_of(roads), answer=Answer.YES, name="Кто-то из дорог", now=now)
    boris = invite_person(session, olga, tour_id, story.boris.person_id or 0, now=now)
    answer_invitation(session, olga, id_of(boris), answer=Answer.NO, now=now)
    resident = invite_guest(session, olga, tour_id, name="Тамара Петровна", note="2-15-40", now=now)
    answer_invitation(session, olga, id_of(resident), answer=Answer.YES, now=now)
    save_media_guest(session, olga, tour_id, outlet="Амурская правда", name="Дарья")


def on_the_lists(session: Session, tour: Tour) -> tuple[list[tuple[str, int | None, str]], list[str]]:
    """Participants with their agency and answer, and the outlets of a tour."""
    rows = session.exec(select(Participant).where(Participant.tour_id == tour.id)).all()
    media = session.exec(select(MediaGuest).where(MediaGuest.tour_id == tour.id)).all()
    return [(each.name, each.agency_id, each.answer) for each in rows], [
        f"{each.outlet}, {each.state}" for each in media
    ]


def test_copy_with_people_invites_anew_who_had_not_said_no(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story, tour_id = an_open_event(session, now)
        with_people(session, story, tour_id)

        tour = copy_with_people(session, story.olga, tour_id, starts_at=story.start + MONTH, with_people=True, now=now)

        people, media = on_the_lists(session, tour)
        assert people == [("", story.roads_id, "invited"), ("Тамара Петровна", None, "invited")]
        assert media == ["Амурская правда, asked"]


def test_copy_without_people_has_none(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story, tour_id = an_open_event(session, now)
        with_people(session, story, tour_id)

        tour = copy_with_people(
            session, story.olga, tour_id, title="Ещё раз", starts_at=story.start + MONTH, with_people=False, now=now
        )

        assert (tour.title, on_the_lists(session, tour)) == ("Ещё раз", ([], []))
