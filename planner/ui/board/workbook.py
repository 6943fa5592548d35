"""The table of agencies for a workbook, in numbers."""

from planner.i18n import Translator
from planner.phrases.board.figures import AGENCY_COLUMNS, agency_figures, say_agency, say_period
from planner.render.tables.tables import Cell
from planner.services.board.board import Board


def board_rows(t: Translator, board: Board) -> tuple[list[str], list[list[Cell]]]:
    """The header and the rows, the sum last; what too little is known of is empty."""
    within = say_period(t, board.period)
    columns = [t("board.column.agency"), *(t(f"board.column.{name}", within=within) for name in AGENCY_COLUMNS)]
    rows: list[list[Cell]] = [
        [say_agency(t, row.agency), *agency_figures(row.standing, row.discipline).values()] for row in board.agencies
    ]
    rows.append([t("board.total"), *agency_figures(board.total, board.discipline).values()])
    return columns, rows
