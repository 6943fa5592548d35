"""The calendar of working days: the country's, moved days included, and what the city has entered on top of it."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import holidays
from holidays.countries.russia import RussiaStaticHolidays
from sqlmodel import Session, col, select

from planner.domain.deadlines import WorkingCalendar
from planner.domain.models import DayKind
from planner.domain.words import DaySort
from planner.services.city.city import get_city

RUSSIA = "RU"
_YEARS = range(2015, 2061)
_Entered = tuple[tuple[date, DaySort, bool], ...]


def city_calendar(session: Session) -> WorkingCalendar:
    """Which days are worked here. Everybody may know it; made anew in a process only where an entry has changed."""
    rows = session.exec(select(DayKind).order_by(col(DayKind.day)))
    entered = tuple((row.day, row.sort, row.of_year) for row in rows)
    return _calendar(get_city(session).country, entered)


def calendar_countries() -> Sequence[str]:
    """The countries whose days off are known, as codes of two letters."""
    return sorted(code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2)


@lru_cache(maxsize=8)
def _calendar(country: str, entered: _Entered) -> WorkingCalendar:
    known = holidays.country_holidays(country, years=_YEARS) if country in calendar_countries() else None
    weekend = frozenset(known.weekend) if known is not None else frozenset({5, 6})
    days_off = {day: False for day in known or () if day.weekday() not in weekend}
    worked = dict.fromkeys(known.weekend_workdays, True) if known is not None else {}
    return WorkingCalendar(
        weekend=weekend,
        exceptions={**days_off, **worked, **{day: sort is DaySort.WORKING for day, sort, _ in entered}},
        known_until=max(RussiaStaticHolidays.special_public_holidays) if country == RUSSIA else None,
        known_years=frozenset(day.year for day, _, of_year in entered if of_year),
    )
