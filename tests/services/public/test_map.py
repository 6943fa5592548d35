"""The map that moves shows and counts what the list finds, whose place everybody may know: nothing else, after every change."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.errors import NotFound
from planner.domain.geo import Box
from planner.domain.models import City, Issue, PublicIssue
from planner.domain.models.types import id_of
from planner.domain.open_filter import OpenFilter, OpenLook, open_look
from planner.services.issues.columns import IssueColumns
from planner.services.issues.issues import edit_issue
from planner.services.issues.withdraw import withdraw_issue
from planner.services.public.deciding import keep_issue, undo_decisions
from planner.services.public.map import OpenView, view_open_issues
from planner.services.public.openness import shown_issues
from tests.services.control_story import TODAY
from tests.services.public_story import NOW, OpenScene, log, open_scene, publish

WORLD = Box(-85, -180, 85, 180)
YARD = Box(50.26, 127.53, 50.28, 127.55)
FILTERS = (
    OpenFilter(),
    *(OpenFilter(look=each) for each in OpenLook),
    OpenFilter(district=1),
    OpenFilter(topic=2, look=OpenLook.WORK),
    OpenFilter(agency=1),
)


def view(
    database: Database,
    columns: IssueColumns,
    wanted: OpenFilter | None = None,
    *,
    box: Box | None = WORLD,
    zoom: int = 3,
    now: datetime = NOW,
) -> OpenView:
    """What a stranger is shown."""
    with database.reading() as session:
        return view_open_issues(session, columns, wanted or OpenFilter(), box=box, zoom=zoom, now=now)


def counted(shown: OpenView) -> int:
    """How many are on it, as pins or in groups."""
    return len(shown.pins) + sum(each.count for each in shown.clusters)


def expected(session: Session, wanted: OpenFilter) -> list[int]:
    """The numbers of what the database shows everybody, with a place."""
    query = select(Issue, PublicIssue).join(PublicIssue).where(shown_issues(NOW))
    return sorted(
        id_of(issue)
        for issue, copy in session.exec(query)
        if issue.placed
        and not copy.place_closed
        and wanted.look in (None, open_look(issue.state, issue.outcome, issue.due_on, TODAY))
        and wanted.district in (None, issue.district_id)
        and wanted.topic in (None, issue.category_id)
        and wanted.agency in (None, issue.agency_id)
    )


def test_map_counts_what_the_database_shows_after_every_change(database: Database) -> None:
    chance = random.Random(7)
    with database.transaction() as session:
        city = open_scene(session)
        topics = (city.scene.town.potholes, city.scene.lights)
        for at in range(40):
            spot: dict[str, Any] = {"lat": 50.2 + chance.random() / 10, "lon": 127.5 + chance.random() / 10}
            issue = log(session, city.scene, category_id=chance.choice(topics), **spot)
            if at % 4:
                publish(session, city, issue)
    columns = IssueColumns(database)

    for _ in range(6):
        with database.transaction() as session:
            for issue in session.exec(select(Issue)).all():
                issue.internal, issue.deleted = chance.random() < 0.2, chance.random() < 0.2
                issue.placed = chance.random() < 0.8
                issue.public_from = chance.choice([None, NOW, NOW - timedelta(days=1), NOW + timedelta(microseconds=1)])
                issue.due_on = TODAY - timedelta(days=chance.randrange(3))
            for copy in session.exec(select(PublicIssue)).all():
                copy.place_closed = chance.random() < 0.3
        for wanted in FILTERS:
            with database.reading() as session:
                numbers = expected(session, wanted)
            far, near = (view(database, columns, wanted, zoom=zoom) for zoom in (3, 18))
            assert (far.total, counted(far), counted(near)) == (len(numbers),) * 3
            assert {each.number for each in far.pins} <= {*numbers}
            assert view(database, columns, wanted, box=None).total == len(numbers)


def _embargo(session: Session, city: OpenScene, issue: Issue) -> None:
    publish(session, city, issue, shown_from=NOW + timedelta(hours=1))


def _close_place(session: Session, city: OpenScene, issue: Issue) -> None:
    publish(session, city, issue, place_closed=True)


def _keep(session: Session, city: OpenScene, issue: Issue) -> None:
    publish(session, city, issue)
    keep_issue(session, city.inna, id_of(issue), now=NOW)


def _make_internal(session: Session, city: OpenScene, issue: Issue) -> None:
    publish(session, city, issue)
    edit_issue(session, city.scene.town.olga, id_of(issue), internal=True, now=NOW)


def _withdraw(session: Session, city: OpenScene, issue: Issue) -> None:
    publish(session, city, issue)
    withdraw_issue(session, city.scene.town.olga, id_of(issue), now=NOW)


def _undo(session: Session, city: OpenScene, issue: Issue) -> None:
    decision = publish(session, city, issue)
    undo_decisions(session, city.inna, [id_of(decision)], now=NOW)


def _lose_place(session: Session, city: OpenScene, issue: Issue) -> None:
    publish(session, city, issue)
    issue.placed = False


def _wait(session: Session, city: OpenScene, issue: Issue) -> None:
    """Nobody decides."""


@pytest.mark.parametrize(
    "hide",
    [_wait, _embargo, _close_place, _keep, _make_internal, _withdraw, _undo, _lose_place],
    ids=lambda each: each.__name__,
)
@pytest.mark.parametrize("known", [False, True], ids=["read anew", "followed"])
def test_what_is_not_public_is_neither_shown_nor_counted(database: Database, hide: Any, known: bool) -> None:
    columns = IssueColumns(database)
    with database.transaction() as session:
        city = open_scene(session)
        publish(session, city, log(session, city.scene))
    alone = view(database, columns, zoom=18)
    with database.transaction() as session:
        hidden = log(session, city.scene, lat=50.2701, lon=127.5401, internal=False)
        far = log(session, city.scene, lat=50.21, lon=127.59)
        numbers = [id_of(hidden), id_of(far)]
    if known:
        view(database, columns)

    for number in numbers:
        with database.transaction() as session:
            hide(session, city, session.get_one(Issue, number))
    shown = [view(database, columns if known else IssueColumns(database), zoom=zoom) for zoom in (3, 12, 18)]

    assert [(each.total, counted(each), each.extent) for each in shown] == [(1, 1, alone.extent)] * 3
    assert [each.pins for each in shown] == [alone.pins] * 3


def test_place_that_is_closed_later_is_gone_at_once_and_comes_back(database: Database) -> None:
    columns = IssueColumns(database)
    with database.transaction() as session:
        city = open_scene(session)
        number = id_of(issue := log(session, city.scene))
        publish(session, city, issue)
    totals = [view(database, columns).total]

    for closed in (True, False):
        with database.transaction() as session:
            publish(session, city, session.get_one(Issue, number), place_closed=closed)
        totals.append(view(database, columns).total)

    assert totals == [1, 0, 1]


def test_embargo_ends_at_its_moment_without_a_change(database: Database) -> None:
    columns, later = IssueColumns(database), NOW + timedelta(hours=1)
    with database.transaction() as session:
        city = open_scene(session)
        publish(session, city, log(session, city.scene), shown_from=later)

    before, after = (view(database, columns, now=each).total for each in (later - timedelta(microseconds=1), later))

    assert (before, after) == (0, 1)


def test_far_away_issues_are_groups_and_close_by_the_first_of_them_are_told(database: Database) -> None:
    columns = IssueColumns(database)
    with database.transaction() as session:
        city = open_scene(session)
        for at in range(25):
            publish(session, city, log(session, city.scene, text=f"Яма {at}"), text=f"Яма {at}, открыто")
        publish(session, city, log(session, city.scene, lat=50.21, lon=127.59))

    far, near = view(database, columns), view(database, columns, box=YARD, zoom=18)

    assert ([each.count for each in far.clusters], far.pins) == ([26], [])
    assert ([(each.count, len(each.pins)) for each in near.clusters], near.total) == ([(25, 20)], 26)
    assert {pin.text for pin in near.clusters[0].pins} <= {f"Яма {at}, открыто" for at in range(25)}


def test_box_that_is_none_shows_nothing_and_a_city_without_pages_has_no_map(database: Database) -> None:
    columns = IssueColumns(database)
    with database.transaction() as session:
        city = open_scene(session)
        publish(session, city, log(session, city.scene))

    turned = view(database, columns, box=Box(51, 128, 50, 127))
    with database.transaction() as session:
        session.get_one(City, 1).open_pages = False

    assert (turned.total, counted(turned), turned.extent is None) == (1, 0, False)
    with pytest.raises(NotFound):
        view(database, columns)
