"""«Почему не вошло»: for each candidate that a proposal leaves out, the cheapest way to have it, tried out, not guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from planner.routing.optimiser.optimise import plan_of_order, why_not
from planner.routing.optimiser.problem import TourProblem, WhyNot
from planner.services.proposals.brief import Brief
from planner.services.proposals.candidates import Candidate
from planner.services.proposals.problem import tables_for
from planner.services.proposals.search import Proposal, problem_of_kind

PAGE_SIZE = 10


@dataclass(frozen=True)
class LeftOut:
    """A candidate and what stands against it: it would be `minutes` too much ("over"), or that and it could
    replace `other`, a stop of the proposal ("instead"); or it fits, and the tour grows by `minutes`.
    """

    candidate: Candidate
    kind: Literal["over", "instead", "no_way", "closed", "far", "rule", "fits"]
    minutes: int = 0
    other: Candidate | None = None


def left_out(brief: Brief, proposal: Proposal) -> tuple[Candidate, ...]:
    """Everything that the proposal leaves out, what is worth most first."""
    made = {stop.candidate.key for stop in proposal.stops}
    return tuple(
        sorted((row for row in brief.rows if row.key not in made), key=lambda row: (-row.prize.total, row.key))
    )


def reasons_for(brief: Brief, proposal: Proposal, rows: Sequence[Candidate]) -> tuple[LeftOut, ...]:
    """Why these candidates are left out, in their order: asks travel times for them and the proposal's stops alone.

    So the answer is exact for each of thousands of candidates, and a page of ten costs milliseconds.
    """
    made = [stop.candidate for stop in proposal.stops]
    every = [*made, *rows]
    buses = max(1, len(proposal.buses))
    problem = problem_of_kind(brief, tables_for(brief, every), proposal.kind, proposal.neglected, buses=buses)
    at = {row.key: number for number, row in enumerate(every)}
    orders = [[at[stop.candidate.key] for stop in bus.stops] for bus in proposal.buses]
    answers = why_not(problem, plan_of_order(problem, orders))
    return tuple(_left(problem, orders, every, len(made) + number, answers) for number in range(len(rows)))


def _left(
    problem: TourProblem,
    orders: list[list[int]],
    every: Sequence[Candidate],
    stop: int,
    answers: dict[int, WhyNot],
) -> LeftOut:
    why = answers[stop]
    minutes = why.minutes
    if why.kind == "fits":
        more = [list(order) for order in orders]
        more[why.bus].insert(why.at, stop)
        minutes = sum(bus.finish for bus in plan_of_order(problem, more).buses) - sum(
            bus.finish for bus in plan_of_order(problem, orders).buses
        )
    other = None if why.other is None else every[why.other]
    return LeftOut(every[stop], why.kind, minutes, other)
