"""What a stop is worth: sums that add up, that only grow with need, and that weights of nothing make nothing."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Invalid
from planner.domain.prize import (
    MOST_DAYS_OVERDUE,
    Prize,
    PrizeDistrict,
    PrizeIssue,
    PrizePart,
    Weights,
    prize_of,
)
from planner.domain.words import Severity

points = st.floats(0, 100, allow_nan=False).map(lambda value: round(value, 3))
weights = st.builds(Weights, **{each.name: points for each in fields(Weights)})
issues = st.lists(
    st.builds(PrizeIssue, st.sampled_from(list(Severity)), st.integers(0, 500), st.integers(0, 500), st.booleans()),
    max_size=6,
)
districts = st.none() | st.builds(PrizeDistrict, st.integers(0, 500), st.none() | st.integers(0, 300_000))


def test_prize_is_the_sum_of_its_parts() -> None:
    issue = PrizeIssue(Severity.DANGER, days_overdue=20, supporters=4, promised=True)

    prize = prize_of([issue, PrizeIssue(Severity.LOW)], Weights(), district=PrizeDistrict(100, 30_000))

    assert prize.parts == (
        PrizePart("severity", 14.0, 2),
        PrizePart("overdue", 8.0, 20),
        PrizePart("supporters", 2.0, 4),
        PrizePart("promises", 6.0, 1),
        PrizePart("district", 6.0, 100),
    )
    assert prize.total == 36.0
    assert prize.without("district", "promises") == 24.0


def test_nothing_known_is_worth_nothing() -> None:
    assert prize_of([], Weights()) == Prize(())


def test_place_without_issues_counts_as_chosen() -> None:
    assert prize_of([], Weights(), planned=True).parts == (PrizePart("planned", 4.0, 1),)


def test_residents_that_nobody_entered_count_as_a_thousand() -> None:
    weights = Weights(district=1.0)

    unknown = prize_of([], weights, district=PrizeDistrict(30, None))

    assert unknown == prize_of([], weights, district=PrizeDistrict(30, 1000))
    assert unknown.total == 30.0


@given(issues, weights, districts, st.booleans())
def test_shown_parts_make_up_the_shown_sum(
    known: list[PrizeIssue], weights: Weights, district: PrizeDistrict | None, planned: bool
) -> None:
    prize = prize_of(known, weights, district=district, planned=planned)

    assert all(part.points > 0 and round(part.points, 1) == part.points for part in prize.parts)
    assert prize.total == round(sum(part.points for part in prize.parts), 1)


@given(issues, districts, st.booleans())
def test_zero_weights_give_zero(known: list[PrizeIssue], district: PrizeDistrict | None, planned: bool) -> None:
    nothing = Weights(**{each.name: 0.0 for each in fields(Weights)})

    assert prize_of(known, nothing, district=district, planned=planned) == Prize(())


@given(issues, weights, districts, st.integers(0, 5), st.integers(1, 400), st.integers(1, 400))
def test_more_need_never_lowers_the_prize(
    known: list[PrizeIssue], weights: Weights, district: PrizeDistrict | None, at: int, days: int, people: int
) -> None:
    before = prize_of(known, weights, district=district).total
    one = PrizeIssue(Severity.NORMAL)
    later = [
        issue._replace(days_overdue=issue.days_overdue + days, supporters=issue.supporters + people, promised=True)
        if index == at
        else issue
        for index, issue in enumerate(known)
    ]

    assert prize_of(later, weights, district=district).total >= before
    assert prize_of([*known, one], weights, district=district).total >= before
    if district is not None:
        waiting = district._replace(days_unvisited=district.days_unvisited + days)
        assert prize_of(known, weights, district=waiting).total >= before


@given(issues, weights, st.sampled_from([each.name for each in fields(Weights)]), st.floats(0, 10))
def test_larger_weight_never_lowers_the_prize(
    known: list[PrizeIssue], weights: Weights, name: str, more: float
) -> None:
    raised = replace(weights, **{name: min(100.0, getattr(weights, name) + more)})

    assert prize_of(known, raised).total >= prize_of(known, weights).total


def test_one_forgotten_issue_does_not_grow_without_end() -> None:
    year, limit = (PrizeIssue(Severity.LOW, days_overdue=days) for days in (365, MOST_DAYS_OVERDUE))

    assert prize_of([year], Weights()) == prize_of([limit], Weights())


@pytest.mark.parametrize("value", [-0.1, 100.5, float("nan"), float("inf")])
def test_weight_out_of_range_is_refused(value: float) -> None:
    with pytest.raises(Invalid) as refusal:
        Weights(supporter=value)

    assert (refusal.value.key, refusal.value.field) == ("proposals.error.weight", "supporter")


def test_stored_weights_come_back_and_old_ones_have_defaults() -> None:
    own = Weights(danger=20)

    assert Weights.from_data(own.to_data()) == own
    assert Weights.from_data({"danger": 20, "forgotten": 1}) == own
    assert Weights.from_data(None) == Weights()
