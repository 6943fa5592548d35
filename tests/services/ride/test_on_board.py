"""Tests of `planner.services.ride.on_board`: what is raised and said on one tour."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import Category, Comment, Issue, IssueAgency, Stop
from planner.domain.models.types import id_of, new_id
from planner.domain.words import IssueState, TourState
from planner.services.issues.issues import add_comment
from planner.services.ride.on_board import raised_issues, talk_at_stop, talk_on_tour
from tests.services.ride_story import MINUTE, add_tour, pyotr_joins, write_story


def add_issue(session: Session, now: datetime, tour_id: int | None, **fields: Any) -> int:
    """An issue of a tour; returns its number."""
    category = session.exec(select(Category)).first() or Category(name="Дорога")
    session.add(category)
    session.flush()
    issue = Issue(lat=50.27, lon=127.53, category_id=id_of(category), tour_id=tour_id, created_at=now, **fields)
    session.add(issue)
    session.flush()
    return id_of(issue)


def test_issues_of_the_ride_come_newest_first_and_tell_whose_they_are(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        pyotr = pyotr_joins(session, story)
        own = add_issue(session, now, story.tour_id, raised_by_participant_id=pyotr.participant_id)
        olgas = add_issue(session, now, story.tour_id, raised_by_person_id=story.olga.person_id)
        add_issue(session, now, None)

        seen = {
            name: [(row.issue.id, row.mine) for row in raised_issues(session, who, story.tour_id)]
            for name, who in (("pyotr", pyotr), ("olga", story.olga))
        }

        assert seen == {"pyotr": [(olgas, False), (own, True)], "olga": [(olgas, True), (own, False)]}


def test_undecided_is_what_is_new_and_not_put_off(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        for fields in ({"text": "open"}, {"next_tour": True}, {"state": IssueState.ASSIGNED}):
            add_issue(session, now, story.tour_id, **fields)

        rows = raised_issues(session, story.olga, story.tour_id)

        assert [row.issue.text for row in rows if row.undecided] == ["open"]


def test_internal_issue_is_raised_for_those_who_may_see_it_only(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        pyotr = pyotr_joins(session, story)
        hidden = add_issue(session, now, story.tour_id, internal=True)
        session.add(IssueAgency(issue_id=hidden, agency_id=story.oksana.agency_id or 0))
        session.flush()
        assert [row.issue.id for row in raised_issues(session, story.olga, story.tour_id)] == [hidden]

        seen = [len(raised_issues(session, who, story.tour_id)) for who in (story.oksana, story.boris, pyotr)]

        assert seen == [1, 0, 0]


def test_issue_of_the_ride_can_be_completed_by_its_owner_and_by_staff(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        pyotr = pyotr_joins(session, story)
        own = add_issue(session, now, story.tour_id, raised_by_participant_id=pyotr.participant_id)
        closed = add_issue(
            session, now, story.tour_id, raised_by_participant_id=pyotr.participant_id, state=IssueState.CLOSED
        )
        session.add(IssueAgency(issue_id=own, agency_id=story.boris.agency_id or 0))
        session.flush()

        seen = {
            name: {row.issue.id: row.editable for row in raised_issues(session, who, story.tour_id)}
            for name, who in (("pyotr", pyotr), ("olga", story.olga), ("boris", story.boris), ("oksana", story.oksana))
        }

        assert seen == {
            "pyotr": {own: True, closed: False},
            "olga": {own: True, closed: False},
            "boris": {own: False, closed: False},
            "oksana": {own: False, closed: False},
        }


def test_talk_is_in_the_order_of_words(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        for minute, text in ((2, "Второе"), (1, "Первое")):
            session.add(Comment(stop_id=story.stop_ids[0], author="Анна", text=text, written_at=now + minute * MINUTE))
        session.add(Comment(stop_id=story.stop_ids[1], author="Анна", text="Не здесь", written_at=now))
        session.flush()

        talk = talk_at_stop(session, story.boris, story.stop_ids[0])

        assert [comment.text for comment in talk] == ["Первое", "Второе"]


def test_participant_of_another_tour_hears_and_sees_nothing(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        pyotr = pyotr_joins(session, story)
        other = add_tour(session, now, state=TourState.PUBLISHED)
        stop = session.exec(select(Stop).where(Stop.tour_id == other.id, Stop.position == 1)).one()
        session.add(Comment(stop_id=id_of(stop), author="Анна", text="Тайна", written_at=now))
        add_issue(session, now, id_of(other))
        assert len(talk_at_stop(session, story.boris, id_of(stop))) == 1  # there is something to leak
        assert len(raised_issues(session, story.boris, id_of(other))) == 1

        with pytest.raises(NotFound):
            talk_at_stop(session, pyotr, id_of(stop))
        with pytest.raises(NotFound):
            raised_issues(session, pyotr, id_of(other))
        with pytest.raises(NotAllowed):
            talk_at_stop(session, STRANGER, id_of(stop))
        with pytest.raises(NotAllowed):
            raised_issues(session, STRANGER, id_of(other))


def test_talk_at_a_stop_that_is_not_there_is_not_found(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        with pytest.raises(NotFound, match=r"ride\.error\.unknown_stop"):
            talk_at_stop(session, story.boris, 4711)


def test_talk_of_a_whole_tour_is_by_stop_and_in_order(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        first, second = story.stop_ids[:2]
        for number, (stop_id, text) in enumerate(((first, "Один"), (second, "Два"), (first, "Три"))):
            add_comment(session, story.oksana, uid=new_id(), stop_id=stop_id, text=text, now=now + number * MINUTE)

        said = talk_on_tour(session, pyotr_joins(session, story), story.tour_id)

    assert {stop_id: [one.text for one in comments] for stop_id, comments in said.items()} == {
        first: ["Один", "Три"],
        second: ["Два"],
    }
