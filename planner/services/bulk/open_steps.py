"""Which steps for many stand open to a selection, and for how many of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import PlannerError
from planner.domain.models import Category, Instruction, Issue
from planner.domain.models.types import id_of
from planner.domain.permissions import own_account
from planner.domain.words import Step
from planner.domain.workflow import INSTRUCTION_MOVES, ISSUE_MOVES
from planner.services.access.scopes import issues_visible_to
from planner.services.bulk.bulk import BULK_STEPS, ISSUE_STEPS, MOST, require_bulk

ANSWERS = (Step.REFUSE_EXTENSION, Step.HAND_OVER, Step.REFUSE_HAND_OVER)
"""Steps that answer a wish, and are nothing without one."""


def bulk_steps(
    session: Session, actor: Actor, issue_ids: Iterable[int], *, given: Iterable[int] = ()
) -> Mapping[Step, Sequence[int]]:
    """By step the numbers for which it is possible in their present state; a step of which there is none is left out.

    `given` narrows the instructions to these; without it they are all those of the issues. Two queries; whether each may be
    made by this visitor is found by `try_bulk`.
    """
    own_account(actor)
    wanted, narrow = sorted(set(issue_ids))[:MOST], set(given)
    issues = session.exec(select(Issue).where(col(Issue.id).in_(wanted), issues_visible_to(actor))).all()
    of_them = select(Instruction).where(col(Instruction.issue_id).in_([issue.id for issue in issues]))
    instructions = [
        each for each in session.exec(of_them.order_by(col(Instruction.id))) if not narrow or each.id in narrow
    ]
    found: dict[Step, Sequence[int]] = {}
    for step in BULK_STEPS:
        if not _is_theirs(actor, step):
            continue
        if step in ISSUE_STEPS:
            numbers = [
                id_of(issue)
                for issue in issues
                if issue.state in ISSUE_MOVES[step].sources and not (step is Step.NEXT_TOUR and issue.next_tour)
            ]
        else:
            numbers = [id_of(each) for each in instructions if _is_open(step, each)]
        if numbers:
            found[step] = numbers[:MOST]
    return found


def _is_theirs(actor: Actor, step: Step) -> bool:
    try:
        require_bulk(actor, step)
    except PlannerError:
        return False
    return True


def _is_open(step: Step, instruction: Instruction) -> bool:
    if instruction.state not in INSTRUCTION_MOVES[step].sources:
        return False
    if step is Step.REFUSE_EXTENSION:
        return instruction.asked_until is not None
    return step not in ANSWERS or instruction.wished_agency_id is not None


@dataclass(frozen=True)
class BulkThing:
    """What a number of a selection stands for; `instruction` is missing for steps of issues."""

    issue: Issue
    category: Category
    instruction: Instruction | None = None


def bulk_things(session: Session, actor: Actor, numbers: Iterable[int], step: Step) -> Mapping[int, BulkThing]:
    """What this visitor may see of it, by number; one query."""
    own_account(actor)
    wanted = list(numbers)[:MOST]
    visible = select(Issue, Category).join(Category).where(issues_visible_to(actor))
    if step in ISSUE_STEPS:
        rows = session.exec(visible.where(col(Issue.id).in_(wanted))).all()
        return {id_of(issue): BulkThing(issue, category) for issue, category in rows}
    of_them = visible.add_columns(Instruction).join(Instruction, col(Instruction.issue_id) == Issue.id)
    found = session.execute(of_them.where(col(Instruction.id).in_(wanted)))
    return {id_of(given): BulkThing(issue, category, given) for issue, category, given in found}
