"""Whole lives as data, walked step by step; and every step that may not be made is refused, with its reason."""

import pytest
from sqlmodel import Session, col, select

from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, NotAllowed, PlannerError
from planner.domain.models import Move
from planner.domain.models.types import id_of
from planner.domain.permissions import Subject, may
from planner.domain.words import InstructionState, IssueState, Step
from planner.domain.workflow import INSTRUCTION_MOVES, ISSUE_MOVES
from planner.services.control.steps import steps_open_to
from tests.services.control.step_story import OF_INSTRUCTION, OF_ISSUE, Case
from tests.services.control_story import Town, an_instruction, an_issue

LIVES = """
done in one go: oksana report reported, kira accept closed
taken and told of: oksana take in_work, oksana inform in_work, oksana inform in_work, oksana report reported, kira accept closed
returned: oksana take in_work, oksana report reported, kira return returned, oksana inform returned, oksana report reported, \
kira accept closed
more time granted: oksana ask_extension assigned, sonya extend assigned, oksana report reported, kira accept closed
more time refused: oksana take in_work, oksana ask_extension in_work, kira refuse_extension in_work, oksana report reported, \
kira accept closed
handed over: oksana take in_work, oksana ask_hand_over in_work, boris hand_over handed_over, boris take in_work, \
boris report reported, kira accept closed
kept: oksana ask_hand_over assigned, boris refuse_hand_over assigned, oksana report reported, kira accept closed
ping-pong: oksana ask_hand_over assigned, kira hand_over handed_over, boris ask_hand_over handed_over, oksana hand_over handed_over, \
oksana report reported, kira accept closed
corrected: sonya correct assigned, oksana take in_work, kira correct in_work, oksana report reported, kira accept closed
cancelled: oksana take in_work, sonya cancel cancelled
cancelled after the report: oksana report reported, olga cancel cancelled
reopened: oksana report reported, kira accept closed, olga reopen returned, oksana report reported, kira accept closed
two keys: both report reported, kira return returned, both report reported, kira accept closed
"""
AFTER: dict[str, str] = {
    "as given": "",
    "in work": "oksana take",
    "time wished": "oksana ask_extension",
    "hand-over wished": "oksana ask_hand_over",
    "handed over": "oksana ask_hand_over, boris hand_over",
    "both wished by one": "both ask_extension, both ask_hand_over",
    "reported": "oksana report",
    "reported by one with two roles": "both report",
    "returned": "oksana report, kira return",
    "closed": "oksana report, kira accept",
    "cancelled": "sonya cancel",
}
"""How an instruction comes to stand in each way in which it can stand."""
PEOPLE = ("olga", "sonya", "oksana", "boris", "kira", "both", "stranger")


@pytest.fixture
def case(session: Session, town: Town) -> Case:
    issue = an_issue(session, town, text="Hole")
    return Case(session, town, issue, an_instruction(session, town, issue))


def lives() -> list[tuple[str, str]]:
    lines = (line.partition(": ") for line in LIVES.strip().splitlines())
    return [(name, life) for name, _, life in lines]


def person(case: Case, name: str) -> Actor:
    return STRANGER if name == "stranger" else getattr(case.town, name)


def walk(case: Case, life: str) -> list[str]:
    """Makes the steps of «oksana report, kira accept», and returns the states after each."""
    states = []
    for each in filter(None, life.split(", ")):
        name, step, *_ = each.split()
        OF_INSTRUCTION[Step(step)](case, person(case, name))
        states.append(case.instruction.state.value)
    return states


def reason_against(case: Case, actor: Actor, step: Step, *, of_issue: bool) -> tuple[type[PlannerError], str] | None:
    """Tries the step and takes it back: why it was refused, or nothing."""
    undo = case.session.begin_nested()
    try:
        (OF_ISSUE if of_issue else OF_INSTRUCTION)[step](case, actor)
    except (NotAllowed, Conflict) as refusal:
        return type(refusal), refusal.key
    finally:
        undo.rollback()
        case.session.expire_all()
    return None


def test_every_step_of_the_tables_is_tried() -> None:
    assert OF_INSTRUCTION.keys() == INSTRUCTION_MOVES.keys()
    assert OF_ISSUE.keys() == ISSUE_MOVES.keys()


def test_lives_use_every_step_of_an_instruction() -> None:
    used = {Step(each.split()[1]) for _, life in lives() for each in life.split(", ")}

    assert used == INSTRUCTION_MOVES.keys()


@pytest.mark.parametrize(("name", "life"), lives())
def test_a_life_goes_from_step_to_step(case: Case, name: str, life: str) -> None:
    states = walk(case, life)

    assert states == [each.split()[2] for each in life.split(", ")], name
    moves = case.session.exec(select(Move).where(Move.issue_id == case.issue.id).order_by(col(Move.id))).all()
    assert [move.step for move in moves] == [Step.INSTRUCT, *(Step(each.split()[1]) for each in life.split(", "))]
    ended = {InstructionState.CLOSED: IssueState.CLOSED, InstructionState.CANCELLED: IssueState.NEW}
    assert case.issue.state is ended[case.instruction.state]
    assert (case.instruction.asked_until, case.instruction.wished_agency_id) == (None, None)


def test_the_ways_to_stand_have_every_state(case: Case) -> None:
    stands = set()
    for life in AFTER.values():
        undo = case.session.begin_nested()
        walk(case, life)
        stands.add(case.instruction.state)
        undo.rollback()
        case.session.expire_all()

    assert stands == set(InstructionState)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("stands", AFTER)
def test_what_is_offered_can_be_done_and_all_else_is_refused_with_its_reason(case: Case, stands: str, who: str) -> None:
    walk(case, AFTER[stands])
    actor = person(case, who)
    offered = frozenset[Step]()
    if actor is not STRANGER:
        offered = frozenset(steps_open_to(case.session, actor, id_of(case.issue)).of_instructions[case.number])

    against = {
        step: reason_against(case, actor, step, of_issue=False) for step in INSTRUCTION_MOVES if step is not Step.REOPEN
    }

    assert {step for step, reason in against.items() if reason is None} == offered
    expected = {step: expected_reason(case, actor, step, AFTER[stands]) for step in against}
    assert {step: reason[1] if reason else None for step, reason in against.items()} == expected


def expected_reason(case: Case, actor: Actor, step: Step, life: str) -> str | None:
    """Who may not do it hears why; who may hears of the state, or that nobody asked for it."""
    move, given = INSTRUCTION_MOVES[step], case.instruction
    askers = {each.split()[1]: each.split()[0] for each in filter(None, life.split(", "))}
    wish = {
        Step.EXTEND: "ask_extension",
        Step.REFUSE_EXTENSION: "ask_extension",
        Step.HAND_OVER: "ask_hand_over",
        Step.REFUSE_HAND_OVER: "ask_hand_over",
    }.get(step, "")
    about = Subject(
        responsible=given.agency_id,
        agencies=frozenset({given.agency_id}),
        reporter_id=given.reported_by_id,
        wished=given.wished_agency_id,
        asker_id=person(case, askers[wish]).person_id if wish in askers else None,
        giver_id=case.town.sonya.person_id,
        acted=any(each.split()[0] in ("oksana", "boris", "both") for each in filter(None, life.split(", "))),
    )
    decision = may(actor, move.action, about)
    if not decision.allowed:
        return decision.reason
    if given.state not in move.sources:
        return "instructions.error.move"
    if step is Step.REFUSE_EXTENSION and given.asked_until is None:
        return "instructions.error.nothing_asked"
    if step in (Step.HAND_OVER, Step.REFUSE_HAND_OVER) and given.wished_agency_id is None:
        return "instructions.error.nothing_wished"
    return None


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("stands", AFTER)
def test_what_is_offered_of_the_issue_can_be_done_and_nothing_else(case: Case, stands: str, who: str) -> None:
    walk(case, AFTER[stands])
    actor = person(case, who)
    offered = frozenset[Step]()
    if actor is not STRANGER:
        offered = frozenset(steps_open_to(case.session, actor, id_of(case.issue)).of_issue)

    done = {step for step in ISSUE_MOVES if reason_against(case, actor, step, of_issue=True) is None}

    assert done == offered
