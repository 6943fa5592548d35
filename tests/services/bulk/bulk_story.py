"""A decision for many as the screen makes it: one by one, and those that refuse stay as they are."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import PlannerError
from planner.domain.models import Instruction
from planner.domain.models.types import new_id
from planner.services.bulk.bulk import Bulk, BulkAnswer
from planner.services.bulk.decisions import begin_bulk, take_next
from tests.services.control_story import NOW, TODAY, Town, an_instruction, an_issue

ONE = "6f1f0f0e-1111-4222-8333-444455556666"


def some(session: Session, town: Town, count: int = 3) -> list[Instruction]:
    """Instructions of issues of their own."""
    return [an_instruction(session, town, an_issue(session, town)) for _ in range(count)]


def decide(
    session: Session, actor: Actor, numbers: Sequence[int], bulk: Bulk, *, uid: str = "", now: datetime = NOW
) -> BulkAnswer:
    """All of them, as far as they let."""
    uid = uid or new_id()
    done, refused = list[int](), dict[int, PlannerError]()
    for number in begin_bulk(session, actor, numbers, bulk, uid=uid, now=now):
        try:
            with session.begin_nested():
                take_next(session, actor, uid, number, bulk, now=now, today=TODAY)
            done.append(number)
        except PlannerError as error:
            refused[number] = error
    return BulkAnswer(sorted(done), dict(sorted(refused.items())))


def told(answer: BulkAnswer) -> tuple[list[int], dict[int, str]]:
    """Numbers done, and the reasons of the others."""
    return list(answer.done), {number: error.key for number, error in answer.refused.items()}
