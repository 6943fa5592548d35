"""Giving an instruction its number: where it was decided, and which item of that stop it is."""

from sqlmodel import Session, col, func, select

from planner.domain.models import Instruction, Issue, Stop, StopIssue, Tour
from planner.domain.words import TourState
from planner.services.access.hold import hold_tour


def number_new(session: Session, instruction: Instruction, issue: Issue) -> None:
    """Gives a new instruction about this issue, which the caller holds, the next number; the tour is held for it.

    It is decided on the tour that stops for the issue while that ride lasts, else on the tour on which the issue was
    raised, else outside of tours. Of two at one stop at once, one waits for the other: no number comes twice.
    """
    stop = _stop_of_decision(session, issue)
    instruction.tour_id = stop.tour_id if stop is not None else issue.tour_id
    instruction.stop_number = stop.position if stop is not None else 0
    last = select(func.max(Instruction.item)).where(col(Instruction.tour_id).is_not_distinct_from(instruction.tour_id))
    if instruction.tour_id is None:
        last = last.where(Instruction.issue_id == issue.id)
    else:
        hold_tour(session, instruction.tour_id)
        last = last.where(Instruction.stop_number == instruction.stop_number)
    instruction.item = (session.exec(last).one() or 0) + 1


def _stop_of_decision(session: Session, issue: Issue) -> Stop | None:
    riding = (
        select(Stop)
        .join(StopIssue, col(StopIssue.stop_id) == Stop.id)
        .join(Tour, col(Tour.id) == Stop.tour_id)
        .where(StopIssue.issue_id == issue.id, Tour.state == TourState.RIDING)
        .order_by(col(Tour.started_at).desc(), col(Stop.position))
    )
    own = session.get(Tour, issue.tour_id) if issue.tour_id is not None else None
    on_the_way = None if own is not None and own.state is TourState.RIDING else session.exec(riding).first()
    if on_the_way is not None:
        return on_the_way
    return session.get(Stop, issue.stop_id) if issue.stop_id is not None else None
