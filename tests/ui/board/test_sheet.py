"""Each number of the board opens its list: every link is followed, and the list has as many issues as the number says."""

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.board import BoardPeriod
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Agency, City, Issue
from planner.domain.models.types import id_of
from planner.domain.words import OPEN_ISSUE_STATES
from planner.i18n import translator
from planner.services.board.board import Board, board_of
from planner.services.issues.list import list_issues
from planner.ui.board.links import counted_of
from planner.ui.board.sheet import sheet_html
from planner.ui.board.tables import cells_table, sorted_agencies
from planner.ui.board.workbook import board_rows
from tests.services.board.played_city import FIRST, ZONE, Player
from tests.services.control_story import Town, make_town

TODAY = FIRST + timedelta(days=50)
T = translator("ru", ZONE, TODAY)


@pytest.fixture(scope="module")
def city(module_database: Database) -> Iterator[tuple[Session, Town]]:
    with module_database.transaction() as session:
        session.add(City(id=1, timezone=ZONE))
        town = make_town(session)
        Player(session, town, random.Random(5)).play(50)
        yield session, town


@pytest.fixture
def played(city: tuple[Session, Town]) -> Iterator[tuple[Session, Town]]:
    """The city as it was played, whatever a test changes."""
    session, town = city
    with session.begin_nested() as changes:
        yield session, town
        changes.rollback()
    session.expire_all()


def the_board(session: Session, town: Town) -> Board:
    return board_of(session, town.olga, BoardPeriod.YEAR, today=TODAY)


def test_every_number_opens_a_list_of_as_many(played: tuple[Session, Town]) -> None:
    session, town = played
    sheet = sheet_html(T, the_board(session, town), sort="")
    ways = re.findall(r"<a href='/issues\?([^']*)' target='_self'[^>]*>([^<]*)</a>", sheet)

    said, found = {}, {}
    for query, words in ways:
        if "counted=" in query or "%" in words:  # of work, of which an issue may have several
            continue
        said[query] = int(words)
        wanted = IssueFilter.from_query(dict(parse_qsl(unescape(query))))
        found[query] = list_issues(session, town.olga, wanted, today=TODAY).total

    assert said == found
    assert len(said) > 30


def test_agencies_by_districts_have_all_that_is_open(played: tuple[Session, Town]) -> None:
    session, town = played
    for number in (1, 2):  # one that nobody has, one of an agency
        given = col(Issue.agency_id).is_not(None) if number == 1 else col(Issue.agency_id).is_(None)
        issue = session.exec(select(Issue).where(col(Issue.state).in_(OPEN_ISSUE_STATES), given)).first()
        assert issue is not None
        issue.district_id = None
    session.flush()
    # Of a period that no other test asks for: what they took back has the same marks, and figures are kept by these.
    board = board_of(session, town.olga, BoardPeriod.MONTH, today=TODAY)

    table = cells_table(T, board)

    told = {
        query: int(words) for query, words in re.findall(r"<a href='/issues\?([^']*)' target='_self'>(\d+)</a>", table)
    }
    wanted = {query: IssueFilter.from_query(dict(parse_qsl(unescape(query)))) for query in told}
    assert sum(told.values()) == board.total.open > 0
    assert {each.without for each in wanted.values()} == {"", "agency", "district", "both"}
    assert told == {query: list_issues(session, town.olga, each, today=TODAY).total for query, each in wanted.items()}


def test_no_figure_stands_without_its_list(played: tuple[Session, Town]) -> None:
    session, town = played
    sheet = sheet_html(T, the_board(session, town), sort="")

    cells = re.findall(
        r"<(?:td|b)(?: class='little')?>(?:<span class='bar[^>]*><i [^>]*></i></span>)?(.*?)</(?:td|b)>", sheet
    )
    bare = [cell for cell in cells if "<a " not in cell and re.search(r"[1-9]", re.sub(r"\d+\.\d+(\.\d+)?", "", cell))]
    rest = re.findall(r"<p class='rest'>(.*?)</p>", sheet)[0].split(" · ")

    assert bare == []
    assert [part for part in rest if re.search(r"[1-9]\d*$", part)] == []


def test_figures_of_work_open_the_issues_that_they_were_counted_from(played: tuple[Session, Town]) -> None:
    session, town = played
    board = the_board(session, town)

    for column, figure in (("handed_over", board.discipline.handed_over), ("found", board.discipline.checked)):
        found = list_issues(session, town.olga, counted_of(column, board), today=TODAY).total
        of_agencies = [
            list_issues(session, town.olga, counted_of(column, board, id_of(row.agency)), today=TODAY).total
            for row in board.agencies
            if row.agency
        ]
        assert 0 < found <= figure
        assert sum(of_agencies) >= found


def test_typed_names_are_escaped(played: tuple[Session, Town]) -> None:
    session, town = played
    session.get_one(Agency, town.roads).name = "<b>Roads & sons</b>"
    session.flush()

    sheet = sheet_html(T, the_board(session, town), sort="")

    assert "<b>Roads" not in sheet
    assert "&lt;b&gt;Roads &amp; sons&lt;/b&gt;" in sheet


@pytest.mark.parametrize("column", ["open", "in_time", "days", "found"])
def test_a_head_sorts_by_its_column_and_leaves_nobodys_at_the_end(played: tuple[Session, Town], column: str) -> None:
    session, town = played
    board = the_board(session, town)

    rows = sorted_agencies(board, column)

    assert rows[-1].agency is None
    assert {id(row) for row in rows} == {id(row) for row in board.agencies}
    heads = re.findall(r"aria-sort='descending'><a href='([^']*)'", sheet_html(T, board, sort=column))
    assert [dict(parse_qsl(urlsplit(unescape(way)).query)) for way in heads] == [{"period": "year", "sort": column}]


def test_the_workbook_has_the_same_figures_and_their_sum(played: tuple[Session, Town]) -> None:
    session, town = played
    board = the_board(session, town)

    columns, rows = board_rows(T, board)

    assert {len(row) for row in rows} == {len(columns)}
    assert rows[-1][0] == "Всего"
    assert rows[-1][1:3] == [board.total.open, board.total.overdue]
    assert sum(row[1] for row in rows[:-1] if isinstance(row[1], int)) == board.total.open
