"""Clock times of a tour in the city's zone: what a typed "10:40" means, and how times move to another day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_HALF_A_DAY = timedelta(hours=12)


def moment_on(day: date, clock: time, zone: str) -> datetime:
    """The moment (UTC) when clocks in `zone` show `clock` on `day`."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def clock_of(moment: datetime, zone: str) -> time:
    """What clocks in `zone` show at `moment`, to the minute."""
    return moment.astimezone(ZoneInfo(zone)).time().replace(second=0, microsecond=0)


def moment_of_tour(starts_at: datetime, clock: time, zone: str) -> datetime:
    """The moment meant by `clock` on a tour: on the day of its start, or after midnight if that is half a day earlier."""
    day = starts_at.astimezone(ZoneInfo(zone)).date()
    moment = moment_on(day, clock, zone)
    return moment_on(day + timedelta(days=1), clock, zone) if starts_at - moment > _HALF_A_DAY else moment


def moved(moment: datetime, *, old_start: datetime, new_start: datetime, zone: str) -> datetime:
    """`moment` of a tour that moves from `old_start` to `new_start`, counted on the clock, whatever summer time does."""
    return _later(moment, _wall(new_start, zone) - _wall(old_start, zone), zone)


def moved_days(moment: datetime, *, old_start: datetime, new_start: datetime, zone: str) -> datetime:
    """`moment` at the same hour of the day that it falls on when the day of the start changes; for opening hours."""
    return _later(moment, _wall(new_start, zone).date() - _wall(old_start, zone).date(), zone)


def same_weekday(day: date, *, after: date) -> date:
    """The first day later than `after`, and than `day`, that is the same day of the week as `day`."""
    weeks = max(0, (after - day).days) // 7 + 1
    return day + timedelta(weeks=weeks)


def _wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _later(moment: datetime, shift: timedelta, zone: str) -> datetime:
    return (_wall(moment, zone) + shift).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
