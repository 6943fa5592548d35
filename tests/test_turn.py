"""Writes on SQLite queue in the process."""

import threading
import time

import pytest

from planner.domain.errors import Unavailable
from planner.turn import Turn


def test_turn_is_first_come_first_served() -> None:
    turn, order, threads = Turn(patience_s=10), [], []

    def take(number: int) -> None:
        with turn.taken():
            order.append(number)

    with turn.taken():
        for number in range(12):
            threads.append(threading.Thread(target=take, args=(number,)))
            threads[-1].start()
            while turn.waiting < len(threads):
                time.sleep(0.001)
    for thread in threads:
        thread.join()

    assert order == list(range(12))


def test_turn_that_does_not_come_is_told_and_passed_over() -> None:
    turn, told = Turn(patience_s=0.05), []

    def wait() -> None:
        try:
            with turn.taken():
                told.append("came")
        except Unavailable as error:
            told.append(error.key)

    with turn.taken():
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join()
    wait()

    assert told == ["app.error.busy", "came"]


def test_turn_inside_a_turn_is_refused_at_once() -> None:
    turn = Turn(patience_s=10)

    with turn.taken(), pytest.raises(RuntimeError, match="inside a transaction"), turn.taken():
        pass

    with turn.taken():
        pass
