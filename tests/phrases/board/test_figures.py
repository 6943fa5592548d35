"""The board in words: changes, too few cases, and tours that are too young to be compared."""

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.board import BoardPeriod, Discipline, Month, Round, Standing
from planner.domain.models import District
from planner.i18n import translator
from planner.phrases.board.figures import (
    AGENCY_COLUMNS,
    Change,
    agency_figures,
    say_agency,
    say_days,
    say_district,
    say_open_change,
    say_percent,
    say_period,
    say_share_change,
    say_soon,
)
from planner.services.board.board import Board

TODAY = date(2026, 11, 28)
T = translator("ru", "Asia/Yakutsk", TODAY)
BOARD = Board(TODAY, BoardPeriod.YEAR, 14, Standing(), Discipline(), None, (), (), {}, (), ())


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (61, Change("на 6 меньше, чем в конце октября", "better")),
        (68, Change("на 1 больше, чем в конце октября", "worse")),
        (67, Change("столько же, сколько в конце октября", "same")),
    ],
)
def test_what_is_open_is_compared_with_the_end_of_the_last_month(now: int, change: Change) -> None:
    months = [Month(date(2026, 10, 1), 1, 1, 1, 67), Month(date(2026, 11, 1), 1, 1, 1, now)]

    assert say_open_change(T, months) == change
    assert say_open_change(T, months[1:]) is None


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [
        (71, 66, Change("на 5 пунктов больше, чем прежде", "better")),
        (65, 66, Change("на 1 пункт меньше, чем прежде", "worse")),
        (66, 66, Change("как и прежде", "same")),
        (66, None, None),
        (None, 66, None),
    ],
)
def test_a_share_is_compared_with_as_many_days_before(
    now: int | None, before: int | None, change: Change | None
) -> None:
    assert say_share_change(T, now, before) == change


def test_too_few_cases_are_called_so() -> None:
    assert (say_percent(T, None), say_percent(T, 71), say_days(T, None), say_days(T, 12)) == (
        "мало данных",
        "71 %",
        "мало данных",
        "12",
    )


def test_a_young_tour_says_from_when_on_it_can_be_compared() -> None:
    tour = Round(1, "Центр", TODAY, 8, 7, 5, 3, 4, soon_until=date(2026, 12, 27))

    assert say_soon(T, tour, BOARD) == "с 27.12.2026"
    assert say_soon(T, replace(tour, soon_until=date(2026, 11, 27)), BOARD) == "50 %"


def test_what_nobody_has_and_what_lies_nowhere_have_words() -> None:
    assert (say_agency(T, None), say_district(T, None), say_district(T, District(name="Центр"))) == (
        "Ещё никому не поручено",
        "Район не указан",
        "Центр",
    )
    assert say_period(T, BoardPeriod.YEAR).startswith("за 12")


def test_a_row_of_figures_has_every_column() -> None:
    assert tuple(agency_figures(Standing(), Discipline())) == AGENCY_COLUMNS
