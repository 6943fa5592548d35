"""Three tours to choose from, searched without a session: most issues, fairest to the districts, shortest day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from planner.domain.geo import Point
from planner.domain.prize import Prize
from planner.routing.optimiser.optimise import check_order, plan_of_order, propose_tour
from planner.routing.optimiser.problem import BusPlan, Demand, Found, TourPlan, TourProblem
from planner.services.proposals.brief import Brief
from planner.services.proposals.candidates import Candidate
from planner.services.proposals.problem import Tables, district_group, problem_for, shortlist, tables_for

NEGLECTED_DAYS = 60
MOST_NEGLECTED = 4
SECONDS = 10.0
"""The longest that one of the three searches may take; they usually end by themselves after about a second."""
REACHED_FOR = 3
SHORT_SEARCH = 1_500
"""Plans tried to find out whether a district is within reach at all."""
FAIR_TIMES = 4.0
"""The fairest tour counts the part of the district so many times more."""
PROMISE_PRIZE = 1000.0
"""More than anything else is worth: how many promises can be kept on one tour is found out first."""

Progress = Callable[[float], bool]
"""Hears the share of one search that is done, and answers whether to go on."""


class ProposalKind(StrEnum):
    """What a proposal is best at."""

    MOST = "most"
    FAIREST = "fairest"
    SHORTEST = "shortest"


@dataclass(frozen=True)
class ProposedStop:
    """A stop with its times. `wait`: minutes of people in the standing bus; a break taken here is in `departure`."""

    candidate: Candidate
    arrival: datetime
    talk_from: datetime
    departure: datetime
    wait: int

    @property
    def talk(self) -> int:
        """Minutes from the start of the talk to the departure: with a break, if one is taken here."""
        return round((self.departure - self.talk_from) / timedelta(minutes=1))

    @property
    def pause(self) -> int:
        """Minutes of a break taken here."""
        return self.talk - self.candidate.minutes_talk


@dataclass(frozen=True)
class ProposedBus:
    """The tour of one bus: `line` is for the map, `engine` computed the rides, `sources` says where each comes from."""

    stops: tuple[ProposedStop, ...]
    finish_at: datetime
    minutes: int
    km: float
    line: tuple[Point, ...]
    engine: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """One of several demands that cannot be kept together: its kind, the stops it names, the district or the either/or."""

    kind: str
    stops: tuple[Candidate, ...] = ()
    district_id: int | None = None


@dataclass(frozen=True)
class Proposal:
    """One of the three, or why there is none (`contradiction`).

    `exact`: proved to be the best of its candidates; `whole`: the search was not cut short. `neglected`: districts that
    the fairest was asked to stop in; `unserved`: those that could not be reached in time, and so were given up.
    """

    kind: ProposalKind
    buses: tuple[ProposedBus, ...]
    engine: str
    exact: bool
    whole: bool
    contradiction: tuple[Wish, ...] = ()
    neglected: tuple[int, ...] = ()
    unserved: tuple[int, ...] = ()

    @property
    def stops(self) -> tuple[ProposedStop, ...]:
        """The stops of all buses."""
        return tuple(stop for bus in self.buses for stop in bus.stops)

    @property
    def minutes(self) -> int:
        """Of the bus that is under way longest."""
        return max((bus.minutes for bus in self.buses), default=0)

    @property
    def km(self) -> float:
        """Of all buses."""
        return sum(bus.km for bus in self.buses)

    @property
    def issues(self) -> int:
        """How many issues are looked at."""
        return sum(len(stop.candidate.issue_ids) for stop in self.stops)

    @property
    def promises(self) -> int:
        """How many promises fall due around the tour and are looked at."""
        return sum(stop.candidate.promises for stop in self.stops)

    @property
    def districts(self) -> tuple[int, ...]:
        """The districts that have a stop."""
        return tuple(sorted({stop.candidate.district_id for stop in self.stops if stop.candidate.district_id}))

    @property
    def prize(self) -> float:
        """The points of all stops, as they are shown."""
        return round(sum(stop.candidate.prize.total for stop in self.stops), 1)


def neglected_districts(brief: Brief) -> tuple[int, ...]:
    """Districts with something to see that had no stop for 60 days, at most four: where most residents waited longest."""
    with_rows = {row.district_id for row in brief.rows}
    waiting = [
        (-days * (brief.districts[district_id].population or 0), -days, district_id)
        for district_id, days in brief.unvisited.items()
        if days >= NEGLECTED_DAYS and district_id in with_rows and district_id in brief.districts
    ]
    return tuple(sorted(district_id for _, _, district_id in sorted(waiting)[:MOST_NEGLECTED]))


def tables_of(brief: Brief) -> Tables:
    """Travel between the candidates that are worth asking for; may take a while with an engine that is far away."""
    return tables_for(brief, shortlist(brief))


def search_proposal(
    brief: Brief, tables: Tables, kind: ProposalKind, *, progress: Progress, seconds: float = SECONDS
) -> Proposal:
    """The best tour of its kind that keeps every rule of the tour. The same brief gives the same proposal, unless
    `seconds` or `progress` cut the search short.

    The fairest has a stop in each neglected district; those that cannot be had are given up, and named. The shortest makes
    what must be made, and half of the stops with promises that one tour could make at all.
    """

    def go_on(share: float, plan: TourPlan | None) -> bool:
        return progress(share)

    match kind:
        case ProposalKind.SHORTEST:
            return _shortest(brief, tables.of(_needed(brief, tables.rows)), seconds, go_on)
        case ProposalKind.FAIREST:
            wanted = neglected_districts(brief)
        case ProposalKind.MOST:
            wanted = ()
    unserved = [each for each in wanted if not _is_in_reach(brief, tables, each)]
    while True:
        neglected = [each for each in wanted if each not in unserved]
        found = propose_tour(problem_of_kind(brief, tables, kind, neglected), seconds=seconds, progress=go_on)
        named = {demand.group for demand in found.contradiction}
        blocking = [each for each in neglected if ("district", each) in named and each not in brief.rules.districts]
        if found.plan is not None or not blocking:
            return _proposal(brief, tables, kind, found, tuple(neglected), tuple(unserved))
        unserved += blocking[-1:]


def _is_in_reach(brief: Brief, tables: Tables, district_id: int) -> bool:
    """Whether the stops that must be made leave time for one in a district, as far as a short search can tell."""
    inside = [row for row in tables.rows if row.district_id == district_id and not row.must]
    best = sorted(inside, key=lambda row: (-row.prize.total, row.key))[:REACHED_FOR]
    part = tables.of([row for row in tables.rows if row.must or row in best])
    group = district_group(part.rows, district_id)
    lonely = replace(brief, rules=replace(brief.rules, districts=()))
    problem = problem_for(lonely, part, [0.0] * len(part.rows), groups=[group])
    return propose_tour(problem, iterations=SHORT_SEARCH).plan is not None


def _shortest(
    brief: Brief, tables: Tables, seconds: float, go_on: Callable[[float, TourPlan | None], bool]
) -> Proposal:
    """First as many promises as one tour can keep; then half of those stops, whichever make the day shortest, in the best
    order.
    """
    most = problem_for(brief, tables, [PROMISE_PRIZE * row.promises for row in tables.rows])
    found = propose_tour(most, seconds=seconds / 2, progress=lambda share, plan: go_on(share / 2, plan))
    if found.plan is None or found.ended == "cancelled":
        return _proposal(brief, tables, ProposalKind.SHORTEST, found, (), ())
    kept = [tables.rows[stop] for stop in sorted(_half(most, tables.rows, found.plan))]
    part = tables.of(kept)
    musts = replace(part, rows=tuple(replace(row, must=True) for row in kept))
    problem = problem_for(brief, musts, [0.0] * len(kept), per_minute=1.0)
    short = propose_tour(problem, seconds=seconds / 2, progress=lambda share, plan: go_on(0.5 + share / 2, plan))
    if short.plan is None:
        return _proposal(brief, tables, ProposalKind.SHORTEST, found, (), ())
    return _proposal(brief, part, ProposalKind.SHORTEST, short, (), ())


def _half(problem: TourProblem, rows: Sequence[Candidate], plan: TourPlan) -> frozenset[int]:
    """What is left of a plan when half of the stops that are there for promises alone have gone, the longest ways first.

    A stop that a rule needs stays.
    """
    orders = [list(bus.stops) for bus in plan.buses]
    free = {stop for stop in plan.made if rows[stop].promises and not rows[stop].must}
    for _ in range(len(free) // 2):
        shorter = []
        for stop in sorted(free):
            trial = [[each for each in order if each != stop] for order in orders]
            if not check_order(problem, trial):
                shorter.append((sum(bus.finish for bus in plan_of_order(problem, trial).buses), stop, trial))
        if not shorter:
            break
        _, gone, orders = min(shorter)
        free.remove(gone)
    return frozenset(stop for order in orders for stop in order)


def problem_of_kind(
    brief: Brief, tables: Tables, kind: ProposalKind, neglected: Iterable[int] = (), *, buses: int | None = None
) -> TourProblem:
    """What a proposal of this kind was searched for: the points as they are, with more for the district, or minutes."""
    rows = tables.rows
    match kind:
        case ProposalKind.SHORTEST:
            return problem_for(brief, tables, [float(row.promises) for row in rows], per_minute=1.0, buses=buses)
        case ProposalKind.FAIREST:
            groups = [district_group(rows, each) for each in neglected if each not in brief.rules.districts]
            return problem_for(brief, tables, [_fair_prize(row.prize) for row in rows], groups=groups, buses=buses)
        case ProposalKind.MOST:
            return problem_for(brief, tables, [row.prize.total for row in rows], buses=buses)


def _fair_prize(prize: Prize) -> float:
    return prize.total + FAIR_TIMES * (prize.total - prize.without("district"))


def _needed(brief: Brief, rows: Sequence[Candidate]) -> list[Candidate]:
    """What the shortest tour is about: stops that must be made, promises, and the districts that the rules ask for."""
    required = set(brief.rules.districts)
    return [row for row in rows if row.must or row.promises or row.district_id in required]


def _proposal(
    brief: Brief,
    tables: Tables,
    kind: ProposalKind,
    found: Found,
    neglected: tuple[int, ...],
    unserved: tuple[int, ...],
) -> Proposal:
    buses = () if found.plan is None else tuple(_bus(brief, tables, bus) for bus in found.plan.buses)
    wishes = () if found.plan else tuple(wish_of(tables.rows, demand) for demand in found.contradiction)
    whole = found.ended == "done"
    return Proposal(kind, buses, tables.engine, found.exact, whole, wishes, neglected, unserved)


def wish_of(rows: Sequence[Candidate], demand: Demand) -> Wish:
    """A demand with the stops that it is about."""
    stops = tuple(rows[each] for each in (demand.other, demand.stop) if each is not None)
    name = demand.group
    if isinstance(name, tuple) and name[0] == "district":
        return Wish(demand.kind, stops, name[1])
    if isinstance(name, tuple):
        return Wish(demand.kind, tuple(row for row in rows if row.stop_id in name[1]))
    return Wish(demand.kind, stops)


def _bus(brief: Brief, tables: Tables, bus: BusPlan) -> ProposedBus:
    def moment(minutes: int) -> datetime:
        return brief.starts_at + timedelta(minutes=minutes)

    stops = tuple(
        ProposedStop(
            tables.rows[visit.stop],
            moment(visit.arrival),
            moment(visit.talk_from),
            moment(visit.departure),
            visit.wait,
        )
        for visit in bus.visits
    )
    ends = (brief.start_point, *(stop.candidate.point for stop in stops), brief.end_point)
    way = [point for point in ends if point is not None]
    route = brief.engine.route(way, brief.starts_at)
    finish, km = moment(bus.finish), bus.metres / 1000
    return ProposedBus(stops, finish, bus.finish, km, route.line, route.engine, route.leg_sources())
