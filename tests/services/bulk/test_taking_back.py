"""A decision for many is taken back: everything as it was, nobody told, one step of the history; and when it is not."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import Cause, CoExecutor, Instruction, Issue, IssueAgency, IssueWords, Move
from planner.domain.models.types import id_of, new_id
from planner.domain.words import Outcome, Step
from planner.domain.workflow import INSTRUCTION_MOVES
from planner.services.bulk.bulk import BULK_STEPS, ISSUE_STEPS, Bulk
from planner.services.bulk.decisions import TIME_TO_TAKE_BACK, begin_bulk, last_decision, take_next
from planner.services.bulk.taking_back import take_back
from planner.services.control.hand_overs import ask_hand_over
from planner.services.control.instructions import ask_extension, report_done
from planner.services.control.progress import inform
from tests.services.bulk.bulk_story import ONE, decide, some, told
from tests.services.control_story import DUE, NOW, TODAY, Town, a_photo, an_instruction, an_issue

LATER = DUE + timedelta(days=7)
SOON = NOW + timedelta(minutes=2)


def _world(session: Session) -> Mapping[str, Any]:
    """Everything that a decision may change; of the history only what was there before."""
    tables = (Issue, Instruction, CoExecutor, IssueAgency, IssueWords)
    found: dict[str, Any] = {}
    for table in tables:
        rows = [row.model_dump(exclude={"rev"}) for row in session.exec(select(table)).all()]
        found[table.__name__] = sorted(map(repr, rows))
    return found


def _prepare(session: Session, town: Town, step: Step) -> list[int]:
    if step in ISSUE_STEPS:
        return [id_of(an_issue(session, town)) for _ in range(2)]
    made = [an_instruction(session, town, an_issue(session, town), co_executor_ids=[town.parks]) for _ in range(2)]
    for one in made:
        number = id_of(one)
        if step is Step.REFUSE_EXTENSION:
            ask_extension(session, town.oksana, number, until=LATER, reason="Frost", now=NOW, today=TODAY)
        if step in (Step.HAND_OVER, Step.REFUSE_HAND_OVER):
            ask_hand_over(session, town.oksana, number, agency_id=town.parks, reason="Theirs", now=NOW)
        if step is Step.ACCEPT:
            proof = a_photo(session, session.get_one(Issue, one.issue_id))
            report_done(session, town.oksana, number, text="Done", photo_ids=[proof], now=NOW)
    return [id_of(one) for one in made]


def _who(town: Town, step: Step) -> Actor:
    if step in ISSUE_STEPS:
        return town.sonya
    controls = ("decide", "cancel", "verify")
    return town.kira if INSTRUCTION_MOVES[step].action.startswith(controls) else town.oksana


def test_whatever_is_taken_back_is_as_it_was_and_nobody_is_told(session: Session, town: Town) -> None:
    for step in BULK_STEPS:  # one after the other, because each leaves everything as it was
        numbers, uid = _prepare(session, town, step), new_id()
        before, causes = _world(session), session.exec(select(Cause.id)).all()
        steps = session.exec(select(Move.id)).all()
        given = Bulk(step, text="As it is", until=LATER, agency_id=town.power)
        made = decide(session, _who(town, step), numbers, given, uid=uid)

        answer = take_back(session, _who(town, step), uid, now=SOON)

        session.expire_all()
        assert (step, told(made), told(answer)) == (step, (numbers, {}), (numbers, {}))
        assert (step, _world(session)) == (step, before)
        added = session.exec(select(Move).where(col(Move.id).not_in(steps))).all()
        assert [(move.step, move.facts["undone"]["step"]) for move in added] == [(Step.TAKE_BACK, step)] * 2
        assert session.exec(select(Cause).where(col(Cause.id).not_in(causes))).all() == []


def test_two_instructions_of_one_issue_are_taken_back_together(session: Session, town: Town) -> None:
    issue = an_issue(session, town)
    numbers = [id_of(an_instruction(session, town, issue)) for _ in range(2)]
    before = _world(session)
    decide(session, town.kira, numbers, Bulk(Step.EXTEND, until=LATER), uid=ONE)

    answer = take_back(session, town.kira, ONE, now=SOON)

    assert told(answer) == (numbers, {})
    assert _world(session) == before


def test_where_somebody_has_acted_since_the_decision_stands(session: Session, town: Town) -> None:
    first, second = some(session, town, 2)
    numbers = [id_of(first), id_of(second)]
    decide(session, town.kira, numbers, Bulk(Step.EXTEND, until=LATER), uid=ONE)
    inform(session, town.oksana, numbers[0], text="We are at it", now=SOON)

    answer = take_back(session, town.kira, ONE, now=SOON)

    assert told(answer) == ([numbers[1]], {numbers[0]: "bulk.error.acted_since"})
    assert [first.due_on, second.due_on] == [LATER, DUE]


def test_a_decision_is_taken_back_once_by_its_maker_and_in_time(session: Session, town: Town) -> None:
    numbers = [id_of(each) for each in some(session, town, 2)]
    decide(session, town.kira, numbers, Bulk(Step.EXTEND, until=LATER), uid=ONE)
    late = NOW + TIME_TO_TAKE_BACK

    with pytest.raises(NotFound, match=r"^bulk\.error\.unknown$"):
        take_back(session, town.both, ONE, now=SOON)
    with pytest.raises(Conflict, match=r"^bulk\.error\.gone_out$"):
        take_back(session, town.kira, ONE, now=late)
    shown = [last_decision(session, town.kira, now=moment) for moment in (SOON, late)]
    take_back(session, town.kira, ONE, now=SOON)
    with pytest.raises(Conflict, match=r"^bulk\.error\.taken_back$"):
        take_back(session, town.kira, ONE, now=SOON)

    assert [(each.uid, each.step, each.done, each.wanted) if each else None for each in shown] == [
        (ONE, Step.EXTEND, 2, 2),
        None,
    ]
    assert last_decision(session, town.kira, now=SOON) is None


def test_what_is_asked_for_twice_is_made_once(session: Session, town: Town) -> None:
    issue, other = an_issue(session, town), an_issue(session, town)
    bulk = Bulk(Step.INSTRUCT, text="Fill it", until=DUE, agency_id=town.roads)
    numbers = [id_of(issue), id_of(other)]

    for _ in range(2):
        assert begin_bulk(session, town.sonya, numbers, bulk, uid=ONE, now=NOW) == numbers
        take_next(session, town.sonya, ONE, numbers[0], bulk, now=NOW, today=TODAY)

    assert len(session.exec(select(Instruction)).all()) == 1
    shown = last_decision(session, town.sonya, now=SOON)
    assert shown is not None
    assert (shown.done, shown.wanted) == (1, 2)


def test_the_outcome_of_what_many_ended_with_is_taken_back_too(session: Session, town: Town) -> None:
    issue = an_issue(session, town, next_tour=True)
    decide(session, town.kira, [id_of(issue)], Bulk(Step.CLOSE, text="Not ours", outcome=Outcome.REFUSED), uid=ONE)

    take_back(session, town.kira, ONE, now=SOON)

    assert (issue.state, issue.outcome, issue.closed_at, issue.next_tour) == ("new", None, None, True)
