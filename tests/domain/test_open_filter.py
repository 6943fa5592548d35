"""What an address of the public pages asks for, and how an issue stands in their words."""

from datetime import date

import pytest

from planner.domain.open_filter import OpenFilter, OpenLook, asked_page, open_look
from planner.domain.words import IssueState, Outcome

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({}, OpenFilter()),
        (
            {"look": "late", "district": "3", "topic": "4", "agency": "5", "tour": "6"},
            OpenFilter(OpenLook.LATE, 3, 4, 5, 6),
        ),
        ({"look": "secret", "district": "0", "topic": "-1", "agency": "1e3", "tour": "99999999999"}, OpenFilter()),
        ({"district": "٣", "topic": " 4", "agency": "2147483648", "tour": "2147483647"}, OpenFilter(tour=2147483647)),
    ],
)
def test_what_an_address_cannot_mean_counts_as_not_asked(query: dict[str, str], wanted: OpenFilter) -> None:
    assert OpenFilter.from_query(query) == wanted


def test_address_of_a_filter_asks_for_the_same() -> None:
    wanted = OpenFilter(OpenLook.FIXED, district=3, tour=6)

    assert OpenFilter.from_query(wanted.to_query()) == wanted


@pytest.mark.parametrize(("typed", "page"), [("", 1), ("0", 1), ("7", 7), ("-7", 1), ("x", 1)])
def test_page_that_is_none_is_the_first(typed: str, page: int) -> None:
    assert asked_page({"page": typed}) == page


@pytest.mark.parametrize(
    ("state", "outcome", "due_on", "look"),
    [
        (IssueState.NEW, None, None, OpenLook.WORK),
        (IssueState.ASSIGNED, None, TODAY, OpenLook.WORK),
        (IssueState.ASSIGNED, None, date(2026, 11, 22), OpenLook.LATE),
        (IssueState.RETURNED, None, date(2026, 11, 22), OpenLook.LATE),
        (IssueState.REPORTED, None, date(2026, 11, 22), OpenLook.WORK),
        (IssueState.CLOSED, Outcome.FIXED, None, OpenLook.FIXED),
        (IssueState.CLOSED, Outcome.PARTLY_FIXED, None, OpenLook.FIXED),
        (IssueState.CLOSED, Outcome.REFUSED, None, OpenLook.ENDED),
        (IssueState.CLOSED, Outcome.DUPLICATE, None, OpenLook.ENDED),
    ],
)
def test_look_of_an_issue(state: IssueState, outcome: Outcome | None, due_on: date | None, look: OpenLook) -> None:
    assert open_look(state, outcome, due_on, TODAY) is look
