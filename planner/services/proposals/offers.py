"""What of the proposals is offered: each tour once, named for all that no other one beats it in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from planner.services.proposals.search import Proposal, ProposalKind


@dataclass(frozen=True)
class Offer:
    """A tour, and all that it is the best at: those are its names."""

    proposal: Proposal
    kinds: tuple[ProposalKind, ...]


def offers_of(proposals: Sequence[Proposal], neglected: Collection[int]) -> tuple[Offer, ...]:
    """Of the possible proposals, which have stops, in the order of the kinds. `neglected`: districts where nobody was for long.

    A name goes to the tour that is the best at it, whatever that tour was searched for: a search that was for many points may
    come to more districts than one that was for districts. A tour that is the best at nothing is not offered.
    """
    named: dict[tuple[tuple[str, ...], ...], list[tuple[Proposal, ProposalKind]]] = {}
    for kind in (found.kind for found in proposals):
        best = max(proposals, key=lambda each: (own_figure(kind, each, neglected), each.kind is kind))
        named.setdefault(_stops_of(best), []).append((best, kind))
    return tuple(Offer(same[0][0], tuple(kind for _, kind in same)) for same in named.values())


def own_figure(kind: ProposalKind, found: Proposal, neglected: Collection[int]) -> tuple[float, ...]:
    """How good a proposal is at what this kind is named for; more is better."""
    match kind:
        case ProposalKind.MOST:
            return (found.prize,)
        case ProposalKind.FAIREST:
            return (len(visited_of(found, neglected)), len(found.districts))
        case ProposalKind.SHORTEST:
            return (-found.minutes,)


def visited_of(found: Proposal, neglected: Collection[int]) -> tuple[int, ...]:
    """The neglected districts that have a stop."""
    return tuple(each for each in found.districts if each in neglected)


def _stops_of(found: Proposal) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(stop.candidate.key for stop in bus.stops) for bus in found.buses)
