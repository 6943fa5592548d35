"""The same tour is offered once, and none that another one beats in what it is named for."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.geo import Point
from planner.domain.prize import Prize, PrizePart
from planner.services.proposals.candidates import Candidate
from planner.services.proposals.offers import offers_of, own_figure
from planner.services.proposals.search import Proposal, ProposalKind, ProposedBus, ProposedStop

START = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
MOST, FAIREST, SHORTEST = ProposalKind


def proposal(kind: ProposalKind, minutes: int, *stops: tuple[int, int, float]) -> Proposal:
    """Each stop is its number, its district and its points."""
    made = tuple(
        ProposedStop(
            Candidate(
                f"place:{number}",
                "place",
                Point(50.26, 127.53),
                "Двор",
                "",
                district,
                (),
                2,
                15,
                Prize((PrizePart("severity", points, 1),)),
                0,
            ),
            START,
            START,
            START,
            0,
        )
        for number, district, points in stops
    )
    return Proposal(kind, (ProposedBus(made, START, minutes, 1.0, (), "estimate", ()),), "estimate", True, True)


A, B, C, D = (1, 1, 5.0), (2, 2, 4.0), (3, 3, 3.0), (4, 4, 1.0)


@pytest.mark.parametrize(
    ("proposals", "offered"),
    [
        (
            [proposal(MOST, 170, A, B), proposal(FAIREST, 175, C, D), proposal(SHORTEST, 60, D)],
            [(MOST,), (FAIREST,), (SHORTEST,)],
        ),
        (
            [proposal(MOST, 170, A, B, C, D), proposal(FAIREST, 175, A, C, D), proposal(SHORTEST, 60, D)],
            [(MOST, FAIREST), (SHORTEST,)],
        ),
        (
            [proposal(MOST, 60, A, D), proposal(FAIREST, 60, A, D), proposal(SHORTEST, 60, A, D)],
            [(MOST, FAIREST, SHORTEST)],
        ),
        ([proposal(MOST, 50, A, B), proposal(SHORTEST, 60, D)], [(MOST, SHORTEST)]),
        ([], []),
    ],
)
def test_tour_is_offered_once_under_all_that_it_is_best_at(
    proposals: list[Proposal], offered: list[tuple[ProposalKind, ...]]
) -> None:
    assert [each.kinds for each in offers_of(proposals, (3, 4))] == offered


STOPS = st.lists(st.sampled_from([A, B, C, D]), min_size=1, max_size=4, unique=True)


@given(st.tuples(STOPS, STOPS, STOPS), st.tuples(*[st.integers(10, 200)] * 3), st.sets(st.integers(1, 4)))
def test_every_name_is_given_once_to_a_tour_that_nothing_beats_in_it(
    stops: tuple[list[tuple[int, int, float]], ...], minutes: tuple[int, ...], neglected: set[int]
) -> None:
    proposals = [proposal(kind, long, *made) for kind, long, made in zip(ProposalKind, minutes, stops, strict=True)]

    offers = offers_of(proposals, neglected)

    assert sorted(kind for each in offers for kind in each.kinds) == sorted(ProposalKind)
    for offer in offers:
        for kind in offer.kinds:
            best = max(own_figure(kind, each, neglected) for each in proposals)
            assert max(own_figure(kind, each, neglected) for each in same_as(offer.proposal, proposals)) == best


def same_as(found: Proposal, proposals: list[Proposal]) -> list[Proposal]:
    """The proposals with the same stops: they are one card."""
    keys = [stop.candidate.key for stop in found.stops]
    return [each for each in proposals if [stop.candidate.key for stop in each.stops] == keys]
