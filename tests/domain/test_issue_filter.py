"""Tests of `planner.domain.issue_filter`: an address and its filter say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Invalid
from planner.domain.issue_filter import IssueFilter
from planner.domain.words import IssueState

ids = st.none() | st.integers(1, 2**31 - 1)
filters = st.builds(
    IssueFilter,
    district_id=ids,
    agency_id=ids,
    category_id=ids,
    state=st.sampled_from([None, "open", *IssueState]),
    overdue=st.booleans(),
    tour_id=ids,
    text=st.text(max_size=200).map(str.strip),
)


@given(filters)
def test_filter_comes_back_from_its_address(wanted: IssueFilter) -> None:
    assert IssueFilter.from_query(wanted.to_query()) == wanted


def test_filter_of_an_empty_address_narrows_nothing() -> None:
    wanted = IssueFilter.from_query({"page": "3", "id": "7", "state": "", "overdue": "false", "text": "  "})

    assert (wanted, wanted.narrows, wanted.to_query()) == (IssueFilter(), False, {})


def test_filter_to_query_is_always_in_the_same_order() -> None:
    wanted = IssueFilter.from_query({"text": "яма", "overdue": "1", "district": "2", "state": "open"})

    assert list(wanted.to_query().items()) == [
        ("district", "2"),
        ("state", "open"),
        ("overdue", "true"),
        ("text", "яма"),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("district", "x"),
        ("district", "0"),
        ("district", "-1"),
        ("agency", "1.5"),
        ("category", "٣"),
        ("tour", "2147483648"),
        ("tour", "9" * 500),
        ("state", "deleted"),
        ("state", "'; DROP TABLE issue --"),
        ("overdue", "maybe"),
    ],
)
def test_filter_that_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        IssueFilter.from_query({name: value})

    assert (refusal.value.key, refusal.value.field) == ("issues.error.filter", name)


def test_filter_cuts_an_endless_search() -> None:
    assert IssueFilter.from_query({"text": "я" * 5000}).text == "я" * 200
