"""What residents are told by mail of their reports: that the address is to be confirmed, and what became of the report."""

from typing import Any

from planner.domain.models import Category, Notice, ResidentReport
from planner.domain.notices import NoticeKind
from planner.domain.words import ReportKind, ReportState
from planner.services.notices.recipients import Recipients

_ANSWERS = {
    ReportState.WAITING: None,
    ReportState.ACCEPTED: NoticeKind.REPORT_ACCEPTED,
    ReportState.JOINED: NoticeKind.REPORT_JOINED,
    ReportState.REFUSED: NoticeKind.REPORT_REFUSED,
}


def tell_resident(recipients: Recipients, report_id: int, *, answered: bool) -> int:
    """Writes the mail's notice: with the link that confirms the address, or with the answer, which goes to a confirmed one alone.

    Nothing where the contact is gone, or the decision was undone; how many notices.
    """
    session = recipients.session
    report = session.get(ResidentReport, report_id)
    kind = _kind(report, answered=answered) if report is not None else None
    if report is None or kind is None or not report.email:
        return 0
    category = session.get_one(Category, report.category_id)
    facts: dict[str, Any] = {
        **{"language": report.language, "address": report.address, "topic": category.name_in(report.language)},
        **{"follow": report.follow_code, "issue": report.issue_id, "text": report.answer},
    }
    if not answered:
        facts["confirm"] = report.confirm_code
    key = f"report:{report.id}:{report.answer_cause if answered else 'sent'}"
    session.add(
        Notice(key=key, kind=kind, address=report.email, facts=facts, at=recipients.now, mail_after=recipients.now)
    )
    session.flush()
    return 1


def _kind(report: ResidentReport, *, answered: bool) -> NoticeKind | None:
    if answered and report.state is ReportState.ACCEPTED and report.kind is ReportKind.NOT_FIXED:
        return NoticeKind.REPORT_RETURNED if report.confirmed_at is not None else None
    if answered:
        return _ANSWERS[report.state] if report.confirmed_at is not None else None
    return NoticeKind.REPORT_SENT if report.confirm_code and report.confirmed_at is None else None
