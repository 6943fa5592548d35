"""How much may lie in the server's memory of what visitors upload to screens: a limit for each of them, and one for all."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

EACH_BYTES = 120 * 1024 * 1024
ALL_BYTES = 600 * 1024 * 1024
LARGEST_BYTES = 21 * 1024 * 1024
"""What an upload of unknown length is taken for: the largest that is accepted (`server.maxUploadSize`), and its frame."""

Held = Callable[[], Mapping[str, int]]
"""Bytes that are held now, by the session of the screen that they were uploaded to."""


class UploadLimit:
    """Admits uploads while there is room; what is under way counts as if it had arrived. For one event loop.

    A session belongs to the visitor who uploaded to it last.
    """

    def __init__(self, held: Held, *, each: int = EACH_BYTES, all_: int = ALL_BYTES) -> None:
        self._held = held
        self._each, self._all = each, all_
        self._owners: dict[str, str] = {}
        self._under_way: dict[str, int] = {}

    @contextmanager
    def room_for(self, size: int | None, *, session: str, visitor: str) -> Iterator[bool]:
        """Whether the upload may come in; while the body runs its bytes are spoken for."""
        size = LARGEST_BYTES if size is None else size
        held = self._held()
        self._owners = {each: owner for each, owner in self._owners.items() if each in held} | {session: visitor}
        mine = sum(amount for each, amount in held.items() if self._owners.get(each) == visitor)
        mine += self._under_way.get(visitor, 0) + size
        total = sum(held.values()) + sum(self._under_way.values()) + size
        if mine > self._each or total > self._all:
            yield False
            return
        self._under_way[visitor] = self._under_way.get(visitor, 0) + size
        try:
            yield True
        finally:
            self._under_way[visitor] -= size
            if not self._under_way[visitor]:
                del self._under_way[visitor]
