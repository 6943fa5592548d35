"""The year of the districts as a table: with bars for the screen, with numbers for CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from planner.i18n import Translator
from planner.render.tables.tables import Cell


@dataclass(frozen=True)
class FairRow:
    """A district; `residents` None: unknown, then nothing is counted per 1,000. `never`: no stop within the year."""

    name: str
    residents: int | None
    stops: int
    minutes: int
    fixes: int
    days_unvisited: int
    never: bool

    def per_thousand(self, figure: int) -> float | None:
        """A figure for 1,000 residents."""
        return figure * 1000 / self.residents if self.residents else None


def fairness_html(rows: Sequence[FairRow], t: Translator) -> str:
    """The table, dressed by `screen/tables.css`. Names are escaped.

    Bars compare what falls on 1,000 residents; the longest one fills its cell.
    """
    columns: tuple[tuple[str, str, Callable[[FairRow], int]], ...] = (
        ("stops", "", lambda row: row.stops),
        ("minutes", "", lambda row: row.minutes),
        ("fixes", " fixes", lambda row: row.fixes),
    )
    longest = {
        name: max((row.per_thousand(figure(row)) or 0.0 for row in rows), default=0.0) for name, _, figure in columns
    }
    heads = ["fairness.district", *(f"fairness.{name}" for name, _, _ in columns), "fairness.last"]
    body = []
    for row in rows:
        residents = (
            t("fairness.unknown") if row.residents is None else t("fairness.residents", number=t.number(row.residents))
        )
        cells = [f"<td>{escape(row.name)}<div class='of'>{escape(residents)}</div></td>"]
        for name, css, figure in columns:
            cells.append(_bar_cell(t, t(f"fairness.{name}"), css, figure(row), row, longest[name]))
        cells.append(_last_cell(t, row))
        body.append(f"<tr>{''.join(cells)}</tr>")
    shared = {f"fairness.{name}" for name, _, _ in columns}
    head = "".join(_head_cell(t, each, is_shared=each in shared) for each in heads)
    return f"<table class='fair'><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def fairness_columns(t: Translator) -> list[str]:
    """The header of the CSV."""
    names = ("district", "population", "stops", "minutes", "fixes")
    each = [t(f"fairness.csv.{name}") for name in names]
    return [*each, *(t(f"fairness.csv.{name}_per") for name in names[2:]), t("fairness.csv.days")]


def fairness_cells(row: FairRow) -> list[Cell]:
    """One row of the CSV; a district never visited has no days."""
    figures = (row.stops, row.minutes, row.fixes)
    shares = [None if (share := row.per_thousand(each)) is None else round(share, 3) for each in figures]
    return [row.name, row.residents, *figures, *shares, None if row.never else row.days_unvisited]


def _head_cell(t: Translator, key: str, *, is_shared: bool) -> str:
    """The word of a column; whose cells have a second number, says what that is."""
    said = f"<div class='of'>{escape(t('fairness.per_thousand'))}</div>" if is_shared else ""
    return f"<th scope='col'>{escape(t(key))}{said}</th>"


def _bar_cell(t: Translator, label: str, css: str, figure: int, row: FairRow, longest: float) -> str:
    share = row.per_thousand(figure)
    text = f"<b>{escape(t.number(figure))}</b>"
    if share is None:
        return f"<td data-name='{escape(label)}'>{text}</td>"
    width = 100 * share / longest if longest else 0.0
    said = f"<span class='of'>{escape(t.number(round(share, 2)))}</span>"
    bar = f"<div class='bar{css}' aria-hidden='true'><i style='width:{width:.1f}%'></i></div>"
    return f"<td data-name='{escape(label)}'>{text} {said}{bar}</td>"


def _last_cell(t: Translator, row: FairRow) -> str:
    label = escape(t("fairness.last"))
    if row.never:
        return f"<td data-name='{label}'><span class='long'>{escape(t('fairness.never'))}</span></td>"
    said = t("fairness.today") if row.days_unvisited == 0 else t("fairness.days_ago", n=row.days_unvisited)
    return f"<td data-name='{label}'>{escape(said)}</td>"
