"""Tests of `planner.routing.apart`: other servers are asked between two tries."""

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from planner.domain.geo import Point
from planner.domain.timetable import Leg
from planner.routing.apart import MOST_TRIES, NotAskedYet, asking_apart, is_asked_apart
from planner.routing.engine import Matrix, NoAnswer, Route, Snap
from planner.routing.servers.remote import Remote

AT = datetime(2026, 11, 23, tzinfo=UTC)
A, B, C = Point(50.26, 127.53), Point(50.27, 127.53), Point(50.28, 127.53)


class Told:
    """A routing server that notes whether it was asked within the work or apart from it."""

    name = "told"

    def __init__(self, fails: Callable[[], bool] = lambda: False) -> None:
        self.fails, self.within = fails, list[bool]()

    def matrix(self, points: Sequence[Point]) -> tuple[Matrix, Sequence[Snap | None]]:
        raise NotImplementedError

    def route(self, points: Sequence[Point]) -> tuple[Route, Sequence[Snap | None]]:
        self.within.append(is_asked_apart())
        if self.fails():
            raise NoAnswer("timeout")
        return Route(self.name, (Leg(1.0, 2.0),) * (len(points) - 1), tuple(points)), []

    def snap(self, point: Point) -> Snap:
        return Snap(point, math.inf)


def test_work_begins_anew_after_each_answer_and_nobody_is_asked_within_it() -> None:
    server, tries = Told(), list[int]()
    engine = Remote(server)

    def work() -> list[str]:
        tries.append(len(tries))
        return [engine.route(points, AT).engine for points in ([A, B], [B, C], [A, B])]

    assert asking_apart(work) == ["told"] * 3
    assert (len(tries), server.within, is_asked_apart()) == (3, [False, False], False)


def test_server_that_fails_is_asked_once_and_the_work_goes_on_without() -> None:
    server = Told(fails=lambda: True)
    engine = Remote(server)

    def work() -> str:
        try:
            return engine.route([A, B], AT).engine
        except NoAnswer as no:
            return no.reason

    assert (asking_apart(work), asking_apart(work), server.within) == ("timeout", "timeout", [False])


def test_work_that_always_lacks_something_asks_by_itself_at_last() -> None:
    asked = []

    def work() -> str:
        if is_asked_apart():
            raise NotAskedYet(lambda: asked.append(1))
        return "done"

    assert (asking_apart(work), len(asked)) == ("done", MOST_TRIES)


def test_what_the_work_raises_goes_up_and_the_next_work_asks_as_it_did() -> None:
    engine = Remote(Told())

    with pytest.raises(ZeroDivisionError):
        asking_apart(lambda: 1 // 0)

    assert engine.route([A, B], AT).engine == "told"
