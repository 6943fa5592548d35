"""Tests of `planner.services.search.query`: what is found by which words, and by whom."""

from datetime import timedelta

import pytest
from sqlmodel import Session, and_, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Agency, Category, Issue
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.services.issues.issues import edit_issue
from planner.services.issues.list import conditions_beside_columns, export_rows, list_issues
from planner.services.search.query import search_of
from tests.services.control_story import an_instruction
from tests.services.issue_story import NOW, TODAY, log, set_scene

LAMP, HOLE, YARD, TREE = "lamp", "hole", "yard", "tree"


def found(session: Session, actor: Actor, typed: str) -> list[int]:
    page = list_issues(session, actor, IssueFilter(text=typed), today=TODAY)
    return sorted(row.issue.id or 0 for row in page.rows)


@pytest.fixture
def street(database: Database) -> dict[str, int]:
    """Four issues of different kinds, and two agencies of which one has a part in the lamp."""
    with database.transaction() as session:
        scene = set_scene(session)
        yards = Category(name="Дворы", name_en="Yards")
        lights = Category(name="Освещение", name_en="Street lights")
        session.add_all([yards, lights])
        session.get_one(Agency, scene.town.power).name = "МУП «Горсвет-Приамурье»"
        session.flush()
        lamp = log(session, scene, text="Не горит фонарь", address="ул. Горького, 12а", category_id=lights.id)
        hole = log(session, scene, text="Яма у остановки", address="Первомайская ул., 3")
        yard = log(session, scene, text="Лужа", address="пр-т Мира, 7", category_id=yards.id)
        tree = log(
            session,
            scene,
            text="Упало дерево",
            external_number="АМ-2026/15",
            category_id=scene.lights,
            address="пер. Уралова",
        )
        hole.raised_by = "Иванова Мария"
        an_instruction(session, scene.town, lamp, agency_id=scene.town.power, text="Заменить светильник")
        return {LAMP: id_of(lamp), HOLE: id_of(hole), YARD: id_of(yard), TREE: id_of(tree)}


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("горкого", [LAMP]),
        ("улица горького", [LAMP]),
        ("ГОРЬКОГО, дом 12", [LAMP]),
        ("Первамайская", [HOLE]),
        ("освищение", [LAMP]),
        ("фанарь", [LAMP]),
        ("фонари", [LAMP]),
        ("ямы", [HOLE]),
        ("ямы фонари", []),
        ("Горсвет", [LAMP]),
        ("гарсвет", [LAMP]),
        ("Иванова", [HOLE]),
        ("Иванову", [HOLE]),
        ("дворы", [YARD]),
        ("yards", [YARD]),
        ("светильники", [LAMP]),
        ("проспект мира", [YARD]),
        ("пр. Мира", [YARD]),
        ("переулок Уралова", [TREE]),
        ("№ АМ-2026/15", [TREE]),
        ("ам 2026", [TREE]),
        ("1", [LAMP]),
        ("лужа 3", []),
        ("остано", [HOLE]),
        ("тановк", [HOLE]),
        ("не", [LAMP]),
        ("жираф", []),
    ],
)
def test_search_finds_by_stems_slips_names_and_numbers(
    database: Database, street: dict[str, int], typed: str, what: list[str]
) -> None:
    with database.reading() as session:
        assert found(session, Actor("Olga", frozenset({Role.ORGANIZER}), 1), typed) == [street[name] for name in what]


def test_author_and_foreign_number_are_nothing_to_a_tablet(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Лужа", external_number="АМ-777")
        issue.raised_by = "Синицына Анна"
        issue.behalf = "Галкина"
        session.flush()
        typed = ("Синицына", "синицина", "ам 777", "№ АМ-777", "Галкина")

        by_account = {each: found(session, scene.town.olga, each) for each in typed}
        by_tablet = {each: found(session, scene.pyotr, each) for each in (*typed, "_uсиницына")}

        number = [issue.id]
        assert list(by_account.values()) == [number, number, number, number, []]
        assert list(by_tablet.values()) == [[]] * 6
        author = IssueFilter(author="Синицына")
        assert [list_issues(session, a, author, today=TODAY).total for a in (scene.town.olga, scene.pyotr)] == [1, 0]


def test_words_and_an_author_are_asked_for_both(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        mine, _ = (id_of(log(session, scene, text=text)) for text in ("Лужа", "Провал"))
        log(session, scene, text="Лужа", actor=scene.town.sonya)

    wanted = IssueFilter(text="лужа", author="Olga")
    with database.reading() as session:
        listed = list_issues(session, scene.town.kira, wanted, today=TODAY)
        exported = list(export_rows(session, scene.town.kira, wanted, today=TODAY))
        beside = and_(*conditions_beside_columns(session, scene.town.kira, wanted))

        numbers = [mine]
        assert [row.issue.id for row in listed.rows] == numbers
        assert [row.number for row in exported] == numbers
        assert session.exec(select(Issue.id).where(beside)).all() == numbers


def test_words_of_an_internal_issue_are_found_by_those_who_see_it(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Свалка", internal=True)
        an_instruction(session, scene.town, issue, text="Вывезти покрышки")

        numbers = {name: found(session, actor, "покрышки свалка") for name, actor in scene.everybody.items()}

        involved = {"organizer", "controller", "official of roads"}
        assert numbers == {name: [issue.id] if name in involved else [] for name in scene.everybody}


def test_what_was_written_inside_is_not_found_by_others_once_the_issue_is_open(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Свалка", internal=True)
        an_instruction(session, scene.town, issue, text="Вывезти покрышки")
        later = NOW + timedelta(hours=1)
        edit_issue(session, scene.town.kira, id_of(issue), now=later, internal=False)
        an_instruction(session, scene.town, issue, text="Поставить контейнер", now=later + timedelta(hours=1))

        inside = {name: found(session, actor, "покрышки") for name, actor in scene.everybody.items()}
        outside = {name: found(session, actor, "контейнеры свалка") for name, actor in scene.everybody.items()}

        involved = {"organizer", "controller", "official of roads"}
        assert inside == {name: [issue.id] if name in involved else [] for name in scene.everybody}
        assert outside == {name: [issue.id] for name in scene.everybody}


def test_a_slip_is_not_told_by_words_of_internal_issues(database: Database) -> None:
    """What nobody may know of changes nothing in what they find."""
    with database.transaction() as session:
        scene = set_scene(session)
        open_one = log(session, scene, text="Фонарь")
        log(session, scene, text="Фанарь", internal=True)

        assert found(session, scene.town.boris, "фанарь") == [open_one.id]


def test_a_renamed_agency_is_found_by_its_new_name(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Лужа")
        an_instruction(session, scene.town, issue)
        session.get_one(Agency, scene.town.roads).name = "Управление дорог"
        session.flush()

        assert found(session, scene.town.olga, "управления") == [issue.id]
        assert found(session, scene.town.olga, "Roads") == []


def test_words_that_were_found_are_marked(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        log(session, scene, text="Не горит фонарь", address="ул. Горького, 12")

        search = search_of(session, scene.town.olga, "фанари горького 12")

        assert search is not None
        assert search.marked("Не горит ФОНАРЬ, <b>") == [("Не горит ", False), ("ФОНАРЬ", True), (", <b>", False)]
        assert search.marked("ул. Горького, 12") == [
            ("ул. ", False),
            ("Горького", True),
            (", ", False),
            ("12", True),
        ]


@pytest.mark.parametrize("typed", ["", "  ", "\x00", "!!!", "\u200b"])
def test_nothing_to_look_for_asks_for_nothing(database: Database, typed: str) -> None:
    with database.transaction() as session:
        scene = set_scene(session)

        assert search_of(session, scene.town.olga, typed) is None
