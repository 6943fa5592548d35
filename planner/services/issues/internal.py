"""What was said and shown while an issue was internal: it stays with those who may know, also once the issue is for everybody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import Instruction, Issue, IssueAgency, Move
from planner.domain.permissions import Action, Subject, may
from planner.domain.words import Step


class Span(NamedTuple):
    """While an issue was internal: from one step of its history to another, both of them with it; None: as yet."""

    first_move: int
    last_move: int | None
    since: datetime | None
    until: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Whether something was said then; at the very moment of the change it counts as said inside."""
        return (self.since is None or self.since <= moment) and (self.until is None or moment <= self.until)


class Closed(NamedTuple):
    """The spans of one issue that are closed to somebody."""

    spans: Sequence[Span] = ()

    def moment(self, moment: datetime) -> bool:
        """Whether what was said then is closed to them."""
        return any(span.holds(moment) for span in self.spans)

    def move(self, move_id: int) -> bool:
        """The same for a step of the history."""
        return any(
            span.first_move <= move_id and (span.last_move is None or move_id <= span.last_move) for span in self.spans
        )

    def instruction(self, instruction: Instruction) -> Instruction:
        """The instruction as they may read it: who, until when and how it stands, but not what was written inside."""
        if not self.moment(instruction.given_at):
            return instruction
        return Instruction(**instruction.model_dump() | {"text": "", "asked_reason": "", "wished_reason": ""})


def closed_to(session: Session, actor: Actor, issues: Iterable[Issue]) -> Mapping[int, Closed]:
    """For each of these issues what is closed to the actor, who may see the issues themselves. Two queries at most."""
    return closed_in(session, actor, [issue.id for issue in issues if issue.id is not None])


def closed_in(session: Session, actor: Actor, issue_ids: Iterable[int]) -> Mapping[int, Closed]:
    """The same by the numbers of the issues."""
    if may(actor, Action.SEE_ISSUE, Subject(internal=True)).allowed:
        return defaultdict(Closed)
    known = set(issue_ids)
    involved = select(IssueAgency.issue_id).where(
        col(IssueAgency.issue_id).in_(known), IssueAgency.agency_id == actor.agency_id
    )
    inside = set(session.exec(involved).all()) if actor.agency_id is not None and not actor.is_tablet else set()
    switches: dict[int, list[Move]] = defaultdict(list)
    edits = select(Move).where(col(Move.issue_id).in_(known - inside), Move.step == Step.EDIT)
    for move in session.exec(edits.order_by(col(Move.id))):
        if "internal" in move.facts.get("changes", {}):
            switches[move.issue_id].append(move)
    found: dict[int, Closed] = defaultdict(Closed)
    found.update({issue_id: Closed(_spans(moves)) for issue_id, moves in switches.items()})
    return found


def _spans(switches: Sequence[Move]) -> list[Span]:
    """The issue was internal from the start where the first switch opened it."""
    spans, first_move, since = [], 0, None
    for switch in switches:
        number = switch.id or 0
        if switch.facts["changes"]["internal"][1]:
            first_move, since = number, switch.at
        else:
            spans.append(Span(first_move, number, since, switch.at))
    if switches and switches[-1].facts["changes"]["internal"][1]:
        spans.append(Span(first_move, None, since, None))
    return spans
