"""Figures of the board are kept while nothing changes, and counted anew after any step, by whichever process it was made."""

from datetime import timedelta

from sqlmodel import Session

from planner.database import Database, open_database
from planner.domain.board import BoardPeriod
from planner.domain.models.types import id_of
from planner.services.board.board import board_of
from planner.services.board.kept import Figures, kept
from tests.services.control_story import TODAY, Town, an_instruction, an_issue, make_town


def overdue(database: Database, town: Town, days: int) -> int:
    with database.reading() as session:
        return board_of(session, town.olga, BoardPeriod.YEAR, today=TODAY + timedelta(days=days)).total.overdue


def test_figures_are_kept_until_something_is_done(database: Database, database_url: str) -> None:
    with database.transaction() as session:
        town = make_town(session)
        issue = id_of(an_issue(session, town))
    other = open_database(database_url)

    counted: list[Figures] = []

    def count() -> Figures:
        counted.append(({}, [], []))
        return counted[-1]

    for step in (False, False, True, False):
        if step:
            with other.transaction() as session:
                an_instruction(session, town, an_issue(session, town, id=issue + 1))
        with database.reading() as session:
            kept(session, "x", count)
    other.close()

    assert len(counted) == 2


def test_a_board_follows_each_step_and_each_day(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        issue = an_issue(session, town)
        before = overdue_in(session, town)
        an_instruction(session, town, issue)

    assert before == 0
    assert [overdue(database, town, days) for days in (7, 8, 8, 7)] == [0, 1, 1, 0]


def overdue_in(session: Session, town: Town) -> int:
    return board_of(session, town.olga, BoardPeriod.YEAR, today=TODAY + timedelta(days=8)).total.overdue
