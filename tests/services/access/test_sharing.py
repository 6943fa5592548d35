"""Tests of `planner.services.access.sharing`: the short link of the tablets."""

from datetime import datetime

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import Conflict, NotAllowed, NotFound
from planner.domain.models import Participant, Tour
from planner.domain.models.types import id_of
from planner.domain.words import TourState
from planner.services.access.codes import ALPHABET
from planner.services.access.join import join_tour, tour_of_link
from planner.services.access.sharing import revoke_link, share_tour
from planner.services.access.sign_in import find_actor
from tests.services.ride_story import pyotr_joins, write_story


def test_link_has_eight_signs_that_nobody_mixes_up(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        code = share_tour(session, story.olga, story.tour_id)

        assert (len(code), set(code) - set(ALPHABET), set(ALPHABET) & set("01iloO")) == (8, set(), set())


def test_link_asked_for_twice_is_the_same(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        first, second = (share_tour(session, who, story.tour_id) for who in (story.olga, story.oksana))

        assert first == second


def test_link_leads_a_stranger_to_the_tour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        code = share_tour(session, story.olga, story.tour_id)

        assert tour_of_link(session, code, now=now).id == story.tour_id


@pytest.mark.parametrize("state", [TourState.DRAFT, TourState.CLOSED, TourState.CANCELLED])
def test_link_of_a_tour_that_is_not_open_is_refused(database: Database, now: datetime, state: TourState) -> None:
    with database.transaction() as session:
        story = write_story(session, now, state=state)

        with pytest.raises(Conflict, match=r"sharing\.error\.closed_door"):
            share_tour(session, story.olga, story.tour_id)

        assert session.get_one(Tour, story.tour_id).join_code is None


def test_link_is_given_to_those_who_lead_the_tour_only(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        pyotr = pyotr_joins(session, story)
        code = share_tour(session, story.oksana, story.tour_id)  # there is a link to be told

        for somebody in (story.boris, pyotr, STRANGER):
            with pytest.raises(NotAllowed):
                share_tour(session, somebody, story.tour_id)

        assert session.get_one(Tour, story.tour_id).join_code == code


def test_link_revoked_lets_nobody_in_and_signs_the_tablets_out(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        code = share_tour(session, story.olga, story.tour_id)
        token = join_tour(session, code, name="Пётр", now=now)
        assert find_actor(session, token, now=now).tour_id == story.tour_id

        ended = revoke_link(session, story.olga, story.tour_id)

        assert (ended, find_actor(session, token, now=now)) == (1, STRANGER)
        with pytest.raises(NotFound):
            tour_of_link(session, code, now=now)


def test_link_revoked_twice_changes_nothing(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        pyotr_joins(session, story)

        ended = [revoke_link(session, story.olga, story.tour_id) for _ in range(2)]

        assert ended == [1, 0]


def test_link_made_anew_differs_and_the_same_name_is_the_same_participant(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        before = pyotr_joins(session, story)
        old = session.get_one(Tour, story.tour_id).join_code
        revoke_link(session, story.olga, story.tour_id)

        after = pyotr_joins(session, story)

        assert session.get_one(Tour, story.tour_id).join_code != old
        assert after.participant_id == before.participant_id
        assert len(session.exec(select(Participant)).all()) == 1


def test_link_is_not_revoked_by_a_participant(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        pyotr = pyotr_joins(session, story)
        code = session.get_one(Tour, story.tour_id).join_code
        assert code is not None

        for somebody in (story.boris, pyotr, STRANGER):
            with pytest.raises(NotAllowed):
                revoke_link(session, somebody, story.tour_id)

        assert tour_of_link(session, code, now=now).id == story.tour_id


def test_revoking_leaves_the_tablets_of_another_tour_alone(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        ours = write_story(session, now)
        pyotr_joins(session, ours)
        other = Tour(title="Другой", state=TourState.PUBLISHED, starts_at=now, ends_at=ours.start, created_at=now)
        session.add(other)
        session.flush()
        token = join_tour(session, share_tour(session, ours.olga, id_of(other)), name="Пётр", now=now)

        revoke_link(session, ours.olga, ours.tour_id)

        assert find_actor(session, token, now=now).tour_id == other.id
