"""Tests of `planner.services.papers.stop_sheets`: what they hold, for whom, and who gets the link that signs in."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import Category, Instruction, IssueAgency, StopIssue, Tour
from planner.domain.words import Role, TourState
from planner.services.access.sharing import share_tour
from planner.services.papers.stop_sheets import StopSheetFacts, stop_sheets
from planner.services.tours.tours import publish_tour
from tests.services.plan_story import Story, write_story

KIRA = Actor(name="Кира", roles=frozenset({Role.CONTROLLER}), person_id=77)


def a_tour(session: Session, story: Story, *kilometres: float) -> tuple[int, list[int]]:
    """A published tour that Oksana leads, with its link given out."""
    tour_id = story.tour(session, leader_id=story.oksana.person_id)
    stops = story.stops(session, tour_id, *kilometres)
    publish_tour(session, story.olga, tour_id, now=story.now)
    share_tour(session, story.olga, tour_id)
    return tour_id, stops


def test_sheets_know_what_each_stop_is_for_what_is_near_and_what_was_promised(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id, [first, second] = a_tour(session, story, 1, 3)
        own = story.issue(session, north_m=1000, text="Яма")
        near = story.issue(session, north_m=1100, text="Фонарь")
        story.issue(session, north_m=2000, text="Далеко")
        given: dict[str, Any] = {"text": "Заделать", "given_at": now, "due_on": date(2026, 11, 20)}
        session.add_all(
            [
                StopIssue(stop_id=first, issue_id=own),
                Instruction(issue_id=own, agency_id=story.roads_id, **given),
            ]
        )
        session.flush()

        facts = stop_sheets(session, story.olga, tour_id, now=now)

        known = facts.known
        assert {stop: [card.issue.id for card in cards] for stop, cards in known.points.items()} == {
            first: [own],
            second: [],
        }
        assert {stop: [issue.id for _, issue in pairs] for stop, pairs in known.near.items()} == {
            first: [near],
            second: [],
        }
        assert [(each.agency, each.overdue) for each in known.issues[own].promises] == [("Дороги", True)]
        assert facts.today == date(2026, 11, 23)


def test_sheets_offer_the_six_categories_that_are_likely_at_the_stop(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        session.add_all([Category(name=f"К{each}", position=each + 1) for each in range(8)])
        last = Category(name="Остановки", position=20)
        session.add(last)
        session.flush()
        tour_id, [first, second] = a_tour(session, story, 1, 3)
        story.issue(session, north_m=1000, category_id=last.id)

        facts = stop_sheets(session, story.olga, tour_id, now=now)

        assert {stop: [each.name for each in offered] for stop, offered in facts.likely.items()} == {
            first: ["Освещение", "К0", "К1", "К2", "К3", "Остановки"],
            second: ["Освещение", "К0", "К1", "К2", "К3", "Остановки"],
        }


def test_sheets_are_for_staff_and_their_link_for_those_who_may_give_it_out(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id, _ = a_tour(session, story, 1)
        code = session.get_one(Tour, tour_id).join_code
        tablet = Actor(name="Пётр", roles=frozenset({Role.PARTICIPANT}), tour_id=tour_id, participant_id=1)
        people = {"organizer": story.olga, "leader": story.oksana, "official": story.boris, "controller": KIRA}

        found = {name: stop_sheets(session, actor, tour_id, now=now) for name, actor in people.items()}

        assert code is not None
        assert {name: (facts.join_code, facts.may_share) for name, facts in found.items()} == {
            "organizer": (code, True),
            "leader": (code, True),
            "official": (None, False),
            "controller": (None, False),
        }
        for actor in (tablet, STRANGER):
            with pytest.raises(NotAllowed):
                stop_sheets(session, actor, tour_id, now=now)


def test_sheets_of_a_draft_are_for_planners_and_its_leader_and_have_no_link(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, leader_id=story.oksana.person_id)
        story.stops(session, tour_id, 1)

        links = [stop_sheets(session, actor, tour_id, now=now).join_code for actor in (story.olga, story.oksana)]

        assert links == [None, None]
        with pytest.raises(NotFound):
            stop_sheets(session, story.boris, tour_id, now=now)


def test_sheets_of_a_closed_tour_have_no_link(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id, _ = a_tour(session, story, 1)
        tour = session.get_one(Tour, tour_id)
        tour.state = TourState.CLOSED
        session.flush()

        facts = stop_sheets(session, story.olga, tour_id, now=now)

        assert tour.join_code is not None
        assert (facts.join_code, facts.may_share) == (None, True)


def test_sheets_hold_internal_issues_only_for_those_who_may_know_them(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id, [stop_id] = a_tour(session, story, 1)
        made_for = story.issue(session, internal=True, text="Тайна остановки")
        near = story.issue(session, north_m=1050, internal=True, text="Тайна рядом")
        session.add(StopIssue(stop_id=stop_id, issue_id=made_for))
        session.add_all([IssueAgency(issue_id=each, agency_id=story.roads_id) for each in (made_for, near)])
        session.flush()

        def seen(actor: Actor) -> list[str]:
            facts: StopSheetFacts = stop_sheets(session, actor, tour_id, now=now)
            here = [card.issue for card in facts.known.points[stop_id]]
            return [issue.text for issue in (*here, *(issue for _, issue in facts.known.near[stop_id]))]

        secrets = ["Тайна остановки", "Тайна рядом"]
        assert (seen(story.olga), seen(story.oksana), seen(story.boris)) == (secrets, secrets, [])


def test_sheets_ask_no_more_of_the_database_for_many_stops(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tours = []
        for count in (1, 12):
            tour_id, stops = a_tour(session, story, *(1 + each / 10 for each in range(count)))
            tours.append(tour_id)
            for at, stop_id in enumerate(stops):
                issue_id = story.issue(session, north_m=1000 + 100 * at)
                session.add(StopIssue(stop_id=stop_id, issue_id=issue_id))
        session.flush()

    def asked(tour_id: int) -> int:
        statements = list[str]()

        def note(*call: object) -> None:
            statements.append(str(call[2]))

        with database.reading() as session:
            event.listen(database.engine, "before_cursor_execute", note)
            stop_sheets(session, story.olga, tour_id, now=now)
            event.remove(database.engine, "before_cursor_execute", note)
        return len([each for each in statements if each.startswith("SELECT")])

    few, many = map(asked, tours)
    assert few == many
