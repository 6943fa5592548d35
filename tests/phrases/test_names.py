"""Tests of `planner.phrases.names`."""

import pytest

from planner.city.addresses.addresses import FoundAddress, Precision
from planner.domain.geo import Point
from planner.domain.models import Agency, City
from planner.i18n import translator
from planner.phrases.names import (
    address_note,
    address_title,
    agency_name,
    city_name,
    person_with_post,
    polite_name,
)


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
