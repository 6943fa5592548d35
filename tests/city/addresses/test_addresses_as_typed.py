"""Each way in which people write an address, with its answer: `queries.txt` on the town of `tests.towns.spelled_town`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.city.addresses.addresses import Addresses
from planner.city.addresses.found import Precision
from planner.domain.geo import Point, distance_m
from tests.towns.block_town import place
from tests.towns.spelled_town import spelled_town

LINES = (Path(__file__).parent / "queries.txt").read_text(encoding="utf-8").splitlines()
QUERIES = [line.partition(" => ")[::2] for line in LINES if " => " in line]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Addresses:
    return spelled_town(tmp_path_factory.mktemp("spelled"))


def told(town: Addresses, typed: str) -> str:
    """The first answer in one line."""
    found = town.find(typed)
    if not found:
        return f"NONE {town.elsewhere(typed)}"
    first = found[0]
    asked = f" (asked {first.asked_number})" if first.asked_number else ""
    where = f" [{first.settlement}]" if first.settlement not in ("", "Благовещенск") else ""
    return f"{first.precision.value}: {first.name or first.address}{asked}{where}"


@pytest.mark.parametrize(("typed", "first"), QUERIES)
def test_the_first_answer_is_what_was_meant(town: Addresses, typed: str, first: str) -> None:
    assert told(town, typed) == first


@pytest.mark.parametrize(
    "change", [str.upper, str.lower, lambda text: text.replace(" ", "  "), lambda text: f" {text} "]
)
def test_case_and_blanks_change_no_answer(town: Addresses, change: Callable[[str], str]) -> None:
    changed = [typed for typed, first in QUERIES if told(town, change(typed)) != first]

    assert changed == []


def test_a_crossing_lies_where_the_streets_meet(town: Addresses) -> None:
    crossing = town.find("угол Зейской и Калинина")[0]

    assert crossing.precision is Precision.CROSSING
    assert distance_m(crossing.point, Point(*place(3, 15))) < 5


@given(
    st.lists(st.sampled_from([*"гсдп,./-№", "угол", "и", "обл", "ленина", "Lenina", "ktybyf", "12", "34а", "чигири"]))
)
def test_no_text_breaks_it(town: Addresses, words: list[str]) -> None:
    typed = " ".join(words)

    assert len(town.find(typed)) <= 8
    assert isinstance(town.elsewhere(typed), str)
