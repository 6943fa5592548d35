"""What a resident reads of their own report, by its link: how it stands, and what happens to the issue that it became."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.errors import NotFound
from planner.domain.models import Category, ResidentReport
from planner.domain.models.types import id_of
from planner.domain.typed import one_line
from planner.domain.words import ReportKind, ReportState
from planner.services.public.openness import open_city
from planner.services.public.timeline import OpenDetails, open_details
from planner.services.residents.hold import hold_report
from planner.services.residents.photos import has_picture


@dataclass(frozen=True)
class Followed:
    """A report as its own link tells of it, without whose it is. `details`: the issue, where everybody may read of it.

    `mailed`: a mail with a link was sent; `confirmed`: somebody has used it. `number`: of the issue; `about`: of the one that
    is said not to be fixed. `has_contact`: there is a contact that could be forgotten.
    """

    kind: ReportKind
    state: ReportState
    category: Category
    address: str
    sent_at: datetime
    mailed: bool
    confirmed: bool
    has_photo: bool
    has_contact: bool
    forgotten: bool
    gave_address: bool
    number: int | None
    about: int | None
    answer: str
    details: OpenDetails | None


def follow_report(session: Session, code: str, *, now: datetime) -> Followed:
    """What the link opens; NotFound for a code that is none."""
    report = report_of_code(session, code)
    return Followed(
        kind=report.kind,
        state=report.state,
        category=session.get_one(Category, report.category_id),
        address=report.address,
        sent_at=report.created_at,
        mailed=report.confirm_code is not None,
        confirmed=report.confirmed_at is not None,
        has_photo=has_picture(session, report.uid),
        has_contact=bool(report.email or report.name or report.phone),
        forgotten=report.forgotten_at is not None,
        gave_address=bool(report.email),
        number=report.issue_id,
        about=report.about_issue_id,
        answer=report.answer,
        details=_details(session, report.issue_id, now),
    )


def report_to_confirm(session: Session, code: str) -> ResidentReport:
    """The report whose mail has this code; NotFound for none. Looking confirms nothing."""
    open_city(session)
    wanted = one_line(code)
    found = session.exec(select(ResidentReport).where(col(ResidentReport.confirm_code) == wanted)).first()
    if not wanted or found is None:
        raise NotFound("residents.error.link")
    return found


def confirm_report(session: Session, code: str, *, now: datetime) -> ResidentReport:
    """Notes that the address is right; again changes nothing."""
    report = hold_report(session, id_of(report_to_confirm(session, code)))
    report.confirmed_at = report.confirmed_at or now
    session.flush()
    return report


def report_of_code(session: Session, code: str) -> ResidentReport:
    wanted = one_line(code)
    found = session.exec(select(ResidentReport).where(col(ResidentReport.follow_code) == wanted)).first()
    if not wanted or found is None:
        raise NotFound("residents.error.link")
    return found


def _details(session: Session, number: int | None, now: datetime) -> OpenDetails | None:
    try:
        return None if number is None else open_details(session, number, now=now)
    except NotFound:
        return None
