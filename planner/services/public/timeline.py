"""What happened to an issue, told to everybody: what and when, which agency, never who, nor in what words they said it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import STRANGER
from planner.domain.deadlines import today_in
from planner.domain.lateness import lateness_of
from planner.domain.models import Agency, Instruction, Issue, Move, Tour
from planner.domain.words import DONE_INSTRUCTION_STATES, InstructionState, Outcome, Step
from planner.services.city.city import get_city
from planner.services.issues.internal import Closed, closed_to
from planner.services.public.issues import OpenIssue, open_issue
from planner.services.public.openness import shown_issues, shown_tours


class OpenStep(StrEnum):
    """The steps that everybody is told of."""

    RAISED = "raised"
    INSTRUCTED = "instructed"
    TAKEN = "taken"
    REPORTED = "reported"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    EXTENDED = "extended"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    REOPENED = "reopened"
    NEXT_TOUR = "next_tour"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class OpenEvent:
    """One step. `agency` is who was told to do it, or has it now; `due_on` the day that was promised then."""

    step: OpenStep
    at: datetime
    agency: str = ""
    due_on: date | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class OpenPromise:
    """One instruction: who answers, what was promised first, until when it is due now, when it was done, how late."""

    agency: str
    promised_on: date
    due_on: date
    done_on: date | None
    days_late: int
    cancelled: bool


@dataclass(frozen=True)
class OpenDetails:
    """One issue whole. `tour` is that on which it was raised, `original` the number of the issue that it repeats: both only where
    everybody may read of them.
    """

    issue: OpenIssue
    events: Sequence[OpenEvent]
    promises: Sequence[OpenPromise]
    tour: tuple[int, str] | None
    original: int | None

    @property
    def returns(self) -> int:
        """How often it was sent back: what was reported was not done, or what was taken off control was not fixed."""
        return sum(event.step in (OpenStep.RETURNED, OpenStep.REOPENED) for event in self.events)

    @property
    def promise(self) -> OpenPromise | None:
        """The one that counts: the last that was not cancelled."""
        return next((each for each in reversed(self.promises) if not each.cancelled), None)


def open_details(session: Session, number: int, *, now: datetime) -> OpenDetails:
    """The page of one issue; NotFound as `open_issue`."""
    issue = open_issue(session, number, now=now)
    return tell_details(session, issue, now=now)


def tell_details(session: Session, issue: OpenIssue, *, now: datetime) -> OpenDetails:
    """What everybody may read beside an issue that the caller found to be public, or shows to who decides."""
    row = session.get_one(Issue, issue.number)
    closed = closed_to(session, STRANGER, [row])[issue.number]
    moves = session.exec(select(Move).where(Move.issue_id == issue.number).order_by(col(Move.id))).all()
    told = [move for move in moves if not closed.move(move.id or 0)]
    return OpenDetails(
        issue,
        [event for move in told if (event := _event(move)) is not None],
        _promises(session, issue.number, told, closed, now=now),
        _tour(session, issue.tour_id),
        _original(session, row.duplicate_of_id, now=now),
    )


def tell_events(session: Session, issues: Sequence[OpenIssue]) -> Mapping[int, Sequence[OpenEvent]]:
    """What happened to each of these issues, which the caller found to be public."""
    numbers = [issue.number for issue in issues]
    closed = closed_to(session, STRANGER, session.exec(select(Issue).where(col(Issue.id).in_(numbers))).all())
    found: dict[int, list[OpenEvent]] = {number: [] for number in numbers}
    columns: list[Any] = [Move.issue_id, Move.id, Move.step, Move.at, Move.facts]
    query = select(*columns).where(col(Move.issue_id).in_(numbers)).order_by(col(Move.id))
    for move in session.execute(query):
        event = None if closed[move.issue_id].move(move.id) else _event(move)
        if event is not None:
            found[move.issue_id].append(event)
    return found


def _event(move: Any) -> OpenEvent | None:
    step = _TOLD[move.step]
    if step is None:
        return None
    facts = move.facts
    agency = (facts.get("to_agency") or facts.get("agency") or {}).get("name", "")
    outcome = facts.get("outcome") if step in (OpenStep.ACCEPTED, OpenStep.CLOSED) else None
    return OpenEvent(step, move.at, agency, _due(facts), Outcome(outcome) if outcome else None)


def _due(facts: Mapping[str, Any]) -> date | None:
    told = facts.get("to_due") or facts.get("due_on")
    return date.fromisoformat(told) if told else None


def _promises(
    session: Session, number: int, moves: Sequence[Move], closed: Closed, *, now: datetime
) -> Sequence[OpenPromise]:
    """What was given while the issue was for everybody; of what was given inside nobody outside is told."""
    today = today_in(get_city(session).timezone, now)
    first = {
        move.instruction_id: date.fromisoformat(move.facts["due_on"]) for move in moves if move.step is Step.INSTRUCT
    }
    query = select(Instruction).where(Instruction.issue_id == number).order_by(col(Instruction.id))
    given = [each for each in session.exec(query) if not closed.moment(each.given_at)]
    names = _agency_names(session, {each.agency_id for each in given})
    return [
        OpenPromise(
            names[each.agency_id],
            first.get(each.id, each.due_on),
            each.due_on,
            each.reported_on if each.state in DONE_INSTRUCTION_STATES else None,
            lateness_of(each, today),
            each.state is InstructionState.CANCELLED,
        )
        for each in given
    ]


def _agency_names(session: Session, ids: set[int]) -> Mapping[int, str]:
    query = select(Agency.id, Agency.name).where(col(Agency.id).in_(ids))
    return {number: name for number, name in session.exec(query) if number is not None}


def _tour(session: Session, tour_id: int | None) -> tuple[int, str] | None:
    if tour_id is None:
        return None
    query = select(Tour.title).where(Tour.id == tour_id, shown_tours(get_city(session)))
    title = session.exec(query).first()
    return None if title is None else (tour_id, title)


def _original(session: Session, number: int | None, *, now: datetime) -> int | None:
    if number is None:
        return None
    return session.exec(select(Issue.id).where(Issue.id == number, shown_issues(now))).first()


_TOLD: Mapping[Step, OpenStep | None] = {
    Step.RAISE: OpenStep.RAISED,
    Step.EDIT: None,
    Step.WITHDRAW: None,
    Step.ADD_PHOTO: None,
    Step.HIDE_PHOTO: None,
    Step.SHOW_PHOTO: None,
    Step.ADD_VOICE: None,
    Step.HIDE_VOICE: None,
    Step.SHOW_VOICE: None,
    Step.INSTRUCT: OpenStep.INSTRUCTED,
    Step.CORRECT: None,
    Step.TAKE: OpenStep.TAKEN,
    Step.INFORM: None,
    Step.REPORT: OpenStep.REPORTED,
    Step.ASK_EXTENSION: None,
    Step.EXTEND: OpenStep.EXTENDED,
    Step.REFUSE_EXTENSION: None,
    Step.ASK_HAND_OVER: None,
    Step.HAND_OVER: OpenStep.HANDED_OVER,
    Step.REFUSE_HAND_OVER: None,
    Step.ACCEPT: OpenStep.ACCEPTED,
    Step.RETURN: OpenStep.RETURNED,
    Step.CANCEL: OpenStep.CANCELLED,
    Step.CLOSE: OpenStep.CLOSED,
    Step.MERGE: None,
    Step.REOPEN: OpenStep.REOPENED,
    Step.NEXT_TOUR: OpenStep.NEXT_TOUR,
    Step.TAKE_BACK: OpenStep.TAKEN_BACK,
}
