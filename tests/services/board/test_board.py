"""Every figure of the board is the one that is counted by hand from the history, after months that were played day by day."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.board import BoardPeriod, Discipline, Standing, month_starts, span_of
from planner.domain.errors import NotAllowed
from planner.domain.models import City, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Outcome
from planner.services.board.board import MONTHS, board_of
from planner.services.board.discipline import disciplines_of
from planner.services.board.standing import standing_of
from planner.services.control.closing import close_issue
from planner.services.control.hand_overs import ask_hand_over, hand_over
from planner.services.control.instructions import accept_report, extend_deadline, report_done
from tests.services.board.played_city import FIRST, ZONE, History, Player
from tests.services.control_story import DUE, Town, a_photo, an_instruction, an_issue, make_town

QUIET = 14
DAYS = 90


@pytest.fixture(scope="module")
def played(module_database: Database) -> Iterator[tuple[Session, Town]]:
    """A city after some months, for looking."""
    with module_database.transaction() as session:
        session.add(City(id=1, timezone=ZONE, quiet_days=QUIET))
        town = make_town(session)
        Player(session, town, random.Random(1)).play(DAYS)
        yield session, town


def test_every_figure_is_the_one_counted_from_the_history(played: tuple[Session, Town]) -> None:
    (session, town), today = played, FIRST + timedelta(days=DAYS)
    history = History(session)

    for period in BoardPeriod:
        board, span = board_of(session, town.olga, period, today=today), span_of(period, today)
        counted = history.discipline(span)

        assert dict(board.cells) == history.standing(today, QUIET)
        assert board.total == sum(history.standing(today, QUIET).values(), Standing())
        assert disciplines_of(session, town.olga, [span], zone=ZONE) == [counted]
        assert board.discipline == sum(counted.values(), Discipline())
        before = None if span.before is None else sum(history.discipline(span.before).values(), Discipline())
        assert board.before == before
        told = [(month.raised, month.ended, month.fixed, month.open) for month in board.months]
        assert told == history.months(month_starts(today, MONTHS))
        tours = {tour.id: tour for tour in session.exec(select(Tour))}
        rounds = {r.tour_id: (r.raised, r.decided, r.fixed, r.open, r.fixed_soon) for r in board.rounds}
        assert rounds == {number: history.round(tours[number]) for number in rounds}


def test_a_played_city_has_something_of_everything(played: tuple[Session, Town]) -> None:
    session, town = played

    board = board_of(session, town.olga, BoardPeriod.ALL, today=FIRST + timedelta(days=DAYS))

    assert min(vars(board.total).values()) > 0
    assert min(value for name, value in vars(board.discipline).items() if name != "days") > 0
    assert len(board.rounds) == 6
    assert [row.agency is None for row in board.agencies] == [False, False, False, True]


@pytest.mark.parametrize(("on", "late"), [(DUE, 0), (DUE + timedelta(days=1), 1)])
def test_a_hand_over_leaves_the_delay_with_the_old_agency(session: Session, town: Town, on: date, late: int) -> None:
    session.add(City(id=1, timezone=ZONE))
    given = id_of(an_instruction(session, town, an_issue(session, town), due_on=DUE))
    moment = datetime.combine(on, time(23, 30), ZoneInfo(ZONE))
    ask_hand_over(session, town.oksana, given, agency_id=town.parks, reason="Не наше", now=moment)
    hand_over(session, town.boris, given, now=moment)
    extend_deadline(session, town.kira, given, until=DUE + timedelta(days=30), now=moment, today=on)

    span = span_of(BoardPeriod.ALL, DUE + timedelta(days=9))
    (found,) = disciplines_of(session, town.olga, [span], zone=ZONE)

    assert found == {town.roads: Discipline(late=late, handed_over=1)}


def test_who_may_not_see_the_board_is_refused(session: Session, town: Town) -> None:
    with pytest.raises(NotAllowed):
        board_of(session, town.oksana, BoardPeriod.YEAR, today=date(2026, 11, 23))
    with pytest.raises(NotAllowed):
        standing_of(session, town.oksana, today=date(2026, 11, 23), quiet_days=QUIET, zone=ZONE)


@pytest.mark.parametrize(("repeats_another", "found"), [(False, 0), (True, 1)])
def test_what_comes_again_was_not_found_done(session: Session, town: Town, repeats_another: bool, found: int) -> None:
    session.add(City(id=1, timezone=ZONE))
    moment = datetime.combine(DUE, time(12), ZoneInfo(ZONE))
    issue = an_issue(session, town)
    given = id_of(an_instruction(session, town, issue, due_on=DUE))
    report_done(session, town.oksana, given, text="Готово", photo_ids=[a_photo(session, issue)], now=moment)
    accept_report(session, town.kira, given, outcome=Outcome.FIXED, text="Да", now=moment)
    again, other = an_issue(session, town), an_issue(session, town)
    again.again_of_id = issue.id
    if repeats_another:
        merge: dict[str, Any] = {"outcome": Outcome.DUPLICATE, "reason": "Одно и то же", "duplicate_of_id": other.id}
        close_issue(session, town.kira, id_of(again), now=moment, **merge)

    (counted,) = disciplines_of(session, town.olga, [span_of(BoardPeriod.ALL, DUE + timedelta(days=9))], zone=ZONE)

    assert (counted[town.roads].checked, counted[town.roads].found) == (1, found)
