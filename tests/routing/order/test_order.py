"""The order of the stops: every answer is checked by a drive of its own, and by trying all orders."""

import math
import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.geo import Point
from planner.domain.timetable import PlannedStop, timetable
from planner.routing.engine import Barrier, Matrix
from planner.routing.estimate import Estimate
from planner.routing.order.order import Evaluation, OrderProblem, OrderStop, evaluate_order, problem_of, propose_order

START = datetime(2025, 5, 14, 22, 0, tzinfo=UTC)


def matrix_of(*rows: tuple[float, ...]) -> Matrix:
    return Matrix("by hand", rows, rows)


def on_a_road(*places: int) -> Matrix:
    """Start place, stops and end place by their minute along one road; a kilometre a minute."""
    return matrix_of(*(tuple(float(abs(a - b)) for b in places) for a in places))


def driven(problem: OrderProblem, order: tuple[int, ...]) -> Evaluation:
    """What an order is worth, written again from the rules."""
    nodes = [0, *(stop + 1 for stop in order), len(problem.stops) + 1]
    legs = [(problem.matrix.minutes[a][b], problem.matrix.km[a][b]) for a, b in zip(nodes[:-1], nodes[1:], strict=True)]
    clock = late = 0
    for (minutes, _), index in zip(legs, order, strict=False):
        stop = problem.stops[index]
        clock += (math.ceil(minutes) if minutes < math.inf else 0) + stop.minutes_off
        if stop.window_from is not None:
            clock = max(clock, stop.window_from)
        if stop.window_to is not None:
            late += max(0, clock - stop.window_to)
        clock += stop.minutes_talk
    clock += math.ceil(legs[-1][0]) if legs[-1][0] < math.inf else 0
    return Evaluation(
        sum(minutes == math.inf for minutes, _ in legs),
        late + max(0, clock - problem.latest_return),
        clock,
        sum(round(km * 1000) for minutes, km in legs if minutes < math.inf),
    )


def best_of_all(problem: OrderProblem) -> Evaluation:
    pins = {index: stop.pinned_to for index, stop in enumerate(problem.stops) if stop.pinned_to is not None}
    orders = permutations(range(len(problem.stops)))
    return min(
        driven(problem, order) for order in orders if all(order.index(stop) == place for stop, place in pins.items())
    )


windows = st.one_of(
    st.just((None, None)), st.tuples(st.integers(-10, 120), st.integers(0, 150)), st.tuples(st.none(), st.just(30))
)


@st.composite
def problems(draw: st.DrawFn, most: int) -> OrderProblem:
    size = draw(st.integers(0, most))
    figures = st.one_of(st.integers(0, 400).map(lambda tenths: tenths / 10), st.just(math.inf))
    table = st.lists(st.lists(figures, min_size=size + 2, max_size=size + 2), min_size=size + 2, max_size=size + 2)
    minutes = draw(table)
    km = [[draw(st.integers(0, 20)) * 0.5 for _ in row] for row in minutes]
    places = draw(st.permutations(range(size)))
    stops = []
    for index in range(size):
        opens, closes = draw(windows)
        stops.append(
            OrderStop(
                minutes_off=draw(st.integers(0, 3)),
                minutes_talk=draw(st.integers(0, 15)),
                window_from=opens,
                window_to=closes,
                pinned_to=places[index] if draw(st.integers(0, 3)) == 0 else None,
            )
        )
    matrix = Matrix("random", tuple(map(tuple, minutes)), tuple(map(tuple, km)))
    return OrderProblem(matrix, tuple(stops), latest_return=draw(st.integers(0, 200)))


@given(problems(most=6))
@settings(deadline=None, max_examples=120)
def test_proposal_for_few_stops_is_the_best_of_all_orders(problem: OrderProblem) -> None:
    proposal = propose_order(problem)

    assert proposal.exact
    assert proposal.evaluation == driven(problem, proposal.order) == best_of_all(problem)
    assert proposal.present == driven(problem, tuple(range(len(problem.stops))))
    assert len(proposal.impassable_legs) == proposal.evaluation.impassable_legs


@given(problems(most=6))
@settings(deadline=None, max_examples=50)
def test_search_keeps_every_stop_and_every_pin(problem: OrderProblem) -> None:
    proposal = propose_order(problem, exact_up_to=-1, max_iterations=200)

    assert not proposal.exact
    assert sorted(proposal.order) == list(range(len(problem.stops)))
    assert [proposal.order[stop.pinned_to] for stop in problem.stops if stop.pinned_to is not None] == [
        index for index, stop in enumerate(problem.stops) if stop.pinned_to is not None
    ]
    assert proposal.evaluation == driven(problem, proposal.order) >= best_of_all(problem)


def test_proposal_without_stops_drives_from_start_to_end() -> None:
    proposal = propose_order(OrderProblem(matrix_of((0.0, 7.5), (7.5, 0.0)), (), latest_return=5))

    assert (proposal.order, proposal.evaluation) == ((), Evaluation(0, 3, 8, 7500))


def test_search_of_no_stops_and_of_one_ends() -> None:
    none = OrderProblem(on_a_road(0, 5), (), latest_return=60)
    one = OrderProblem(on_a_road(0, 2, 5), (OrderStop(1, 5),), latest_return=60)

    orders = [propose_order(problem, exact_up_to=-1).order for problem in (none, one)]

    assert orders == [(), (0,)]


def test_proposal_sorts_stops_along_a_road() -> None:
    stops = (OrderStop(1, 5),) * 4
    proposal = propose_order(OrderProblem(on_a_road(0, 30, 10, 40, 20, 50), stops, latest_return=120))

    assert proposal.order == (1, 3, 0, 2)
    assert proposal.evaluation == Evaluation(0, 0, 74, 50_000)
    assert proposal.evaluation.km == 50.0


def test_proposal_would_rather_drive_back_than_be_late() -> None:
    stops = (OrderStop(0, 5), OrderStop(0, 5, window_to=20))
    proposal = propose_order(OrderProblem(on_a_road(0, 10, 20, 0), stops, latest_return=120))

    assert proposal.order == (1, 0)
    assert proposal.evaluation.late_minutes == 0


def test_proposal_between_two_latenesses_takes_the_less() -> None:
    stops = (OrderStop(0, 30, window_to=10), OrderStop(0, 10, window_to=10))
    proposal = propose_order(OrderProblem(on_a_road(0, 10, 10, 0), stops, latest_return=120))

    assert (proposal.order, proposal.evaluation.late_minutes) == ((1, 0), 10)


def test_proposal_starts_later_stop_first_when_earlier_would_wait() -> None:
    stops = (OrderStop(2, 5, window_from=60), OrderStop(0, 5))
    proposal = propose_order(OrderProblem(on_a_road(0, 10, 20, 30), stops, latest_return=120))

    assert (proposal.order, proposal.evaluation.finish_minute) == ((1, 0), 85)


def test_proposal_keeps_a_pin_that_costs_minutes() -> None:
    stops = (OrderStop(0, 5, pinned_to=1), OrderStop(0, 5), OrderStop(0, 5))
    proposal = propose_order(OrderProblem(on_a_road(0, 30, 10, 20, 40), stops, latest_return=300))

    assert (proposal.order, proposal.broken_pins) == ((1, 0, 2), ())
    assert proposal.evaluation.finish_minute == 75


def test_proposal_names_pins_that_contradict() -> None:
    stops = (OrderStop(0, 5, pinned_to=1), OrderStop(0, 5, pinned_to=1), OrderStop(0, 5, pinned_to=3))
    proposal = propose_order(OrderProblem(on_a_road(0, 30, 10, 20, 40), stops, latest_return=300))

    assert (proposal.order, proposal.broken_pins) == ((1, 0, 2), (1, 2))


def test_proposal_keeps_the_present_order_when_no_order_is_better() -> None:
    same_place = OrderProblem(on_a_road(0, 5, 5, 5, 5, 0), (OrderStop(1, 5),) * 4, latest_return=60)
    round_trip = OrderProblem(on_a_road(0, 30, 20, 10, 0), (OrderStop(1, 5),) * 3, latest_return=120)

    assert propose_order(same_place).order == (0, 1, 2, 3)
    assert propose_order(round_trip).order == (0, 1, 2)
    assert propose_order(round_trip).present == propose_order(round_trip).evaluation


def test_proposal_with_a_stop_that_cannot_be_reached_says_which_legs() -> None:
    amur = Barrier("Амур", (Point(50.25, 127.0), Point(50.25, 128.0)))
    city, other_bank = [Point(50.26, 127.50 + 0.01 * k) for k in range(4)], Point(50.24, 127.51)
    matrix = Estimate(barriers=(amur,)).matrix([city[0], other_bank, city[2], city[1], city[3]], START)

    proposal = propose_order(OrderProblem(matrix, (OrderStop(0, 5),) * 3, latest_return=120))

    legs = matrix.legs([0, *(stop + 1 for stop in proposal.order), 4])
    assert proposal.evaluation.impassable_legs == 2
    assert proposal.impassable_legs == tuple(k for k, leg in enumerate(legs) if leg.minutes == math.inf)
    assert sum(leg.is_passable for leg in legs) == 2


def test_proposal_goes_round_a_leg_without_a_way() -> None:
    inf = math.inf
    matrix = matrix_of(
        (0.0, 1.0, 9.0, inf),
        (1.0, 0.0, 1.0, 9.0),
        (9.0, inf, 0.0, 1.0),
        (inf, 9.0, inf, 0.0),
    )
    proposal = propose_order(OrderProblem(matrix, (OrderStop(0, 0), OrderStop(0, 0)), latest_return=60))

    assert (proposal.order, proposal.impassable_legs) == ((0, 1), ())


def city_problem(size: int, seed: int) -> OrderProblem:
    rng = random.Random(seed)
    points = [Point(50.25 + rng.random() * 0.06, 127.48 + rng.random() * 0.1) for _ in range(size + 2)]
    opens = [rng.randrange(200) if rng.random() < 0.3 else None for _ in range(size)]
    stops = tuple(
        OrderStop(2, rng.choice([5, 10, 12]), begin, None if begin is None else begin + 40) for begin in opens
    )
    return OrderProblem(Estimate().matrix(points, START), stops, latest_return=25 * size)


def test_proposal_for_ten_stops_is_exact_and_takes_less_than_half_a_second() -> None:
    problem = city_problem(10, seed=5)

    begin = time.process_time()
    proposal = propose_order(problem)
    seconds = time.process_time() - begin

    assert proposal.exact
    assert seconds < 0.5


@pytest.mark.parametrize("seed", range(4))
def test_search_finds_what_the_exact_way_finds(seed: int) -> None:
    problem = city_problem(10, seed)

    assert propose_order(problem, exact_up_to=-1).evaluation == propose_order(problem).evaluation


def test_search_is_the_same_for_the_same_seed_and_better_than_the_present_order() -> None:
    problem = city_problem(20, seed=7)

    first, second = (propose_order(problem, max_iterations=5_000) for _ in range(2))

    assert first == second
    assert not first.exact
    assert first.evaluation == driven(problem, first.order) < first.present


def test_proposal_for_many_stops_of_which_few_are_free_is_exact() -> None:
    problem = city_problem(20, seed=7)
    stops = tuple(
        replace(stop, pinned_to=None if index in (3, 11, 17) else index) for index, stop in enumerate(problem.stops)
    )
    pinned = OrderProblem(problem.matrix, stops, problem.latest_return)

    proposal = propose_order(pinned)

    orders = []
    for places in permutations((3, 11, 17)):
        order = list(range(20))
        order[3], order[11], order[17] = places
        orders.append(driven(pinned, tuple(order)))
    assert (proposal.exact, proposal.evaluation) == (True, min(orders))


def test_problem_with_a_matrix_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="2 stops need 4 points"):
        OrderProblem(on_a_road(0, 1, 2), (OrderStop(0, 5),) * 2, latest_return=60)


def test_problem_of_planned_stops_counts_minutes_from_the_first_whole_minute() -> None:
    begin = START + timedelta(seconds=30)
    stop = PlannedStop(
        key="park",
        minutes_off=2,
        minutes_talk=10,
        window_from=START + timedelta(minutes=10, seconds=1),
        window_to=START + timedelta(minutes=20, seconds=59),
    )

    problem = problem_of(begin, START + timedelta(minutes=60), [stop], on_a_road(0, 1, 2), pins={0: 0})

    assert problem.stops == (OrderStop(2, 10, window_from=10, window_to=19, pinned_to=0),)
    assert problem.latest_return == 59


moments = st.one_of(st.none(), st.integers(0, 7200).map(lambda seconds: START + timedelta(seconds=seconds)))


@given(
    st.lists(
        st.builds(PlannedStop, st.none(), st.integers(0, 3), st.integers(0, 15), moments, moments),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 59),
    st.integers(0, 3600),
    st.randoms(use_true_random=False),
)
def test_evaluation_is_what_the_timetable_prints(
    stops: list[PlannedStop], start_second: int, latest: int, rng: random.Random
) -> None:
    begin, latest_end = START + timedelta(seconds=start_second), START + timedelta(seconds=latest)
    size = len(stops) + 2
    figures = tuple(tuple(rng.uniform(0, 40) for _ in range(size)) for _ in range(size))
    matrix = Matrix("random", figures, figures)

    evaluation = evaluate_order(problem_of(begin, latest_end, stops, matrix), range(len(stops)))

    table = timetable(begin, latest_end, stops, matrix.legs(range(size)))
    assert table.finish_at is not None
    assert table.finish_at - table.start_at == timedelta(minutes=evaluation.finish_minute)
    over = sum(found.minutes for found in table.breaks if found.kind == "over_end")
    assert evaluation.late_minutes == sum(row.late_minutes for row in table.rows) + over
    assert evaluation.km == pytest.approx(table.km, abs=0.01)
