"""Tests of `planner.services.issues.list`: who finds which issues, in which order, and what an export holds."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed
from planner.domain.issue_filter import SORTS, IssueFilter
from planner.domain.models import Agency, Category, City, Issue, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import RULES, Action, may
from planner.domain.words import IssueState, Outcome, Severity, TourState
from planner.services.control.closing import close_issue
from planner.services.control.instructions import report_done
from planner.services.issues.issues import edit_issue
from planner.services.issues.list import IssuePage, export_rows, filter_choices, list_issues, matches
from tests.services.control_story import a_photo, an_instruction
from tests.services.issue_story import HOSTILE, NOW, TODAY, Scene, log, set_scene


def found(session: Session, actor: Actor, **wanted: object) -> list[int | None]:
    page = list_issues(session, actor, IssueFilter(**wanted), today=TODAY)  # type: ignore[arg-type]
    return [row.issue.id for row in page.rows]


def due(session: Session, scene: Scene, days: int, **fields: Any) -> Issue:
    """An issue with an instruction for the road agency that falls due so many days from today."""
    issue = log(session, scene, **fields)
    an_instruction(session, scene.town, issue, due_on=TODAY + timedelta(days=days))
    return issue


def an_overdue(session: Session, scene: Scene, **fields: Any) -> Issue:
    issue = due(session, scene, 5, **fields)
    issue.due_on = TODAY - timedelta(days=1)
    session.flush()
    return issue


def test_list_has_overdue_first_then_by_date_then_the_newest(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        old, new = log(session, scene), log(session, scene, now=NOW + timedelta(hours=1))
        late, later, soon = an_overdue(session, scene), an_overdue(session, scene), due(session, scene, 1)
        today = due(session, scene, 0)
        late.due_on, later.due_on = TODAY - timedelta(days=9), TODAY - timedelta(days=2)

        assert found(session, scene.town.olga) == [i.id for i in (late, later, today, soon, new, old)]


def test_list_is_paged_and_never_past_its_end(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        ids = [log(session, scene, now=NOW - timedelta(minutes=n)).id for n in range(5)]

        def page(number: int) -> IssuePage:
            return list_issues(session, scene.town.olga, IssueFilter(), today=TODAY, page=number, page_size=2)

        pages = {number: page(number) for number in (-3, 1, 2, 3, 4, 10**6)}
        empty = list_issues(session, scene.town.olga, IssueFilter(text="нет"), today=TODAY)

        told = {n: ([row.issue.id for row in p.rows], p.total, p.page, p.pages) for n, p in pages.items()}
        first, last = (ids[:2], 5, 1, 3), (ids[4:], 5, 3, 3)
        assert told == {-3: first, 1: first, 2: (ids[2:4], 5, 2, 3), 3: last, 4: last, 10**6: last}
        assert (list(empty.rows), empty.total, empty.page, empty.pages) == ([], 0, 1, 1)


def test_list_by_each_filter_finds_what_it_says(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        town, olga = scene.town, scene.town.olga
        hole = log(session, scene, text="Яма")
        lamp = log(session, scene, category_id=scene.lights, lon=127.57, tour_id=scene.tour)
        late = an_overdue(session, scene, lon=127.7)
        done = due(session, scene, 5, lon=127.7)
        close_issue(session, town.kira, id_of(hole), outcome=Outcome.FIXED, reason="Сделано", now=NOW)
        proof = a_photo(session, done)
        session.flush()
        report_done(session, town.oksana, 2, text="Сделано", photo_ids=[proof], now=NOW)

        assert found(session, olga, category_id=scene.lights) == [lamp.id]
        assert found(session, olga, district_id=scene.east) == [lamp.id]
        assert found(session, olga, district_id=town.district) == [hole.id]
        assert found(session, olga, tour_id=scene.tour) == [lamp.id]
        assert found(session, olga, agency_id=town.roads) == [late.id, done.id]
        assert found(session, olga, agency_id=town.parks) == []
        assert found(session, olga, state=IssueState.CLOSED) == [hole.id]
        assert found(session, olga, state=IssueState.REPORTED) == [done.id]
        assert found(session, olga, state="open") == [late.id, done.id, lamp.id]
        assert found(session, olga, overdue=True) == [late.id]
        assert found(session, olga, overdue=True, category_id=scene.lights) == []


def test_list_by_days_severity_author_and_numbers(database: Database) -> None:
    """The days are the city's: what is raised at 20:00 UTC belongs to the next day in Yakutsk."""
    with database.transaction() as session:
        scene = set_scene(session)
        session.add(City(id=1, timezone="Asia/Yakutsk"))
        olga = scene.town.olga
        hole = log(session, scene, now=datetime(2026, 11, 20, 20, 0, tzinfo=UTC), severity=Severity.DANGER)
        lamp = log(session, scene, scene.pyotr, now=datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
        late = due(session, scene, 3, now=datetime(2026, 11, 1, tzinfo=UTC))

        assert found(session, olga, raised_from=date(2026, 11, 21)) == [hole.id]
        assert found(session, olga, raised_to=date(2026, 11, 20)) == [late.id, lamp.id]
        assert found(session, olga, raised_from=date(2026, 11, 20), raised_to=date(2026, 11, 20)) == [lamp.id]
        assert found(session, olga, due_from=TODAY, due_to=TODAY + timedelta(days=3)) == [late.id]
        assert found(session, olga, due_to=TODAY) == []
        assert found(session, olga, severity=Severity.DANGER) == [hole.id]
        assert found(session, olga, author="pyotr") == [lamp.id]
        assert found(session, olga, author="!") == []
        assert found(session, olga, ids=(id_of(hole), id_of(late), 999)) == [late.id, hole.id]


def test_list_of_what_is_mine(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        town = scene.town
        by_olga = due(session, scene, 3)
        by_oksana = log(session, scene, town.oksana)
        by_pyotr = log(session, scene, scene.pyotr)
        actors = (town.olga, town.oksana, town.boris, scene.pyotr)

        raised = [found(session, actor, mine="raised") for actor in actors]
        of_agency = [found(session, actor, mine="agency") for actor in actors]

        assert raised == [[by_olga.id], [by_oksana.id], [], [by_pyotr.id]]
        assert of_agency == [[], [by_olga.id], [], []]


def test_list_is_sorted_as_wished_both_ways(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        a = due(session, scene, 5, text="в", address="Б", severity=Severity.LOW, now=NOW - timedelta(days=3))
        b = due(session, scene, 2, text="б", address="А", severity=Severity.DANGER, now=NOW - timedelta(days=2))
        c = log(session, scene, text="а", address="В", now=NOW - timedelta(days=1))
        a.supporters, b.supporters, c.supporters = 1, 3, 2
        session.get_one(Agency, scene.town.parks).name = "АПарки"
        b.agency_id = scene.town.parks
        session.flush()

        def order(sort: str) -> str:
            names = {a.id: "a", b.id: "b", c.id: "c"}
            return "".join(names[number] for number in found(session, scene.town.olga, sort=sort))

        orders = {sort: order(sort) for sort in SORTS}

        assert orders == {
            **{"number": "abc", "-number": "cba", "raised": "abc", "-raised": "cba"},
            **{"due": "bac", "-due": "abc", "supported": "acb", "-supported": "bca"},
            **{"severity": "acb", "-severity": "bca", "text": "cba", "-text": "abc"},
            **{"address": "bac", "-address": "cab", "agency": orders["agency"], "-agency": orders["-agency"]},
            **{"state": "cba", "-state": "bac", "late": "cba", "-late": "cba"},
        }
        assert (orders["agency"][-1], orders["-agency"][-1]) == ("c", "c")


def test_found_words_are_told_where_cards_do_not_show_them(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Лужа\nрядом подвал", external_number="ПОДВАЛ-7")
        an_instruction(session, scene.town, issue, text="Осушить подвал")

        def told(actor: Actor) -> list[tuple[str, str]]:
            page = list_issues(session, actor, IssueFilter(text="подвалы"), today=TODAY)
            return [(part.value, text) for part, text in page.found_in[id_of(issue)]]

        instruction, text = ("instruction", "Осушить подвал"), ("text", "Лужа\nрядом подвал")
        assert told(scene.town.olga) == [text, ("external", "ПОДВАЛ-7"), instruction]
        assert told(scene.pyotr) == [text, instruction]


def test_words_that_are_closed_to_somebody_are_not_told(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Лужа", internal=True)
        an_instruction(session, scene.town, issue, text="Лужа у подвала")
        edit_issue(session, scene.town.kira, id_of(issue), now=NOW + timedelta(hours=1), internal=False)

        parts = {
            name: [part.value for part, _ in page.found_in[id_of(issue)]]
            for name, actor in scene.everybody.items()
            if (page := list_issues(session, actor, IssueFilter(text="лужа"), today=TODAY)).total
        }

        involved = ("organizer", "controller", "official of roads")
        assert parts == {n: ["text", "instruction"] if n in involved else ["text"] for n in scene.everybody}


def test_filter_that_depends_on_who_asks_is_no_bare_condition() -> None:
    with pytest.raises(ValueError, match="wanted_by"):
        matches(IssueFilter(text="яма"), TODAY)


def test_list_overdue_leaves_out_work_that_waits_for_verification(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        done = due(session, scene, 1)
        report_done(session, scene.town.oksana, 1, text="Сделано", photo_ids=[a_photo(session, done)], now=NOW)

        later = list_issues(session, scene.town.olga, IssueFilter(overdue=True), today=date(2027, 1, 1))

        assert (done.due_on, later.total) == (TODAY + timedelta(days=1), 0)


@pytest.mark.parametrize(
    ("searched", "matches"),
    [
        ("яма", True),
        ("ЯМА", True),
        ("подъезд", True),  # typed with ё in the text
        ("ПОДЪЁЗД", True),
        ("горького яма", True),
        ("горького  ЛЕНИНА", False),
        ("151", True),
        ("50%", True),
        ("5_%", False),
        ("5%х", False),
        ("a\\b", True),
        ("и\u0306од", True),  # й of two signs, as some keyboards send it
        ("' OR 1=1 --", False),
        ("\x00", True),  # nothing to look for
    ],
)
def test_search_knows_cyrillic_and_takes_every_sign_for_itself(
    database: Database, searched: str, matches: bool
) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="ЯМА у подъёзда, скидка 50%, a\\b, йод", address="ул. Горького, 151")

        assert found(session, scene.town.olga, text=searched) == ([issue.id] if matches else [])


def test_search_by_number_finds_the_issue_and_houses_of_that_number(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issues = [log(session, scene, now=NOW - timedelta(minutes=n)) for n in range(12)]
        house = log(session, scene, address="Ленина, 12", now=NOW - timedelta(days=1))

        numbers = {text: found(session, scene.town.olga, text=text) for text in ("12", "№ 12", "№12", "#12", "№ 999")}

        both = [issues[11].id, house.id]
        assert numbers == {"12": both, "№ 12": [12], "№12": [12], "#12": [12], "№ 999": []}


@pytest.mark.parametrize("text", HOSTILE)
def test_search_for_hostile_text_finds_it(database: Database, text: str) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text=text)
        log(session, scene)

        assert found(session, scene.town.olga, text=text) == [issue.id]


def test_list_hides_internal_issues_from_those_who_may_not_see_them(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        shown, secret = log(session, scene).id, due(session, scene, 3, internal=True).id
        gone = log(session, scene)
        gone.deleted = True
        session.flush()

        lists = {name: found(session, actor) for name, actor in scene.everybody.items()}

        assert lists == {
            "organizer": [secret, shown],
            "controller": [secret, shown],
            "official of roads": [secret, shown],
            "official of parks": [shown],
            "official of no agency": [shown],
            "tablet": [shown],
        }
        with pytest.raises(NotAllowed):
            list_issues(session, STRANGER, IssueFilter(), today=TODAY)


def test_list_rows_carry_names_and_the_first_photo_of_the_problem(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = due(session, scene, 3)
        a_photo(session, issue, phase="after", added_at=NOW - timedelta(days=2))
        a_photo(session, issue, phase="before", hidden=True, added_at=NOW - timedelta(days=3))
        first = a_photo(session, issue, phase="before", added_at=NOW - timedelta(days=1))
        a_photo(session, issue, phase="before")

        row = list_issues(session, scene.town.olga, IssueFilter(), today=TODAY).rows[0]

        assert (row.category.name, row.district.name if row.district else "", row.photo_id) == ("Ямы", "Centre", first)
        assert (row.agency.name if row.agency else "") == "Roads"


def test_filter_choices_leave_out_archived_things_and_drafts_of_others(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        session.get_one(Category, scene.lights).archived = True
        session.get_one(Tour, scene.other_tour).state = TourState.DRAFT
        session.flush()

        olga, boris = (filter_choices(session, actor) for actor in (scene.town.olga, scene.town.boris))

        assert [category.name for category in olga.categories] == ["Ямы"]
        assert [district.name for district in olga.districts] == ["Centre", "East"]
        assert [agency.name for agency in olga.agencies] == ["Parks", "Power", "Roads"]
        assert ({t.title for t in olga.tours}, {t.title for t in boris.tours}) == ({"One", "Two"}, {"One"})


def test_export_holds_what_the_list_shows_on_all_pages(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        for n in range(5):
            log(session, scene, text=f"Яма {n}", now=NOW - timedelta(minutes=n), internal=n == 4)
        an_overdue(session, scene, text="Яма старая", tour_id=scene.tour)
        log(session, scene, text="Фонарь", category_id=scene.lights)
        for actor in (scene.town.olga, scene.town.boris):
            wanted = IssueFilter(text="яма")
            listed = list_issues(session, actor, wanted, today=TODAY, page_size=100)

            exported = list(export_rows(session, actor, wanted, today=TODAY))

            assert [row.number for row in exported] == [row.issue.id for row in listed.rows]
        assert len(exported) == 5
        first = exported[0]
        told = (first.category, first.district, first.agency, first.tour, first.raised_by, first.text)
        assert told == ("Ямы", "Centre", "Roads", "One", "Olga", "Яма старая")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite reads in the process itself
def test_export_that_nobody_reads_to_its_end_leaves_no_cursor_in_the_database(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.services.issues.list._BATCH", 1)
    with database.transaction() as session:
        scene = set_scene(session)
        for n in range(3):
            log(session, scene, text=f"Яма {n}")
        rows = export_rows(session, scene.town.olga, IssueFilter(), today=TODAY)
        opened = text("SELECT count(*) FROM pg_cursors WHERE name <> ''")

        next(rows)
        before = session.execute(opened).scalar_one()
        rows.close()
        after = session.execute(opened).scalar_one()

    assert (before, after) == (1, 0)


def test_export_speaks_the_visitors_language_and_hides_drafts(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        log(session, scene, tour_id=scene.tour)
        session.get_one(Tour, scene.tour).state = TourState.DRAFT
        session.flush()
        boris = Actor(name="Boris", roles=scene.town.boris.roles, person_id=scene.town.boris.person_id, language="en")

        row = next(export_rows(session, boris, IssueFilter(), today=TODAY))

        assert (row.category, row.tour) == ("Potholes", "")


def test_lists_are_open_to_a_role_that_may_not_export(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, Action.EXPORT_ISSUES, {})
    with database.transaction() as session:
        scene = set_scene(session)
        issue, olga = log(session, scene), scene.town.olga

        listed = found(session, olga)
        with pytest.raises(NotAllowed) as refusal:
            export_rows(session, olga, IssueFilter(), today=TODAY)

        assert listed == [issue.id]
        assert (may(olga, Action.SEE_LISTS).allowed, refusal.value.values) == (True, {"action": "export_issues"})


def test_export_by_who_may_not_is_refused_at_once(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        log(session, scene)

        for actor in (scene.pyotr, STRANGER):
            with pytest.raises(NotAllowed):
                export_rows(session, actor, IssueFilter(), today=TODAY)
