"""The report of some days: every figure and the list behind it are asked by one condition, of what the asker may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal
from sqlalchemy import select as select_columns
from sqlmodel import Session, and_, col, exists, func, or_, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.deadlines import day_begins
from planner.domain.errors import Invalid
from planner.domain.models import (
    District,
    Instruction,
    Issue,
    Move,
    OutsideFigure,
    Release,
    ReleasePair,
    Stop,
    Tour,
)
from planner.domain.permissions import Action, require
from planner.domain.press_report import YEARS, ReportFigure, ReportFigures, ReportSpan
from planner.domain.words import (
    InstructionState,
    ReleaseKind,
    ReleaseState,
    Step,
    TourKind,
    TourState,
)
from planner.services.access.scopes import issues_visible_to, tours_visible_to
from planner.services.city.city import get_city
from planner.services.press.open_news import shown_news
from planner.services.press.tour_story import is_fixed
from planner.services.public.openness import shown_issues, shown_tours
from planner.services.votes.ballots import active_citizens

PAGE_SIZE = 50
LARGEST = 10_000_000
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Part:
    """Rows of one table that are counted: under which condition, by what they are listed, their number and name in the list."""

    table: str
    condition: ColumnElement[bool]
    order: Any
    number: Any
    name: Any


@dataclass(frozen=True)
class Scope:
    """What may be counted: the conditions on tours, issues and releases; on issues once more where their history is counted."""

    tours: ColumnElement[bool]
    issues: ColumnElement[bool]
    releases: ColumnElement[bool]
    history: ColumnElement[bool]


@dataclass(frozen=True)
class ListedThing:
    """A row behind a figure: which table it is of, its number, what it is called and when it was."""

    table: str
    number: int
    name: str
    at: datetime | None


@dataclass(frozen=True)
class FigureList:
    """A page of the rows behind a figure, the latest first; `outside` was typed and has no rows."""

    rows: Sequence[ListedThing]
    total: int
    outside: int
    page: int
    pages: int


def report_figures(session: Session, actor: Actor, span: ReportSpan, *, now: datetime) -> ReportFigures:
    """The report for the press office: of all that it may see. Invalid for a span that cannot be."""
    require(actor, Action.PUBLISH)
    checked_span(span)
    return count_figures(session, _staff_scope(actor, now), span)


def report_list(
    session: Session, actor: Actor, span: ReportSpan, figure: ReportFigure, *, now: datetime, page: int = 1
) -> FigureList:
    """What one of these figures counts."""
    require(actor, Action.PUBLISH)
    checked_span(span)
    return list_figure(session, _staff_scope(actor, now), span, figure, page=page)


def note_outside(
    session: Session, actor: Actor, year: int, figure: ReportFigure, value: int | None, *, now: datetime
) -> None:
    """Keeps how many there were in a year that the planner knows nothing of; None: none. Invalid for what cannot be."""
    require(actor, Action.PUBLISH)
    if year not in YEARS:
        raise Invalid("report.error.year", field="year")
    if value is not None and not 0 <= value <= LARGEST:
        raise Invalid("report.error.value", field="value", most=LARGEST)
    hold_all(session, OutsideFigure)
    row = session.get(OutsideFigure, (year, figure))
    if row is not None and not value:
        session.delete(row)
    elif value:
        row = row or OutsideFigure(year=year, figure=figure, value=value, at=now)
        row.value, row.by, row.by_person_id, row.at = value, actor.name, actor.person_id, now
        session.add(row)
    session.flush()


def outside_of_year(session: Session, actor: Actor, year: int) -> Mapping[ReportFigure, int]:
    """What was typed for a year."""
    require(actor, Action.PUBLISH)
    return _outside(session, range(year, year + 1))


def checked_span(span: ReportSpan) -> ReportSpan:
    """The span; Invalid for one that cannot be."""
    if not span.is_fit:
        raise Invalid("report.error.span", field="last")
    return span


def public_scope(session: Session, now: datetime) -> Scope:
    """What everybody may read. Of issues that were ever internal no history is counted: what happened inside stays there."""
    shown = shown_issues(now)
    inside = select(Move.issue_id).where(Move.step == Step.EDIT, cast(Move.facts, String).contains('"internal"'))
    return Scope(
        shown_tours(get_city(session)), shown, shown_news(session, now), and_(shown, col(Issue.id).not_in(inside))
    )


def count_figures(session: Session, scope: Scope, span: ReportSpan) -> ReportFigures:
    """Every figure of a scope in one query, and what was typed for its years in another."""
    zone = get_city(session).timezone
    asked = {figure: _parts(figure, scope, span, zone) for figure in ReportFigure}
    counts = [
        select_columns(func.count(each.number)).where(each.condition).correlate(None).scalar_subquery()
        for parts in asked.values()
        for each in parts
    ]
    found = iter(session.execute(select_columns(*counts)).one())
    outside = _outside(session, span.years_within())
    numbers = {figure: sum(next(found) for _ in parts) + outside.get(figure, 0) for figure, parts in asked.items()}
    numbers[ReportFigure.ACTIVE_CITIZENS] += active_citizens(session, span.years_within())
    return ReportFigures(span, numbers, outside)


def list_figure(
    session: Session, scope: Scope, span: ReportSpan, figure: ReportFigure, *, page: int, page_size: int = PAGE_SIZE
) -> FigureList:
    """A page of what a figure of a scope counts; of active citizens only how many they are, for no address is kept."""
    outside = _outside(session, span.years_within()).get(figure, 0)
    if figure is ReportFigure.ACTIVE_CITIZENS:
        return FigureList([], active_citizens(session, span.years_within()), outside, 1, 1)
    parts = _parts(figure, scope, span, get_city(session).timezone)
    found: list[ListedThing] = []
    total = 0
    page = max(1, page)
    for part in parts:
        total += session.execute(select_columns(func.count(part.number)).where(part.condition)).scalar_one()
        query = select_columns(part.number, part.name, part.order).where(part.condition)
        rows = session.execute(query.order_by(part.order.desc(), part.number.desc()).limit(page * page_size)).all()
        found += [
            ListedThing(part.table, number, name, at if isinstance(at, datetime) else None) for number, name, at in rows
        ]
    pages = max(1, -(-total // page_size))
    page = min(page, pages)
    if len(parts) > 1:
        found.sort(key=lambda each: (each.at or _LONG_AGO, each.number), reverse=True)
    return FigureList(found[(page - 1) * page_size : page * page_size], total, outside, page, pages)


def _parts(figure: ReportFigure, scope: Scope, span: ReportSpan, zone: str) -> Sequence[Part]:
    """What a figure counts; nothing where no rows are kept of whom it counts."""
    since, until = day_begins(zone, span.first), day_begins(zone, span.day_after)
    match figure:
        case ReportFigure.RELEASES:
            return [_releases(scope, since, until, Release.kind == ReleaseKind.RELEASE)]
        case ReportFigure.PHOTO_REPORTS:
            return [_releases(scope, since, until, _has_pictures())]
        case ReportFigure.FIELD_EVENTS:
            return [_tours(scope, since, until, TourKind.FIELD_EVENT)]
        case ReportFigure.PRESS_APPROACHES:
            return [_tours(scope, since, until, TourKind.PRESS_APPROACH), _press_stops(scope, since, until)]
        case ReportFigure.ACTIVE_CITIZENS:
            return []
        case ReportFigure.TOURS:
            return [_tours(scope, since, until, TourKind.BUS_TOUR)]
        case ReportFigure.DISTRICTS:
            held = select(Tour.id).where(_held(scope, since, until), Tour.kind == TourKind.BUS_TOUR)
            met = select(Issue.district_id).where(scope.issues, col(Issue.tour_id).in_(held))
            return [
                Part("District", col(District.id).in_(met), col(District.name), col(District.id), col(District.name))
            ]
        case ReportFigure.RAISED:
            return [_issues(scope.issues, Issue.created_at, since, until)]
        case ReportFigure.FIXED:
            return [_issues(and_(scope.issues, is_fixed()), Issue.closed_at, since, until)]
        case ReportFigure.FIXED_IN_TIME:
            return [_issues(and_(scope.issues, is_fixed(), ~_was_late()), Issue.closed_at, since, until)]
        case ReportFigure.DECIDED:
            return [_stepped(scope, Step.INSTRUCT, since, until)]
        case ReportFigure.VERIFIED:
            return [_stepped(scope, Step.ACCEPT, since, until)]
        case ReportFigure.RETURNED:
            return [_stepped(scope, Step.RETURN, since, until)]


def _within(moment: Any, since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(col(moment) >= since, col(moment) < until)


def _releases(scope: Scope, since: datetime, until: datetime, kind: ColumnElement[bool] | bool) -> Part:
    asked = and_(scope.releases, _within(Release.public_from, since, until), kind)
    return Part("Release", asked, col(Release.public_from), col(Release.id), col(Release.title))


def _has_pictures() -> ColumnElement[bool]:
    """A photo report of its own, or a release with one in it."""
    pairs = select(ReleasePair.id).where(ReleasePair.release_id == Release.id)
    return or_(col(Release.kind) == ReleaseKind.PHOTOS, exists(pairs.correlate(Release)))


def _held(scope: Scope, since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(scope.tours, Tour.state == TourState.CLOSED, _within(Tour.starts_at, since, until))


def _tours(scope: Scope, since: datetime, until: datetime, kind: TourKind) -> Part:
    asked = and_(_held(scope, since, until), Tour.kind == kind)
    return Part("Tour", asked, col(Tour.starts_at), col(Tour.id), col(Tour.title))


def _press_stops(scope: Scope, since: datetime, until: datetime) -> Part:
    """The press approaches at stops that bus tours have made."""
    held = select(Tour.id).where(_held(scope, since, until), Tour.kind == TourKind.BUS_TOUR)
    asked = and_(col(Stop.press).is_(True), col(Stop.skipped).is_(False), col(Stop.tour_id).in_(held))
    when = func.coalesce(col(Stop.arrived_at), col(Stop.planned_arrival))
    return Part("Stop", asked, when, col(Stop.tour_id), col(Stop.name))


def _issues(asked: ColumnElement[bool], moment: Any, since: datetime, until: datetime) -> Part:
    return Part("Issue", and_(asked, _within(moment, since, until)), col(moment), col(Issue.id), literal(""))


def _stepped(scope: Scope, step: Step, since: datetime, until: datetime) -> Part:
    """Issues about which this was done in these days, each once."""
    made = select(Move.issue_id).where(Move.step == step, _within(Move.at, since, until))
    asked = and_(scope.history, col(Issue.id).in_(made))
    return Part("Issue", asked, col(Issue.created_at), col(Issue.id), literal(""))


def _was_late() -> ColumnElement[bool]:
    """Whether a date of it was missed, as `domain.lateness` counts it for what is done."""
    missed = or_(col(Instruction.late_before) > 0, col(Instruction.reported_on) > col(Instruction.due_on))
    given = select(Instruction.id).where(Instruction.issue_id == Issue.id, missed)
    return exists(given.where(col(Instruction.state) != InstructionState.CANCELLED).correlate(Issue))


def _staff_scope(actor: Actor, now: datetime) -> Scope:
    issues = and_(issues_visible_to(actor), col(Issue.internal).is_(False))
    out = and_(Release.state == ReleaseState.PUBLISHED, col(Release.public_from) <= now)
    return Scope(tours_visible_to(actor), issues, out, issues)


def _outside(session: Session, years: range) -> Mapping[ReportFigure, int]:
    query = select(OutsideFigure.figure, func.sum(OutsideFigure.value)).where(col(OutsideFigure.year).in_(list(years)))
    return {
        ReportFigure(figure): int(value) for figure, value in session.exec(query.group_by(col(OutsideFigure.figure)))
    }
