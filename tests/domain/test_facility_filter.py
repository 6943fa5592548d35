"""Which facilities are asked for."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.facilities import Cost
from planner.domain.facility_filter import FacilityFilter


@dataclass(frozen=True)
class Row:
    name: str = "Стадион «Амур»"
    address: str = "ул. Ленина, 1"
    district_id: int | None = 3
    age_from: int | None = 6
    age_to: int | None = None
    cost: str = "бесплатно"
    hours: str = "сб 10:00"
    offers: list[str] = field(default_factory=lambda: ["Бег 100 м", "Прыжок"])
    offer_times: dict[str, list[list[int]]] = field(default_factory=lambda: {"Прыжок": [[1, 600, 720]]})


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({}, True),
        ({"q": "амур ленина"}, True),
        ({"q": "прыжок"}, True),
        ({"q": "парк"}, False),
        ({"offer": "бег 100 м"}, True),
        ({"offer": "Бег"}, False),
        ({"age": "6"}, True),
        ({"age": "120"}, True),
        ({"age": "5"}, False),
        ({"age": "-5"}, True),
        ({"age": "999"}, True),
        ({"cost": "free"}, True),
        ({"cost": "paid"}, False),
        ({"cost": "cheap"}, True),
        ({"day": "5"}, True),
        ({"day": "0"}, False),
        ({"day": "7"}, True),
        ({"district": "3"}, True),
        ({"district": "4"}, False),
        ({"day": "5", "age": "5"}, False),
    ],
)
def test_facility_is_found_where_all_that_is_asked_holds(query: dict[str, str], is_found: bool) -> None:
    wanted = FacilityFilter.from_query(query)

    found = wanted.holds(Row())

    assert found is is_found


def test_facility_that_says_nothing_is_for_every_age_and_not_found_by_cost_or_day() -> None:
    silent = replace(Row(), age_from=None, cost="", hours="")

    found = {name: FacilityFilter.from_query({name: value}).holds(silent) for name, value in ASKED.items()}

    assert found == {"age": True, "cost": False, "day": False}


ASKED = {"age": "3", "cost": "free", "day": "5"}


@given(
    st.builds(
        FacilityFilter,
        text=st.sampled_from(["", "амур"]),
        offer=st.sampled_from(["", "Бег"]),
        age=st.none() | st.integers(0, 120),
        cost=st.none() | st.sampled_from(list(Cost)),
        day=st.none() | st.integers(0, 6),
        district=st.none() | st.integers(1, 99),
    )
)
def test_filter_is_carried_by_an_address(wanted: FacilityFilter) -> None:
    query = wanted.to_query()

    assert FacilityFilter.from_query(query) == wanted


@pytest.mark.parametrize(
    ("offer", "day", "is_found"),
    [
        ("", 5, True),  # the hours of all
        ("", 1, True),  # something is offered on that day
        ("", 2, False),
        ("Прыжок", 1, True),
        ("Прыжок", 5, False),  # the place is open, but not for that
        ("Бег 100 м", 5, True),  # no times of its own: the hours hold
        ("Бег 100 м", 1, False),
    ],
)
def test_what_has_times_of_its_own_is_found_on_its_days(offer: str, day: int, is_found: bool) -> None:
    assert FacilityFilter(offer=offer, day=day).holds(Row()) is is_found


def test_today_is_a_day_of_the_week_and_stays_today_in_the_address() -> None:
    wanted = FacilityFilter.from_query({"day": "today"})

    assert (wanted.to_query(), wanted.on(date(2026, 11, 24)).day) == ({"day": "today"}, 1)
    assert FacilityFilter(day=3).on(date(2026, 11, 24)).day == 3
