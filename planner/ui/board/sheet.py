"""The board as one sheet: four answers, whose it is, where, is it better; the screen shows it and A4 across takes it."""

from html import escape

from planner.domain.issue_filter import IssueFilter
from planner.i18n import Translator
from planner.phrases.board.figures import Change, say_open_change, say_percent, say_share_change
from planner.render.board.pictures import DistrictArea, MonthBars, as_image, districts_svg, months_svg
from planner.services.board.board import Board
from planner.ui.board.links import counted_of, filter_of, linked, number
from planner.ui.board.tables import agencies_table, cells_table, districts_table, months_table, rounds_table


def sheet_html(t: Translator, board: Board, *, sort: str) -> str:
    """Everything below the title; `screen/board/board.css` dresses it. Typed text is escaped."""
    return (
        f"<section class='board'>{_answers(t, board)}{_rest(t, board)}"
        f"<div class='halves'><div>{agencies_table(t, board, sort=sort)}{rounds_table(t, board)}</div>"
        f"<div class='pictures'>{_where(t, board)}{_trend(t, board)}</div></div>"
        f"<details class='crossed'><summary>{escape(t('board.crossed'))}</summary>{cells_table(t, board)}</details>"
        f"<p class='note'>{escape(t('board.note'))}</p></section>"
    )


def answers_html(t: Translator, board: Board) -> str:
    """The four answers and what else waits, without the tables: for where the board is only begun."""
    return f"<section class='board'>{_answers(t, board)}{_rest(t, board)}</section>"


def _answers(t: Translator, board: Board) -> str:
    """What is not fixed, what is late, what was in time, what was found done; each with its change."""
    now, before, total = board.discipline, board.before, board.total
    quiet = board.quiet_days
    twice = number(t, total.twice_late, filter_of("twice_late", quiet))
    answers = (
        ("open", number(t, total.open, filter_of("open", quiet)), _change(say_open_change(t, board.months))),
        (
            "overdue",
            number(t, total.overdue, filter_of("overdue", quiet), css="late"),
            f"<span>{escape(t('board.of_these_twice'))} {twice}</span>",
        ),
        (
            "in_time",
            _share(t, board, "in_time", now.in_time_percent),
            _change(say_share_change(t, now.in_time_percent, before.in_time_percent if before else None)),
        ),
        (
            "found",
            _share(t, board, "found", now.found_percent),
            _change(say_share_change(t, now.found_percent, before.found_percent if before else None)),
        ),
    )
    cards = "".join(
        f"<div class='answer'><h2>{escape(t(f'board.answer.{name}'))}</h2><b>{figure}</b>{change}</div>"
        for name, figure, change in answers
    )
    return f"<div class='answers'>{cards}</div>"


def _rest(t: Translator, board: Board) -> str:
    """What else waits for somebody, in a line."""
    total, quiet = board.total, board.quiet_days
    parts = [
        f"{escape(t(f'board.rest.{name}'))} {number(t, figure, filter_of(name, quiet))}"
        for name, figure in (("new", total.new), ("reported", total.reported), ("returned", total.returned))
    ]
    parts.append(f"{escape(t('board.rest.quiet', n=quiet))} {number(t, total.quiet, IssueFilter(quiet=quiet))}")
    handed = number(t, board.discipline.handed_over, counted_of("handed_over", board))
    parts.append(f"{escape(t('board.rest.handed_over'))} {handed}")
    return f"<p class='rest'>{' · '.join(parts)}</p>"


def _share(t: Translator, board: Board, column: str, percent: int | None) -> str:
    said = say_percent(t, percent)
    return escape(said) if percent is None else linked(said, counted_of(column, board))


def _where(t: Translator, board: Board) -> str:
    areas = [
        DistrictArea(row.district.name, row.district.polygon, row.standing.open, row.standing.overdue)
        for row in board.districts
        if row.district is not None and row.district.polygon
    ]
    picture = as_image(districts_svg(areas), t("board.map_alt"), "districts")
    return f"<div><h2>{escape(t('board.where'))}</h2>{picture}{districts_table(t, board)}</div>"


def _trend(t: Translator, board: Board) -> str:
    bars = [MonthBars(t.short_month(each.first), each.raised, each.fixed, each.open) for each in board.months]
    legend = "".join(
        f"<span class='{name}'>{escape(t(f'board.legend.{name}'))}</span>" for name in ("open", "raised", "fixed")
    )
    picture = as_image(months_svg(bars), t("board.trend_alt"), "trend")
    table = f"<details><summary>{escape(t('board.table'))}</summary>{months_table(t, board)}</details>"
    return f"<div><h2>{escape(t('board.trend'))}</h2><p class='legend'>{legend}</p>{picture}{table}</div>"


def _change(change: Change | None) -> str:
    if change is None:
        return "<span></span>"
    return f"<span class='{change.turn}'>{escape(change.words)}</span>"
