"""Tests of `planner.domain.issue_filter`: an address and its filter say the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Invalid
from planner.domain.issue_filter import COUNTED, MINE, MOST_IDS, SORTS, WITHOUT, IssueFilter
from planner.domain.words import IssueState, Outcome, Severity

ids = st.none() | st.integers(1, 2**31 - 1)
days = st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31))
filters = st.builds(
    IssueFilter,
    district_id=ids,
    agency_id=ids,
    category_id=ids,
    state=st.sampled_from([None, "open", "decided", *IssueState]),
    overdue=st.booleans(),
    tour_id=ids,
    text=st.text(max_size=200).map(str.strip),
    severity=st.sampled_from([None, *Severity]),
    author=st.text(max_size=200).map(str.strip),
    mine=st.sampled_from(["", *MINE]),
    raised_from=days,
    raised_to=days,
    due_from=days,
    due_to=days,
    outcome=st.sampled_from([None, *Outcome]),
    closed_from=days,
    closed_to=days,
    open_on=days,
    without=st.sampled_from(["", *WITHOUT]),
    counted=st.sampled_from(["", *COUNTED]),
    since=days,
    until=days,
    whose=ids,
    ids=st.lists(st.integers(1, 2**31 - 1), max_size=5, unique=True).map(tuple),
    sort=st.sampled_from(["", *SORTS]),
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
        ("severity", "awful"),
        ("mine", "yours"),
        ("sort", "weather"),
        ("sort", "--due"),
        ("raised_from", "yesterday"),
        ("raised_to", "2026-02-30"),
        ("due_from", "0001-01-01"),
        ("due_to", "9999-12-31"),
        ("ids", "1,x"),
        ("ids", "1,0"),
    ],
)
def test_filter_that_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        IssueFilter.from_query({name: value})

    assert (refusal.value.key, refusal.value.field) == ("issues.error.filter", name)


def test_filter_cuts_an_endless_search() -> None:
    assert IssueFilter.from_query({"text": "я" * 5000}).text == "я" * 200


def test_order_narrows_nothing_and_stands_in_the_address() -> None:
    wanted = IssueFilter.from_query({"sort": "-due"})

    assert (wanted.narrows, wanted.to_query()) == (False, {"sort": "-due"})


def test_filter_takes_each_number_once_and_not_endlessly_many() -> None:
    assert IssueFilter.from_query({"ids": "5,,7,5"}).ids == (5, 7)
    assert len(IssueFilter.from_query({"ids": ",".join(map(str, range(1, 2000)))}).ids) == MOST_IDS
