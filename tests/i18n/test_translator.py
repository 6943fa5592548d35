"""Plural forms, dates in the city's zone, and the fall-back to Russian."""

from datetime import UTC, date, datetime

import pytest

from planner.i18n import translator

TODAY = date(2026, 11, 27)
ru, en = translator("ru", "Asia/Yakutsk", TODAY), translator("en", "Asia/Yakutsk", TODAY)


@pytest.mark.parametrize(
    ("n", "words"),
    [(1, "секунду"), (2, "секунды"), (4, "секунды"), (5, "секунд"), (11, "секунд"), (21, "секунду"), (112, "секунд")],
)
def test_russian_plural_form(n: int, words: str) -> None:
    assert ru("sign_in.error.slowed", n=n) == f"Слишком много попыток. Повторите через {n} {words}."


@pytest.mark.parametrize(("n", "words"), [(1, "second"), (2, "seconds"), (0, "seconds")])
def test_english_plural_form(n: int, words: str) -> None:
    assert en("sign_in.error.slowed", n=n) == f"Too many attempts. Try again in {n} {words}."


def test_time_is_the_citys_even_past_its_midnight() -> None:
    late = datetime(2026, 11, 26, 15, 30, tzinfo=UTC)

    assert (ru.moment(late), en.moment(late)) == ("27 ноября, 00:30", "27 November, 00:30")


def test_dates_read_as_people_write_them() -> None:
    day = date(2026, 11, 27)

    assert (ru.full_date(day), ru.weekday(day), ru.short_date(day)) == (
        "27 ноября 2026",
        "пятница, 27 ноября",
        "27.11.2026",
    )
    assert (en.full_date(day), en.weekday(day)) == ("27 November 2026", "Friday, 27 November")


def test_year_goes_without_saying_in_this_year_alone() -> None:
    last_year, evening = date(2025, 12, 31), datetime(2025, 12, 31, 15, 30, tzinfo=UTC)

    said = (ru.day(last_year), ru.weekday(last_year), ru.short_day(last_year), en.weekday(last_year))

    assert said == ("31 декабря 2025", "среда, 31 декабря 2025", "31.12.2025", "Wednesday, 31 December 2025")
    assert (ru.short_day(TODAY), ru.moment(evening)) == ("27.11", "1 января, 00:30")


def test_year_is_always_said_on_paper() -> None:
    paper = ru.on_paper()

    assert (paper.weekday(TODAY), paper.day(TODAY), paper.short_day(TODAY)) == (
        "пятница, 27 ноября 2026",
        "27 ноября 2026",
        "27.11.2026",
    )


def test_moment_in_a_sentence_has_its_day_unless_it_is_today() -> None:
    today, before = datetime(2026, 11, 27, 1, 42, tzinfo=UTC), datetime(2025, 11, 26, 1, 42, tzinfo=UTC)

    assert (ru.at(today), ru.at(before)) == ("в 10:42", "26 ноября 2025 в 10:42")
    assert en("tours.changed_by", by="Olga", at=today) == "Olga changed the plan at 10:42."


def test_numbers_follow_the_language() -> None:
    assert (ru.number(12345.6), en.number(12345.6)) == ("12\xa0345,6", "12,345.6")


def test_unknown_language_is_russian() -> None:
    assert translator("xx", "Asia/Yakutsk")("sign_in.go") == "Войти"


def test_typed_braces_are_values_not_places() -> None:
    assert ru("start.greeting", name="{0.__class__}") == "Здравствуйте, {0.__class__}"
