"""How much may lie in the server's memory of what visitors send: uploads to screens, and bodies of requests under way. A limit
for each of them, and one for all.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, MutableMapping
from contextlib import asynccontextmanager, contextmanager
from time import monotonic
from typing import Any

from anyio import move_on_after
from starlette.requests import Request

from planner.domain.errors import Invalid, PlannerError, Unavailable

EACH_BYTES = 120 * 1024 * 1024
ALL_BYTES = 600 * 1024 * 1024
OF_A_STRANGER = 256 * 1024
"""Of a body, where nobody has asked yet who sends it; and of every form without a file."""
PATIENCE_S = 60.0
SLOWEST = 16 * 1024
"""Bytes in a second. A body has PATIENCE_S to come, and longer only while it comes faster than this on the whole."""
_MB = 1024 * 1024
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


class Bodies:
    """Bodies of one kind that are under way or worked on: so many bytes of each network, and of all. For one event loop."""

    def __init__(self, *, each: int, all_: int) -> None:
        self._each, self._all = each, all_
        self._come: dict[str, int] = {}

    @contextmanager
    def under_way(self, network: str) -> Iterator[Callable[[int], None]]:
        """Gives what counts bytes that have come, which are forgotten when the body of this ends.

        It raises Unavailable, and counts nothing, where there is no room for them.
        """
        mine = 0

        def count(size: int) -> None:
            nonlocal mine
            here = self._come.get(network, 0)
            if here + size > self._each or sum(self._come.values()) + size > self._all:
                raise Unavailable("app.error.busy")
            self._come[network], mine = here + size, mine + size

        try:
            yield count
        finally:
            if mine:
                self._come[network] -= mine
                if not self._come[network]:
                    del self._come[network]


SMALL = Bodies(each=16 * _MB, all_=64 * _MB)
"""Bodies of at most OF_A_STRANGER."""
PICTURES = Bodies(each=48 * _MB, all_=96 * _MB)
"""Forms of strangers with a picture: it lies in a file until it is drawn, so that most of this is on the disk."""
OF_KNOWN = Bodies(each=64 * _MB, all_=160 * _MB)
"""Files of those who are signed in, and what tablets of a tour send."""


@asynccontextmanager
async def bounded(
    request: Request, most: int, bodies: Bodies, *, network: str, too_large: PlannerError | None = None
) -> AsyncIterator[Request]:
    """The request with a body that has an end: whoever reads it meets `too_large` after `most` bytes, Unavailable where too much
    is under way (`bodies`), or where it does not come (PATIENCE_S). What has come is counted until the body of this ends.
    """
    begun, come = monotonic(), 0

    async def receiving() -> MutableMapping[str, Any]:
        nonlocal come
        message: MutableMapping[str, Any] | None = None
        with move_on_after(begun + seconds_for(come) - monotonic()):
            message = await request.receive()
        if message is None:
            raise Unavailable("app.error.too_slow")
        size = len(message.get("body", b""))
        if come + size > most:
            raise too_large or Invalid("app.error.too_large")
        count(size)
        come += size
        return message

    with bodies.under_way(network) as count:
        if (length_of(request) or 0) > most:
            raise too_large or Invalid("app.error.too_large")
        yield Request(request.scope, receiving)


def seconds_for(come: int) -> float:
    """How long a body may take of which so many bytes have come."""
    return PATIENCE_S + come / SLOWEST


def length_of(request: Request) -> int | None:
    """The length of the body as the request tells it; None where it tells none."""
    told = request.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 18 else None
