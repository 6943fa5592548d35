"""Whose turn it is, among the threads of one process: a queue of those who write, and places for a few at once."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Event, Lock, get_ident


class Turn:
    """First come, first served, among the threads of one process.

    SQLite lets one write at a time, and its own wait is no queue: who asks again at the right moment wins, and others
    starve. So the process queues before it asks.
    """

    def __init__(self, patience_s: float, too_late: Callable[[], Exception]) -> None:
        self._patience_s, self._too_late = patience_s, too_late
        self._guard = Lock()
        self._holder: int | None = None
        self._waiting: deque[tuple[Event, int]] = deque()

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return len(self._waiting)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Holds the turn for the body. Raises `too_late` when it did not come in time.

        RuntimeError where this thread holds it already: it would wait for itself.
        """
        self._take()
        try:
            yield
        finally:
            self._pass_on()

    def _take(self) -> None:
        with self._guard:
            if self._holder == get_ident():
                raise RuntimeError("a transaction inside a transaction")
            if self._holder is None:
                self._holder = get_ident()
                return
            mine = (Event(), get_ident())
            self._waiting.append(mine)
        if mine[0].wait(self._patience_s):
            return
        with self._guard:
            if self._holder == get_ident():  # it came in the very last moment
                return
            self._waiting.remove(mine)
        raise self._too_late()

    def _pass_on(self) -> None:
        with self._guard:
            self._holder = None
            if self._waiting:
                event, self._holder = self._waiting.popleft()
                event.set()


@contextmanager
def one_of(places: BoundedSemaphore, too_late: Exception, *, patience_s: float = 0.0) -> Iterator[None]:
    """Holds one of the places for the body. Raises `too_late` where none came free in time: at once, without patience."""
    if not places.acquire(timeout=patience_s):
        raise too_late
    try:
        yield
    finally:
        places.release()
