"""Causes are noted with what they tell of, and not at all inside `quietly`."""

import pytest
from sqlmodel import Session, select

from planner.domain.models import Cause
from planner.domain.notices import CauseKind
from planner.services.outbox.causes import note_cause, quietly
from tests.services.control_story import NOW, Town, an_instruction, an_issue


def note(session: Session, number: int) -> None:
    note_cause(session, CauseKind.MOVE, now=NOW, move=number)


def noted(session: Session) -> list[object]:
    return [cause.about["move"] for cause in session.exec(select(Cause)).all()]


def test_every_step_of_the_history_is_noted_by_its_number(session: Session, town: Town) -> None:
    an_instruction(session, town, an_issue(session, town))

    (cause,) = session.exec(select(Cause)).all()

    assert (cause.kind, cause.about, cause.at, cause.told_at) == (CauseKind.MOVE, {"move": 1}, NOW, None)


def test_nothing_is_noted_quietly_however_deep(session: Session) -> None:
    with quietly(session):
        note(session, 1)
        with quietly(session):
            note(session, 2)
        note(session, 3)
    note(session, 4)

    assert noted(session) == [4]


def test_quiet_ends_with_an_error(session: Session) -> None:
    def fail() -> None:
        with quietly(session):
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    note(session, 1)

    assert noted(session) == [1]
