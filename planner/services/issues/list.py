"""Everyone's issue list: the issues that a visitor may see and has asked for, page by page or all for an export."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case
from sqlmodel import Session, col, func, or_, select

from planner.domain.actor import Actor
from planner.domain.issue_filter import OPEN, IssueFilter
from planner.domain.issue_look import WAITING_FOR_AGENCY
from planner.domain.models import Agency, Category, District, Issue, Move, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, require
from planner.domain.search import searched_number, searched_words
from planner.domain.words import OPEN_ISSUE_STATES
from planner.render.tables.issue_table import ExportedIssue
from planner.services.access.scopes import issues_visible_to, tours_visible_to
from planner.services.issues.pictures import of_issue, photo_ids

PAGE_SIZE = 20
_BATCH = 2_000


@dataclass(frozen=True)
class IssueRow:
    """What a card of an issue shows; `photo_id` is its first picture that is not hidden."""

    issue: Issue
    category: Category
    district: District | None
    agency: Agency | None
    photo_id: str | None


@dataclass(frozen=True)
class IssuePage:
    """One page of the list: `total` issues match on `pages` pages (at least one), of which this is `page`, from 1."""

    rows: Sequence[IssueRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class FilterChoices:
    """What the filters offer, without what is archived; tours from the newest."""

    categories: Sequence[Category]
    districts: Sequence[District]
    agencies: Sequence[Agency]
    tours: Sequence[Tour]


def list_issues(
    session: Session, actor: Actor, wanted: IssueFilter, *, today: date, page: int = 1, page_size: int = PAGE_SIZE
) -> IssuePage:
    """A page of what matches: overdue first, then by date, then the newest. A page past the end is the last one."""
    require(actor, Action.SEE_ISSUE, Subject())
    condition = and_(issues_visible_to(actor), matches(wanted, today))
    total = session.exec(select(func.count()).select_from(Issue).where(condition)).one()
    pages = max(1, -(-total // page_size))
    page = min(max(1, page), pages)
    ids = session.exec(
        select(Issue.id).where(condition).order_by(*_order(today)).offset((page - 1) * page_size).limit(page_size)
    ).all()
    issues = {issue.id: issue for issue in session.exec(select(Issue).where(col(Issue.id).in_(ids))).all()}
    return IssuePage(describe_issues(session, [issues[i] for i in ids]), total, page, pages)


def describe_issues(session: Session, issues: Sequence[Issue]) -> list[IssueRow]:
    """The rows of cards for issues that the actor was found to see, in their order; four queries for any number."""
    categories = _by_id(session, Category, {issue.category_id for issue in issues})
    districts = _by_id(session, District, {issue.district_id for issue in issues})
    agencies = _by_id(session, Agency, {issue.agency_id for issue in issues})
    photos = photo_ids(session, [id_of(issue) for issue in issues], of_issue)
    return [
        IssueRow(
            issue,
            categories[issue.category_id],
            districts.get(issue.district_id),
            agencies.get(issue.agency_id),
            photos.get(id_of(issue)),
        )
        for issue in issues
    ]


def filter_choices(session: Session, actor: Actor) -> FilterChoices:
    """What there is to filter by; of tours, the 100 latest that the actor may see."""
    require(actor, Action.SEE_ISSUE, Subject())
    return FilterChoices(
        categories=session.exec(
            select(Category).where(col(Category.archived).is_(False)).order_by(col(Category.position), Category.name)
        ).all(),
        districts=session.exec(select(District).where(col(District.archived).is_(False)).order_by(District.name)).all(),
        agencies=session.exec(select(Agency).where(col(Agency.archived).is_(False)).order_by(Agency.name)).all(),
        tours=session.exec(
            select(Tour).where(tours_visible_to(actor)).order_by(col(Tour.starts_at).desc()).limit(100)
        ).all(),
    )


def export_rows(session: Session, actor: Actor, wanted: IssueFilter, *, today: date) -> Iterator[ExportedIssue]:
    """All that matches, in the order of the list, read in batches while it is written; the right is checked at once."""
    require(actor, Action.EXPORT_ISSUES)
    names = _Names(session, actor)
    fields: list[Any] = [getattr(Issue, name) for name in _EXPORTED]
    version = select(func.max(Move.id)).where(Move.issue_id == Issue.id).correlate(Issue).scalar_subquery()
    fields.append(version)
    query = select(*fields).where(issues_visible_to(actor), matches(wanted, today)).order_by(*_order(today))
    rows = session.execute(query.execution_options(yield_per=_BATCH))
    return (names.exported(dict(zip((*_EXPORTED, "version"), row, strict=True))) for row in rows)


def matches(wanted: IssueFilter, today: date) -> ColumnElement[bool]:
    """The condition on `Issue` that says what `wanted` says; the map's columns say the same in memory."""
    conditions: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (col(Issue.district_id), wanted.district_id),
            (col(Issue.agency_id), wanted.agency_id),
            (col(Issue.category_id), wanted.category_id),
            (col(Issue.tour_id), wanted.tour_id),
        )
        if value is not None
    ]
    if wanted.state == OPEN:
        conditions.append(col(Issue.state).in_(OPEN_ISSUE_STATES))
    elif wanted.state is not None:
        conditions.append(col(Issue.state) == wanted.state)
    if wanted.overdue:
        conditions.append(_overdue(today))
    if wanted.text:
        conditions.append(text_matches(wanted.text))
    return and_(True, *conditions)


def text_matches(typed: str) -> ColumnElement[bool]:
    """The condition on `Issue` for a search: every word stands in text or address, or it is the issue's number."""
    words = and_(True, *(col(Issue.searchable).contains(word, autoescape=True) for word in searched_words(typed)))
    number = searched_number(typed)
    return words if number is None else or_(words, col(Issue.id) == number)


def _overdue(today: date) -> ColumnElement[bool]:
    return and_(col(Issue.state).in_(WAITING_FOR_AGENCY), col(Issue.due_on) < today)


def _order(today: date) -> tuple[Any, ...]:
    rank = case((_overdue(today), 0), (col(Issue.due_on).is_not(None), 1), else_=2)
    return rank, col(Issue.due_on), col(Issue.created_at).desc(), col(Issue.id).desc()


def _by_id(session: Session, model: type[Any], ids: set[Any]) -> Mapping[int | None, Any]:
    return {row.id: row for row in session.exec(select(model).where(col(model.id).in_(ids - {None}))).all()}


_EXPORTED = (
    "id",
    "created_at",
    "state",
    "outcome",
    "due_on",
    "category_id",
    "severity",
    "address",
    "district_id",
    "text",
    "agency_id",
    "tour_id",
    "raised_by",
    "supporters",
    "closed_at",
    "internal",
    "lat",
    "lon",
)


class _Names:
    """Names by id, read once for a whole export; a tour that the actor may not see has none."""

    def __init__(self, session: Session, actor: Actor) -> None:
        categories = session.exec(select(Category)).all()
        self._categories = {category.id: category.name_in(actor.language) for category in categories}
        self._districts = dict(session.exec(select(District.id, District.name)).all())
        self._agencies = dict(session.exec(select(Agency.id, Agency.name)).all())
        self._tours = dict(session.exec(select(Tour.id, Tour.title).where(tours_visible_to(actor))).all())

    def exported(self, fields: dict[str, Any]) -> ExportedIssue:
        return ExportedIssue(
            number=fields.pop("id"),
            category=self._categories.get(fields.pop("category_id"), ""),
            district=self._districts.get(fields.pop("district_id"), ""),
            agency=self._agencies.get(fields.pop("agency_id"), ""),
            tour=self._tours.get(fields.pop("tour_id"), ""),
            **fields,
        )
