"""The years of a series as a table: whose it is, what its columns are called, a row for each year."""

import pytest

from planner.domain.tour_filter import TourFilter
from planner.domain.words import TourKind
from planner.i18n import translator
from planner.phrases.events.year import years_columns, years_rows, years_title
from planner.services.events.over_years import SeriesYear

T = translator("ru", "UTC")


@pytest.mark.parametrize(
    ("kind", "title"), [(None, "Объезды по годам"), (TourKind.PRESS_APPROACH, "Пресс-подходы по годам")]
)
def test_years_are_of_the_kind_that_is_looked_at(kind: TourKind | None, title: str) -> None:
    assert years_title(T, TourFilter(kind=kind)) == title


def test_each_year_is_a_row_under_its_columns() -> None:
    years = {2026: SeriesYear(8, 1440, 60, 41, 52, 40, 7), 2025: SeriesYear(rounds=1)}

    rows = [dict(zip(years_columns(T), row, strict=True)) for row in years_rows(years)]

    assert rows[0] == {
        "Год": "2026",
        "Прошло": 8,
        "Минут": 1440,
        "Замечаний": 60,
        "Устранено": 41,
        "Поручений": 52,
        "Исполнено в срок": 40,
        "С нарушением срока": 7,
    }
    assert list(rows[1].values()) == ["2025", 1, 0, 0, 0, 0, 0, 0]
