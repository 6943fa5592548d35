"""What an engine has answered lately, so that no drawing of a screen makes it think again."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Answer = TypeVar("Answer")

REMEMBERED_ROUTES, REMEMBERED_MATRICES = 512, 8


class Memory:
    """The last answers, a bounded number of each kind; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, OrderedDict[Hashable, Any]] = {}

    def get(self, kind: str, key: Hashable) -> Any:
        """What was kept, or None."""
        with self._lock:
            kept = self._kept.get(kind, OrderedDict())
            if key in kept:
                kept.move_to_end(key)
            return kept.get(key)

    def keep(self, kind: str, key: Hashable, value: Any, *, most: int) -> None:
        """Keeps an answer; the one that nobody asked for longest goes."""
        with self._lock:
            kept = self._kept.setdefault(kind, OrderedDict())
            kept[key] = value
            kept.move_to_end(key)
            while len(kept) > most:
                kept.popitem(last=False)

    def answer(self, kind: str, key: Hashable, ask: Callable[[], Answer], *, most: int) -> Answer:
        """What was kept, else what `ask` answers, which is kept from then on."""
        known: Answer | None = self.get(kind, key)
        if known is None:
            known = ask()
            self.keep(kind, key, known, most=most)
        return known
