"""Holding a report: whoever decides on it, or confirms or forgets its address, is alone with it until the transaction ends."""

from sqlmodel import Session

from planner.domain.errors import NotFound
from planner.domain.models import ResidentReport


def hold_report(session: Session, report_id: int) -> ResidentReport:
    """The report, read anew and locked; the caller let the actor change it. NotFound for one that there is not."""
    report = session.get(ResidentReport, report_id, populate_existing=True, with_for_update=True)
    if report is None:
        raise NotFound("residents.error.unknown")
    return report
