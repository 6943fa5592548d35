"""The tables of the board: whose it is, where it is, whose and where at once, and what became of the last tours."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from html import escape

from planner import links
from planner.domain.board import Discipline, Round, Standing
from planner.domain.issue_filter import DECIDED, OPEN, IssueFilter
from planner.domain.words import Outcome
from planner.i18n import Translator
from planner.phrases.board.figures import (
    AGENCY_COLUMNS,
    agency_figures,
    say_agency,
    say_days,
    say_district,
    say_percent,
    say_period,
    say_soon,
)
from planner.services.board.board import AgencyFigures, Board
from planner.ui.board.links import counted_of, filter_of, linked, number

LOW = {"in_time": 60, "found": 70}
"""Below so many percent a bar turns amber."""
STANDING = ("open", "overdue", "twice_late", "returned", "quiet")


def sorted_agencies(board: Board, column: str) -> Sequence[AgencyFigures]:
    """The agencies by a column, the largest figure first; of what too little is known comes last, what nobody has at the end."""

    def key(row: AgencyFigures) -> tuple[bool, float]:
        figure = agency_figures(row.standing, row.discipline)[column]
        return row.agency is None, float("inf") if figure is None else -figure

    return sorted(board.agencies, key=key) if column in AGENCY_COLUMNS else board.agencies


def agencies_table(t: Translator, board: Board, *, sort: str) -> str:
    """Whose it is, with a sum; a head sorts by its column."""
    heads = "".join(_head(t, board, column, sort) for column in AGENCY_COLUMNS)
    rows = [_agency_row(t, board, row) for row in sorted_agencies(board, sort)]
    total = _cells(t, board, board.total, board.discipline)
    foot = f"<tr><th scope='row'>{escape(t('board.total'))}</th>{total}</tr>"
    caption = f"<caption>{escape(t('board.whose'))}</caption>"
    return (
        f"<table class='figures agencies'>{caption}<thead><tr><th scope='col'>{escape(t('board.column.agency'))}</th>"
        f"{heads}</tr></thead><tbody>{''.join(rows)}</tbody><tfoot>{foot}</tfoot></table>"
    )


def districts_table(t: Translator, board: Board) -> str:
    """Where it is: each district with what is open in it and past its date."""
    rows = []
    for row in board.districts:
        where = row.district.id if row.district else None
        name = escape(say_district(t, row.district))
        open_, late = (
            number(t, figure, _in_district(board, column, where), css="late" if late else "")
            for column, figure, late in (("open", row.standing.open, False), ("overdue", row.standing.overdue, True))
        )
        rows.append(f"<tr><th scope='row'>{name}</th><td>{open_}</td><td>{late}</td></tr>")
    return _table(t, "", ("district", "open", "overdue"), rows)


def _in_district(board: Board, column: str, district_id: int | None) -> IssueFilter:
    whole = filter_of(column, board.quiet_days, district_id=district_id)
    return whole if district_id is not None else replace(whole, without="district")


def months_table(t: Translator, board: Board) -> str:
    """The trend in numbers."""
    rows = []
    for month in board.months:
        first, last = month.first, (month.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        ended = IssueFilter(closed_from=first, closed_to=last)
        cells = (
            number(t, month.raised, IssueFilter(raised_from=first, raised_to=last)),
            number(t, month.ended, ended),
            number(t, month.fixed, replace(ended, outcome=Outcome.FIXED)),
            number(t, month.open, IssueFilter(open_on=last)),
        )
        body = "".join(f"<td>{cell}</td>" for cell in cells)
        rows.append(f"<tr><th scope='row'>{escape(t.short_month(first))} {first.year}</th>{body}</tr>")
    return _table(t, "", ("month", "raised", "ended", "fixed", "open"), rows)


def rounds_table(t: Translator, board: Board) -> str:
    """This tour beside the last ones."""
    rows = []
    for tour in board.rounds:
        raised = IssueFilter(tour_id=tour.tour_id)
        title = escape(tour.title)
        way = escape(links.screen("tour", id=tour.tour_id), quote=True)
        cells = (
            escape(t.short_date(tour.on)),
            number(t, tour.raised, raised),
            number(t, tour.decided, replace(raised, state=DECIDED)),
            number(t, tour.fixed, replace(raised, outcome=Outcome.FIXED)),
            number(t, tour.open, replace(raised, state=OPEN)),
            _soon(t, tour, board),
        )
        body = "".join(f"<td>{cell}</td>" for cell in cells)
        rows.append(f"<tr><th scope='row'><a href='{way}' target='_self'>{title}</a></th>{body}</tr>")
    return _table(t, "rounds", ("tour", "on", "raised", "decided", "fixed", "left", "soon"), rows)


def _soon(t: Translator, tour: Round, board: Board) -> str:
    said = say_soon(t, tour, board)
    if tour.soon_percent(board.today) is None:
        return escape(said)
    return linked(said, IssueFilter(tour_id=tour.tour_id, outcome=Outcome.FIXED, closed_to=tour.soon_until))


def cells_table(t: Translator, board: Board) -> str:
    """Agencies by districts: what is open, and past its date; also what nobody has, and what lies in none."""
    heads = "".join(f"<th scope='col'>{escape(say_district(t, row.district))}</th>" for row in board.districts)
    places = [row.district.id if row.district else None for row in board.districts]
    rows = []
    for row in board.agencies:
        cells = [_cell(t, board, row.agency.id if row.agency else None, where) for where in places]
        rows.append(f"<tr><th scope='row'>{escape(say_agency(t, row.agency))}</th>{''.join(cells)}</tr>")
    head = f"<th scope='col'>{escape(t('board.column.agency'))}</th>{heads}"
    return f"<table class='figures'><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _cell(t: Translator, board: Board, agency_id: int | None, district_id: int | None) -> str:
    standing = board.cells.get((agency_id, district_id), Standing())
    nothing = {(True, True): "both", (True, False): "agency", (False, True): "district"}
    without = nothing.get((agency_id is None, district_id is None), "")

    def wanted(column: str) -> IssueFilter:
        return replace(filter_of(column, board.quiet_days, agency_id, district_id), without=without)

    late = f" ! {number(t, standing.overdue, wanted('overdue'), css='late')}" if standing.overdue else ""
    shown = number(t, standing.open, wanted("open"))
    return f"<td>{shown if standing.open else '·'}{late}</td>"


def _agency_row(t: Translator, board: Board, row: AgencyFigures) -> str:
    if row.agency is None:
        shown = number(t, row.standing.open, replace(filter_of("open", board.quiet_days), without="agency"))
        cells = f"<td>{shown}</td>" + "<td></td>" * (len(AGENCY_COLUMNS) - 1)
        return f"<tr><th scope='row'>{escape(say_agency(t, None))}</th>{cells}</tr>"
    number_ = row.agency.id
    name = escape(say_agency(t, row.agency))
    cells = _cells(t, board, row.standing, row.discipline, number_)
    return f"<tr><th scope='row'>{name}</th>{cells}</tr>"


def _cells(
    t: Translator, board: Board, standing: Standing, discipline: Discipline, agency_id: int | None = None
) -> str:
    figures = agency_figures(standing, discipline)
    cells = []
    for column in AGENCY_COLUMNS:
        figure = figures[column]
        if column in STANDING:
            css = "late" if column in ("overdue", "twice_late") else ""
            cells.append(f"<td>{number(t, figure or 0, filter_of(column, board.quiet_days, agency_id), css=css)}</td>")
            continue
        said = say_percent(t, figure) if column in LOW else say_days(t, figure)
        bar = _bar(figure, LOW[column]) if column in LOW else ""
        cells.append(
            _known(figure, bar + (linked(said, counted_of(column, board, agency_id)) if figure else escape(said)))
        )
    return "".join(cells)


def _known(figure: int | None, shown: str) -> str:
    """A cell; what too little is known of is smaller, so that it does not push the numbers aside."""
    return f"<td class='little'>{shown}</td>" if figure is None else f"<td>{shown}</td>"


def _bar(percent: int | None, low: int) -> str:
    if percent is None:
        return ""
    css = "bar low" if percent < low else "bar"
    return f"<span class='{css}' aria-hidden='true'><i style='width:{percent}%'></i></span>"


def _head(t: Translator, board: Board, column: str, sort: str) -> str:
    said = escape(t(f"board.column.{column}", within=say_period(t, board.period)))
    way = escape(links.screen("board", period=board.period.value, sort=column), quote=True)
    sorting = " aria-sort='descending'" if column == sort else ""
    return f"<th scope='col'{sorting}><a href='{way}' target='_self'>{said}</a></th>"


def _table(t: Translator, title: str, columns: Iterable[str], rows: Sequence[str]) -> str:
    heads = "".join(f"<th scope='col'>{escape(t(f'board.column.{column}'))}</th>" for column in columns)
    caption = f"<caption>{escape(t(f'board.{title}'))}</caption>" if title else ""
    return f"<table class='figures'>{caption}<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
