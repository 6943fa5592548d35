"""The queue of reports for those who decide on them: what waits, what waits for its sender to confirm, what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import ApiKey, Category, Issue, ReportPhoto, ResidentReport
from planner.domain.permissions import Action, require
from planner.domain.words import ReportState
from planner.services.issues.near import similar_issues
from planner.services.residents.reporting import NEAR_M

PAGE_SIZE = 20


class ReportPart(StrEnum):
    """What waits for a decision; what waits for a link in a mail to be used; what was decided."""

    WAITING = "waiting"
    UNCONFIRMED = "unconfirmed"
    DECIDED = "decided"


@dataclass(frozen=True)
class ReportRow:
    """One report, with what it may repeat and, where a program has sent it, the program's name."""

    report: ResidentReport
    category: Category
    has_photo: bool
    alike: Sequence[Issue]
    program: str


@dataclass(frozen=True)
class ReportPage:
    """One page of the queue; `waiting` and `unconfirmed` are how many there are, whatever part this is."""

    rows: Sequence[ReportRow]
    waiting: int
    unconfirmed: int
    page: int
    pages: int


def report_queue(session: Session, actor: Actor, part: ReportPart, *, page: int = 1) -> ReportPage:
    """A page of it: what waits from the oldest, what was decided from the latest."""
    require(actor, Action.PUBLISH)
    counts = {each: _count(session, each) for each in ReportPart}
    pages = max(1, -(-counts[part] // PAGE_SIZE))
    page = min(max(1, page), pages)
    latest = (col(ResidentReport.decided_at).desc(), col(ResidentReport.id).desc())
    order = latest if part is ReportPart.DECIDED else (col(ResidentReport.id).asc(),)
    query = (
        select(ResidentReport, Category, ReportPhoto.uid, ApiKey.name)
        .join(Category, col(Category.id) == ResidentReport.category_id)
        .join(ReportPhoto, col(ReportPhoto.uid) == ResidentReport.uid, isouter=True)
        .join(ApiKey, col(ApiKey.id) == ResidentReport.key_id, isouter=True)
        .where(_in_part(part))
        .order_by(*order)
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    rows = [
        ReportRow(report, category, photo is not None, _alike(session, actor, report, part), program or "")
        for report, category, photo, program in session.exec(query)
    ]
    return ReportPage(rows, counts[ReportPart.WAITING], counts[ReportPart.UNCONFIRMED], page, pages)


def report_to_decide(session: Session, actor: Actor, report_id: int) -> ResidentReport:
    """One report; NotFound("residents.error.unknown") for one that there is not."""
    require(actor, Action.PUBLISH)
    report = session.get(ResidentReport, report_id)
    if report is None:
        raise NotFound("residents.error.unknown")
    return report


def reports_waiting(session: Session, actor: Actor) -> int:
    """How many wait for a decision."""
    require(actor, Action.PUBLISH)
    return _count(session, ReportPart.WAITING)


def _count(session: Session, part: ReportPart) -> int:
    return session.exec(select(func.count()).select_from(ResidentReport).where(_in_part(part))).one()


def _in_part(part: ReportPart) -> ColumnElement[bool]:
    """Where no mail was sent nobody can confirm, so that it waits for a decision at once."""
    waits = col(ResidentReport.state) == ReportState.WAITING
    known = or_(col(ResidentReport.confirmed_at).is_not(None), col(ResidentReport.confirm_code).is_(None))
    match part:
        case ReportPart.WAITING:
            return and_(waits, known)
        case ReportPart.UNCONFIRMED:
            return and_(waits, ~known)
        case ReportPart.DECIDED:
            return ~waits


def _alike(session: Session, actor: Actor, report: ResidentReport, part: ReportPart) -> Sequence[Issue]:
    point = report.point
    if point is None or part is ReportPart.DECIDED:
        return []
    near = {"lat": point.lat, "lon": point.lon, "radius_m": NEAR_M}
    return similar_issues(session, actor, category_id=report.category_id, **near)[:3]
