"""The year in figures: how many of each kind there were, how many people and media came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func

from planner.domain.actor import Actor
from planner.domain.deadlines import day_begins
from planner.domain.models import MediaGuest, Participant, Tour
from planner.domain.permissions import Action, require
from planner.domain.tour_filter import YEARS
from planner.domain.words import SeatGroup, TourKind, TourState
from planner.services.access.scopes import tours_visible_to
from planner.services.city.city import get_city


@dataclass
class Count:
    """What became of the tours of one kind in one month: took place, still to come, cancelled; who came to those that took place.

    `uncounted`: took place, and nobody has said how many people came.
    """

    held: int = 0
    coming: int = 0
    cancelled: int = 0
    people: int = 0
    media: int = 0
    uncounted: int = 0

    def add(self, other: "Count") -> None:
        """Counts the other ones, too."""
        for name, number in vars(other).items():
            setattr(self, name, getattr(self, name) + number)


@dataclass(frozen=True)
class YearCounts:
    """The counts of a year by kind and month (1 to 12)."""

    year: int
    cells: Mapping[tuple[TourKind, int], Count]

    def of_kind(self, kind: TourKind) -> Count:
        """The whole year of a kind."""
        return self._sum(each for (one, _), each in self.cells.items() if one is kind)

    def of_month(self, month: int) -> Count:
        """All kinds in a month."""
        return self._sum(each for (_, one), each in self.cells.items() if one == month)

    @property
    def total(self) -> Count:
        """All of it."""
        return self._sum(self.cells.values())

    def _sum(self, counts: Iterable[Count]) -> Count:
        total = Count()
        for each in counts:
            total.add(each)
        return total


def year_counts(session: Session, actor: Actor, year: int) -> YearCounts:
    """The year in the city's calendar, of all that the actor may see; for whoever sees lists. Four queries.

    To a bus tour came who was on board, to an event as many as were counted there. Of the media came who is said to have
    come; on a bus tour those on the seats of the press are counted beside them.
    """
    require(actor, Action.SEE_LISTS)
    year = min(max(year, YEARS[0]), YEARS[-1] - 1)
    zone = get_city(session).timezone
    first, after = (day_begins(zone, date(each, 1, 1)) for each in (year, year + 1))
    found = tours_visible_to(actor) & (col(Tour.starts_at) >= first) & (col(Tour.starts_at) < after)
    columns = (col(Tour.id), col(Tour.kind), col(Tour.state), col(Tour.starts_at), col(Tour.people_came))
    rows = session.execute(select_columns(*columns).where(found)).all()
    on_board = {
        (tour_id, group): number
        for tour_id, group, number in session.execute(
            select_columns(col(Participant.tour_id), col(Participant.group), func.count())
            .join(Tour, col(Tour.id) == Participant.tour_id)
            .where(found, col(Participant.boarded_at).is_not(None))
            .group_by(col(Participant.tour_id), col(Participant.group))
        )
    }
    media = {
        row[0]: row[1]
        for row in session.execute(
            select_columns(col(MediaGuest.tour_id), func.count())
            .join(Tour, col(Tour.id) == MediaGuest.tour_id)
            .where(found, col(MediaGuest.came).is_(True))
            .group_by(col(MediaGuest.tour_id))
        )
    }
    cells: dict[tuple[TourKind, int], Count] = defaultdict(Count)
    for tour_id, kind, state, starts_at, people in rows:
        press = 0
        if kind is TourKind.BUS_TOUR:
            people = sum(on_board.get((tour_id, group), 0) for group in SeatGroup)
            press = on_board.get((tour_id, SeatGroup.PRESS), 0)
        month = starts_at.astimezone(ZoneInfo(zone)).month
        cells[kind, month].add(_count(state, people, media.get(tour_id, 0) + press))
    return YearCounts(year, cells)


def _count(state: TourState, people: int | None, media: int) -> Count:
    match state:
        case TourState.CLOSED:
            return Count(held=1, people=people or 0, media=media, uncounted=people is None)
        case TourState.CANCELLED | TourState.DELETED:
            return Count(cancelled=1)
        case TourState.DRAFT | TourState.PUBLISHED | TourState.RIDING:
            return Count(coming=1)
