"""Complaints are alike by their words, whatever their endings, order and small words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.likeness import ALIKE, likeness


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Не горит фонарь у школы", "у школы не горят фонари", True),
        ("Яма на дороге", "Открытый люк", False),
        ("Ямы на дороге у дома 5, глубокие, машины объезжают по газону", "яма на дорогах", True),
        ("Нет света", "нет воды", False),
        ("", "", False),
        ("да", "да", False),
    ],
)
def test_likeness_of_two_texts(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= ALIKE) is alike


@given(st.text(), st.text())
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
