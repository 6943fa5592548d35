"""The best tour out of a backlog: every plan is checked by rules of its own, and few stops by trying all tours."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from planner.routing.optimiser.optimise import check_order, nearest_candidates, plan_of_order, propose_tour
from planner.routing.optimiser.problem import (
    FIRST,
    LAST,
    NO_WAY,
    Costs,
    Demand,
    Group,
    Pause,
    TourPlan,
    TourProblem,
    TourStop,
    Window,
)
from planner.routing.optimiser.run import Run
from tests.routing.optimiser.random_cities import best_by_trying_all, broken, cities, worth

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def on_a_road(*places: int, stops: tuple[TourStop, ...], latest_return: int = 240, **rules: object) -> TourProblem:
    """Start, stops and end by their minute along one road; 500 metres a minute."""
    travel = np.abs(np.subtract.outer(places, places)).astype(np.int64)
    return TourProblem(travel, travel * 500, stops, latest_return, **rules)  # type: ignore[arg-type]


def yard(prize: float = 10, **more: object) -> TourStop:
    return TourStop(2, 10, prize, **more)  # type: ignore[arg-type]


def orders_of(plan: TourPlan | None) -> list[tuple[int, ...]]:
    assert plan is not None
    return [bus.stops for bus in plan.buses]


def random_city(count: int, *, seed: int, buses: int = 1) -> TourProblem:
    """Stops on a plane of an hour's ride, a third of them with a window."""
    dice = np.random.default_rng(seed)
    spots = dice.integers(0, 40, (count + 2, 2))
    spots[0] = spots[-1] = (20, 20)
    travel = np.abs(spots[:, None] - spots[None, :]).sum(axis=2).astype(np.int64)
    stops = []
    for index in range(count):
        opens = int(dice.integers(0, 200))
        windows = (Window(opens, opens + 60),) if index % 3 == 0 else ()
        stops.append(TourStop(2, int(dice.integers(5, 20)), float(dice.integers(1, 50)), windows=windows))
    return TourProblem(travel, travel * 400, tuple(stops), 240, buses=buses)


@SLOW
@given(cities(most=5))
def test_tour_is_the_best_of_all_tours_when_stops_are_few(problem: TourProblem) -> None:
    found = propose_tour(problem)

    best = best_by_trying_all(problem)
    assert found.exact
    if best is None:
        assert found.plan is None
        return
    (order,) = orders_of(found.plan)
    assert broken(problem, order) == []
    assert found.plan is not None
    assert found.plan.value == pytest.approx(best)


@SLOW
@given(cities(least=1, most=6))
def test_search_finds_the_best_that_trying_all_finds(problem: TourProblem) -> None:
    # Stops go in one by one: a pair that a limit on rides, a missing way or a pause lets in together only is beyond it.
    travel = np.where(problem.travel >= NO_WAY, 60, problem.travel)
    problem = replace(problem, longest_ride=None, pauses=(), travel=travel)
    exact = propose_tour(problem)

    orders = Run(problem, 4_000, 60, 1, None).best()

    if exact.plan is None:
        assert orders is None
    else:
        assert orders is not None
        assert broken(problem, orders[0]) == []
        assert worth(problem, orders[0]) == pytest.approx(exact.plan.value)


@SLOW
@given(cities(least=1, most=6))
def test_search_breaks_no_rule_where_rides_are_limited(problem: TourProblem) -> None:
    orders = Run(problem, 1_000, 60, 1, None).best()

    assert orders is None or broken(problem, orders[0]) == []


def test_search_leaves_a_pinned_stop_out_that_another_cannot_bear() -> None:
    early = yard(1, windows=(Window(0, 30),), position=1)
    late = replace(yard(20, must=True), windows=(Window(40, 60),))
    problem = on_a_road(0, 5, 5, 5, 0, stops=(late, early, early), costs=Costs(0.01, 0.2), before=((2, 0), (1, 0)))

    orders = Run(problem, 4_000, 60, 1, None).best()

    assert orders == [[0]]


@pytest.mark.parametrize(("made", "follower"), [({1, 2, 3, 4}, 1), ({1, 2, 4}, 3)])
def test_search_makes_a_stop_that_is_worth_nothing_where_one_that_is_demanded_follows_it(
    made: set[int], follower: int
) -> None:
    stops = tuple(TourStop(0, 0, 0, must=each in made) for each in range(6))
    problem = on_a_road(
        *(0, -6, 0, 0, 0, 0, 5, 0),
        stops=stops,
        latest_return=20,
        costs=Costs(0.01),
        right_after=((5, follower),),
        groups=(Group(frozenset({0, follower}), at_least=1),),
    )

    orders = Run(problem, 4_000, 60, 1, None).best()

    assert orders is not None
    assert broken(problem, orders[0]) == []
    assert worth(problem, orders[0]) == pytest.approx(-0.1)


@SLOW
@given(cities(least=9, most=14))
def test_plan_of_many_stops_keeps_every_rule(problem: TourProblem) -> None:
    found = propose_tour(problem, iterations=2_000)

    if found.plan is None:
        assert found.contradiction != ()
    else:
        (order,) = orders_of(found.plan)
        assert broken(problem, order) == []
        assert found.plan.value == pytest.approx(worth(problem, order))


@SLOW
@given(cities(least=4, most=10, buses=2))
def test_plan_of_two_buses_keeps_the_rules_of_each(problem: TourProblem) -> None:
    free = replace(problem, groups=(), stops=tuple(replace(stop, must=False) for stop in problem.stops))

    found = propose_tour(free, iterations=2_000)

    if found.plan is not None:
        first, second = orders_of(found.plan)
        assert broken(free, first) == []
        assert broken(free, second) == []
        assert not set(first) & set(second)


@SLOW
@given(cities(least=1, most=5))
def test_check_finds_a_fault_exactly_where_a_rule_is_broken(problem: TourProblem) -> None:
    order = list(range(len(problem.stops)))

    faults = check_order(problem, [order])

    assert bool(faults) == bool(broken(problem, order))


@SLOW
@given(cities(least=2, most=5))
def test_contradiction_goes_away_with_any_of_its_demands(problem: TourProblem) -> None:
    found = propose_tour(problem)

    if found.plan is not None:
        assert found.contradiction == ()
    elif Demand("return") in found.contradiction:
        # Without the return the rest must be possible: that is what being named means.
        ride = problem.longest_ride if Demand("ride") in found.contradiction else None
        eased = replace(problem, latest_return=NO_WAY - 1, longest_metres=None, longest_ride=ride)
        named = {demand.stop for demand in found.contradiction if demand.kind == "must"}
        groups = {demand.group for demand in found.contradiction if demand.kind == "too_few"}
        eased = replace(
            eased,
            stops=tuple(
                replace(
                    stop,
                    must=index in named,
                    position=stop.position if Demand("position", index) in found.contradiction else None,
                    windows=stop.windows if Demand("window", index) in found.contradiction else (),
                )
                for index, stop in enumerate(problem.stops)
            ),
            groups=tuple(group if group.name in groups else replace(group, at_least=0) for group in problem.groups),
            before=tuple(p for p in problem.before if Demand("before", p[1], p[0]) in found.contradiction),
            right_after=tuple(
                p for p in problem.right_after if Demand("right_after", p[1], p[0]) in found.contradiction
            ),
            pauses=problem.pauses if Demand("pause") in found.contradiction else (),
        )
        assert best_by_trying_all(eased) is not None


def test_plan_without_candidates_drives_from_start_to_end() -> None:
    problem = on_a_road(0, 30, stops=())

    found = propose_tour(problem)

    assert orders_of(found.plan) == [()]
    assert found.plan is not None
    assert found.plan.buses[0].finish == 30


def test_plan_of_one_candidate_makes_it() -> None:
    problem = on_a_road(0, 10, 0, stops=(yard(),))

    found = propose_tour(problem)

    (visit,) = plan_of_order(problem, orders_of(found.plan)).buses[0].visits
    assert (visit.arrival, visit.talk_from, visit.departure, visit.wait) == (10, 12, 22, 0)


def test_two_stops_at_one_point_are_both_made() -> None:
    problem = on_a_road(0, 10, 10, 0, stops=(yard(), yard()))

    found = propose_tour(problem)

    assert sorted(orders_of(found.plan)[0]) == [0, 1]


def test_stop_without_a_bridge_is_left_out() -> None:
    problem = on_a_road(0, 10, 15, 0, stops=(yard(), yard(1000)))
    problem.travel[[0, 1], 2] = NO_WAY

    found = propose_tour(problem)

    assert orders_of(found.plan) == [(0,)]


def test_must_without_a_bridge_is_named_alone() -> None:
    problem = on_a_road(0, 10, 15, 0, stops=(yard(must=True), yard(must=True)))
    problem.travel[[0, 1], 2] = NO_WAY

    found = propose_tour(problem)

    assert found.plan is None
    assert found.contradiction == (Demand("must", 1),)


def test_must_that_is_too_far_is_named_with_the_return() -> None:
    problem = on_a_road(0, 10, 200, 0, stops=(yard(must=True), yard(must=True)))

    found = propose_tour(problem)

    assert found.contradiction == (Demand("return"), Demand("must", 1))


def test_windows_that_exclude_each_other_are_named() -> None:
    noon = (Window(60, 62),)
    problem = on_a_road(0, 10, 60, 20, 0, stops=(yard(must=True, windows=noon), yard(must=True, windows=noon), yard()))

    found = propose_tour(problem)

    assert set(found.contradiction) == {Demand("must", 0), Demand("must", 1), Demand("window", 0), Demand("window", 1)}


def test_pins_that_exclude_each_other_are_named() -> None:
    problem = on_a_road(0, 10, 20, 0, stops=(yard(must=True, position=FIRST), yard(must=True, position=FIRST)))

    found = propose_tour(problem)

    assert {demand.kind for demand in found.contradiction} == {"position", "must"}
    assert {demand.stop for demand in found.contradiction} == {0, 1}


def test_district_that_cannot_be_reached_in_time_is_named() -> None:
    far = Group(frozenset({1}), at_least=1, name="Белогорье")
    problem = on_a_road(0, 10, 200, 0, stops=(yard(), yard()), groups=(far,))

    found = propose_tour(problem)

    assert found.contradiction == (Demand("return"), Demand("too_few", group="Белогорье"))


def test_stop_that_is_closed_is_no_way_to_one_that_is_too_far_for_a_ride() -> None:
    stone = yard(windows=(Window(0, 0),))  # closed by the time a bus can be there
    problem = on_a_road(0, 5, 10, *[0] * 9, 0, stops=(stone, yard(must=True), *[yard()] * 9), longest_ride=6)

    found = propose_tour(problem, iterations=500)

    assert set(found.contradiction) == {Demand("ride"), Demand("must", 1)}


def test_contradiction_among_many_stops_names_the_few_that_matter() -> None:
    city = random_city(60, seed=3)
    stops = list(city.stops)
    for index in (4, 9):
        stops[index] = TourStop(2, 30, 5, must=True, windows=(Window(100, 101),))
    city.travel[5, 10] = city.travel[10, 5] = 40

    found = propose_tour(replace(city, stops=tuple(stops)), iterations=1_000)

    assert {demand.stop for demand in found.contradiction} == {4, 9}


def test_pinned_stops_keep_their_positions_among_many() -> None:
    city = random_city(80, seed=5)
    stops = list(city.stops)
    stops[7] = replace(stops[7], must=True, windows=(), position=2)
    stops[8] = replace(stops[8], must=True, windows=(), position=FIRST)
    stops[10] = replace(stops[10], must=True, windows=(), position=LAST)

    found = propose_tour(replace(city, stops=tuple(stops)), iterations=5_000)

    (order,) = orders_of(found.plan)
    assert (order[0], order[2], order[-1]) == (8, 7, 10)


def test_pause_is_taken_within_its_window_among_many() -> None:
    lunch = Pause(30, 110, 140)
    city = replace(random_city(80, seed=6), pauses=(lunch,))

    found = propose_tour(city, iterations=3_000)

    assert found.plan is not None
    (order,) = orders_of(found.plan)
    assert broken(city, order) == []
    stays = [v.departure - v.talk_from - city.stops[v.stop].minutes_talk for v in found.plan.buses[0].visits]
    assert max(stays) >= 30


def test_each_chosen_district_gets_a_stop() -> None:
    districts = tuple(Group(frozenset(range(start, 80, 4)), at_least=1, name=start) for start in range(4))
    city = replace(random_city(80, seed=7), groups=districts)

    found = propose_tour(city, iterations=3_000)

    assert found.plan is not None
    assert all(group.stops & found.plan.made for group in districts)


def test_stops_that_nobody_wants_are_left_out_of_a_district_that_needs_one() -> None:
    city = random_city(60, seed=13)
    stops = tuple(replace(stop, prize=0.2, windows=()) for stop in city.stops)
    district = Group(frozenset({3, 30, 50}), at_least=1, name="Белогорье")
    city = replace(city, stops=stops, groups=(district,), costs=Costs(per_minute=1.0))

    found = propose_tour(city, iterations=2_000)

    alone = max(plan_of_order(city, [[stop]]).value for stop in district.stops)
    assert found.plan is not None
    assert len(found.plan.made) == 1
    assert found.plan.value == pytest.approx(alone)


def test_same_seed_gives_the_same_answer() -> None:
    city = random_city(60, seed=1)

    first, second = propose_tour(city, iterations=2_000), propose_tour(city, iterations=2_000)

    assert first == second


def test_longer_search_is_never_worse_than_its_start() -> None:
    city = random_city(60, seed=2)
    short = propose_tour(city, iterations=500)

    longer = propose_tour(city, iterations=500, seed=9, start=orders_of(short.plan))

    assert short.plan is not None
    assert longer.plan is not None
    assert longer.plan.value >= short.plan.value


@pytest.mark.parametrize(
    ("rules", "order"),
    [
        ({"before": ((1, 0),)}, (0, 1)),
        ({"right_after": ((0, 1),)}, (1, 0)),
        ({"groups": (Group(frozenset({0, 1}), at_most=1),)}, (0, 1)),
    ],
    ids=["before", "right_after", "at_most"],
)
def test_start_that_breaks_a_rule_is_not_begun_with(rules: dict[str, object], order: tuple[int, ...]) -> None:
    # The start alone makes the dear stops, so a search that begins with it would never find better.
    stops = tuple(
        replace(stop, prize=1000.0 if index < 2 else stop.prize)
        for index, stop in enumerate(random_city(30, seed=14).stops)
    )
    city = replace(random_city(30, seed=14), stops=stops, **rules)  # type: ignore[arg-type]

    found = propose_tour(city, iterations=300, start=[order])

    (best,) = orders_of(found.plan)
    assert broken(city, best) == []


def test_cancelled_search_gives_the_best_so_far() -> None:
    city, told = random_city(100, seed=4), []

    def enough(share: float, best: TourPlan | None) -> bool:
        told.append(share)
        return len(told) < 4

    found = propose_tour(city, iterations=10**7, progress=enough)

    assert found.ended == "cancelled"
    assert found.plan is not None
    assert check_order(city, orders_of(found.plan)) == ()
    assert told == sorted(told)


def test_search_ends_with_its_time() -> None:
    found = propose_tour(random_city(100, seed=4), iterations=10**9, seconds=0.2)

    assert found.ended == "time"
    assert found.plan is not None


def test_candidates_worth_a_search_keep_what_rules_name() -> None:
    city = random_city(700, seed=8)
    stops = list(city.stops)
    stops[13] = replace(stops[13], prize=0.0, must=True, windows=())
    stops[14] = replace(stops[14], prize=0.1)
    city = replace(city, stops=tuple(stops), groups=(Group(frozenset({14, 15}), at_least=1),))

    kept = nearest_candidates(city, most=100)

    assert {13, 14, 15} <= set(kept)
    assert 100 <= len(kept) <= 103


def test_waiting_that_costs_is_avoided() -> None:
    late = (Window(100, 200),)
    problem = on_a_road(0, 10, 20, 0, stops=(yard(10), yard(10, windows=late)))

    free = propose_tour(problem)
    dear = propose_tour(replace(problem, costs=Costs(0.01, per_wait_minute=1.0)))

    assert free.plan is not None
    assert dear.plan is not None
    assert len(free.plan.made) == 2
    assert dear.plan.made == {0}


def test_stop_that_follows_is_made_only_behind_its_lead() -> None:
    problem = on_a_road(0, 10, 20, 15, 0, stops=(yard(1), yard(50), yard(5)), right_after=((0, 1),))

    found = propose_tour(problem)

    (order,) = orders_of(found.plan)
    assert order.index(1) == order.index(0) + 1


def test_plan_beyond_midnight_counts_on() -> None:
    problem = on_a_road(0, 30, 0, stops=(yard(99, windows=(Window(1500, 1510),)),), latest_return=1600)

    found = propose_tour(problem)

    assert found.plan is not None
    assert found.plan.buses[0].visits[0].talk_from == 1500
