"""Tests of `planner.domain.seating`."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.seating import Limits, group_of, served
from planner.domain.words import AgencyKind, SeatGroup

GROUPS = st.sampled_from(list(SeatGroup))
NUMBERS = st.none() | st.integers(0, 8)
LIMITS = st.builds(Limits, total=NUMBERS, quotas=st.dictionaries(GROUPS, NUMBERS))
LINES = st.lists(GROUPS, max_size=12)
A, P, R = SeatGroup.AGENCY, SeatGroup.PRESS, SeatGroup.PUBLIC


def test_line_is_served_from_its_head() -> None:
    assert served(Limits(total=3), {A: 1}, [R, A, P, R]) == (0, 1)


def test_full_group_lets_others_pass_and_keeps_its_place() -> None:
    assert served(Limits(total=5, quotas={P: 1}), {P: 1}, [P, R, P, A]) == (1, 3)


def test_without_limits_everybody_sits() -> None:
    assert served(Limits(), {}, [A, P, R]) == (0, 1, 2)


@given(LIMITS, LINES)
def test_nobody_is_seated_beyond_a_limit(limits: Limits, line: list[SeatGroup]) -> None:
    seated = Counter(line[index] for index in served(limits, {}, line))

    assert limits.total is None or seated.total() <= limits.total
    assert all(quota is None or seated[group] <= quota for group, quota in limits.quotas.items())


@given(LIMITS, LINES)
def test_nobody_waits_while_there_is_room(limits: Limits, line: list[SeatGroup]) -> None:
    seated = served(limits, {}, line)
    taken = Counter(line[index] for index in seated)

    waiting = [group for index, group in enumerate(line) if index not in seated]

    assert [group for group in waiting if limits.has_room(taken, group)] == []


@given(LIMITS, LINES)
def test_of_one_group_the_earlier_sits_first(limits: Limits, line: list[SeatGroup]) -> None:
    seated = served(limits, {}, line)

    for group in SeatGroup:
        places = [index for index, each in enumerate(line) if each is group]
        assert [index for index in places if index in seated] == places[: sum(index in seated for index in places)]


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        (AgencyKind.DEPARTMENT, A),
        (AgencyKind.UTILITY, A),
        (AgencyKind.CONTRACTOR, A),
        (AgencyKind.MEDIA, P),
        (AgencyKind.COUNCIL, R),
        (None, R),
    ],
)
def test_group_follows_from_the_kind_of_agency(kind: AgencyKind | None, group: SeatGroup) -> None:
    assert group_of(kind) is group
