"""Tests of `planner.city.addresses.spelling`, alone and through the search of a written town."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.city.addresses.addresses import Addresses, Precision
from planner.city.addresses.index import build_address_index
from planner.city.addresses.spelling import in_cyrillic, on_the_other_keyboard, without_postal_parts
from planner.city.extract.file import read_features
from planner.domain.geo import Box
from tests.towns.block_town import TownWriter

WORLD = Box(-85, -180, 85, 180)
HOUSES = {
    "улица Ленина": ("11", "12", "15А с1", "16", "22-24", "26", "178-180/1", "34", "34А"),
    "Амурская улица": ("12", "14", "16", "18", "20", "22"),
    "улица Карла Маркса": ("5",),
    "Зейская улица": ("7",),
    "улица 1 Мая": ("3",),
    "2-я Брестская улица": ("6",),
    "Благовещенская улица": ("12",),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Addresses:
    folder, writer = tmp_path_factory.mktemp("spelling"), TownWriter()
    for row, (name, numbers) in enumerate(HOUSES.items()):
        writer.way([(0, 5 * row), (12, 5 * row)], {"highway": "residential", "name": name})
        for column, number in enumerate(numbers):
            writer.node(column + 0.5, 5 * row + 0.1, {"addr:street": name, "addr:housenumber": number})
    row = 5 * len(HOUSES)
    for name in ("Малый проспект", "12-я линия"):
        writer.way([(0, row), (3, row)], {"highway": "residential", "name": name})
        row += 5
    corner = {"addr:street": "Малый проспект", "addr:housenumber": "37/49", "addr:street2": "12-я линия"}
    writer.node(1, row - 10.1, corner)
    other = {"addr:street": "12-я линия", "addr:housenumber": "51"}
    writer.node(2, row - 5.1, other | {"addr2:street": "Малый проспект", "addr2:housenumber": "41"})
    writer.node(1, 2, {"place": "city", "name": "Благовещенск"})
    build_address_index(read_features(writer.write(folder / "town.osm.pbf"), WORLD), folder / "addresses.db")
    return Addresses(folder / "addresses.db")


@pytest.mark.parametrize(
    ("typed", "house"),
    [
        ("675000, Амурская обл, г Благовещенск, ул Ленина, д 12", "улица Ленина, 12"),
        ("Амурская область, г. Благовещенск, ул. Ленина, 12", "улица Ленина, 12"),
        ("Россия, Амурская область, Благовещенск, улица Ленина, 12", "улица Ленина, 12"),
        ("675000 Ленина 12", "улица Ленина, 12"),
        ("г.Благовещенск,ул.Ленина,д.12", "улица Ленина, 12"),
        ("Россия, 675000, Амурская область, городской округ Благовещенск, улица Ленина, 12", "улица Ленина, 12"),
        ("Амурская область, город Благовещенск, Амурская улица, 12", "Амурская улица, 12"),
        ("г. Благовещенск, Благовещенская, 12", "Благовещенская улица, 12"),
        ("двор возле Ленина 34", "улица Ленина, 34"),
        ("во дворе дома Ленина, 34а", "улица Ленина, 34А"),
        ("Ленина, дом №15А, строение №1", "улица Ленина, 15А с1"),
        ("Ленина 22", "улица Ленина, 22-24"),
        ("Ленина 24", "улица Ленина, 22-24"),
        ("Ленина 22–24", "улица Ленина, 22-24"),
        ("Ленина 178", "улица Ленина, 178-180/1"),
        ("Lenina 12", "улица Ленина, 12"),
        ("ulitsa Lenina, 12", "улица Ленина, 12"),
        ("Karla Marksa 5", "улица Карла Маркса, 5"),
        ("Zeyskaya 7", "Зейская улица, 7"),
        ("ktybyf 12", "улица Ленина, 12"),
        ("1-го Мая, 3", "улица 1 Мая, 3"),
        ("Вторая Брестская, 6", "2-я Брестская улица, 6"),
        ("12-я линия 49", "12-я линия, 49"),
        ("Малый проспект 41", "Малый проспект, 41"),
        ("Малый пр-т 37/49", "Малый проспект, 37/49"),
    ],
)
def test_the_house_that_was_meant_comes_first(town: Addresses, typed: str, house: str) -> None:
    answer = town.find(typed)[0]

    assert (answer.precision, answer.address) == (Precision.HOUSE, house)


def test_a_number_on_the_other_side_of_the_street_is_not_in_a_range(town: Addresses) -> None:
    answer = town.find("Ленина 23")[0]

    assert (answer.precision, answer.asked_number) == (Precision.NEAREST_HOUSE, "23")


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("lenina", "ленина"),
        ("pushkina", "пушкина"),
        ("shchorsa", "щорса"),
        ("gor'kogo", "горького"),
        ("zhukova", "жукова"),
        ("oktyabrskaya", "октябрская"),
        ("ленина", "ленина"),
    ],
)
def test_latin_letters_as_they_sound(latin: str, cyrillic: str) -> None:
    assert in_cyrillic(latin) == cyrillic


def test_the_other_keyboard() -> None:
    assert on_the_other_keyboard("gtihtxyfz 5") == "пешречная 5"


@pytest.mark.parametrize(
    ("folded", "rest", "places"),
    [
        ("г. нижний новгород, ул. ленина, 5", "ул. ленина, 5", ("нижний", "новгород")),
        ("г комсомольск-на-амуре ленина 5", "ленина 5", ("комсомольск-на-амуре",)),
        ("респ саха (якутия), г якутск, ленина 1", "(якутия), ленина 1", ("якутск",)),
        ("амурская область", "амурская область", ()),
        ("ул. гоголя, 3", "ул. гоголя, 3", ()),
    ],
)
def test_postal_parts_are_taken_out(folded: str, rest: str, places: tuple[str, ...]) -> None:
    found = without_postal_parts(folded)

    assert (found.rest, found.places) == (rest, places)


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(without_postal_parts(in_cyrillic(on_the_other_keyboard(text))).rest, str)
