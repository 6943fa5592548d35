"""The reports that everybody may read: letting one out, taking it back, and reading it as a stranger does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import PublicReport
from planner.domain.permissions import Action, require
from planner.domain.press_report import ReportFigure, ReportFigures, ReportSpan
from planner.services.press.report import FigureList, checked_span, count_figures, list_figure, public_scope
from planner.services.public.openness import open_city


@dataclass(frozen=True)
class OpenReport:
    """A report that is out, of what is public at this moment, with the same days a year before; and the others there are.

    `before_number`: that of the report of the days a year before, where it is out.
    """

    number: int
    figures: ReportFigures
    before: ReportFigures
    others: Sequence[PublicReport]
    before_number: int | None


def let_out_report(session: Session, actor: Actor, span: ReportSpan, *, now: datetime) -> PublicReport:
    """Lets everybody read the report of these days; one of the same days that is out already stays the one."""
    require(actor, Action.PUBLISH)
    checked_span(span)
    hold_all(session, PublicReport)
    known = _of_span(session, span)
    if known is not None:
        return known
    about = {"let_out_by": actor.name, "let_out_by_id": actor.person_id}
    report = PublicReport(first_day=span.first, last_day=span.last, let_out_at=now, **about)  # type: ignore[arg-type]
    session.add(report)
    session.flush()
    return report


def take_back_report(session: Session, actor: Actor, span: ReportSpan) -> None:
    """Takes the report of these days off the public pages, at once."""
    require(actor, Action.PUBLISH)
    hold_all(session, PublicReport)
    known = _of_span(session, span)
    if known is None:
        raise NotFound("report.error.not_out")
    known.taken_back = True
    session.flush()


def report_out(session: Session, actor: Actor, span: ReportSpan) -> PublicReport | None:
    """The report of these days, where it is out."""
    require(actor, Action.PUBLISH)
    return _of_span(session, span)


def preview_report(session: Session, actor: Actor, span: ReportSpan, *, now: datetime) -> ReportFigures:
    """The figures as everybody would read them: of what is public alone."""
    require(actor, Action.PUBLISH)
    return count_figures(session, public_scope(session, now), checked_span(span))


def open_report(session: Session, number: int | None, *, now: datetime) -> OpenReport:
    """A report that is out, by its number or the latest days; NotFound where there is none."""
    open_city(session)
    found = session.exec(
        select(PublicReport)
        .where(col(PublicReport.taken_back).is_(False))
        .order_by(col(PublicReport.last_day).desc(), col(PublicReport.first_day), col(PublicReport.id))
    ).all()
    report = next((each for each in found if number is None or each.id == number), None)
    if report is None:
        raise NotFound("app.unknown_page")
    span, scope = ReportSpan(report.first_day, report.last_day), public_scope(session, now)
    figures, before = count_figures(session, scope, span), count_figures(session, scope, span.year_before)
    earlier = (span.year_before.first, span.year_before.last)
    number_before = next((each.id for each in found if (each.first_day, each.last_day) == earlier), None)
    return OpenReport(report.id or 0, figures, before, [each for each in found if each is not report], number_before)


def open_report_list(
    session: Session, number: int, figure: ReportFigure, *, now: datetime, page: int = 1
) -> tuple[OpenReport, FigureList]:
    """What a figure of a report that is out counts, of what is public."""
    report = open_report(session, number, now=now)
    return report, list_figure(session, public_scope(session, now), report.figures.span, figure, page=page)


def is_any_report_out(session: Session) -> bool:
    """Whether there is a report to read."""
    open_city(session)
    return (
        session.exec(select(PublicReport.id).where(col(PublicReport.taken_back).is_(False)).limit(1)).first()
        is not None
    )


def _of_span(session: Session, span: ReportSpan) -> PublicReport | None:
    days = (PublicReport.first_day == span.first, PublicReport.last_day == span.last)
    return session.exec(select(PublicReport).where(*days, col(PublicReport.taken_back).is_(False))).first()
