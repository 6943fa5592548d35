"""Finding tours and events of all kinds: the list with its filters, what is on a stretch of days, what one may choose from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy import select as select_columns
from sqlalchemy.orm import Mapped
from sqlmodel import Session, and_, col, func, or_, select
from sqlmodel.sql.expression import Select

from planner.domain.actor import Actor
from planner.domain.deadlines import day_begins
from planner.domain.geo import Point
from planner.domain.models import District, MediaGuest, Participant, Person, Stop, Tour
from planner.domain.permissions import Action, require
from planner.domain.search import forms_of, typed_tokens
from planner.domain.stems import composed
from planner.domain.tour_filter import Period, TourFilter
from planner.domain.words import Answer, TourState
from planner.services.access.scopes import tours_visible_to
from planner.services.city.city import get_city
from planner.services.city.districts import district_map, list_districts

EVERYTHING = TourFilter()
_STILL_FRESH = timedelta(hours=12)
MOST_IN_VIEW = 600
"""So many are drawn in one month or week."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class TourRow:
    """A tour in the list, with its leader's name, its stops, the people who come, how many of the media are asked."""

    tour: Tour
    leader: str
    stops: int
    people: int
    media: int = 0


@dataclass(frozen=True)
class TourPage:
    """A page of the list, and how many tours there are in all."""

    rows: tuple[TourRow, ...]
    total: int


@dataclass(frozen=True)
class TourChoices:
    """What the filters offer: who has led a tour, the districts, the years, the latest first."""

    leaders: Mapping[int, str]
    districts: Mapping[int, str]
    years: Sequence[int]


def list_tours(
    session: Session,
    actor: Actor,
    *,
    period: Period,
    now: datetime,
    wanted: TourFilter = EVERYTHING,
    page: int = 1,
    page_size: int = 20,
) -> TourPage:
    """The tours that the actor may see: what comes in order of time, all others with the latest first; for those who plan
    also the deleted drafts.

    At most ten queries, however many tours. A tour that was never closed counts as coming until 12 hours after its end.
    """
    _require(actor, period)
    found = _in_period(actor, period, now) & _matches(session, wanted)
    start = col(Tour.starts_at)
    order = (start, col(Tour.id)) if period is Period.COMING else (start.desc(), col(Tour.id).desc())
    offset = (max(1, page) - 1) * page_size
    if wanted.text or wanted.district_id:
        ids = list(session.exec(select(Tour.id).where(found).order_by(*order)))
        kept = _looked_for(session, actor, wanted, found)
        ids = [tour_id for tour_id in ids if tour_id in kept]
        total, shown = len(ids), col(Tour.id).in_(ids[offset : offset + page_size])
        rows = session.exec(_with_leader(shown).order_by(*order)).all()
    else:
        total = session.exec(select(func.count()).select_from(Tour).where(found)).one()
        rows = session.exec(_with_leader(found).order_by(*order).offset(offset).limit(page_size)).all()
    return TourPage(tuple(_rows(session, rows)), total)


def tours_between(
    session: Session, actor: Actor, *, first: date, last: date, wanted: TourFilter = EVERYTHING
) -> Sequence[TourRow]:
    """What begins on these days of the city, in order of time, with the leaders' names; the first 600 of them.

    Only the tour and the leader are told of each. At most six queries.
    """
    _require(actor, Period.ALL)
    zone = get_city(session).timezone
    found = tours_visible_to(actor) & _matches(session, wanted)
    found &= col(Tour.starts_at).between(
        day_begins(zone, first), day_begins(zone, last + _ONE_DAY) - timedelta(seconds=1)
    )
    rows: Iterable[tuple[Tour, str | None]] = session.exec(
        _with_leader(found).order_by(col(Tour.starts_at), col(Tour.id)).limit(MOST_IN_VIEW)
    ).all()
    if wanted.text or wanted.district_id:
        kept = _looked_for(session, actor, wanted, found)
        rows = [row for row in rows if row[0].id in kept]
    return [TourRow(tour, leader or "", 0, 0) for tour, leader in rows]


def tours_held(session: Session, actor: Actor, wanted: TourFilter = EVERYTHING) -> Sequence[Tour]:
    """All that took place in whatever year, in order of time; of the filter all but the year and the state. Six queries at most."""
    _require(actor, Period.ALL)
    asked = replace(wanted, year=None, state=TourState.CLOSED)
    found = tours_visible_to(actor) & _matches(session, asked)
    rows = session.exec(select(Tour).where(found).order_by(col(Tour.starts_at), col(Tour.id))).all()
    if not asked.text and not asked.district_id:
        return rows
    kept = _looked_for(session, actor, asked, found)
    return [tour for tour in rows if tour.id in kept]


def tour_choices(session: Session, actor: Actor) -> TourChoices:
    """What one may filter by, for whoever sees tours. Four queries."""
    _require(actor, Period.ALL)
    visible = tours_visible_to(actor)
    led = select(Person.id, Person.name).join(Tour, col(Tour.leader_id) == Person.id).where(visible).distinct()
    bounds = session.exec(select(func.min(Tour.starts_at), func.max(Tour.starts_at)).where(visible)).one()
    zone = get_city(session).timezone
    years = [_year(moment, zone) for moment in bounds if moment is not None]
    return TourChoices(
        leaders={number: name for number, name in session.exec(led.order_by(Person.name)) if number is not None},
        districts={row.id: row.name for row in _districts(session, actor) if row.id is not None},
        years=range(max(years), min(years) - 1, -1) if years else (),
    )


def _districts(session: Session, actor: Actor) -> Sequence[District]:
    return list_districts(session, actor)


def _year(moment: datetime, zone: str) -> int:
    for year in (moment.year + 1, moment.year):
        if day_begins(zone, date(year, 1, 1)) <= moment:
            return year
    return moment.year - 1


def _require(actor: Actor, period: Period) -> None:
    if period is Period.DELETED:
        require(actor, Action.PLAN_TOUR)
    elif not actor.is_tablet:
        require(actor, Action.SEE_TOUR)


def _in_period(actor: Actor, period: Period, now: datetime) -> ColumnElement[bool]:
    coming = or_(
        col(Tour.state) == TourState.RIDING,
        and_(col(Tour.state).in_([TourState.DRAFT, TourState.PUBLISHED]), col(Tour.ends_at) > now - _STILL_FRESH),
    )
    visible = tours_visible_to(actor)
    match period:
        case Period.DELETED:
            return col(Tour.state) == TourState.DELETED
        case Period.COMING:
            return and_(visible, coming)
        case Period.PAST:
            return and_(visible, ~coming)
        case Period.ALL:
            return visible


def _matches(session: Session, wanted: TourFilter) -> ColumnElement[bool]:
    """What one column of the tour says."""
    conditions: list[ColumnElement[bool]] = [col(Tour.id) > 0]
    for column, value in (
        (col(Tour.kind), wanted.kind),
        (col(Tour.leader_id), wanted.leader_id),
        (col(Tour.state), wanted.state),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.year is not None:
        zone = get_city(session).timezone
        first, after = (day_begins(zone, date(year, 1, 1)) for year in (wanted.year, wanted.year + 1))
        conditions += [col(Tour.starts_at) >= first, col(Tour.starts_at) < after]
    return and_(*conditions)


def _looked_for(session: Session, actor: Actor, wanted: TourFilter, found: ColumnElement[bool]) -> set[int]:
    """Of those found the ones with the words, and with a stop in the district."""
    columns = (col(Stop.tour_id), col(Stop.name), col(Stop.address), col(Stop.lat), col(Stop.lon))
    stops = session.execute(select_columns(*columns).join(Tour, col(Tour.id) == Stop.tour_id).where(found)).all()
    kept: set[int] | None = None
    if wanted.district_id is not None:
        areas = [area for number, area in district_map(session, actor).areas if number == wanted.district_id]
        kept = {row[0] for row in stops if any(area.holds(Point(row[3], row[4])) for area in areas)}
    if wanted.text:
        texts: dict[int, list[str]] = defaultdict(list)
        for row in stops:
            texts[row[0]] += row[1:3]
        named = select_columns(col(Tour.id), col(Tour.title), col(Tour.start_name), col(Person.name))
        for number, *own in session.execute(named.outerjoin(Person, col(Person.id) == Tour.leader_id).where(found)):
            texts[number] += [text or "" for text in own]
        groups = [[term.word for term in forms_of(token)] for token in typed_tokens(wanted.text)]
        said = {number for number, each in texts.items() if _says(_folded(each), groups)}
        kept = said if kept is None else kept & said
    return kept or set()


def _says(text: str, groups: Sequence[Sequence[str]]) -> bool:
    """Whether each word that was typed stands in the text: as typed, by its stem, or as a part of a word."""
    return all(any(word in text for word in group) for group in groups)


def _folded(texts: Iterable[str]) -> str:
    """Texts that were cleaned when they were stored, in the form in which typed words are compared with them."""
    return composed(" ".join(texts)).casefold().replace("ё", "е")


def _with_leader(found: ColumnElement[bool]) -> Select[Tour, str]:
    return select(Tour, Person.name).outerjoin(Person, col(Person.id) == Tour.leader_id).where(found)


def _rows(session: Session, found: Sequence[tuple[Tour, str | None]]) -> Iterable[TourRow]:
    ids = [tour.id or 0 for tour, _ in found]
    stops = _counts(session, col(Stop.tour_id), ids)
    people = _counts(session, col(Participant.tour_id), ids, col(Participant.answer) == Answer.YES)
    media = _counts(session, col(MediaGuest.tour_id), ids)
    for tour, leader in found:
        number = tour.id or 0
        yield TourRow(tour, leader or "", stops.get(number, 0), people.get(number, 0), media.get(number, 0))


def _counts(session: Session, key: Mapped[int], ids: Sequence[int], *conditions: ColumnElement[bool]) -> dict[int, int]:
    return dict(session.exec(select(key, func.count()).where(key.in_(ids), *conditions).group_by(key)).all())
