"""A new issue is put off until the next tour, until something is decided about it."""

import pytest
from sqlmodel import Session, col, select

from planner.domain.errors import Conflict, NotAllowed
from planner.domain.models import Move
from planner.domain.models.types import id_of
from planner.domain.words import IssueState, Outcome, Step
from planner.services.control.closing import close_issue
from planner.services.control.instructions import cancel_instruction
from planner.services.control.putting_off import put_off
from planner.services.control.steps import steps_open_to
from tests.services.control_story import NOW, Town, an_instruction, an_issue


def test_issue_that_is_put_off_stays_new_and_says_why(session: Session, town: Town) -> None:
    issue = an_issue(session, town)

    for _ in range(2):
        put_off(session, town.sonya, id_of(issue), reason="Snow", now=NOW)

    moves = session.exec(select(Move).where(Move.issue_id == issue.id).order_by(col(Move.id))).all()
    assert [(move.step, move.text, move.by) for move in moves] == [(Step.NEXT_TOUR, "Snow", "Sonya")]
    assert (issue.state, issue.next_tour) == (IssueState.NEW, True)


def test_decision_ends_that_an_issue_is_put_off(session: Session, town: Town) -> None:
    instructed, closed = (put_off(session, town.sonya, id_of(an_issue(session, town)), now=NOW) for _ in range(2))

    given = an_instruction(session, town, instructed)
    close_issue(session, town.sonya, id_of(closed), outcome=Outcome.NOT_NEEDED, reason="Gone", now=NOW)
    cancel_instruction(session, town.sonya, id_of(given), reason="A slip", now=NOW)

    assert (instructed.state, instructed.next_tour, closed.next_tour) == (IssueState.NEW, False, False)


def test_what_is_decided_already_is_not_put_off(session: Session, town: Town) -> None:
    issue = an_issue(session, town)
    an_instruction(session, town, issue)

    with pytest.raises(Conflict) as refusal:
        put_off(session, town.sonya, id_of(issue), now=NOW)

    assert refusal.value.key == "instructions.error.decided"


def test_only_who_gives_instructions_puts_off(session: Session, town: Town) -> None:
    issue = an_issue(session, town)

    with pytest.raises(NotAllowed):
        put_off(session, town.oksana, id_of(issue), now=NOW)

    assert not issue.next_tour


def test_step_is_offered_until_it_is_put_off(session: Session, town: Town) -> None:
    issue = an_issue(session, town)

    before = steps_open_to(session, town.sonya, id_of(issue)).of_issue
    put_off(session, town.sonya, id_of(issue), now=NOW)
    after = steps_open_to(session, town.sonya, id_of(issue)).of_issue

    assert set(before) - set(after) == {Step.NEXT_TOUR}
