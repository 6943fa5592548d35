"""Tests of `planner.city.addresses.addresses` and `planner.city.addresses.index`, on a town written into an extract."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.city.addresses.addresses import Addresses, FoundAddress, Precision
from planner.city.addresses.index import AddressCounts, build_address_index
from planner.city.extract.file import read_features, survey_extract
from planner.domain.geo import Box, Point, distance_m
from tests.towns.block_town import TownWriter, place, write_town

WORLD = Box(-85, -180, 85, 180)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Addresses:
    folder = tmp_path_factory.mktemp("town")
    file = write_town(folder / "town.osm.pbf")
    features = read_features(file, survey_extract(file, WORLD).box)
    build_address_index(features, folder / "addresses.db")
    return Addresses(folder / "addresses.db")


def told(answer: FoundAddress) -> tuple[str, str]:
    return answer.precision.value, answer.name or answer.address


def test_index_counts_what_is_in_it(tmp_path: Path) -> None:
    file = write_town(tmp_path / "town.osm.pbf")
    features = read_features(file, survey_extract(file, WORLD).box)

    counts = build_address_index(features, tmp_path / "addresses.db")

    assert counts == AddressCounts(streets=11, houses=39, landmarks=5)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ул. Ленина 12", ("house", "улица Ленина, 12")),
        ("12, Ленина", ("house", "улица Ленина, 12")),
        ("Ленина 12/1", ("house", "улица Ленина, 12/1")),
        ("Ленина 12 А", ("house", "улица Ленина, 12а")),
        ("Ленина 133к2", ("house", "улица Ленина, 133 корп. 2")),
        ("Ленина, 133 корпус 2", ("house", "улица Ленина, 133 корп. 2")),
        ("г. Благовещенск, ул. Горького, д. 4, кв. 5", ("house", "улица Горького, 4")),
        ("лен", ("street", "улица Ленина")),
        ("МУРАВЬЕВА", ("street", "улица Муравьёва-Амурского")),
        ("амурского", ("street", "улица Муравьёва-Амурского")),
        ("муравьёва амурского", ("street", "улица Муравьёва-Амурского")),
        ("Краснафлотская", ("street", "Краснофлотская улица")),
        ("С. Иннокентия", ("street", "переулок Святителя Иннокентия")),
        ("пр-т Мира", ("street", "проспект Мира")),
        ("8 Марта", ("street", "улица 8 Марта")),
        ("школа 5", ("place", "Школа № 5")),
        ("парк победы", ("place", "Парк Победы")),
        ("площадь Ленина", ("place", "Площадь Ленина")),
        ("Чигири, Ленина 3", ("house", "улица Ленина, 3")),
    ],
)
def test_find_gives_what_was_meant(town: Addresses, typed: str, first: tuple[str, str]) -> None:

    answers = town.find(typed)

    assert told(answers[0]) == first


def test_find_puts_the_exact_house_before_those_that_begin_like_it(town: Addresses) -> None:
    answers = [answer.address for answer in town.find("ленина 12")]

    assert answers == ["улица Ленина, 12", "улица Ленина, 12а", "улица Ленина, 12/1", "улица Ленина, 121"]


def test_find_says_when_a_house_is_only_the_nearest(town: Addresses) -> None:
    answer = town.find("Горького 7")[0]

    assert (answer.precision, answer.address, answer.asked_number) == (
        Precision.NEAREST_HOUSE,
        "улица Горького, 6",
        "7",
    )


def test_find_prefers_the_same_side_of_the_street_at_equal_distance(town: Addresses) -> None:
    answer = town.find("Ленина 33")[0]

    assert answer.address == "улица Ленина, 31"


def test_find_takes_a_street_without_houses_and_says_which_number_is_not_there(town: Addresses) -> None:
    answer = town.find("8 Марта 2")[0]

    assert (answer.precision, answer.address, answer.asked_number) == (Precision.STREET, "улица 8 Марта", "2")
    assert distance_m(answer.point, Point(*place(3, 2))) < 30


def test_streets_of_two_settlements_are_two(town: Addresses) -> None:
    answers = town.find("улица Ленина")

    assert [(answer.address, answer.settlement) for answer in answers[:2]] == [
        ("улица Ленина", "Благовещенск"),
        ("улица Ленина", "Чигири"),
    ]


def test_two_signs_of_one_bus_stop_are_one_answer(town: Addresses) -> None:
    stops = [answer for answer in town.find("Площадь Ленина") if answer.kind == "bus_stop"]

    assert len(stops) == 1


def test_at_gives_the_house_then_the_street_then_nothing(town: Addresses) -> None:
    near = [town.at(Point(*place(*at))) for at in ((0.11, 0.15), (3.5, 1.9), (2.5, -1.8))]

    assert [answer and told(answer) for answer in near] == [
        ("house", "улица Ленина, 1"),
        ("street", "Зейская улица"),
        None,
    ]


def test_at_takes_any_pair_of_numbers(town: Addresses) -> None:
    answers = [town.at(Point(*pair)) for pair in ((float("nan"), 0.0), (91.0, 0.0), (0.0, 0.0), (90.0, 180.0))]

    assert answers == [None] * 4


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Зейская 5", ("house", "Зейская улица, 5")),
        ("5-я Зейская", ("street", "5-я Зейская улица")),
        ("5 зейская", ("street", "5-я Зейская улица")),
        ("Зейская наб. 5", ("house", "Зейская набережная, 5")),
        ("5 микрорайон", ("street", "5-й микрорайон")),
        ("мкр 5", ("street", "5-й микрорайон")),
    ],
)
def test_number_at_the_end_is_a_house_and_at_the_beginning_a_name(
    tmp_path: Path, typed: str, first: tuple[str, str]
) -> None:
    writer = TownWriter()
    for row, name in enumerate(
        ("Зейская улица", "Зейская набережная", "5-я Зейская улица", "5-й микрорайон", "6-й микрорайон")
    ):
        writer.way([(0, 5 * row), (3, 5 * row)], {"highway": "residential", "name": name})
        for number in ("5", "55") if row != 0 else ("5",):
            writer.node(1, 5 * row + 0.1, {"addr:street": name, "addr:housenumber": number})
    build_address_index(read_features(writer.write(tmp_path / "town.osm.pbf"), WORLD), tmp_path / "addresses.db")

    answers = Addresses(tmp_path / "addresses.db").find(typed)

    assert told(answers[0]) == first


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "NEAR(ленина",
        "ленина*",
        "ленина OR горького",
        "words:ленина",
        "{words}: x",
        "-ленина",
        "'; DROP TABLE house",
        "^",
    ],
)
def test_find_takes_operators_for_text(town: Addresses, typed: str) -> None:
    answers = town.find(typed)

    assert all(isinstance(answer, FoundAddress) for answer in answers)
    assert town.find("ленина 12")[0].address == "улица Ленина, 12"


@given(st.text())
def test_find_never_raises(town: Addresses, typed: str) -> None:
    answers = town.find(typed)

    assert len(answers) <= 8


@given(
    st.lists(st.sampled_from(["ленина", "ул.", "12", "12/1", "-", '"', "*", "\u202e", "50", "8", "марта", "(", "AND"]))
)
def test_find_never_raises_on_words_it_knows(town: Addresses, typed: list[str]) -> None:
    answers = town.find(" ".join(typed))

    assert len(answers) == len(set(answers)) <= 8


def test_find_is_quick_to_give_up_on_ten_thousand_characters(town: Addresses) -> None:
    answers = town.find("ленина " * 10_000)

    assert told(answers[0]) == ("street", "улица Ленина")
