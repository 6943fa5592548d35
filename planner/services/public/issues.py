"""Issues as everybody may read them: only the public copy of what was typed, and facts that name no person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.models import Agency, Category, District, Issue, Photo, PublicIssue, PublicPhoto
from planner.domain.open_filter import OpenFilter, OpenLook, open_look
from planner.domain.words import Outcome, PhotoPhase
from planner.services.issues.columns import IssueColumns
from planner.services.public.counting import OpenCounts, OpenMatches
from planner.services.public.openness import open_city, shown_issues

PAGE_SIZE = 30


@dataclass(frozen=True)
class OpenPhoto:
    """A photo that was passed, in the size of its picture."""

    id: str
    after: bool
    on: datetime
    width: int
    height: int


@dataclass(frozen=True)
class OpenIssue:
    """What everybody may read of one issue. `lat` and `lon` are None where the place is closed or nobody knows it."""

    number: int
    text: str
    text_closed: bool
    address: str
    place_closed: bool
    lat: float | None
    lon: float | None
    category: Category
    district: District | None
    agency: Agency | None
    look: OpenLook
    outcome: Outcome | None
    due_on: date | None
    raised_at: datetime
    closed_at: datetime | None
    public_from: datetime
    tour_id: int | None
    supporters: int
    photos: Sequence[OpenPhoto] = ()

    @property
    def before(self) -> OpenPhoto | None:
        """The first picture of the problem."""
        return next((each for each in self.photos if not each.after), None)

    @property
    def after(self) -> OpenPhoto | None:
        """The last picture of the work done."""
        return next((each for each in reversed(self.photos) if each.after), None)


@dataclass(frozen=True)
class OpenPage:
    """One page of the list: which of `pages`, and how all that match stand, whatever look was asked for."""

    rows: Sequence[OpenIssue]
    counts: OpenCounts
    page: int
    pages: int


def list_open_issues(
    session: Session,
    columns: IssueColumns,
    wanted: OpenFilter,
    *,
    now: datetime,
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> OpenPage:
    """A page of what matches, the newest first. A page past the end is the last one."""
    today = today_in(open_city(session).timezone, now)
    matches = OpenMatches(columns, wanted, now=now, today=today)
    counts = matches.counts()
    pages = max(1, -(-counts.of(wanted.look) // page_size))
    page = min(max(1, page), pages)
    numbers = matches.newest(wanted.look, offset=(page - 1) * page_size, limit=page_size)
    return OpenPage(read_numbers(session, numbers, shown_issues(now), today), counts, page, pages)


def open_issue(session: Session, number: int, *, now: datetime) -> OpenIssue:
    """One issue; NotFound alike for one that there is not and for one that not everybody may read of."""
    city = open_city(session)
    condition = and_(shown_issues(now), Issue.id == number)
    found = read_open(session, condition, today_in(city.timezone, now), offset=0, limit=1)
    if not found:
        raise NotFound("app.unknown_page")
    return found[0]


def read_open(
    session: Session, condition: ColumnElement[bool], today: date, *, offset: int, limit: int
) -> Sequence[OpenIssue]:
    """The issues of a condition with their photos, the newest first; the caller has put into it what is shown. Six queries."""
    numbers = session.exec(
        select(Issue.id)
        .where(condition)
        .order_by(col(Issue.created_at).desc(), col(Issue.id).desc())
        .offset(offset)
        .limit(limit)
    ).all()
    return read_numbers(session, numbers, condition, today)


def read_numbers(
    session: Session, numbers: Sequence[int | None], condition: ColumnElement[bool], today: date
) -> Sequence[OpenIssue]:
    """These issues in this order, but for those of which the condition, in which the caller has put what is shown, does not hold."""
    rows = {row.id: row for row in session.execute(open_rows().where(col(Issue.id).in_(numbers), condition))}
    found = [(rows[each], rows[each]) for each in numbers if each in rows]
    return tell_issues(session, found, today, photos_of(session, numbers))


def open_rows() -> Any:
    """Asks for what is read of issues and of their public copies: of the issue itself no text is among it."""
    of_issue: list[Any] = [getattr(Issue, name) for name in _OF_ISSUE]
    of_copy: list[Any] = [PublicIssue.text, PublicIssue.text_closed, PublicIssue.address, PublicIssue.place_closed]
    return select(*of_issue, *of_copy).join(PublicIssue, col(PublicIssue.issue_id) == Issue.id)


_OF_ISSUE = (
    *("id", "placed", "lat", "lon", "category_id", "district_id", "agency_id", "tour_id", "stop_id", "supporters"),
    *("state", "outcome", "due_on", "created_at", "closed_at", "public_from"),
)


def tell_issues(
    session: Session,
    pairs: Sequence[tuple[Any, Any]],
    today: date,
    photos: Mapping[int, Sequence[OpenPhoto]],
) -> Sequence[OpenIssue]:
    """What everybody may read of these issues, whose public copies stand beside them: both as they are, or as `open_rows` reads."""
    categories = _by_id(session, Category, {issue.category_id for issue, _ in pairs})
    districts = _by_id(session, District, {issue.district_id for issue, _ in pairs})
    agencies = _by_id(session, Agency, {issue.agency_id for issue, _ in pairs})
    return [
        _told(issue, copy, categories[issue.category_id], districts, agencies, today, photos.get(issue.id or 0, ()))
        for issue, copy in pairs
    ]


def photos_of(session: Session, numbers: Iterable[int | None]) -> Mapping[int, Sequence[OpenPhoto]]:
    """The passed photos of each issue, the oldest first."""
    columns: list[Any] = [Photo.issue_id, Photo.id, Photo.phase, Photo.added_at, PublicPhoto.width, PublicPhoto.height]
    query = (
        select(*columns)
        .join(PublicPhoto, col(PublicPhoto.photo_id) == Photo.id)
        .where(col(Photo.issue_id).in_(list(numbers)), col(Photo.hidden).is_(False), col(PublicPhoto.passed).is_(True))
        .order_by(col(Photo.added_at), col(Photo.id))
    )
    found: dict[int, list[OpenPhoto]] = {}
    for issue_id, photo_id, phase, added, width, height in session.execute(query):
        photo = OpenPhoto(photo_id, phase is PhotoPhase.AFTER, added, width, height)
        found.setdefault(issue_id, []).append(photo)
    return found


def _told(
    issue: Any,
    copy: Any,
    category: Category,
    districts: Mapping[int | None, District],
    agencies: Mapping[int | None, Agency],
    today: date,
    photos: Sequence[OpenPhoto],
) -> OpenIssue:
    has_place = issue.placed and not copy.place_closed
    return OpenIssue(
        number=issue.id or 0,
        text="" if copy.text_closed else copy.text,
        text_closed=copy.text_closed,
        address="" if copy.place_closed else copy.address,
        place_closed=copy.place_closed,
        lat=issue.lat if has_place else None,
        lon=issue.lon if has_place else None,
        category=category,
        district=districts.get(issue.district_id),
        agency=agencies.get(issue.agency_id),
        look=open_look(issue.state, issue.outcome, issue.due_on, today),
        outcome=issue.outcome,
        due_on=issue.due_on,
        raised_at=issue.created_at,
        closed_at=issue.closed_at,
        public_from=issue.public_from or issue.created_at,
        tour_id=issue.tour_id,
        supporters=issue.supporters,
        photos=photos,
    )


def _by_id(session: Session, table: Any, ids: Iterable[int | None]) -> Mapping[int | None, Any]:
    wanted = [each for each in set(ids) if each is not None]
    return {row.id: row for row in session.exec(select(table).where(col(table.id).in_(wanted)))} if wanted else {}


def filters_offered(session: Session) -> tuple[Sequence[Category], Sequence[District], Sequence[Agency]]:
    """What the list may be narrowed by: all that is not archived, whether or not an issue has it."""
    open_city(session)
    return (
        session.exec(select(Category).where(col(Category.archived).is_(False)).order_by(col(Category.position))).all(),
        session.exec(select(District).where(col(District.archived).is_(False)).order_by(District.name)).all(),
        session.exec(select(Agency).where(col(Agency.archived).is_(False)).order_by(Agency.name)).all(),
    )


def filtered_by(session: Session, wanted: OpenFilter) -> tuple[District | None, Category | None, Agency | None]:
    """The district, the topic and the agency that a filter names; None for what it does not name, and for what there is not."""
    open_city(session)
    tables = ((District, wanted.district), (Category, wanted.topic), (Agency, wanted.agency))
    rows: list[Any] = [session.get(table, number) if number is not None else None for table, number in tables]
    district, topic, agency = (None if row is None or row.archived else row for row in rows)
    return district, topic, agency
