"""A routing server by its address: one careful way to ask it, and what it has answered lately."""

import json
import math
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import requests

from planner.domain.geo import Point
from planner.routing.apart import NotAskedYet, is_asked_apart
from planner.routing.engine import REFUSE_SNAP_M, Matrix, NoAnswer, Route, Snap
from planner.routing.ladder import Circuit
from planner.routing.memory import REMEMBERED_MATRICES, REMEMBERED_ROUTES, Memory
from planner.routing.servers.addresses import checked_client, is_forbidden

CONNECT_SECONDS, READ_SECONDS = 1.5, 4.0
WHOLE_SECONDS = 8.0
"""The longest that one question may take, however slowly the server drips."""
LARGEST_ANSWER = 32 * 1024 * 1024
LONGEST_RIDE_HOURS, LONGEST_RIDE_KM = 24.0, 2000.0
"""A ride that is longer is no ride of a tour: the server's map or its answer is wrong."""
REMEMBERED_SNAPS = 4096
KEPT_SECONDS = 3600.0
"""After an hour at most a server is asked anew: it may have got another map, or know the traffic."""
REFUSED = "refused"
"""The reason where a server understood a question and will not answer it."""
T = TypeVar("T")


def address_fault(address: str) -> str:
    """What is wrong with the address of a routing server, in one word; empty for nothing.

    "scheme": neither http nor https; "host": none, or one of the machine's own network link, where a cloud keeps its
    secrets; "credentials": a name or a password, which would stand on the screen; "query": more than a path.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "host"
    if parts.scheme not in ("http", "https"):
        return "scheme"
    if parts.username is not None or parts.password is not None:
        return "credentials"
    if not host or any(letter.isspace() for letter in address) or is_forbidden(host):
        return "host"
    return "query" if parts.query or parts.fragment else ""


@dataclass(frozen=True)
class Web:
    """Asks one server for JSON. Whatever goes wrong is NoAnswer with the reason, never another exception.

    Reasons: "connection", "timeout", "redirect" (which is not followed), "status", "not_json", "too_large".
    """

    base: str
    connect_seconds: float = CONNECT_SECONDS
    read_seconds: float = READ_SECONDS
    whole_seconds: float = WHOLE_SECONDS

    def get(self, path: str) -> tuple[int, Any]:
        """The status and the JSON of an answer that is good (2xx) or says what was wrong with the question (400)."""
        return self._ask("GET", path, None)

    def post(self, path: str, question: Mapping[str, Any]) -> tuple[int, Any]:
        """The same for a question in JSON."""
        return self._ask("POST", path, json.dumps(question))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, Any]:
        end = time.monotonic() + self.whole_seconds
        try:
            with (
                checked_client() as client,
                client.request(
                    method,
                    self.base.rstrip("/") + path,
                    data=body,
                    headers={"Accept": "application/json", "Content-Type": "application/json"},
                    timeout=(self.connect_seconds, self.read_seconds),
                    allow_redirects=False,
                    stream=True,
                ) as answer,
            ):
                return answer.status_code, _json(answer, end)
        except requests.Timeout as error:
            raise NoAnswer("timeout") from error
        except (requests.RequestException, OSError) as error:
            raise NoAnswer("connection") from error


class Server(Protocol):
    """What one kind of routing server is asked; every method may raise NoAnswer.

    A point far from any street has only `math.inf` in the matrix, and no way in the route. Snaps come beside, point by
    point, None where the server did not tell.
    """

    @property
    def name(self) -> str:
        """The word that plans store."""

    def matrix(self, points: Sequence[Point]) -> tuple[Matrix, Sequence[Snap | None]]:
        """Every ride between the points."""

    def route(self, points: Sequence[Point]) -> tuple[Route, Sequence[Snap | None]]:
        """The ride through the points."""

    def snap(self, point: Point) -> Snap:
        """The nearest street; `math.inf` metres where there is none."""


@dataclass(frozen=True)
class Remote:
    """A routing server as an engine: it remembers its last answers and rests after a failure.

    The same plan is asked for once an hour, however often a screen is drawn. A question that the server refuses, because it
    is too large for it, is not asked again either, and says nothing against other questions. `at` does not matter to it.
    Within `asking_apart` it does not ask, but raises NotAskedYet.
    """

    server: Server
    circuit: Circuit = field(default_factory=Circuit)
    memory: Memory = field(default_factory=Memory)
    clock: Callable[[], float] = time.monotonic

    @property
    def name(self) -> str:
        """The name of the server's kind."""
        return self.server.name

    def matrix(self, points: Sequence[Point], at: datetime) -> Matrix:
        """Every ride between the points."""
        return self._remembered("matrix", points, self.server.matrix, REMEMBERED_MATRICES)

    def route(self, points: Sequence[Point], at: datetime) -> Route:
        """The ride through the points."""
        return self._remembered("route", points, self.server.route, REMEMBERED_ROUTES)

    def snap(self, point: Point) -> Snap:
        """The nearest street, if the server has told it along with a route or a matrix; it is not asked for it alone."""
        return self.memory.get("snap", point) or Snap(point, math.inf)

    def _remembered(
        self,
        kind: str,
        points: Sequence[Point],
        ask: Callable[[Sequence[Point]], tuple[T, Sequence[Snap | None]]],
        most: int,
    ) -> T:
        key = (int(self.clock() // KEPT_SECONDS), tuple(points))
        kept: T | NoAnswer | None = self.memory.get(kind, key)
        if isinstance(kept, NoAnswer):
            raise NoAnswer(kept.reason)
        if kept is not None:
            return kept
        if is_asked_apart():
            self.circuit.look()
            raise NotAskedYet(partial(self._asked, kind, key, points, ask, most))
        return self._asked(kind, key, points, ask, most)

    def _asked(
        self,
        kind: str,
        key: Hashable,
        points: Sequence[Point],
        ask: Callable[[Sequence[Point]], tuple[T, Sequence[Snap | None]]],
        most: int,
    ) -> T:
        self.circuit.enter()
        try:
            answer, snaps = ask(points)
        except NoAnswer as error:
            if error.reason == REFUSED:
                self.circuit.answered()
                self.memory.keep(kind, key, error, most=most)
            else:
                self.circuit.failed(error.reason)
            raise
        self.circuit.answered()
        for point, snap in zip(points, snaps, strict=False):
            if snap is not None:
                self.memory.keep("snap", point, snap, most=REMEMBERED_SNAPS)
        self.memory.keep(kind, key, answer, most=most)
        return answer


def shape(condition: bool) -> None:
    """Raises NoAnswer("shape") where an answer is not built as its interface says."""
    if not condition:
        raise NoAnswer("shape")


def figure(value: Any, most: float) -> float:
    """A figure of an answer: `math.inf` for a hole or for what no ride can have; NoAnswer("shape") for no number."""
    if value is None:
        return math.inf
    shape(isinstance(value, int | float) and not isinstance(value, bool))
    return float(value) if 0 <= value <= most else math.inf


def point_of(pair: Any) -> Point:
    """A point from [longitude, latitude]; NoAnswer("shape") for anything else."""
    shape(isinstance(pair, list) and len(pair) >= 2 and all(_is_number(part) for part in pair[:2]))
    shape(abs(pair[1]) <= 90 and abs(pair[0]) <= 180)
    return Point(float(pair[1]), float(pair[0]))


def near_enough(snap: Snap | None) -> bool:
    """Whether the bus comes near a point, as far as the server has told; servers take points thousands of km away."""
    return snap is None or snap.metres <= REFUSE_SNAP_M


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _json(answer: requests.Response, end: float) -> Any:
    if answer.is_redirect or 300 <= answer.status_code < 400:
        raise NoAnswer("redirect")
    if not (answer.ok or answer.status_code == 400):
        raise NoAnswer("status")
    body = bytearray()
    for chunk in answer.iter_content(65536):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise NoAnswer("too_large")
        if time.monotonic() > end:
            raise NoAnswer("timeout")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("not_json" if answer.ok else "status") from error
