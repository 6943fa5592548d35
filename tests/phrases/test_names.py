"""Tests of `planner.phrases.names`."""

import ast

import pytest

from planner.city.addresses.addresses import FoundAddress, Precision
from planner.config import ROOT
from planner.domain.actor import Actor
from planner.domain.geo import Point
from planner.domain.models import Agency, City
from planner.domain.words import Role
from planner.i18n import translator
from planner.phrases.names import (
    address_note,
    address_title,
    agency_name,
    city_name,
    name_for,
    person_with_post,
    polite_name,
    say_example,
    say_far,
)

WRITERS = frozenset({"raised_by", "author", "taken_by"})
"""Columns that hold the name of who wrote something about an issue."""
FOR_STAFF = {
    "planner/phrases/papers.py": "the leader's folder, which organizers print",
    "planner/ui/ride/talk.py": "people of one bus, who talk to each other at its stop",
}
"""Files that tell such a name whole, and why."""


def test_city_is_called_in_the_readers_language() -> None:
    city, small = City(name="Благовещенск", name_en="Blagoveshchensk"), City(name="Зея")

    said = [city_name(translator(language, "UTC"), each) for each in (city, small) for language in ("ru", "en")]

    assert said == ["Благовещенск", "Blagoveshchensk", "Зея", "Зея"]


def test_agency_is_called_by_its_short_name_where_it_has_one() -> None:
    agencies = [Agency(name="Управление дорог", short_name="Дороги"), Agency(name="Горсвет")]

    assert [agency_name(agency) for agency in agencies] == ["Дороги", "Горсвет"]


def test_post_stands_behind_the_name() -> None:
    pairs = [("Оксана", "начальник"), ("Оксана", ""), ("", "начальник"), ("", "")]

    assert [person_with_post(*pair) for pair in pairs] == ["Оксана, начальник", "Оксана", "начальник", ""]


@pytest.mark.parametrize(
    ("name", "polite"),
    [("Ким Ирина Петровна", "Ирина Петровна"), ("Olga", "Olga"), ("Пётр Ким", "Пётр Ким"), ("a b c d", "a b c d")],
)
def test_person_is_addressed_by_first_name_and_patronymic(name: str, polite: str) -> None:
    assert polite_name(name) == polite


@pytest.mark.parametrize(
    ("found", "title", "note"),
    [
        (FoundAddress(Precision.HOUSE, "Ленина, 1", Point(0, 0)), "Ленина, 1", "дом"),
        (
            FoundAddress(Precision.NEAREST_HOUSE, "Ленина, 3", Point(0, 0), asked_number="5", settlement="Чигири"),
            "Ленина, 3",
            "дома № 5 на карте нет, это ближайший, Чигири",
        ),
        (FoundAddress(Precision.STREET, "Ленина", Point(0, 0)), "Ленина", "середина улицы"),
        (
            FoundAddress(Precision.STREET, "Ленина", Point(0, 0), asked_number="5"),
            "Ленина",
            "дома № 5 на карте нет, это середина улицы",
        ),
        (
            FoundAddress(Precision.LANDMARK, "Мира, 2", Point(0, 0), name="Школа № 5", kind="school"),
            "Школа № 5",
            "школа, Мира, 2",
        ),
    ],
)
def test_address_says_how_exact_it_is(found: FoundAddress, title: str, note: str) -> None:
    ru = translator("ru", "UTC")

    assert (address_title(found), address_note(ru, found)) == (title, note)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Иванов Пётр Сергеевич", "И. П. С."),
        ("Иванов П. С.", "И. П. С."),
        ("анна-мария о’нил", "А. О."),
        ("Пётр", "П."),
        ("", ""),
        ("…", ""),
    ],
)
def test_tablet_reads_initials_and_staff_the_name(name: str, initials: str) -> None:
    tablet = Actor("Анна", frozenset({Role.PARTICIPANT}), participant_id=1, tour_id=1)
    olga = Actor("Ольга", frozenset({Role.ORGANIZER}), person_id=1)

    assert (name_for(tablet, name), name_for(olga, name)) == (initials, name)


def test_tablet_reads_its_own_name() -> None:
    tablet = Actor("Иванов Пётр", frozenset({Role.PARTICIPANT}), participant_id=1, tour_id=1)

    assert name_for(tablet, "Иванов Пётр") == "Иванов Пётр"


def test_names_of_writers_are_told_by_name_for_alone() -> None:
    """Reads the code of what is said and shown: a name that goes to a screen as it is would go to tablets too."""
    whole = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("planner/phrases", "planner/ui", "pages")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if str(path.relative_to(ROOT)) not in FOR_STAFF
        for node in _told_whole(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert whole == set()


def _told_whole(tree: ast.Module) -> list[ast.Attribute]:
    told = {
        id(argument)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "name_for"
        for argument in call.args
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in WRITERS and id(node) not in told
    ]


def test_point_far_from_the_city_is_said_and_a_near_one_is_not() -> None:
    city, ru = City(view_lat=50.275, view_lon=127.54), translator("ru", "UTC")

    said = [say_far(ru, city, point) for point in (None, Point(50.3, 127.6), Point(55.75, 37.61))]

    assert said[:2] == ["", ""]
    assert said[2].startswith("Это в 5\xa0614 км от города. Проверьте координаты")


def test_example_of_coordinates_is_of_this_city() -> None:
    assert say_example(City(view_lat=43.7384, view_lon=7.4246)) == "43.74, 7.42"
