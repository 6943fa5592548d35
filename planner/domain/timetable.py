"""The timetable of one tour: when the bus comes to each stop and leaves it, and what in the plan breaks.

Everything that is computed stands on whole minutes, rounded up, so that a driver can keep the printed times.
Times that were really reported are taken as they are and move everything that is still ahead.
"""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

LONG_WAIT_MINUTES = 5  # people sitting in a standing bus longer than this is worth a word

BreakKind = Literal["late", "over_end", "unreachable", "waits", "agenda_over"]


@dataclass(frozen=True)
class Leg:
    """One ride between two neighbouring points; `math.inf` in both figures when there is no way."""

    minutes: float
    km: float

    @property
    def is_passable(self) -> bool:
        """Whether there is a way at all."""
        return math.isfinite(self.minutes) and math.isfinite(self.km)


@dataclass(frozen=True)
class PlannedStop:
    """What the timetable has to know about a stop; datetimes are aware.

    `minutes_off` pass between the arrival and the talk. The talk must START within the window, it may end after it.
    `arrived_at` and `departed_at` are what really happened. A skipped stop is not driven to. `expected_at` is when a bus
    under way will arrive as its position tells; it counts for the stop after the last reported one only.
    """

    key: Hashable
    minutes_off: int
    minutes_talk: int
    window_from: datetime | None = None
    window_to: datetime | None = None
    arrived_at: datetime | None = None
    departed_at: datetime | None = None
    skipped: bool = False
    agenda_minutes: int = 0
    expected_at: datetime | None = None


@dataclass(frozen=True)
class Row:
    """One stop of the timetable, in the zone of the start.

    `actual`: at least one of the times was reported. Times are None for a skipped stop and behind an impassable leg;
    the figures of the leg are None for a skipped stop and for an impassable leg. `late_minutes` count from the end
    of the window to the start of the talk, `wait_minutes` from being ready to the start of the talk.
    """

    key: Hashable
    arrival: datetime | None
    talk_from: datetime | None
    departure: datetime | None
    wait_minutes: int
    late_minutes: int
    km_from_previous: float | None
    minutes_from_previous: int | None
    actual: bool
    skipped: bool


@dataclass(frozen=True)
class Break:
    """One thing that does not work out; `stop_key` is None when it concerns the end of the tour.

    "late": the talk starts `minutes` after the window; "over_end": the bus is back `minutes` after the latest end;
    "waits": people sit in the standing bus for `minutes`; "agenda_over": the agenda is `minutes` longer than the talk;
    "unreachable": there is no way here from the point before (0 minutes).
    """

    kind: BreakKind
    stop_key: Hashable | None
    minutes: int


@dataclass(frozen=True)
class Timetable:
    """Rows in the order of the stops; `finish_at` is None when the end cannot be reached; `km` of the passable legs."""

    start_at: datetime
    rows: tuple[Row, ...]
    finish_at: datetime | None
    km: float
    breaks: tuple[Break, ...]


def timetable(
    start: datetime,
    latest_end: datetime,
    stops: Sequence[PlannedStop],
    legs: Sequence[Leg],
    *,
    started_at: datetime | None = None,
    finished_at: datetime | None = None,
    now: datetime | None = None,
) -> Timetable:
    """The times of the tour, planned or, with real times and `now`, as they will be after what has happened.

    `legs` join the start place, the stops that are NOT skipped, in order, and the end place: one more than such stops.
    A bus that is early for a window waits, and the talk starts with the window. Stops before the last reported one
    count as passed, reported or not. With `now` (while the tour is riding) a bus at a stop does not leave in the past
    and a bus under way does not arrive in the past. Behind an impassable leg nothing has a time until one is reported.
    `breaks` name what lies ahead or is going on, nothing that is over.

    Refuses (ValueError) naive datetimes and a wrong number of legs.
    """
    made = [stop for stop in stops if not stop.skipped]
    if len(legs) != len(made) + 1:
        raise ValueError(f"{len(made)} stops to make need {len(made) + 1} legs, not {len(legs)}.")
    ride = _Ride(start, made, started_at, finished_at, now)
    legs_left = iter(legs)
    rows: list[Row] = []
    breaks: list[Break] = []
    for stop in stops:
        rows.append(_skipped_row(stop) if stop.skipped else ride.visit(stop, next(legs_left)))
        if not stop.skipped and not ride.has_left(stop):
            breaks += _breaks_at(stop, rows[-1])
    finish = ride.come_back(legs[-1], finished_at)
    if finished_at is None:
        breaks += _breaks_at_end(legs[-1], finish, _utc(latest_end))
    return Timetable(
        start_at=ride.start_at.astimezone(start.tzinfo),
        rows=tuple(rows),
        finish_at=ride.shown(finish),
        km=math.fsum(leg.km for leg in legs if leg.is_passable),
        breaks=tuple(breaks),
    )


def whole_minutes(minutes: float) -> int:
    """Minutes of a passable leg as the timetable counts them: rounded up, forgiving the noise of floating point."""
    return math.ceil(round(minutes, 6))


def up_to_minute(moment: datetime) -> datetime:
    """The first whole minute that is not before `moment`."""
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(minutes=1)


def _utc(moment: datetime) -> datetime:
    # Arithmetic inside one zone counts the clock on the wall, which jumps; UTC counts time.
    if moment.utcoffset() is None:
        raise ValueError(f"A timetable needs aware datetimes, not {moment!r}.")
    return moment.astimezone(UTC)


def _known(*moments: datetime | None) -> list[datetime]:
    return [_utc(moment) for moment in moments if moment is not None]


def _minutes_between(earlier: datetime, later: datetime) -> int:
    return max(0, math.ceil((later - earlier) / timedelta(minutes=1)))


class _Ride:
    """The bus on its way: where the clock stands, which stops are passed, and what is known to have happened."""

    def __init__(
        self,
        start: datetime,
        made: Sequence[PlannedStop],
        started_at: datetime | None,
        finished_at: datetime | None,
        now: datetime | None,
    ) -> None:
        self._reported = [_known(stop.arrived_at, stop.departed_at) for stop in made] + [_known(finished_at)]
        self._last_reported = max((i for i, times in enumerate(self._reported) if times), default=-1)
        happened = _known(started_at, now) + [time for times in self._reported for time in times]
        self._not_before = up_to_minute(max(happened)) if happened else None
        self._position = -1
        self.start_at = self._leave(up_to_minute(_utc(start)), _known(started_at))
        self._clock: datetime | None = self.start_at
        self._zone: tzinfo | None = start.tzinfo

    def visit(self, stop: PlannedStop, leg: Leg) -> Row:
        """Drive the leg, stand at the stop, and move the clock to the departure."""
        self._position += 1
        arrived, departed = _known(stop.arrived_at), _known(stop.departed_at)
        limits = departed or self._next_report()
        arrival = arrived[0] if arrived else self._arrive(leg, limits, _known(stop.expected_at))
        talk_from, wait, late, departure = None, 0, 0, departed[0] if departed else None
        if arrival is not None:
            ready = up_to_minute(arrival + timedelta(minutes=stop.minutes_off))
            talk_from = min([max([ready, *map(up_to_minute, _known(stop.window_from))]), *limits])
            wait = _minutes_between(ready, talk_from)
            late = sum(_minutes_between(end, talk_from) for end in _known(stop.window_to))
            departure = departure or self._depart(talk_from + timedelta(minutes=stop.minutes_talk), limits)
        self._clock = departure
        return Row(
            key=stop.key,
            arrival=self.shown(arrival),
            talk_from=self.shown(talk_from),
            departure=self.shown(departure),
            wait_minutes=wait,
            late_minutes=late,
            km_from_previous=leg.km if leg.is_passable else None,
            minutes_from_previous=whole_minutes(leg.minutes) if leg.is_passable else None,
            actual=bool(arrived or departed),
            skipped=False,
        )

    def come_back(self, leg: Leg, finished_at: datetime | None) -> datetime | None:
        """Drive the last leg; None when nobody can tell when it ends."""
        self._position += 1
        return _utc(finished_at) if finished_at else self._arrive(leg, [])

    def has_left(self, stop: PlannedStop) -> bool:
        """Whether the stop visited last here is over in reality."""
        return stop.departed_at is not None or self._position < self._last_reported

    def shown(self, moment: datetime | None) -> datetime | None:
        """A moment in the zone of the start."""
        return None if moment is None else moment.astimezone(self._zone)

    def _next_report(self) -> list[datetime]:
        """The first time reported further on, if any: what was passed before it cannot be later."""
        return sorted(time for times in self._reported[self._position + 1 :] for time in times)[:1]

    def _leave(self, planned: datetime, started: list[datetime]) -> datetime:
        if started:
            return started[0]
        if self._last_reported < 0 and self._not_before is not None:
            return max(planned, self._not_before)
        return min([planned, *self._next_report()])

    def _arrive(self, leg: Leg, limits: list[datetime], seen: Sequence[datetime] = ()) -> datetime | None:
        if self._clock is None or not leg.is_passable:
            return None
        arrival = up_to_minute(self._clock + timedelta(minutes=round(leg.minutes, 6)))
        if seen and self._position == self._last_reported + 1:
            arrival = up_to_minute(seen[0])
        if self._position > self._last_reported and self._not_before is not None:
            return max(arrival, self._not_before)
        return min([arrival, *limits])

    def _depart(self, planned: datetime, limits: list[datetime]) -> datetime:
        if self._position == self._last_reported and self._not_before is not None:
            return max(planned, self._not_before)
        return min([planned, *limits])


def _skipped_row(stop: PlannedStop) -> Row:
    return Row(stop.key, None, None, None, 0, 0, None, None, actual=False, skipped=True)


def _breaks_at(stop: PlannedStop, row: Row) -> Iterable[Break]:
    if row.minutes_from_previous is None and not row.actual:
        yield Break("unreachable", stop.key, 0)
    if row.late_minutes > 0:
        yield Break("late", stop.key, row.late_minutes)
    if row.wait_minutes > LONG_WAIT_MINUTES:
        yield Break("waits", stop.key, row.wait_minutes)
    if stop.agenda_minutes > stop.minutes_talk:
        yield Break("agenda_over", stop.key, stop.agenda_minutes - stop.minutes_talk)


def _breaks_at_end(leg: Leg, finish: datetime | None, latest_end: datetime) -> Iterable[Break]:
    if not leg.is_passable:
        yield Break("unreachable", None, 0)
    if finish is not None and finish > latest_end:
        yield Break("over_end", None, _minutes_between(latest_end, finish))
