"""Other solvers on the same problems: OR-Tools routing, PyVRP and VROOM (`pip install ortools pyvrp pyvroom`); one thread each.

They get the settings that served them best in trials: for OR-Tools a penalty of five units of time for a point and guided
local search, for VROOM its highest level of exploration, for PyVRP a hundred units of time for a point. VROOM has no fixed departure, so its order is driven from 0.
"""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta

import numpy as np

from planner.routing.optimiser.optimise import propose_tour
from planner.routing.optimiser.problem import TourProblem

Orders = list[list[int]]
Solver = Callable[..., Orders | None]
"""Takes a problem and the seconds it may use."""
_NO_WAY_OUT = 10**7


def ours(problem: TourProblem, seconds: float, *, seed: int = 1, wall: bool = True) -> Orders | None:
    """The planner, through the function that the product calls; not `wall`: seconds of the processor."""
    clock = time.monotonic if wall else time.thread_time
    found = propose_tour(problem, iterations=10**9, seconds=seconds, seed=seed, clock=clock)
    return None if found.plan is None else [list(bus.stops) for bus in found.plan.buses]


def ortools(problem: TourProblem, seconds: float) -> Orders | None:
    """OR-Tools routing with guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2  # noqa: PLC0415 - a peer that need not be there

    count, must = len(problem.stops), all(stop.must for stop in problem.stops)
    ends = ([0] * problem.buses, [count + 1] * problem.buses)
    manager = pywrapcp.RoutingIndexManager(count + 2, problem.buses, *ends)
    model = pywrapcp.RoutingModel(manager)
    service = [0, *(stop.minutes_talk for stop in problem.stops), 0]
    table = (problem.travel + np.array(service)[:, None]).tolist()

    def minutes(start: int, end: int) -> int:
        return int(table[manager.IndexToNode(start)][manager.IndexToNode(end)])

    callback = model.RegisterTransitCallback(minutes)
    model.SetArcCostEvaluatorOfAllVehicles(callback)
    model.AddDimension(callback, problem.latest_return, problem.latest_return, True, "time")
    clock = model.GetDimensionOrDie("time")
    unit = 5 * max(1, problem.latest_return // 230)
    for index, stop in enumerate(problem.stops):
        (window,) = stop.windows
        node = manager.NodeToIndex(index + 1)
        if window.opens > min(window.closes, problem.latest_return):
            model.VehicleVar(node).SetValue(-1)
            continue
        clock.CumulVar(node).SetRange(window.opens, min(window.closes, problem.latest_return))
        model.AddDisjunction([node], _NO_WAY_OUT if must else max(1, int(stop.prize * unit)))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.LOCAL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(int(seconds * 1000))
    solution = model.SolveWithParameters(parameters)
    if solution is None:
        return None
    orders = []
    for bus in range(problem.buses):
        order, index = [], solution.Value(model.NextVar(model.Start(bus)))
        while not model.IsEnd(index):
            order.append(manager.IndexToNode(index) - 1)
            index = solution.Value(model.NextVar(index))
        orders.append(order)
    return orders


def vroom(problem: TourProblem, seconds: float) -> Orders | None:
    """VROOM; it stops by itself, at the latest after `seconds`."""
    import vroom as engine  # noqa: PLC0415 - a peer that need not be there

    count = len(problem.stops)
    greatest = max([1.0, *(stop.prize for stop in problem.stops)])
    task = engine.Input()
    task.set_durations_matrix("car", np.minimum(problem.travel, 2**31).astype(np.uint32))
    for bus in range(problem.buses):
        task.add_vehicle(
            engine.Vehicle(bus + 1, start=0, end=count + 1, time_window=engine.TimeWindow(0, problem.latest_return))
        )
    for index, stop in enumerate(problem.stops):
        (window,) = stop.windows
        if window.opens <= min(window.closes, problem.latest_return):
            task.add_job(
                engine.Job(
                    index + 1,
                    location=index + 1,
                    default_service=stop.minutes_talk,
                    priority=100 if stop.must else max(1, round(100 * stop.prize / greatest)),
                    time_windows=[engine.TimeWindow(window.opens, min(window.closes, problem.latest_return))],
                )
            )
    solution = task.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds))
    orders: Orders = [[] for _ in range(problem.buses)]
    routes = solution.routes
    for _, row in routes[routes["type"] == "job"].iterrows():
        orders[int(row["vehicle_id"]) - 1].append(int(row["id"]) - 1)
    return orders


def pyvrp(problem: TourProblem, seconds: float) -> Orders | None:
    """PyVRP, seconds of the processor; it leaves at 0, and a stop that no bus could make is not told to it."""
    import pyvrp as engine  # noqa: PLC0415 - a peer that need not be there

    began = time.thread_time()
    scale = max(1, problem.latest_return // 1000)
    latest = problem.latest_return
    open_ones = [
        i for i, stop in enumerate(problem.stops) if stop.windows[0].opens <= min(stop.windows[0].closes, latest)
    ]
    clients = [
        engine.Client(
            index + 1,
            service_duration=problem.stops[index].minutes_talk,
            tw_early=problem.stops[index].windows[0].opens,
            tw_late=min(problem.stops[index].windows[0].closes, latest),
            prize=round(problem.stops[index].prize * 100 * scale),
            required=False,
        )
        for index in open_ones
    ]
    bus = engine.VehicleType(problem.buses, tw_late=latest, start_late=0, unit_distance_cost=0, unit_duration_cost=1)
    table = np.ascontiguousarray(problem.travel[:-1, :-1])
    places = [engine.Location(0, 0) for _ in range(len(table))]
    data = engine.ProblemData(places, clients, [engine.Depot(0, tw_late=latest)], [bus], [table], [table])
    found = engine.solve(data, lambda _: time.thread_time() - began > seconds, seed=1, collect_stats=False).best
    if not found.is_feasible():
        return None
    return [
        [open_ones[a.idx] for a in route.schedule() if "DEPOT" not in str(a.type).upper()] for route in found.routes()
    ]


SOLVERS: Mapping[str, Solver] = {"ours": ours, "ortools": ortools, "pyvrp": pyvrp, "vroom": vroom}
