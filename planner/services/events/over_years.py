"""A series over the years: how often such tours took place, how long they took, and what came of what was raised on them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, and_, case, col, func, or_, select

from planner.domain.actor import Actor
from planner.domain.models import Instruction, Issue, Tour
from planner.domain.permissions import Action, require
from planner.domain.tour_filter import TourFilter
from planner.domain.words import (
    DONE_INSTRUCTION_STATES,
    WAITING_INSTRUCTION_STATES,
    InstructionState,
    IssueState,
    Outcome,
    TourState,
)
from planner.services.access.scopes import issues_visible_to
from planner.services.city.city import get_city
from planner.services.events.finding import EVERYTHING, tours_held

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class SeriesYear:
    """A year of a series: tours that took place and their minutes, issues raised on them, of these fixed, and what was promised.

    `promises`: instructions about these issues without cancelled ones. `kept` were reported by their date, `missed` were not,
    or had missed a date that was moved since; the rest have time yet.
    """

    rounds: int = 0
    minutes: int = 0
    raised: int = 0
    fixed: int = 0
    promises: int = 0
    kept: int = 0
    missed: int = 0

    def __add__(self, other: "SeriesYear") -> "SeriesYear":
        return SeriesYear(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def series_over_years(
    session: Session, actor: Actor, wanted: TourFilter = EVERYTHING, *, today: date
) -> Mapping[int, SeriesYear]:
    """By year of the city, the latest first, all tours that took place and that the filter finds in any year.

    Only issues that the actor may see count. Seven queries at most, however many tours.
    """
    require(actor, Action.SEE_LISTS)
    zone = ZoneInfo(get_city(session).timezone)
    found: dict[int, SeriesYear] = defaultdict(SeriesYear)
    issues, promises = _by_tour(session, _issues(actor)), _by_tour(session, _promises(actor, today))
    for tour in tours_held(session, actor, wanted):
        raised, fixed = issues.get(tour.id, (0, 0))
        told = SeriesYear(1, minutes_of(tour, zone), raised, fixed, *promises.get(tour.id, (0, 0, 0)))
        found[tour.starts_at.astimezone(zone).year] += told
    return dict(sorted(found.items(), reverse=True))


def minutes_of(tour: Tour, zone: ZoneInfo) -> int:
    """How long a tour took: as it was begun and closed, or as it was planned where it was not closed on its day."""
    begun, closed = tour.started_at, tour.closed_at
    if begun and closed and begun.astimezone(zone).date() == closed.astimezone(zone).date():
        return (closed - begun) // _MINUTE
    return (tour.ends_at - tour.starts_at) // _MINUTE


def _by_tour(session: Session, query: Any) -> Mapping[int | None, Sequence[int]]:
    return {row[0]: row[1:] for row in session.execute(query)}


def _issues(actor: Actor) -> Any:
    fixed = and_(col(Issue.state) == IssueState.CLOSED, col(Issue.outcome) == Outcome.FIXED)
    counted: list[Any] = [col(Issue.tour_id), func.count(), func.count(case((fixed, 1)))]
    return _of_held(select(*counted).join(Tour, col(Tour.id) == Issue.tour_id), actor)


def _promises(actor: Actor, today: date) -> Any:
    state, due, reported = col(Instruction.state), col(Instruction.due_on), col(Instruction.reported_on)
    done, moved = state.in_(DONE_INSTRUCTION_STATES), col(Instruction.late_before) > 0
    kept = and_(done, or_(reported.is_(None), reported <= due), ~moved)
    missed = or_(and_(done, reported > due), and_(state.in_(WAITING_INSTRUCTION_STATES), due < today), moved)
    counts = (func.count(), func.count(case((kept, 1))), func.count(case((missed, 1))))
    counted: list[Any] = [col(Issue.tour_id), *counts]
    given = select(*counted).select_from(Instruction).join(Issue, col(Issue.id) == Instruction.issue_id)
    told = given.where(state != InstructionState.CANCELLED)
    return _of_held(told.join(Tour, col(Tour.id) == Issue.tour_id), actor)


def _of_held(query: Any, actor: Actor) -> Any:
    held = query.where(Tour.state == TourState.CLOSED, issues_visible_to(actor))
    return held.group_by(col(Issue.tour_id))
