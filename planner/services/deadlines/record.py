"""How an agency has kept its dates in a category: from its own history, for whoever names the next date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from sqlmodel import Session, and_, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.lateness import lateness_of
from planner.domain.models import Instruction, Issue
from planner.domain.permissions import Action, require
from planner.domain.words import DONE_INSTRUCTION_STATES, WAITING_INSTRUCTION_STATES
from planner.services.city.city import get_city

ENOUGH = 5
"""Fewer cases than this tell nothing."""
_YEARS = timedelta(days=3 * 365)
_MOST = 1000


@dataclass(frozen=True)
class Record:
    """What the last three years tell, of at most a thousand instructions.

    `cases`: with an answer, or past their date without one; `in_time` of them kept it. `usual_over`: the days by which the
    late ones were late, in the middle. `usual_days`: from being given to the report, in the middle; `season_days` the same
    of those that were given in this season by whichever agency, None below `ENOUGH`.
    """

    cases: int
    in_time: int
    usual_over: int | None
    usual_days: int | None
    season_days: int | None

    @property
    def tells(self) -> bool:
        """Whether there are enough cases to say anything."""
        return self.cases >= ENOUGH

    def is_beaten_by_far(self, days: int) -> bool:
        """Whether a promise of so many days is less than half of what it has usually taken."""
        return self.tells and self.usual_days is not None and days * 2 < self.usual_days


def record_of(session: Session, actor: Actor, *, agency_id: int, category_id: int, today: date) -> Record:
    """The record of an agency in a category; whoever reads lists may know it. Cancelled instructions do not count."""
    require(actor, Action.SEE_LISTS)
    zone = get_city(session).timezone
    in_category = _query(category_id, today)
    own = session.exec(in_category.where(Instruction.agency_id == agency_id)).all()
    rows = session.exec(in_category).all()
    lates = [lateness_of(row, today) for row in own]
    over = [days for days in lates if days]
    season = [row for row in rows if _season(today_in(zone, row.given_at)) == _season(today)]
    return Record(
        cases=len(own),
        in_time=len(own) - len(over),
        usual_over=_middle(over, 1),
        usual_days=_middle(_days(own, zone), 1),
        season_days=_middle(_days(season, zone), ENOUGH),
    )


def _query(category_id: int, today: date) -> SelectOfScalar[Instruction]:
    """Those of a category that were answered, or are past their date without an answer, the latest first."""
    answered = and_(col(Instruction.state).in_(DONE_INSTRUCTION_STATES), col(Instruction.reported_on) >= today - _YEARS)
    missed = and_(col(Instruction.state).in_(WAITING_INSTRUCTION_STATES), col(Instruction.due_on) < today)
    return (
        select(Instruction)
        .join(Issue, col(Issue.id) == Instruction.issue_id)
        .where(Issue.category_id == category_id, col(Issue.deleted).is_(False), or_(answered, missed))
        .order_by(col(Instruction.id).desc())
        .limit(_MOST)
    )


def _days(rows: Sequence[Instruction], zone: str) -> list[int]:
    return [
        (row.reported_on - today_in(zone, row.given_at)).days
        for row in rows
        if row.state in DONE_INSTRUCTION_STATES and row.reported_on is not None
    ]


def _middle(days: Sequence[int], least: int) -> int | None:
    return round(median(days)) if len(days) >= least else None


def _season(day: date) -> int:
    """Winter, spring, summer, autumn as 0 to 3."""
    return day.month % 12 // 3
