"""Tests of `planner.services.tours.calendar_links`: one secret address a person, which stops when it is taken back."""

from datetime import datetime

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import CalendarLink, Person, PersonRole
from planner.domain.words import Role
from planner.services.tours.calendar_links import (
    calendar_link_since,
    make_calendar_link,
    owner_of_calendar,
    revoke_calendar_link,
)
from tests.services.plan_story import write_story

TABLET = Actor(name="Пётр", roles=frozenset({Role.PARTICIPANT}), tour_id=1, participant_id=1)


def test_link_belongs_to_who_made_it_and_only_its_hash_is_kept(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        session.add(PersonRole(person_id=story.boris.person_id or 0, role=Role.OFFICIAL))
        assert calendar_link_since(session, story.boris) is None

        token = make_calendar_link(session, story.boris, now=now)

        assert owner_of_calendar(session, token) == story.boris
        assert calendar_link_since(session, story.boris) == now
        [kept] = session.exec(select(CalendarLink)).all()
        assert (len(token) >= 43, token in str(kept.model_dump())) == (True, False)


def test_new_link_ends_the_old_one(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        old = make_calendar_link(session, story.boris, now=now)

        new = make_calendar_link(session, story.boris, now=now)

        assert owner_of_calendar(session, new).person_id == story.boris.person_id
        with pytest.raises(NotFound):
            owner_of_calendar(session, old)


def test_revoked_link_leads_nowhere_and_others_stay(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        boris, oksana = (make_calendar_link(session, actor, now=now) for actor in (story.boris, story.oksana))

        revoked = [revoke_calendar_link(session, story.boris) for _ in range(2)]

        assert revoked == [True, False]
        assert owner_of_calendar(session, oksana).person_id == story.oksana.person_id
        with pytest.raises(NotFound):
            owner_of_calendar(session, boris)


def test_link_of_an_archived_person_leads_nowhere(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        token = make_calendar_link(session, story.boris, now=now)
        session.get_one(Person, story.boris.person_id).archived = True

        with pytest.raises(NotFound):
            owner_of_calendar(session, token)


def test_link_gives_the_roles_of_now(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        token = make_calendar_link(session, story.olga, now=now)

        assert owner_of_calendar(session, token).roles == frozenset()


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "\ud800", "' OR 1=1 --"])
def test_guessed_token_leads_nowhere(database: Database, now: datetime, token: str) -> None:
    with database.transaction() as session:
        make_calendar_link(session, write_story(session, now).boris, now=now)

        with pytest.raises(NotFound):
            owner_of_calendar(session, token)


@pytest.mark.parametrize("actor", [STRANGER, TABLET])
def test_whoever_has_no_account_has_no_link(database: Database, now: datetime, actor: Actor) -> None:
    with database.transaction() as session:
        write_story(session, now)

        for ask in (lambda: make_calendar_link(session, actor, now=now), lambda: revoke_calendar_link(session, actor)):
            with pytest.raises(NotAllowed):
                ask()
