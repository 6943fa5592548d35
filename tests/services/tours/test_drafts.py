"""A draft that nobody needs goes out of all lists and comes back as it was; what others know of is cancelled instead."""

from datetime import datetime

import pytest

from planner.database import Database
from planner.domain.errors import Conflict, NotAllowed, NotFound
from planner.domain.tour_filter import Period
from planner.domain.words import TourState
from planner.services.events.finding import list_tours
from planner.services.guests.invitations import invite_person
from planner.services.tours.drafts import delete_draft, restore_draft
from planner.services.tours.plan import plan_of
from planner.services.tours.tours import get_tour, publish_tour
from tests.services.plan_story import write_story


def test_deleted_draft_is_in_the_list_of_deleted_ones_alone(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)

        delete_draft(session, story.olga, tour_id)

        lists = {each: list_tours(session, story.olga, period=each, now=now).rows for each in Period}
        assert {each: [row.tour.id for row in rows] for each, rows in lists.items()} == {
            Period.COMING: [],
            Period.PAST: [],
            Period.ALL: [],
            Period.DELETED: [tour_id],
        }


def test_deleted_draft_is_unknown_to_all_who_do_not_plan(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, leader_id=story.boris.person_id)

        delete_draft(session, story.olga, tour_id)

        with pytest.raises(NotFound):
            get_tour(session, story.boris, tour_id)
        with pytest.raises(NotAllowed):
            list_tours(session, story.boris, period=Period.DELETED, now=now)


def test_restored_draft_is_as_it_was(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        before = [row.stop.id for row in plan_of(session, story.olga, tour_id, now=now).stops]

        delete_draft(session, story.olga, tour_id)
        tour = restore_draft(session, story.olga, tour_id)

        assert tour.state is TourState.DRAFT
        assert [row.stop.id for row in plan_of(session, story.olga, tour_id, now=now).stops] == before


def test_deleting_refuses_what_others_know_of(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        invited, published = story.tour(session), story.tour(session)
        story.stops(session, published, 1)
        invite_person(session, story.olga, invited, story.boris.person_id or 0, now=now)
        publish_tour(session, story.olga, published, now=now)

        with pytest.raises(Conflict, match="known_draft"):
            delete_draft(session, story.olga, invited)
        with pytest.raises(Conflict, match="move"):
            delete_draft(session, story.olga, published)
        with pytest.raises(Conflict, match="move"):
            restore_draft(session, story.olga, published)
