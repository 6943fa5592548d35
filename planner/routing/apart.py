"""Other servers are asked between two tries of the work that needs their answers: what the work holds does not wait for them."""

from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from typing import TypeVar

from planner.routing.engine import NoAnswer

MOST_TRIES = 20
"""A plan needs one or two answers. Work that still lacks one after so many tries asks by itself."""

T = TypeVar("T")
_tries = ContextVar("_tries", default=False)


class NotAskedYet(Exception):
    """Work lacks an answer that `ask` fetches and whoever it is asked of remembers."""

    def __init__(self, ask: Callable[[], object]) -> None:
        super().__init__("an answer of another server is still to be asked for")
        self.ask = ask


def asking_apart(work: Callable[[], T]) -> T:
    """What `work` gives. Where it lacks an answer of another server, it ends, the server is asked, and it begins anew.

    So `work` must leave nothing behind when it ends early; what it does in a transaction leaves nothing.
    """
    for _ in range(MOST_TRIES):
        mark = _tries.set(True)
        try:
            return work()
        except NotAskedYet as lack:
            ask = lack.ask
        finally:
            _tries.reset(mark)
        with suppress(NoAnswer):  # which is remembered like an answer
            ask()
    return work()


def is_asked_apart() -> bool:
    """Whether what runs now is work that must not ask by itself, but raise NotAskedYet."""
    return _tries.get()
