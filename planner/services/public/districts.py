"""Districts and agencies as everybody may read of them: how what is public stands there, and whose promises were kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, and_, col, func, select

from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.lateness import days_late
from planner.domain.models import Agency, District, Instruction, Issue
from planner.domain.open_filter import OpenFilter
from planner.domain.words import DONE_INSTRUCTION_STATES, InstructionState
from planner.services.issues.columns import IssueColumns
from planner.services.public.counting import OpenCounts, OpenMatches
from planner.services.public.issues import OpenPage, list_open_issues
from planner.services.public.openness import open_city, shown_issues


@dataclass(frozen=True)
class OpenDistrict:
    """A district and how its issues stand."""

    district: District
    counts: OpenCounts


@dataclass(frozen=True)
class OpenAgency:
    """An agency's promises about issues that everybody may read of: kept, kept late, waiting in time, and past their day."""

    agency: Agency
    kept: int = 0
    late: int = 0
    waiting: int = 0
    broken: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.kept + self.late + self.waiting + self.broken


def list_open_districts(session: Session, columns: IssueColumns, *, now: datetime) -> Sequence[OpenDistrict]:
    """All districts in use by name."""
    today = today_in(open_city(session).timezone, now)
    found = OpenMatches(columns, OpenFilter(), now=now, today=today).by_district()
    districts = session.exec(select(District).where(col(District.archived).is_(False)).order_by(District.name)).all()
    return [OpenDistrict(each, found.get(each.id or 0, OpenCounts())) for each in districts]


def open_district(
    session: Session, columns: IssueColumns, district_id: int, *, now: datetime, page: int = 1
) -> tuple[District, OpenPage]:
    """One district with a page of its issues, the newest first; NotFound for one that there is not."""
    open_city(session)
    district = session.get(District, district_id)
    if district is None or district.archived:
        raise NotFound("app.unknown_page")
    return district, list_open_issues(session, columns, OpenFilter(district=district_id), now=now, page=page)


def list_open_agencies(session: Session, *, now: datetime) -> Sequence[OpenAgency]:
    """The agencies that were given anything about issues that everybody may read of, the most broken promises first."""
    city = open_city(session)
    today = today_in(city.timezone, now)
    facts: list[Any] = [Instruction.agency_id, Instruction.state, Instruction.due_on, Instruction.reported_on]
    facts.append(Instruction.late_before)
    told: list[Any] = [*facts, func.count()]
    query = (
        select(*told)
        .join(Issue, and_(col(Issue.id) == Instruction.issue_id, shown_issues(now)))
        .where(col(Instruction.state) != InstructionState.CANCELLED)
        .group_by(*facts)
    )
    found: dict[int, dict[str, int]] = {}
    for agency_id, state, due_on, reported_on, before, number in session.execute(query):
        late = days_late(state, due_on, reported_on, today, before=before) > 0
        done = state in DONE_INSTRUCTION_STATES
        name = ("late" if late else "kept") if done else ("broken" if late else "waiting")
        counts = found.setdefault(agency_id, {})
        counts[name] = counts.get(name, 0) + number
    return sorted(
        (OpenAgency(agency, **found[agency.id or 0]) for agency in _agencies(session, found)),
        key=lambda each: (-each.broken, each.agency.name),
    )


def _agencies(session: Session, found: Mapping[int, object]) -> Sequence[Agency]:
    return session.exec(select(Agency).where(col(Agency.id).in_(found))).all()
