"""Taking a report: what is typed is looked at whole, and kept once, however often it is sent."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, and_, col, false, or_, select

from planner.domain.cells import runs_around
from planner.domain.deadlines import today_in
from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m
from planner.domain.models import Category, Issue, ResidentReport
from planner.domain.models.types import id_of
from planner.domain.notices import CauseKind
from planner.domain.open_filter import asked_number
from planner.domain.typed import typed_email, typed_line, typed_text
from planner.domain.words import OPEN_ISSUE_STATES, ReportKind
from planner.services.access.codes import LONG_CODE, new_code
from planner.services.city.city import get_city
from planner.services.issues.issues import LONGEST_NAME, LONGEST_TEXT, checked_uid
from planner.services.outbox.causes import note_cause
from planner.services.public.issues import OpenIssue, read_open
from planner.services.public.openness import shown_issues
from planner.services.residents.openness import city_that_listens
from planner.services.residents.places import Place, place_of

NEAR_M = 100.0
"""Within this an issue of the same topic may be the same."""
MOST_ALIKE = 5
T = TypeVar("T")


@dataclass(frozen=True)
class Filled:
    """What a resident has typed into the form. `trap` is a field that people do not see, and programs fill."""

    uid: str
    category: str = ""
    address: str = ""
    lat: str = ""
    lon: str = ""
    text: str = ""
    email: str = ""
    name: str = ""
    consents: bool = False
    trap: str = ""
    language: str = "ru"


@dataclass(frozen=True)
class Checked:
    """What may be kept as a report: nothing in it is wrong."""

    uid: str
    category_id: int
    place: Place
    text: str
    email: str
    name: str = ""
    phone: str = ""
    language: str = "ru"
    media_url: str = ""
    key_id: int | None = None
    about: int | None = None
    """The number of the issue that is said not to be fixed; none: it is a problem of its own."""


def check_report(session: Session, given: Filled, *, data: Path) -> Checked:
    """Looks at everything that was typed. Invalid at the first field that cannot be, with the rest as its `others`."""
    city_that_listens(session)
    problems, tried = all_of()
    uid = tried(lambda: checked_uid(given.uid), "")
    category = tried(lambda: checked_category(session, given.category), 0)
    place = tried(lambda: _place(session, given, data), Place("", None))
    needed = "residents.error.text"
    text = tried(lambda: typed_text(given.text, field="text", longest=LONGEST_TEXT, needed=needed), "")
    email = tried(lambda: typed_email(given.email), "")
    name = tried(lambda: typed_line(given.name, field="name", longest=LONGEST_NAME), "")
    problems += of_whom(given)
    if problems:
        problems[0].others = tuple(problems[1:])
        raise problems[0]
    return Checked(uid, category, place, text, email, name, language="en" if given.language == "en" else "ru")


class Tried(Protocol):
    """Looks at one thing; where it cannot be, notes that and goes on with something else."""

    def __call__(self, look: Callable[[], T], instead: T) -> T: ...


def all_of() -> tuple[list[Invalid], Tried]:
    """What is wrong so far, and how to look at the next thing: so that everything wrong is told at once."""
    problems: list[Invalid] = []

    def tried(look: Callable[[], T], instead: T) -> T:
        try:
            return look()
        except Invalid as problem:
            problems.append(problem)
            return instead

    return problems, tried


def checked_category(session: Session, typed: str, *, field: str = "category") -> int:
    """The number of a topic that is in use; Invalid on `field` for any other."""
    number = asked_number(typed)
    category = session.get(Category, number) if number is not None else None
    if category is None or category.archived:
        raise Invalid("residents.error.category", field=field)
    return id_of(category)


def issues_alike(session: Session, checked: Checked, *, now: datetime) -> Sequence[OpenIssue]:
    """The public issues of the same topic near it that are not closed, the nearest first: it may be one of them."""
    city_that_listens(session)
    point = checked.place.point
    return [] if point is None else alike_near(session, point, checked.category_id, now=now)


def alike_near(session: Session, point: Point, category_id: int, *, now: datetime) -> Sequence[OpenIssue]:
    """The same for a point; only what everybody may read, and whose place everybody may know."""
    there = or_(false(), *(col(Issue.qk).between(first, last) for first, last in runs_around(point, NEAR_M)))
    alike = and_(Issue.category_id == category_id, col(Issue.state).in_(OPEN_ISSUE_STATES))
    today = today_in(get_city(session).timezone, now)
    rows = read_open(session, and_(shown_issues(now), there, alike), today, offset=0, limit=50)
    found = [each for each in rows if each.lat is not None]
    near = [(distance_m(point, Point(each.lat or 0, each.lon or 0)), each) for each in found]
    nearest = sorted((pair for pair in near if pair[0] <= NEAR_M), key=lambda pair: (pair[0], pair[1].number))
    return [each for _, each in nearest[:MOST_ALIKE]]


def report_sent(session: Session, uid: str) -> ResidentReport | None:
    """The report of this form, if it was sent already."""
    city_that_listens(session)
    try:
        return _of_form(session, checked_uid(uid))
    except Invalid:
        return None


def keep_report(session: Session, checked: Checked, *, mails: bool, now: datetime) -> ResidentReport:
    """Keeps it for those who decide; the same `uid` again is the same report. `mails`: whether this city sends any.

    Where it does and an address was given, a mail with a link goes there, from the same transaction; whoever uses the
    link confirms the address.
    """
    city_that_listens(session)
    asked = bool(mails and checked.email)
    report = ResidentReport(
        uid=checked.uid,
        kind=ReportKind.PROBLEM if checked.about is None else ReportKind.NOT_FIXED,
        about_issue_id=checked.about,
        category_id=checked.category_id,
        text=checked.text,
        address=checked.place.address,
        lat=checked.place.point.lat if checked.place.point else None,
        lon=checked.place.point.lon if checked.place.point else None,
        media_url=checked.media_url,
        email=checked.email,
        name=checked.name,
        phone=checked.phone,
        language=checked.language,
        follow_code=new_code(LONG_CODE),
        confirm_code=new_code(LONG_CODE) if asked else None,
        created_at=now,
        key_id=checked.key_id,
    )
    try:
        with session.begin_nested():
            session.add(report)
    except IntegrityError:
        known = _of_form(session, checked.uid)
        if known is None:
            raise
        return known
    if asked:
        note_cause(session, CauseKind.REPORT, now=now, report=report.id)
    return report


def _of_form(session: Session, uid: str) -> ResidentReport | None:
    return session.exec(select(ResidentReport).where(ResidentReport.uid == uid)).first()


def _place(session: Session, given: Filled, data: Path) -> Place:
    lat, lon = number_of(given.lat), number_of(given.lon)
    return place_of(session, address=given.address, lat=lat, lon=lon, data=data)


def number_of(typed: str) -> float | None:
    """The number that was typed; None for nothing, and one that is nowhere on earth for what is no number."""
    if not typed:
        return None
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return 999.0


def of_whom(given: Filled) -> Iterator[Invalid]:
    """What is wrong with who sends it: no consent, or a program."""
    if not given.consents:
        yield Invalid("residents.error.consent", field="consent")
    if given.trap:
        yield Invalid("residents.error.trap", field="trap")
