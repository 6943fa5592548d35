"""Everyone's issue list: the issues that a visitor may see and has asked for, page by page or all for an export."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, not_, or_
from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.deadlines import day_begins
from planner.domain.issue_filter import DECIDED, OF_MY_AGENCY, OPEN, RAISED_BY_ME, IssueFilter
from planner.domain.issue_look import WAITING_FOR_AGENCY
from planner.domain.models import Agency, Category, District, Instruction, Issue, IssueAgency, Move, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, require
from planner.domain.search import Search
from planner.domain.words import OPEN_ISSUE_STATES, IssueState, Severity
from planner.render.tables.issue_table import ExportedIssue
from planner.services.access.scopes import issues_visible_to, raised_by_actor, tours_visible_to
from planner.services.city.city import get_city
from planner.services.deadlines.counted import counted_by, ended_by
from planner.services.deadlines.trouble import troubles_wanted
from planner.services.issues.found_in import FoundText, found_in
from planner.services.issues.late import latest_of, never_late, with_days_late
from planner.services.issues.pictures import of_issue, photo_ids, pictures_of
from planner.services.search.paged import Order, page_of
from planner.services.search.query import author_search, both_of, issues_found, search_of

PAGE_SIZE = 20
_BATCH = 2_000
Export = Generator[ExportedIssue, None, None]


@dataclass(frozen=True)
class IssueRow:
    """What a card of an issue shows; `photo_id` is its first picture that is not hidden."""

    issue: Issue
    category: Category
    district: District | None
    agency: Agency | None
    photo_id: str | None
    late: Instruction | None = None
    """Of its instructions the one that is, or was, the most days late."""


@dataclass(frozen=True)
class IssuePage:
    """One page of the list: `total` issues match on `pages` pages (at least one), of which this is `page`, from 1.

    `more`: words that very many issues have were looked for, and more than `total` match; further pages are not to be had.
    """

    rows: Sequence[IssueRow]
    total: int
    page: int
    pages: int
    more: bool = False
    search: Search | None = None
    """What the text asked for: it marks the words that were found."""
    found_in: Mapping[int, Sequence[FoundText]] = field(default_factory=dict)
    """By the number of an issue, in which of its texts."""


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
    search = search_of(session, actor, wanted.text)
    author = author_search(wanted.author) if wanted.author else None
    # What is found by words is looked up apart from the rest.
    beside = replace(wanted, text="", author=wanted.author if actor.is_tablet or author is None else "")
    condition = and_(issues_visible_to(actor), wanted_by(session, actor, beside, None, today))
    words = both_of(search, None if beside.author else author)
    at = page_of(session, condition, words, _order(session, wanted, today), page=max(1, page), page_size=page_size)
    by_id = {issue.id: issue for issue in session.exec(select(Issue).where(col(Issue.id).in_(at.ids))).all()}
    issues = [by_id[i] for i in at.ids]
    told = found_in(session, actor, issues, search) if search else {}
    pages = max(1, -(-at.total // page_size))
    rows = describe_issues(session, actor, issues, today=today)
    return IssuePage(rows, at.total, at.page, pages, at.more, search, told)


def in_order(query: Any, wanted: IssueFilter, today: date) -> Any:
    """The same query of issues in the order that is wanted; what is equal by it comes from the newest."""
    name = wanted.sort.removeprefix("-")
    if name == "late":
        return _by_days(*with_days_late(query, today), wanted)
    if name == "agency":
        query = query.outerjoin(Agency, col(Agency.id) == Issue.agency_id)
    return query.order_by(*_order_of(wanted, today))


def _by_days(query: Any, days: Any, wanted: IssueFilter) -> Any:
    return query.order_by(days.desc() if wanted.sort.startswith("-") else days.asc(), *_NEWEST)


def _order(session: Session, wanted: IssueFilter, today: date) -> Order:
    """The same order, also in stretches that the indexes `issue_newest` and `issue_due` have."""
    ids = select(Issue.id)
    whole, name, falls = in_order(ids, wanted, today), wanted.sort.removeprefix("-"), wanted.sort.startswith("-")
    due, dated, undated = col(Issue.due_on), col(Issue.due_on).is_not(None), col(Issue.due_on).is_(None)
    parts: list[tuple[ColumnElement[bool], Any]]
    if not name:
        waits, late = col(Issue.state).in_(WAITING_FOR_AGENCY), due < today
        others = and_(dated, or_(not_(waits), not_(late)))
        parts = (
            [(and_(waits, late), due)] if wanted.overdue else [(and_(waits, late), due), (others, due), (undated, None)]
        )
    elif name == "due":
        parts = [(dated, due.desc() if falls else due), (undated, None)]
    elif name in ("severity", "state", "supported"):
        parts = _by_word(name, wanted)
        parts = parts[::-1] if falls else parts
    elif name == "agency":
        parts = _by_agency(session, falls)
    elif name == "late":
        never = ids.where(never_late(today)).order_by(*_NEWEST)
        dated, days = with_days_late(ids, today)
        ever = _by_days(dated.where(days > 0), days, wanted)
        return Order(whole, [ever, never] if falls else [never, ever])
    else:
        return Order(whole, [whole])
    return Order(whole, [ids.where(which).order_by(*(() if by is None else (by,)), *_NEWEST) for which, by in parts])


def _by_agency(session: Session, falls: bool) -> list[tuple[ColumnElement[bool], Any]]:
    """One stretch for each agency, by their names; nobody's issues are the last."""
    numbers = session.exec(select(Agency.id).order_by(col(Agency.name).desc() if falls else col(Agency.name)))
    agency = col(Issue.agency_id)
    return [*((agency == number, None) for number in numbers), (agency.is_(None), None)]


def _by_word(name: str, wanted: IssueFilter) -> list[tuple[ColumnElement[bool], Any]]:
    """One stretch for each word of a vocabulary that the filter leaves, or for each number of supporters that is frequent."""
    if name == "supported":
        many = col(Issue.supporters) >= _MANY_SUPPORTERS
        by = col(Issue.supporters)
        few = [(by == n, None) for n in range(_MANY_SUPPORTERS)]
        return [*few, (many, by.desc() if wanted.sort.startswith("-") else by)]
    column, words = (col(Issue.severity), Severity) if name == "severity" else (col(Issue.state), IssueState)
    only = wanted.severity if name == "severity" else wanted.state
    return [(column == word, None) for word in words if only not in [*words] or word == only]


def describe_issues(
    session: Session, actor: Actor, issues: Sequence[Issue], *, today: date | None = None
) -> list[IssueRow]:
    """The rows of cards for issues that the actor was found to see, in their order; seven queries at most for any number.

    Without the city's day they do not tell who is late.
    """
    late = latest_of(session, issues, today) if today else {}
    categories = _by_id(session, Category, {issue.category_id for issue in issues})
    districts = _by_id(session, District, {issue.district_id for issue in issues})
    agencies = _by_id(session, Agency, {issue.agency_id for issue in issues})
    photos = photo_ids(session, actor, [id_of(issue) for issue in issues], of_issue)
    return [
        IssueRow(
            issue,
            categories[issue.category_id],
            districts.get(issue.district_id),
            agencies.get(issue.agency_id),
            photos.get(id_of(issue)),
            late.get(id_of(issue)),
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


def export_rows(session: Session, actor: Actor, wanted: IssueFilter, *, today: date) -> Export:
    """All that matches, in the order of the list, read in batches while it is written; the right is checked at once."""
    require(actor, Action.EXPORT_ISSUES)
    version = select(func.max(Move.id)).where(Move.issue_id == Issue.id).correlate(Issue).scalar_subquery()
    fields: list[Any] = [*(getattr(Issue, name) for name in _EXPORTED), version]
    asked = wanted_by(session, actor, wanted, search_of(session, actor, wanted.text), today)
    joined, days = with_days_late(select(*fields).where(issues_visible_to(actor), asked), today)
    told, by_days = joined.add_columns(days), wanted.sort.removeprefix("-") == "late"
    query = _by_days(told, days, wanted) if by_days else in_order(told, wanted, today)
    return _exported(session, actor, query.execution_options(yield_per=_BATCH))


def _exported(session: Session, actor: Actor, query: Select[Any]) -> Export:
    names = _Names(session, actor)
    with session.execute(query) as found:  # closed here also where who reads hangs up in the middle
        for batch in found.partitions():
            fields = [dict(zip((*_EXPORTED, "version", "days_late"), row, strict=True)) for row in batch]
            photos = pictures_of(session, actor, [each["id"] for each in fields])
            stops = stop_names(session, {each["stop_id"] for each in fields if each["tour_id"] in names.tours})
            for each in fields:
                pictures = [picture.id for picture in photos.get(each["id"], ())]
                told = {"photo_ids": pictures, "stop": stops.get(each.pop("stop_id"), "")}
                yield names.exported(each | told)


def stop_names(session: Session, ids: set[int | None]) -> Mapping[int | None, str]:
    """The names of stops by their numbers; the caller found that the actor sees their tours."""
    return dict(session.exec(select(Stop.id, Stop.name).where(col(Stop.id).in_(ids - {None}))).all())


def wanted_by(
    session: Session, actor: Actor, wanted: IssueFilter, search: Search | None, today: date
) -> ColumnElement[bool]:
    """The condition on `Issue` that says what `wanted` says, as this actor may ask it; `search` is that of its text."""
    asked = replace(wanted, **_ASKED_BY_SOMEBODY)
    troubles = troubles_wanted(wanted, today, get_city(session).timezone) if wanted.quiet or wanted.twice_late else []
    return and_(matches(asked, today), *troubles, *asked_by(session, actor, wanted, search))


def matches(wanted: IssueFilter, today: date) -> ColumnElement[bool]:
    """The same for filters that mean the same to everybody; the map's columns say it in memory."""
    if any(getattr(wanted, name) != nothing for name, nothing in _ASKED_BY_SOMEBODY.items()):
        raise ValueError("text, author, mine, troubles and days of raising depend on who asks and where: use wanted_by")
    conditions: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (col(Issue.district_id), wanted.district_id),
            (col(Issue.agency_id), wanted.agency_id),
            (col(Issue.category_id), wanted.category_id),
            (col(Issue.tour_id), wanted.tour_id),
            (col(Issue.severity), wanted.severity),
        )
        if value is not None
    ]
    if wanted.state == DECIDED:
        conditions.append(col(Issue.state) != IssueState.NEW)
    elif wanted.state == OPEN:
        conditions.append(col(Issue.state).in_(OPEN_ISSUE_STATES))
    elif wanted.state is not None:
        conditions.append(col(Issue.state) == wanted.state)
    if wanted.overdue:
        conditions.append(_overdue(today))
    if wanted.ids:
        conditions.append(col(Issue.id).in_(wanted.ids))
    if wanted.due_from is not None:
        conditions.append(col(Issue.due_on) >= wanted.due_from)
    if wanted.due_to is not None:
        conditions.append(col(Issue.due_on) <= wanted.due_to)
    return and_(True, *conditions)


def asked_by(
    session: Session, actor: Actor, wanted: IssueFilter, search: Search | None
) -> Sequence[ColumnElement[bool]]:
    """What of the filter depends on who asks, and on the city's days."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.text and search is not None:
        conditions.append(issues_found(session, search))
    if wanted.author:
        conditions.append(false() if actor.is_tablet else _raised_by(session, wanted.author))
    if wanted.mine == RAISED_BY_ME:
        conditions.append(raised_by_actor(actor))
    elif wanted.mine == OF_MY_AGENCY:
        own = select(IssueAgency.issue_id).where(IssueAgency.agency_id == actor.agency_id)
        conditions.append(false() if actor.agency_id is None or actor.is_tablet else col(Issue.id).in_(own))
    if wanted.outcome is not None:
        conditions.append(and_(col(Issue.state) == IssueState.CLOSED, col(Issue.outcome) == wanted.outcome))
    if wanted.without in ("district", "both"):
        conditions.append(col(Issue.district_id).is_(None))
    if wanted.without in ("agency", "both"):
        conditions.append(col(Issue.agency_id).is_(None))
    if wanted.counted or wanted.closed_from or wanted.closed_to or wanted.open_on:
        zone = get_city(session).timezone
        conditions += [*counted_by(wanted, zone), *ended_by(wanted, zone)]
    if wanted.raised_from is not None or wanted.raised_to is not None:
        zone = get_city(session).timezone
        if wanted.raised_from is not None:
            conditions.append(col(Issue.created_at) >= day_begins(zone, wanted.raised_from))
        if wanted.raised_to is not None:
            conditions.append(col(Issue.created_at) < day_begins(zone, wanted.raised_to + timedelta(days=1)))
    return conditions


def conditions_beside_columns(session: Session, actor: Actor, wanted: IssueFilter) -> list[ColumnElement[bool]]:
    """What of the filter the map's columns do not hold; the database is asked for it."""
    severity = [] if wanted.severity is None else [col(Issue.severity) == wanted.severity]
    return [*severity, *asked_by(session, actor, wanted, search_of(session, actor, wanted.text))]


def _raised_by(session: Session, author: str) -> ColumnElement[bool]:
    """Whose name holds all these words, or begins of them."""
    search = author_search(author)
    return false() if search is None else issues_found(session, search)


_ASKED_BY_SOMEBODY: Mapping[str, Any] = {
    **{"text": "", "author": "", "mine": "", "raised_from": None, "raised_to": None},
    **{"quiet": None, "twice_late": False, "outcome": None, "without": "", "counted": ""},
    **{"closed_from": None, "closed_to": None, "open_on": None},
}


_NEWEST = (col(Issue.created_at).desc(), col(Issue.id).desc())
_MANY_SUPPORTERS = 10


def _overdue(today: date) -> ColumnElement[bool]:
    return and_(col(Issue.state).in_(WAITING_FOR_AGENCY), col(Issue.due_on) < today)


def _order_of(wanted: IssueFilter, today: date) -> tuple[Any, ...]:
    """The order that is wanted; what is equal by it comes from the newest."""
    if not wanted.sort:
        rank = case((_overdue(today), 0), (col(Issue.due_on).is_not(None), 1), else_=2)
        return rank, col(Issue.due_on), *_NEWEST
    name = wanted.sort.removeprefix("-")
    by = _SORT_COLUMNS[name]
    falls = wanted.sort.startswith("-")
    empty = (by.is_(None).asc(),) if name in ("due", "agency") else ()
    return *empty, by.desc() if falls else by.asc(), *_NEWEST


_SORT_COLUMNS: Mapping[str, Any] = {
    "number": col(Issue.id),
    "raised": col(Issue.created_at),
    "due": col(Issue.due_on),
    "supported": col(Issue.supporters),
    "severity": case(*((col(Issue.severity) == word, rank) for rank, word in enumerate(Severity)), else_=0),
    "text": col(Issue.text),
    "address": col(Issue.address),
    "agency": col(Agency.name),
    "state": case(*((col(Issue.state) == word, rank) for rank, word in enumerate(IssueState)), else_=0),
}


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
    "stop_id",
    "external_number",
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
        self.tours = dict(session.exec(select(Tour.id, Tour.title).where(tours_visible_to(actor))).all())

    def exported(self, fields: dict[str, Any]) -> ExportedIssue:
        return ExportedIssue(
            number=fields.pop("id"),
            category=self._categories.get(fields.pop("category_id"), ""),
            district=self._districts.get(fields.pop("district_id"), ""),
            agency=self._agencies.get(fields.pop("agency_id"), ""),
            tour=self.tours.get(fields.pop("tour_id"), ""),
            **fields,
        )
