"""Why a stop was left out and what would help: each answer is driven again as it says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from planner.routing.optimiser.optimise import check_order, plan_of_order, propose_tour, what_helps, why_not
from planner.routing.optimiser.problem import NO_WAY, Fault, Group, TourProblem, TourStop, WhyNot, Window
from tests.routing.optimiser.random_cities import cities
from tests.routing.optimiser.test_optimise import on_a_road, orders_of, random_city, yard

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def minutes_late(problem: TourProblem, order: list[int]) -> int:
    """By how much the worst window or the return is missed."""
    return max([0, *(fault.minutes for fault in check_order(problem, [order]))])


def test_stop_that_comes_too_late_says_by_how_much() -> None:
    problem = on_a_road(0, 10, 20, 0, stops=(yard(50), yard(5)), latest_return=40)
    found = propose_tour(problem)
    assert found.plan is not None

    reasons = why_not(problem, found.plan)

    # Both: 20 out and 20 back with twice 12 minutes make 64. Either: the second alone would be back at 52.
    assert reasons == {1: WhyNot("far")}


def test_stop_that_no_tour_could_make_says_the_one_thing_that_stands_in_the_way() -> None:
    problem = on_a_road(0, 10, 20, 0, stops=(yard(50), yard(5)), latest_return=100)
    early = replace(problem.stops[1], windows=(Window(0, 5),))
    no_bridge = problem.travel.copy()
    no_bridge[2, :2] = no_bridge[:2, 2] = no_bridge[2, 3] = no_bridge[3, 2] = NO_WAY
    asked = {
        "no_way": replace(problem, travel=no_bridge),
        "rule": replace(problem, longest_ride=9),
        "closed": replace(problem, stops=(problem.stops[0], early)),
        "far": replace(problem, latest_return=40),
    }

    said = {name: why_not(each, plan_of_order(each, [[]]))[1].kind for name, each in asked.items()}

    assert said == {name: name for name in asked}


def test_stop_that_fits_if_the_bus_came_back_later_says_by_how_much() -> None:
    problem = on_a_road(0, 10, 20, 0, stops=(yard(50, must=True), yard(5)), latest_return=60)
    found = propose_tour(problem)
    assert found.plan is not None

    reasons = why_not(problem, found.plan)

    assert (reasons[1].kind, reasons[1].minutes) == ("over", 4)


def test_stop_that_could_take_the_place_of_another_says_at_what_loss() -> None:
    problem = on_a_road(0, 10, 20, 0, stops=(yard(50), yard(5)), latest_return=60)
    found = propose_tour(problem)
    assert found.plan is not None

    reason = why_not(problem, found.plan)[1]

    other = plan_of_order(problem, [[1]])
    assert (reason.kind, reason.other, reason.minutes) == ("instead", 0, 4)
    assert reason.loss == pytest.approx(found.plan.value - other.value)


def test_stop_that_a_rule_forbids_says_so() -> None:
    problem = on_a_road(
        0, 10, 20, 0, stops=(yard(50, must=True), yard(5)), groups=(Group(frozenset({0, 1}), at_most=1),)
    )
    found = propose_tour(problem)
    assert found.plan is not None

    assert why_not(problem, found.plan) == {1: WhyNot("rule")}


def test_every_minute_and_every_loss_is_true_in_a_city() -> None:
    city = random_city(120, seed=11)
    found = propose_tour(city, iterations=4_000)
    assert found.plan is not None
    (order,) = orders_of(found.plan)

    reasons = why_not(city, found.plan)

    assert set(reasons) == set(range(120)) - set(order)
    for stop, reason in reasons.items():
        if reason.kind in ("over", "instead") and reason.minutes:
            put_in = [*order[: reason.at], stop, *order[reason.at :]]
            assert minutes_late(city, put_in) == reason.minutes
        if reason.other is not None:
            rest = [each for each in order if each != reason.other]
            tried = [[*rest[:at], stop, *rest[at:]] for at in range(len(rest) + 1)]
            values = [plan_of_order(city, [each]).value for each in tried if not check_order(city, [each])]
            assert max(values) >= found.plan.value - reason.loss - 1e-9


def test_reasons_for_three_thousand_candidates_are_found() -> None:
    city = random_city(3_000, seed=12)
    found = propose_tour(city, iterations=1_000)
    assert found.plan is not None

    assert len(why_not(city, found.plan)) == 3_000 - len(found.plan.made)


def test_good_order_needs_no_help() -> None:
    problem = on_a_road(0, 10, 20, 0, stops=(yard(), yard()))

    assert what_helps(problem, [0, 1], least_talk=5) == ()


def test_swap_helps_where_windows_are_in_the_other_order() -> None:
    early, late = (Window(0, 25),), (Window(25, 60),)
    problem = on_a_road(0, 10, 20, 0, stops=(yard(windows=late), yard(windows=early)))

    best = what_helps(problem, [0, 1], least_talk=5)[0]

    assert (best.kind, best.order, best.left) == ("swap", (1, 0), ())


def test_leaving_earlier_helps_by_the_fewest_minutes() -> None:
    problem = on_a_road(0, 10, 0, stops=(yard(must=True, windows=(Window(0, 5),)),))

    best = next(remedy for remedy in what_helps(problem, [0], least_talk=5) if remedy.kind == "earlier")

    assert (best.minutes, best.left) == (10, ())


def test_dropping_helps_where_the_return_is_missed() -> None:
    problem = on_a_road(0, 10, 50, 0, stops=(yard(), yard()), latest_return=60)

    best = what_helps(problem, [0, 1], least_talk=5)[0]

    assert (best.kind, best.stop, best.left) == ("drop", 1, ())


@pytest.mark.parametrize(("least_talk", "minutes"), [(5, [5, 10, 15]), (10, [5, 10]), (16, [])])
def test_talk_is_never_made_shorter_than_the_least(least_talk: int, minutes: list[int]) -> None:
    problem = TourProblem(
        np.array([[0, 30, 0], [30, 0, 30], [0, 30, 0]]), np.zeros((3, 3), np.int64), (TourStop(0, 20),), 60
    )

    remedies = what_helps(problem, [0], least_talk=least_talk)

    assert sorted(remedy.minutes for remedy in remedies if remedy.kind == "shorter") == minutes


@SLOW
@given(cities(least=1, most=5))
def test_help_leaves_what_it_says(problem: TourProblem) -> None:
    order = list(range(len(problem.stops)))

    for remedy in what_helps(problem, order, least_talk=5):
        if remedy.kind in ("swap", "drop", "move"):
            assert remedy.left == check_order(problem, [remedy.order])
        elif remedy.kind == "shorter":
            assert remedy.stop is not None
            stops = list(problem.stops)
            stops[remedy.stop] = replace(
                stops[remedy.stop], minutes_talk=stops[remedy.stop].minutes_talk - remedy.minutes
            )
            assert remedy.left == check_order(replace(problem, stops=tuple(stops)), [remedy.order])


def test_check_names_each_broken_rule_with_its_minutes() -> None:
    stops = (
        yard(windows=(Window(0, 5),)),
        yard(position=0),
        yard(must=True),
        yard(),
    )
    problem = on_a_road(0, 10, 20, 30, 40, 0, stops=stops, before=((3, 0),), right_after=((1, 0),), latest_return=60)
    problem.travel[1, 2] = NO_WAY

    faults = check_order(problem, [[0, 1, 3]])

    assert Fault("window", 0, minutes=7) in faults
    assert Fault("no_way", 1) in faults
    assert Fault("must", 2) in faults
    assert Fault("position", 1) in faults
    assert Fault("before", 0, 3) in faults
    assert Fault("right_after", 0, 1) in faults


def test_return_that_is_missed_says_by_how_much() -> None:
    problem = TourProblem(
        np.array([[0, 30, 0], [30, 0, 30], [0, 30, 0]]), np.zeros((3, 3), np.int64), (TourStop(0, 15),), 70
    )

    assert check_order(problem, [[0]]) == (Fault("return", minutes=5),)
