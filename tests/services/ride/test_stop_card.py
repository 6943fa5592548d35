"""Tests of `planner.services.ride.stop_card`: what is known of a stop before the bus is there."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import Instruction, Issue, IssueAgency, Photo, StopIssue
from planner.domain.words import InstructionState, IssueState, Severity, TourState
from planner.services.ride.stop_card import Promise, stop_card
from tests.services.ride.test_on_board import add_issue
from tests.services.ride_story import Story, add_tour, pyotr_joins, write_story

TODAY = date(2026, 11, 23)


def planned_issue(session: Session, story: Story, **fields: object) -> int:
    """An issue for which the first stop is made."""
    issue_id = add_issue(session, story.now, None, **fields)
    session.add(StopIssue(stop_id=story.stop_ids[0], issue_id=issue_id))
    session.flush()
    return issue_id


def promise(session: Session, story: Story, issue_id: int, *, days: int, state: InstructionState) -> None:
    """An instruction to the roads that is due in so many days."""
    assert story.oksana.agency_id is not None
    session.add(
        Instruction(
            issue_id=issue_id,
            text="Отремонтировать",
            agency_id=story.oksana.agency_id,
            due_on=TODAY + timedelta(days=days),
            state=state,
            given_at=story.now,
        )
    )
    session.flush()


def photo(session: Session, story: Story, issue_id: int, *, minute: int, hidden: bool = False) -> str:
    """A picture taken so many minutes before now."""
    at = story.now - timedelta(minutes=minute)
    row = Photo(
        issue_id=issue_id, original="o", clean="c", thumbnail="t", width=4, height=3, added_at=at, hidden=hidden
    )
    session.add(row)
    session.flush()
    return row.id


def test_card_tells_the_gravest_first_with_open_promises_only(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        calm = planned_issue(session, story)
        danger = planned_issue(session, story, severity=Severity.DANGER)
        late = planned_issue(session, story, state=IssueState.ASSIGNED)
        for days, state in (
            (-3, InstructionState.ASSIGNED),
            (5, InstructionState.RETURNED),
            (1, InstructionState.CLOSED),
        ):
            promise(session, story, late, days=days, state=state)

        card = stop_card(session, story.oksana, story.stop_ids[0], today=TODAY)

        assert [one.issue.id for one in card] == [late, danger, calm]
        assert card[0].promises == (
            Promise(f"0–{late}–1", "Дороги", date(2026, 11, 20), InstructionState.ASSIGNED, True),
            Promise(f"0–{late}–1", "Дороги", date(2026, 11, 28), InstructionState.RETURNED, False),
        )


def test_reported_work_is_not_overdue(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        issue_id = planned_issue(session, story, state=IssueState.REPORTED)
        promise(session, story, issue_id, days=-3, state=InstructionState.REPORTED)

        card = stop_card(session, story.oksana, story.stop_ids[0], today=TODAY)

        assert [one.overdue for one in card[0].promises] == [False]


def test_card_shows_the_latest_photo_that_is_not_hidden(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        issue_id, bare = planned_issue(session, story), planned_issue(session, story)
        photo(session, story, issue_id, minute=90)
        latest = photo(session, story, issue_id, minute=30)
        photo(session, story, issue_id, minute=5, hidden=True)

        card = stop_card(session, story.olga, story.stop_ids[0], today=TODAY)

        assert {one.issue.id: one.photo_id for one in card} == {issue_id: latest, bare: None}


def test_card_holds_back_what_the_visitor_may_not_see(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        pyotr = pyotr_joins(session, story)
        open_one, internal = planned_issue(session, story), planned_issue(session, story, internal=True)
        session.add(IssueAgency(issue_id=internal, agency_id=story.oksana.agency_id or 0))
        session.flush()
        assert session.get_one(Issue, internal).internal

        seen = [
            [one.issue.id for one in stop_card(session, who, story.stop_ids[0], today=TODAY)]
            for who in (story.olga, story.oksana, story.boris, pyotr)
        ]

        assert seen == [[open_one, internal], [open_one, internal], [open_one], [open_one]]


def test_card_is_for_those_on_this_ride(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        other = add_tour(session, now, state=TourState.PUBLISHED)
        pyotr = pyotr_joins(session, story)
        planned_issue(session, story)
        assert stop_card(session, pyotr, story.stop_ids[0], today=TODAY)
        stranger_tablet = type(pyotr)(
            name="Пётр", roles=pyotr.roles, tour_id=other.id, participant_id=pyotr.participant_id
        )

        with pytest.raises(NotFound):
            stop_card(session, stranger_tablet, story.stop_ids[0], today=TODAY)
        with pytest.raises(NotAllowed):
            stop_card(session, STRANGER, story.stop_ids[0], today=TODAY)
        with pytest.raises(NotFound):
            stop_card(session, story.olga, 9999, today=TODAY)
