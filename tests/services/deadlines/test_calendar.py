"""Working days as the decrees say, whatever the city has entered on top, and no year called known that is not."""

from datetime import date

import pytest
from sqlmodel import Session

from planner.domain.deadlines import is_published, is_working_day
from planner.domain.models import City, DayKind
from planner.domain.words import DaySort
from planner.services.deadlines.calendar import calendar_countries, city_calendar

WORKED = "2024-04-27 2024-11-02 2024-12-28 2025-11-01 2026-01-12 2026-12-30 2027-02-20"
OFF = "2025-05-02 2025-05-08 2025-06-13 2025-11-03 2025-12-31 2026-01-09 2026-03-09 2026-05-11 2026-12-31 2027-01-01"


@pytest.mark.parametrize(("days", "worked"), [(WORKED, True), (OFF, False)])
def test_moved_days_of_russia_are_those_of_the_decrees(session: Session, days: str, worked: bool) -> None:
    calendar = city_calendar(session)

    said = {day: is_working_day(date.fromisoformat(day), calendar) for day in days.split()}

    assert said == dict.fromkeys(days.split(), worked)


@pytest.mark.parametrize(("year", "days"), [(2024, 248), (2025, 247), (2026, 247)])
def test_a_year_has_as_many_working_days_as_the_decree_says(session: Session, year: int, days: int) -> None:
    calendar = city_calendar(session)
    year_days = (
        date.fromordinal(each) for each in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    )

    assert sum(is_working_day(day, calendar) for day in year_days) == days


def test_a_year_without_a_decree_is_not_called_known_until_it_is_entered(session: Session) -> None:
    last = city_calendar(session).known_until or 0
    later = date(last + 1, 5, 3)

    before = is_published(later, city_calendar(session))
    session.add(DayKind(day=date(last + 1, 1, 11), sort=DaySort.OFF, source="№ 1", of_year=True))
    session.flush()

    assert last >= 2027
    assert (before, is_published(later, city_calendar(session))) == (False, True)


def test_a_day_of_the_city_overrides_the_country_and_makes_no_year_known(session: Session) -> None:
    session.add(DayKind(day=date(2026, 7, 10), sort=DaySort.OFF, source="День города"))
    session.add(DayKind(day=date(2026, 11, 4), sort=DaySort.WORKING, source="Распоряжение"))
    session.flush()

    calendar = city_calendar(session)

    assert [is_working_day(date(2026, *day), calendar) for day in ((7, 10), (11, 4))] == [False, True]
    assert calendar.known_years == frozenset()


def test_the_country_is_the_citys(session: Session) -> None:
    session.add(City(id=1, country="KZ"))
    session.flush()

    calendar = city_calendar(session)

    assert [is_working_day(date(2026, 3, 23), calendar), is_working_day(date(2026, 11, 4), calendar)] == [False, True]
    assert calendar.known_until is None


def test_countries_are_codes_of_two_letters() -> None:
    codes = calendar_countries()

    assert {len(code) for code in codes} == {2}
    assert {"RU", "KZ", "FI"} <= set(codes)
