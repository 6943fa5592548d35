"""Tests of `planner.services.search.paged`: what is walked, capped or looked up is the same list."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import chain, cycle
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.issue_filter import SORTS, IssueFilter
from planner.domain.models import Agency
from planner.domain.words import IssueState, Severity
from planner.services.issues.list import IssuePage, list_issues
from planner.services.search import paged
from tests.services.control_story import an_instruction
from tests.services.issue_story import NOW, TODAY, Scene, log, set_scene

MOST = 10**9


@pytest.fixture
def many(database: Database) -> Scene:
    """Seventy issues that differ in all that lists are sorted by; some are internal."""
    chance = random.Random(5)
    with database.transaction() as session:
        scene = set_scene(session)
        agencies = [None, *session.exec(select(Agency.id).order_by(col(Agency.id)))]
        for number in range(70):
            said = f"{chance.choice(['Яма', 'Лужа', 'Не горит фонарь'])} {number % 7}"
            issue = log(session, scene, text=said, internal=number % 9 == 0, now=NOW - timedelta(hours=number // 2))
            if number % 3 == 0:
                given = an_instruction(session, scene.town, issue, text="Устранить")
                given.due_on = TODAY + timedelta(days=chance.randint(-5, 5))
            issue.state = chance.choice(list(IssueState))
            issue.due_on = chance.choice([None, TODAY + timedelta(days=chance.randint(-5, 5))])
            issue.severity = chance.choice(list(Severity))
            issue.supporters = chance.choice([0, 0, 1, 7, 12, 15])
            issue.agency_id = chance.choice(agencies)
            issue.raised_by = chance.choice(["Синицына Анна", "Ольга"])
    return scene


def set_bounds(monkeypatch: pytest.MonkeyPatch, *, few: int, many: int, most: int = MOST) -> None:
    for name, value in {"FEW": few, "MANY": many, "MOST_COUNTED": most}.items():
        monkeypatch.setattr(paged, name, value)


def all_pages(session: Session, actor: Actor, wanted: IssueFilter) -> list[list[int | None]]:
    first = list_issues(session, actor, wanted, today=TODAY, page_size=34)
    others = [list_issues(session, actor, wanted, today=TODAY, page=n, page_size=34) for n in range(2, first.pages + 2)]
    return [[page.total, page.page, *(row.issue.id for row in page.rows)] for page in (first, *others)]


FILTERS = (
    *(IssueFilter(sort=sort) for sort in ("", *SORTS)),
    *(IssueFilter(overdue=True, sort=sort) for sort in ("", "state", "-severity")),
    *(IssueFilter(state=IssueState.REPORTED, sort=sort) for sort in ("", "state", "-due")),
    *(IssueFilter(severity=Severity.DANGER, sort=sort) for sort in ("", "severity", "agency")),
    IssueFilter(mine="raised"),
    *(
        IssueFilter(text=typed)
        for typed in ("яма", "лужи", "ямы устранить", "фанарь", "дороги", "3", "синицына", "№ 7")
    ),
    *(IssueFilter(text="фонари", state="open", sort=sort) for sort in ("", "supported", "-agency", "late")),
    *(IssueFilter(text=typed, author="синицына") for typed in ("", "яма")),
)


def test_pages_are_the_same_whether_walked_or_sorted(
    database: Database, many: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.reading() as session:
        for wanted, actor in zip(FILTERS, cycle([many.town.olga, many.town.oksana, many.town.oksana]), strict=False):
            set_bounds(monkeypatch, few=MOST, many=MOST)
            sorted_ones = all_pages(session, actor, wanted)
            set_bounds(monkeypatch, few=0, many=1)
            walked = all_pages(session, actor, wanted)

            assert walked == sorted_ones, wanted


def test_words_of_very_many_are_counted_no_further_than_the_bound(
    database: Database, many: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = IssueFilter(text="яма")
    with database.reading() as session:

        def page(number: int = 1, **also: object) -> IssuePage:
            asked = IssueFilter(text="яма", **also)  # type: ignore[arg-type]
            return list_issues(session, many.town.olga, asked, today=TODAY, page=number, page_size=5)

        whole = list(chain(*(each[2:] for each in all_pages(session, many.town.olga, wanted)[:-1])))
        set_bounds(monkeypatch, few=0, many=20, most=12)
        first, past = page(), page(99)
        some = page(state=IssueState.NEW)

        shown = [[row.issue.id for row in each.rows] for each in (first, past)]
        assert shown == [whole[:5], whole[10:15]]
        assert [(p.total, p.more, p.page, p.pages) for p in (first, past)] == [(12, True, 1, 3), (12, True, 3, 3)]
        assert not some.more
        assert [row.issue.state for row in some.rows] == [IssueState.NEW] * min(5, some.total)


def test_number_of_queries_does_not_grow_with_the_list(
    database: Database, many: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {}
    for bounds in ((MOST, MOST), (0, 1)):
        set_bounds(monkeypatch, few=bounds[0], many=bounds[1], most=20)
        with database.reading() as session, asked_of(database) as queries:
            for name, wanted in {"all": IssueFilter(), "word": IssueFilter(text="яма")}.items():
                queries.clear()
                list_issues(session, many.town.olga, wanted, today=TODAY)
                counts[name, bounds[0]] = len(queries)

    assert counts["all", 0] - counts["all", MOST] in (0, 1, 2)
    assert counts["word", 0] - counts["word", MOST] in (0, 1, 2, 3)


def test_page_of_a_long_list_is_read_from_an_index_in_its_order(
    database: Database, many: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last stretch, in which nearly all issues are, and the stretch of a word: nothing is sorted but what is of one day."""
    set_bounds(monkeypatch, few=0, many=1)
    with database.reading() as session, asked_of(database) as queries:
        list_issues(session, many.town.olga, IssueFilter(), today=TODAY, page_size=80)
        list_issues(session, many.town.olga, IssueFilter(sort="severity"), today=TODAY)
    walks = [asked for asked in queries if "SELECT issue.id" in asked[0] and "ORDER BY issue.created_at" in asked[0]]

    plans = [plan_of(database, *walk) for walk in walks]

    assert plans
    for plan in plans:
        assert "issue_newest" in plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


def test_words_of_very_many_are_looked_up_once_and_no_further_than_the_bound(
    database: Database, many: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No statement collects all that have the word."""
    set_bounds(monkeypatch, few=0, many=4, most=2)
    with database.reading() as session, asked_of(database) as queries:
        found = list_issues(session, many.town.olga, IssueFilter(text="яма"), today=TODAY, page_size=2)
    looked_up = [asked for asked, _ in queries if "MATCH" in asked or "issues_with_words" in asked or "@@" in asked]

    bounded = [asked for asked in looked_up if "LIMIT" in asked]

    assert (found.total, found.more) == (2, True)
    assert bounded == looked_up
    assert "issues_with_words" not in "".join(looked_up)


@contextmanager
def asked_of(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements of the body with their values."""
    asked: list[tuple[str, Any]] = []

    def note(connection: object, cursor: object, statement: str, values: object, *_: object) -> None:
        asked.append((" ".join(statement.split()), values))

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


def plan_of(database: Database, statement: str, values: Any) -> str:
    """How the database would find it; PostgreSQL as it does with more rows than a test has."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        else:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_bitmapscan = off"))
            connection.execute(text("SET LOCAL enable_sort = off"))
            connection.execute(text("SET LOCAL enable_incremental_sort = off"))
            rows = connection.exec_driver_sql(f"EXPLAIN {statement}", values).all()
    return "\n".join(row[-1] for row in rows)
