"""Two editors of one thing: who touched what, and what nobody may lose."""

from typing import Any

import pytest

from planner.domain.edits import beside_others
from planner.domain.errors import ChangedMeanwhile

SEEN = {"name": "Дороги", "phone": "11", "roles": ["admin"]}
PRESENT = {"name": "Дороги", "phone": "11", "roles": frozenset({"admin"})}


@pytest.mark.parametrize(
    ("present", "wanted", "stored"),
    [
        ({}, {}, {}),
        ({}, {"phone": "33"}, {"phone": "33"}),
        ({"name": "Дороги города"}, {"phone": "33"}, {"name": "Дороги города", "phone": "33"}),
        ({"phone": "33"}, {"phone": "33"}, {"phone": "33"}),
        ({"roles": frozenset({"admin", "official"})}, {}, {"roles": frozenset({"admin", "official"})}),
        ({}, {"roles": ["official"]}, {"roles": ["official"]}),
    ],
)
def test_edit_of_other_fields_keeps_what_others_changed(
    present: dict[str, Any], wanted: dict[str, Any], stored: dict[str, Any]
) -> None:
    found = beside_others("person", PRESENT | present, SEEN | wanted, SEEN)

    assert found == PRESENT | stored


def test_edit_of_a_field_that_others_changed_is_refused_with_what_it_says_now() -> None:
    with pytest.raises(ChangedMeanwhile) as refused:
        beside_others("person", PRESENT | {"phone": "22", "name": "Мосты"}, SEEN | {"phone": "33"}, SEEN, by="Оксана")

    assert (refused.value.thing, refused.value.present, refused.value.by) == ("person", {"phone": "22"}, "Оксана")


def test_second_save_counts_because_what_others_wrote_was_seen() -> None:
    present, wanted = PRESENT | {"phone": "22"}, SEEN | {"phone": "33"}

    found = beside_others("person", present, wanted, SEEN | {"phone": "22"})

    assert found == PRESENT | {"phone": "33"}


@pytest.mark.parametrize(("seen", "present"), [("", None), (None, ""), ([], ()), ([1, 2], (1, 2))])
def test_values_that_say_the_same_are_the_same(seen: Any, present: Any) -> None:
    assert beside_others("person", {"x": present}, {"x": "new"}, {"x": seen}) == {"x": "new"}


def test_order_counts_where_there_is_one() -> None:
    with pytest.raises(ChangedMeanwhile):
        beside_others("stop", {"agenda": ("b", "a")}, {"agenda": ("c",)}, {"agenda": ["a", "b"]})


def test_edit_without_a_form_stores_what_is_wanted() -> None:
    assert beside_others("person", PRESENT, {"phone": ""}, None) == {"phone": ""}
