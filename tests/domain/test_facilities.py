"""What opening hours, ages and costs say, as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.facilities import EVERY_DAY, OLDEST, Cost, ages_in, costs_in, days_in

WEEK, END = (0, 1, 2, 3, 4), (5, 6)
SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ("", ()),
        ("10:00–18:00", ()),
        ("по договорённости", ()),
        ("пн–пт 9:00–18:00", WEEK),
        ("Пн.-Пт. с 9 до 18, сб. 10–14, вс – выходной", (0, 1, 2, 3, 4, 5)),
        ("с понедельника по пятницу 18–20", WEEK),
        ("вторник и четверг 18:00", (1, 3)),
        ("вт, чт, сб 18:00", (1, 3, 5)),
        ("по средам в 19:00", (2,)),
        ("каждую субботу, 10:00–12:00", (5,)),
        ("ежедневно 9–21", EVERY_DAY),
        ("каждый день", EVERY_DAY),
        ("круглосуточно", EVERY_DAY),
        ("без выходных, 8–20", EVERY_DAY),
        ("ежедневно, кроме понедельника, 10–18", (1, 2, 3, 4, 5, 6)),
        ("10:00–18:00, выходной — понедельник", (1, 2, 3, 4, 5, 6)),
        ("выходные: сб, вс", WEEK),
        ("пн–чт 9–18; пт 9–17; сб, вс выходной", WEEK),
        ("пн–пт 9–18, перерыв 12–13, вых.: сб, вс", WEEK),
        ("будни 9–18", WEEK),
        ("по будням 9–18, в выходные 10–16", EVERY_DAY),
        ("выходные 10:00–18:00", END),
        ("по выходным дням", END),
        ("пт–вс 12–22", (4, 5, 6)),
        ("сб–вт 12–22", (0, 1, 5, 6)),
        ("Бег: сб 10:00; плавание: вт 19:00", (1, 5)),
        ("Mo-Fr 09:00-18:00; Sa 10:00-16:00; Su off", (0, 1, 2, 3, 4, 5)),
        ("Mo-Su 08:00-22:00", EVERY_DAY),
        ("Monday to Friday 9-18, Saturday 10-14", (0, 1, 2, 3, 4, 5)),
        ("Tuesdays and Thursdays", (1, 3)),
        ("daily except Mon", (1, 2, 3, 4, 5, 6)),
        ("weekdays 9-18, weekends 10-16", EVERY_DAY),
        ("We are open on Sunday", (6,)),
        ("средняя школа", ()),
    ],
)
def test_days_of_opening_hours_are_understood_as_people_write_them(hours: str, days: tuple[int, ...]) -> None:
    found = days_in(hours)

    assert found == days


@given(st.lists(st.integers(0, 6), min_size=1, unique=True))
def test_days_that_are_listed_are_those_days(days: list[int]) -> None:
    hours = ", ".join(SHORT[day] for day in days) + " 10:00"

    found = days_in(hours)

    assert found == tuple(sorted(days))


@given(st.integers(0, 6), st.integers(0, 6))
def test_days_of_a_span_run_from_the_first_to_the_last(first: int, last: int) -> None:
    span = {(first + step) % 7 for step in range((last - first) % 7 + 1)} if first != last else None

    found = days_in(f"{SHORT[first]}–{SHORT[last]} 9–18")

    assert set(found) == (span or {first})


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("", (None, None)),
        ("для всех", (None, None)),
        ("без ограничений", (None, None)),
        ("7–17", (7, 17)),
        ("7-17 лет", (7, 17)),
        ("от 7 до 17 лет", (7, 17)),
        ("с 5 до 12", (5, 12)),
        ("дети от 3 до 7 лет", (3, 7)),
        ("3 года – 7 лет", (3, 7)),
        ("1,5–3 года", (1, 3)),
        ("6 мес. – 3 года", (0, 3)),
        ("от 7", (7, None)),
        ("с 7 лет", (7, None)),
        ("18+", (18, None)),
        ("60 и старше", (60, None)),
        ("старше 55 лет", (55, None)),
        ("до 18 лет", (None, 18)),
        ("under 18", (None, 18)),
        ("from 7 to 12 years", (7, 12)),
        ("10 лет", (10, 10)),
        ("17–7", None),
        ("500", None),
        ("1–4 классы", None),
        ("взрослые", None),
    ],
)
def test_ages_are_understood_as_people_write_them(text: str, ages: tuple[int | None, int | None] | None) -> None:
    found = ages_in(text)

    assert found == ages


@given(st.text(max_size=30))
def test_what_is_typed_for_ages_never_breaks_and_is_never_impossible(text: str) -> None:
    found = ages_in(text)

    assert found is None or all(age is None or 0 <= age <= OLDEST for age in found)


@pytest.mark.parametrize(
    ("text", "costs"),
    [
        ("", set()),
        ("уточняйте по телефону", set()),
        ("бесплатно", {Cost.FREE}),
        ("Бесплатно, с 18 лет", {Cost.FREE}),
        ("вход свободный", {Cost.FREE}),
        ("0 ₽", {Cost.FREE}),
        ("free", {Cost.FREE}),
        ("500", {Cost.PAID}),
        ("от 300 руб. за занятие", {Cost.PAID}),
        ("1 500 ₽ в месяц", {Cost.PAID}),
        ("платно", {Cost.PAID}),
        ("есть платные и бесплатные группы", {Cost.FREE, Cost.PAID}),
        ("первое занятие бесплатно, далее 500 ₽", {Cost.FREE, Cost.PAID}),
    ],
)
def test_cost_is_understood_as_people_write_it(text: str, costs: set[Cost]) -> None:
    found = costs_in(text)

    assert found == costs
