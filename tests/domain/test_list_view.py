"""Tests of `planner.domain.list_view`: how a list looks stands in its address."""

import pytest

from planner.domain.errors import Invalid
from planner.domain.list_view import COLUMNS, TABLE, USUAL_COLUMNS, ListView, kept_query, query_of


@pytest.mark.parametrize(
    "look", [ListView(), ListView(TABLE), ListView(TABLE, COLUMNS), ListView(columns=("due", "author"))]
)
def test_look_comes_back_from_its_address(look: ListView) -> None:
    assert ListView.from_query(look.to_query()) == look


def test_look_that_cannot_be_meant_is_the_usual_one() -> None:
    asked = {"view": "globe", "columns": "weather,,<b>"}

    assert ListView.from_query(asked) == ListView() == ListView(columns=USUAL_COLUMNS)


def test_columns_stand_in_one_order_whatever_was_asked() -> None:
    assert ListView.from_query({"columns": "state,text,state"}).columns == ("text", "state")


def test_kept_query_is_the_filter_and_the_look_without_anything_else() -> None:
    kept = kept_query({"text": "яма & лужа", "page": "7", "view": "table", "sort": "-due", "columns": "due", "x": "y"})

    assert query_of(kept) == {"text": "яма & лужа", "sort": "-due", "view": "table", "columns": "due"}


def test_kept_query_refuses_what_cannot_be_meant() -> None:
    with pytest.raises(Invalid):
        kept_query({"state": "deleted"})
