"""Tests of `planner.services.issues.map`: the map shows the same issues as the list, to everybody, after every change."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Invalid, NotAllowed
from planner.domain.geo import Box, Point, distance_m
from planner.domain.issue_filter import MINE, IssueFilter
from planner.domain.issue_look import IssueLook
from planner.domain.models import Issue
from planner.domain.models.types import id_of
from planner.domain.words import IssueState, Outcome, Severity
from planner.services.control.closing import close_issue
from planner.services.issues.columns import IssueColumns
from planner.services.issues.issues import edit_issue
from planner.services.issues.list import export_rows, list_issues
from planner.services.issues.map import Cluster, MapView, Pin, extent_of_issues, view_issues
from tests.services.control_story import an_instruction
from tests.services.issue_story import NOW, TODAY, Scene, log, set_scene

YARD = Box(50.2700, 127.5470, 50.2730, 127.5530)
"""So small that at zoom 19 each cell lists all its issues; the border of the two districts runs through it."""
WORLD = Box(-85, -180, 85, 180)

filters = st.builds(
    IssueFilter,
    district_id=st.sampled_from([None, None, 1, 2, 9]),
    agency_id=st.sampled_from([None, None, 1, 2]),
    category_id=st.sampled_from([None, None, 1, 2]),
    state=st.sampled_from([None, None, "open", *IssueState]),
    overdue=st.sampled_from([False, False, True]),
    tour_id=st.sampled_from([None, None, 1, 2]),
    text=st.sampled_from(["", "", "", "яма", "ЛЕНИНА 1", "17", "№ 5", "яма лампа", "ямка", "Oksana", "Roads"]),
    severity=st.sampled_from([None, None, None, *Severity]),
    author=st.sampled_from(["", "", "", "Olga", "Nobody"]),
    mine=st.sampled_from(["", "", "", *MINE]),
    raised_from=st.sampled_from([None, None, TODAY]),
    raised_to=st.sampled_from([None, None, TODAY - timedelta(days=1)]),
    due_from=st.sampled_from([None, None, TODAY]),
    due_to=st.sampled_from([None, None, TODAY + timedelta(days=2)]),
    ids=st.sampled_from([(), (), (3, 5, 7, 11, 9999)]),
)


@pytest.fixture
def yard(database: Database) -> Scene:
    """120 issues of every kind in one yard, for a test that changes them."""
    return make_yard(database)


@pytest.fixture(scope="module")
def standing_yard(module_database: Database) -> Scene:
    """The same in a database that all tests share which only look; to make it takes longer than they do."""
    return make_yard(module_database)


def make_yard(database: Database) -> Scene:
    chance = random.Random(5)
    with database.transaction() as session:
        scene = set_scene(session)
        for number in range(120):
            issue = log(
                session,
                scene,
                lat=chance.uniform(YARD.south, YARD.north),
                lon=chance.uniform(YARD.west, YARD.east),
                category_id=chance.choice([scene.town.potholes, scene.lights]),
                text=chance.choice(["Яма", "Лампа", ""]),
                address=f"Ленина, {number}",
                tour_id=chance.choice([None, scene.tour, scene.other_tour]),
                internal=chance.random() < 0.3,
            )
            _live(session, scene, issue, chance)
    return scene


def _live(session: Session, scene: Scene, issue: Issue, chance: random.Random) -> None:
    """Something happens to the issue, or nothing."""
    town = scene.town
    match chance.randrange(5):
        case 0 if issue.state is IssueState.NEW:
            close_issue(session, town.kira, id_of(issue), outcome=Outcome.FIXED, reason="Сделано", now=NOW)
        case 1:
            issue.deleted = True
        case 2 | 3:
            due_on = TODAY + timedelta(days=chance.randrange(9))
            helping = chance.choice([[], [town.parks]])
            agency = chance.choice([town.roads, town.parks])
            an_instruction(session, town, issue, agency_id=agency, due_on=due_on, co_executor_ids=helping)
            issue.due_on = due_on - timedelta(days=4)


def numbers_on(view: MapView) -> list[int]:
    return sorted(pin.id for pin in [*view.pins, *(pin for cluster in view.clusters for pin in cluster.pins)])


def everything(session: Session, actor: Actor, columns: IssueColumns, wanted: IssueFilter, zoom: int) -> MapView:
    return view_issues(session, actor, columns, wanted, box=YARD, zoom=zoom, today=TODAY)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(wanted=IssueFilter(text="яма", author="Olga"), zoom=15)
@given(wanted=filters, zoom=st.integers(10, 20))
def test_map_and_list_are_the_same_for_everybody(
    module_database: Database, standing_yard: Scene, standing_columns: IssueColumns, wanted: IssueFilter, zoom: int
) -> None:
    with module_database.reading() as session:
        for name, actor in standing_yard.everybody.items():
            listed = list_issues(session, actor, wanted, today=TODAY, page_size=200)
            ids = sorted(id_of(row.issue) for row in listed.rows)

            view = everything(session, actor, standing_columns, wanted, zoom)

            assert (view.total, view.in_view) == (listed.total, listed.total), name
            assert len(view.pins) + sum(cluster.count for cluster in view.clusters) == listed.total
            assert numbers_on(everything(session, actor, standing_columns, wanted, 19)) == ids
            assert sum(c.overdue for c in view.clusters) + sum(p.look is IssueLook.OVERDUE for p in view.pins) == sum(
                row.issue.state in (IssueState.ASSIGNED, IssueState.RETURNED)
                and row.issue.due_on is not None
                and row.issue.due_on < TODAY
                for row in listed.rows
            )


@pytest.fixture
def columns(database: Database) -> IssueColumns:
    return IssueColumns(database)


@pytest.fixture
def standing_columns(module_database: Database) -> IssueColumns:
    return IssueColumns(module_database)


def test_the_yard_has_something_to_leak_and_to_filter(
    module_database: Database, standing_yard: Scene, standing_columns: IssueColumns
) -> None:
    with module_database.reading() as session:
        totals = {
            name: everything(session, actor, standing_columns, IssueFilter(), 15).total
            for name, actor in standing_yard.everybody.items()
        }

    assert totals["organizer"] == totals["controller"] > totals["official of roads"]
    assert totals["official of roads"] != totals["official of parks"]
    assert totals["official of roads"] > totals["official of no agency"] == totals["tablet"] > 0


def changes(database: Database, scene: Scene) -> Iterator[str]:
    """Forty changes, each committed: new issues, moved ones, closed, deleted, instructed, hidden from the public."""
    chance = random.Random(11)
    for step in range(40):
        with database.transaction() as session:
            issue = session.get_one(Issue, chance.choice(session.exec(select(Issue.id).order_by(col(Issue.id))).all()))
            kind = chance.choice(["log", "move", "live", "hide", "restore"])
            if (issue.deleted or issue.state is IssueState.CLOSED) and kind in ("move", "live", "hide"):
                kind = chance.choice(["log", "restore"])
            lon = chance.uniform(YARD.west, YARD.east)
            if kind == "log":
                log(session, scene, lat=50.271, lon=lon)
            elif kind == "live":
                _live(session, scene, issue, chance)
            elif kind == "restore":
                issue.deleted = not issue.deleted
            else:
                changed: dict[str, Any] = {"lon": lon} if kind == "move" else {"internal": not issue.internal}
                edit_issue(session, scene.town.olga, id_of(issue), now=NOW, severity=Severity.DANGER, **changed)
        yield f"{step}: {kind}"


def test_columns_follow_every_change_as_if_loaded_anew(database: Database, yard: Scene) -> None:
    following, merging = IssueColumns(database), IssueColumns(database, merge_at=4)
    town = yard.town

    for told in changes(database, yard):
        anew = IssueColumns(database)
        with database.reading() as session:
            for actor in (town.olga, town.boris, yard.pyotr):
                views = [
                    everything(session, actor, columns, IssueFilter(), 19) for columns in (anew, following, merging)
                ]
                assert [numbers_on(view) for view in views] == [numbers_on(views[0])] * 3, told
                assert [view.total for view in views] == [views[0].total] * 3, told
    assert len(following.current().tail.id) > 4
    assert len(merging.current().tail.id) <= 4


def test_columns_do_not_see_what_is_not_committed(database: Database, yard: Scene, columns: IssueColumns) -> None:
    before = columns.current()
    with database.reading() as session:  # never commits
        log(session, yard)
        during = columns.current()
        session.rollback()
    after = columns.current()

    assert [len(held.base.id) + len(held.tail.id) for held in (before, during, after)] == [len(before.base.id)] * 3


def test_columns_see_a_transaction_that_commits_late(database: Database, yard: Scene, columns: IssueColumns) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time")
    columns.current()
    with database.transaction() as slow:
        late = id_of(log(slow, yard, text="Поздно"))  # takes the smaller mark
        with database.transaction() as quick:
            early = id_of(log(quick, yard, text="Рано"))
        between = columns.current().tail.id.tolist()
    after = columns.current().tail.id.tolist()

    assert (between, sorted(after)) == ([early], sorted([late, early]))


def test_columns_of_a_restored_dump_follow_changes(database: Database, yard: Scene, columns: IssueColumns) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite's marks come with the file")
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE issue SET rev = 9000000000000"))
    columns.current()
    with database.transaction() as session:
        new = log(session, yard).id

    held = [columns.current() for _ in range(3)][-1]

    assert (held.tail.id.tolist(), held.version) == ([new], 1)


def test_search_on_the_map_follows_changes(database: Database, yard: Scene, columns: IssueColumns) -> None:
    wanted = IssueFilter(text="фонтан")
    with database.reading() as session:
        assert everything(session, yard.town.olga, columns, wanted, 15).total == 0
    with database.transaction() as session:
        log(session, yard, text="Фонтан", lat=50.271, lon=127.548)

    with database.reading() as session:
        assert everything(session, yard.town.olga, columns, wanted, 15).total == 1


def test_single_issue_is_a_pin_at_its_place_with_words(database: Database, columns: IssueColumns) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        line = [[50.27, 127.54], [50.28, 127.54]]
        issue = log(session, scene, line=line, address="Ленина, 1", category_id=scene.lights)
    boris = Actor(name="Boris", roles=scene.town.boris.roles, person_id=scene.town.boris.person_id, language="en")

    with database.reading() as session:
        view = view_issues(session, boris, columns, IssueFilter(), box=WORLD, zoom=12, today=TODAY)

    pin = view.pins[0]
    assert (view.total, view.in_view, len(view.pins), len(view.clusters)) == (1, 1, 1, 0)
    assert (pin.id, pin.lat, pin.lon, pin.line, pin.look) == (issue.id, issue.lat, issue.lon, line, IssueLook.NEW)
    assert (pin.category, pin.address) == ("Lights", "Ленина, 1")


def test_marks_do_not_lie_on_each_other(
    module_database: Database, standing_yard: Scene, standing_columns: IssueColumns
) -> None:
    with module_database.reading() as session:
        view = everything(session, standing_yard.town.olga, standing_columns, IssueFilter(), 16)

    shown: list[Pin | Cluster] = [*view.pins, *view.clusters]
    marks = [Point(mark.lat, mark.lon) for mark in shown]
    metres_of_40_pixels = 40 * 156_543 * 0.639 / 2**16
    gaps = [distance_m(a, b) for a in marks for b in marks if a != b]
    assert len(marks) > 5
    assert min(gaps) > metres_of_40_pixels


def test_view_of_another_part_of_the_map_is_empty(
    module_database: Database, standing_yard: Scene, standing_columns: IssueColumns
) -> None:
    with module_database.reading() as session:
        view = view_issues(
            session,
            standing_yard.town.olga,
            standing_columns,
            IssueFilter(),
            box=Box(10, 10, 11, 11),
            zoom=12,
            today=TODAY,
        )

    assert (view.in_view, list(view.pins), list(view.clusters)) == (0, [], [])
    assert view.total > 0


def test_extent_holds_all_that_matches(
    module_database: Database, standing_yard: Scene, standing_columns: IssueColumns
) -> None:
    with module_database.reading() as session:
        nothing = extent_of_issues(
            session, standing_yard.town.olga, standing_columns, IssueFilter(text="нет"), today=TODAY
        )
        extent = extent_of_issues(
            session, standing_yard.town.olga, standing_columns, IssueFilter(district_id=2), today=TODAY
        )
        rows = list(export_rows(session, standing_yard.town.olga, IssueFilter(district_id=2), today=TODAY))

    assert nothing is None
    assert extent is not None
    exact = Box(min(r.lat for r in rows), min(r.lon for r in rows), max(r.lat for r in rows), max(r.lon for r in rows))
    assert [abs(a - b) < 0.0004 for a, b in zip(extent, exact, strict=True)] == [True] * 4


def test_map_without_issues_is_empty(database: Database, columns: IssueColumns) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
    with database.reading() as session:
        view = everything(session, scene.town.olga, columns, IssueFilter(overdue=True), 19)
        extent = extent_of_issues(session, scene.town.olga, columns, IssueFilter(), today=TODAY)

    assert (view.total, view.in_view, extent) == (0, 0, None)


@pytest.mark.parametrize(
    "box", [Box(2, 0, 1, 1), Box(0, 2, 1, 1), Box(float("nan"), 0, 1, 1), Box(0, 0, 91, 1), Box(0, -181, 1, 1)]
)
def test_view_of_an_impossible_box_is_refused(database: Database, columns: IssueColumns, box: Box) -> None:
    with database.transaction() as session:
        olga = set_scene(session).town.olga

        with pytest.raises(Invalid, match=r"^issues\.error\.view$"):
            view_issues(session, olga, columns, IssueFilter(), box=box, zoom=12, today=TODAY)


@pytest.mark.parametrize("zoom", [0, 3, 19, 25, 99])
def test_view_of_the_whole_world_is_bounded(
    module_database: Database, standing_yard: Scene, standing_columns: IssueColumns, zoom: int
) -> None:
    with module_database.reading() as session:
        view = view_issues(
            session, standing_yard.town.olga, standing_columns, IssueFilter(), box=WORLD, zoom=zoom, today=TODAY
        )

    assert (view.in_view, len(view.pins) + len(view.clusters)) == (view.total, 1)


def test_map_is_refused_to_strangers(
    module_database: Database, standing_yard: Scene, standing_columns: IssueColumns
) -> None:
    with module_database.reading() as session:
        with pytest.raises(NotAllowed):
            everything(session, STRANGER, standing_columns, IssueFilter(), 12)
        with pytest.raises(NotAllowed):
            extent_of_issues(session, STRANGER, standing_columns, IssueFilter(), today=TODAY)
