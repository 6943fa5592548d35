"""Forgetting who reported: when they ask, and some time after it was decided; and pictures of forms that never came."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, delete, exists, or_, select, update

from planner.domain.actor import Actor
from planner.domain.models import Mail, Notice, ReportPhoto, ResidentReport
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.words import ReportState
from planner.services.residents.following import report_of_code
from planner.services.residents.hold import hold_report

CONTACT_KEPT = timedelta(days=365)
"""So long after the decision e-mail, name and phone are kept: what is not fixed comes back within a year."""
UNCONFIRMED_KEPT = timedelta(days=60)
"""So long a contact is kept that nobody has confirmed, of a report on which nobody has decided."""
PICTURE_WAITS = timedelta(days=1)
AT_ONCE = 200


def forget_own_contact(session: Session, code: str, *, now: datetime) -> None:
    """Deletes e-mail, name and phone of the report that the link is of, and the mails to it; the report stays."""
    _forget(session, hold_report(session, id_of(report_of_code(session, code))), now)


def forget_contact(session: Session, actor: Actor, report_id: int, *, now: datetime) -> None:
    """The same for those who decide on reports: somebody has asked them."""
    require(actor, Action.PUBLISH)
    _forget(session, hold_report(session, report_id), now)


def forget_old_contacts(session: Session, actor: Actor, *, now: datetime) -> int:
    """Forgets the contacts whose time is over, and pictures of forms that never came; how many contacts. For the daily cleaning."""
    require(actor, Action.MANAGE_CITY)
    reports = _old(session, now)
    for number in reports:
        _forget(session, hold_report(session, number), now)
    came = select(ResidentReport.id).where(ResidentReport.uid == ReportPhoto.uid)
    old = col(ReportPhoto.added_at) < now - PICTURE_WAITS
    session.exec(delete(ReportPhoto).where(old, ~exists(came.correlate(ReportPhoto))))
    return len(reports)


def _old(session: Session, now: datetime) -> Sequence[int]:
    has_any = or_(ResidentReport.email != "", ResidentReport.name != "", ResidentReport.phone != "")
    decided = col(ResidentReport.decided_at) < now - CONTACT_KEPT
    waits = and_(ResidentReport.state == ReportState.WAITING, col(ResidentReport.confirmed_at).is_(None))
    unconfirmed = and_(waits, col(ResidentReport.created_at) < now - UNCONFIRMED_KEPT)
    query = select(ResidentReport.id).where(has_any, or_(decided, unconfirmed)).order_by(col(ResidentReport.id))
    return [number for number in session.exec(query.limit(AT_ONCE)) if number is not None]


def _forget(session: Session, report: ResidentReport, now: datetime) -> None:
    """Takes out of a report, which is held, whose it is, and deletes what was written to them."""
    report.email = report.name = report.phone = ""
    report.confirm_code, report.forgotten_at = None, report.forgotten_at or now
    session.flush()
    told = select(Notice.id, Notice.mail_id).where(col(Notice.key).startswith(f"report:{report.id}:"))
    found = session.exec(told).all()
    mails = [mail for _, mail in found if mail is not None]
    session.exec(delete(Notice).where(col(Notice.id).in_([number for number, _ in found])))
    session.exec(update(Notice).where(col(Notice.mail_id).in_(mails)).values(mail_id=None))
    session.exec(delete(Mail).where(col(Mail.id).in_(mails), col(Mail.person_id).is_(None)))
