"""Tests of `planner.city.addresses.postal`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.city.addresses.postal import postal_parts

KNOWN = [frozenset({"чигири"}), frozenset({"усть", "ивановка"})]


@pytest.mark.parametrize(
    ("folded", "rest", "towns", "regions"),
    [
        ("г. нижний новгород, ул. ленина, 5", "ул ленина, 5", ["нижний новгород"], []),
        ("г комсомольск-на-амуре ленина 5", "ленина 5", ["комсомольск-на-амуре"], []),
        ("респ саха (якутия), г якутск, ленина 1", "ленина 1", ["якутск"], ["саха (якутия)"]),
        (
            "обл амурская, р-н благовещенский, с чигири, ул ленина",
            "ул ленина",
            ["чигири"],
            ["амурская", "благовещенский"],
        ),
        ("с усть-ивановка ленина 1", "ленина 1", ["усть-ивановка"], []),
        ("ханты-мансийский автономный округ, сургут, мира 5", "мира 5", ["сургут"], ["ханты-мансийский"]),
        ("с. иннокентия 5", "с иннокентия 5", [], []),
        ("амурская область", "амурская область", [], []),
        ("ул. гоголя, 3", "ул гоголя, 3", [], []),
        ("д 12", "д 12", [], []),
    ],
)
def test_postal_parts_are_taken_out(folded: str, rest: str, towns: list[str], regions: list[str]) -> None:
    found = postal_parts(folded, KNOWN)

    assert (found.rest, [town.name for town in found.towns], found.regions) == (rest, towns, regions)


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(postal_parts(text, KNOWN).rest, str)
