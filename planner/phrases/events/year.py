"""The year in figures as tables: the same on the screen and in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date

from planner.domain.tour_filter import TourFilter
from planner.domain.words import TourKind
from planner.i18n import Translator
from planner.services.events.over_years import SeriesYear
from planner.services.events.year import Count, YearCounts

_FIGURES = ("held", "people", "media", "coming", "cancelled")

Row = Sequence[str | int]


def kind_columns(t: Translator) -> Sequence[str]:
    """The head of the table by kind."""
    return [t("year.kind"), *(t(f"year.{name}") for name in _FIGURES)]


def kind_rows(t: Translator, counts: YearCounts) -> Sequence[Row]:
    """A row for each kind, and one for all of them."""
    rows = [_row(t(f"year.kinds.{kind.value}"), counts.of_kind(kind)) for kind in TourKind]
    return [*rows, _row(t("year.total"), counts.total)]


def month_columns(t: Translator) -> Sequence[str]:
    """The head of the table by month: how many of each kind took place, and who came."""
    return [
        t("year.month"),
        *(t(f"year.kinds.{kind.value}") for kind in TourKind),
        t("year.people"),
        t("year.media"),
    ]


def month_rows(t: Translator, counts: YearCounts) -> Sequence[Row]:
    """A row for each month, and one for the year."""
    rows: list[Row] = []
    for month in range(1, 13):
        whole = counts.of_month(month)
        held = [counts.cells[kind, month].held if (kind, month) in counts.cells else 0 for kind in TourKind]
        rows.append([t.month_alone(date(counts.year, month, 1)), *held, whole.people, whole.media])
    total = counts.total
    return [*rows, [t("year.total"), *(counts.of_kind(kind).held for kind in TourKind), total.people, total.media]]


def years_title(t: Translator, wanted: TourFilter) -> str:
    """What the table by year is about: the kind that is looked at."""
    return t("year.over_years", kind=t(f"year.kinds.{(wanted.kind or TourKind.BUS_TOUR).value}"))


def years_columns(t: Translator) -> Sequence[str]:
    """The head of the table by year."""
    return [t("year.year"), *(t(f"year.series.{each.name}") for each in fields(SeriesYear))]


def years_rows(years: Mapping[int, SeriesYear]) -> Sequence[Row]:
    """A row for each year in which something took place."""
    return [[str(year), *(getattr(told, each.name) for each in fields(SeriesYear))] for year, told in years.items()]


def _row(name: str, count: Count) -> Row:
    return [name, *(getattr(count, figure) for figure in _FIGURES)]
