"""What visitors send: uploads by visitor and by all; nobody reads much of a stranger's body, none lasts for ever, a tablet's comes through."""

import re
from collections.abc import AsyncIterator, Mapping, MutableMapping
from contextlib import ExitStack
from typing import Any

import anyio
import pytest
from starlette.requests import Request
from starlette.routing import Route
from starlette.testclient import TestClient

from planner.domain.errors import Invalid, Unavailable
from planner.services.field.files import LARGEST_PIECE
from planner.web.public.taking_part.forms import MOST_BYTES
from planner.web.public.taking_part.not_fixed import ROUTES as NOT_FIXED
from planner.web.public.taking_part.report import ROUTES as REPORT
from planner.web.routes import ROUTES
from planner.web.upload_limit import LARGEST_BYTES, OF_A_STRANGER, Bodies, UploadLimit, bounded, seconds_for

MB = 1024 * 1024
WITH_PICTURE = {route.path for route in (*NOT_FIXED, *REPORT)}
"""The forms that strangers send with a picture."""
HOLES = {"int": "1", "path": "a", "": "a" * 64}
PIECE = b"a" * 16 * 1024
_PART = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
KINDS: Mapping[str, bytes] = {
    "application/json": b'{"a": "',
    "application/x-www-form-urlencoded": b"a=",
    "multipart/form-data; boundary=x": _PART,
}
WRITES = [
    (method, route.path)
    for route in ROUTES
    if isinstance(route, Route)
    for method in sorted((route.methods or set()) & {"POST", "PUT", "PATCH"})
]


def test_visitor_has_room_up_to_the_limit_over_all_sessions() -> None:
    held: dict[str, int] = {}
    limit = UploadLimit(lambda: held, each=10 * MB, all_=100 * MB)
    for session in ("a", "b"):
        with limit.room_for(4 * MB, session=session, visitor="person:1") as has_room:
            held[session] = 4 * MB
        assert has_room

    with limit.room_for(3 * MB, session="c", visitor="person:1") as third:
        pass
    with limit.room_for(3 * MB, session="d", visitor="person:2") as other:
        pass

    assert (third, other) == (False, True)


def test_all_visitors_together_have_a_limit() -> None:
    held = {str(number): 10 * MB for number in range(9)}
    limit = UploadLimit(lambda: held, each=20 * MB, all_=100 * MB)

    with limit.room_for(10 * MB, session="x", visitor="person:1") as tenth:
        held["x"] = 10 * MB
    with limit.room_for(1, session="y", visitor="person:2") as one_more:
        pass

    assert (tenth, one_more) == (True, False)


def test_upload_under_way_takes_room_until_it_ends() -> None:
    limit = UploadLimit(dict, each=10 * MB, all_=100 * MB)

    with (
        limit.room_for(8 * MB, session="a", visitor="person:1") as first,
        limit.room_for(8 * MB, session="b", visitor="person:1") as beside,
    ):
        pass
    with limit.room_for(8 * MB, session="b", visitor="person:1") as after:
        pass

    assert (first, beside, after) == (True, False, True)


def test_upload_that_breaks_gives_its_room_back() -> None:
    limit = UploadLimit(dict, each=10 * MB, all_=10 * MB)

    with pytest.raises(ConnectionError), limit.room_for(10 * MB, session="a", visitor="person:1"):
        raise ConnectionError

    with limit.room_for(10 * MB, session="b", visitor="person:2") as next_one:
        pass
    assert next_one


def test_upload_of_unknown_length_counts_as_the_largest() -> None:
    limit = UploadLimit(dict, each=LARGEST_BYTES - 1, all_=100 * MB)

    with limit.room_for(None, session="a", visitor="person:1") as has_room:
        pass

    assert not has_room


def test_files_that_are_gone_make_room() -> None:
    held = {"a": 10 * MB}
    limit = UploadLimit(lambda: held, each=10 * MB, all_=100 * MB)
    with limit.room_for(0, session="a", visitor="person:1"):
        pass
    with limit.room_for(1, session="b", visitor="person:1") as before:
        pass

    held.clear()
    with limit.room_for(1, session="b", visitor="person:1") as after:
        pass

    assert (before, after) == (False, True)


def address(path: str) -> str:
    return re.sub(r"{\w+:?(\w*)}", lambda hole: HOLES[hole[1]], path)


def send_without_end(site: TestClient, method: str, path: str, kind: str) -> tuple[int, int]:
    """Sends four megabytes as a stranger does who does not say how much it will be: how many were read, and the status."""
    read, status = 0, 0

    async def receive() -> MutableMapping[str, Any]:
        nonlocal read
        piece = PIECE if read else KINDS[kind]
        read += len(piece)
        return {"type": "http.request", "body": piece, "more_body": read < 256 * len(PIECE)}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    headers = {"host": "testserver", "origin": "http://testserver", "content-type": kind}
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
    }
    scope |= {"headers": [(name.encode(), value.encode()) for name, value in headers.items()], "scheme": "http"}
    scope |= {"client": ("192.0.2.1", 50_000), "server": ("testserver", 80), "root_path": "", "http_version": "1.1"}
    assert site.portal is not None
    site.portal.call(site.app, scope, receive, send)
    return read, status


@pytest.mark.parametrize("kind", KINDS)
def test_no_address_reads_much_of_what_a_stranger_sends(site: TestClient, kind: str) -> None:
    told = {path: send_without_end(site, method, address(path), kind) for method, path in WRITES}

    greedy = {path for path, (read, _) in told.items() if read > OF_A_STRANGER + 2 * len(PIECE)}
    assert len(WRITES) > 20
    assert greedy <= WITH_PICTURE
    assert [path for path, (_, status) in told.items() if status >= 500] == []


def request_of(body: AsyncIterator[bytes] | None, length: int | None = None) -> Request:
    async def receive() -> MutableMapping[str, Any]:
        if body is None:
            await anyio.sleep_forever()
            raise AssertionError
        async for piece in body:
            return {"type": "http.request", "body": piece, "more_body": True}
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [] if length is None else [(b"content-length", str(length).encode())]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": headers}, receive)


async def pieces(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield PIECE


def read_of(request: Request, most: int, bodies: Bodies, network: str = "a") -> bytes:
    async def read() -> bytes:
        async with bounded(request, most, bodies, network=network) as whole:
            return await whole.body()

    return anyio.run(read)


def test_body_ends_where_it_may_not_be_longer() -> None:
    bodies = Bodies(each=10**9, all_=10**9)

    assert len(read_of(request_of(pieces(4)), 4 * len(PIECE), bodies)) == 4 * len(PIECE)
    with pytest.raises(Invalid, match="too_large"):
        read_of(request_of(pieces(5)), 4 * len(PIECE), bodies)
    with pytest.raises(Invalid, match="too_large"):
        read_of(request_of(None, 5 * len(PIECE)), 4 * len(PIECE), bodies)


def test_body_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.web.upload_limit.PATIENCE_S", 0.05)

    with pytest.raises(Unavailable, match="too_slow"):
        read_of(request_of(None), OF_A_STRANGER, Bodies(each=10**9, all_=10**9))


def test_bodies_of_one_network_and_of_all_have_an_end() -> None:
    bodies = Bodies(each=2 * len(PIECE), all_=3 * len(PIECE))

    with ExitStack() as stack:
        first, other = (stack.enter_context(bodies.under_way(name)) for name in ("a", "b"))
        first(2 * len(PIECE))
        with pytest.raises(Unavailable, match="busy"):
            read_of(request_of(pieces(1)), OF_A_STRANGER, bodies, "a")
        other(len(PIECE))
        with pytest.raises(Unavailable, match="busy"):
            read_of(request_of(pieces(1)), OF_A_STRANGER, bodies, "c")

    assert len(read_of(request_of(pieces(2)), OF_A_STRANGER, bodies, "a")) == 2 * len(PIECE)


@pytest.mark.parametrize("size", [LARGEST_PIECE, 20 * 1024 * 1024, MOST_BYTES])
def test_what_comes_on_a_line_of_400_kilobits_has_the_time(size: int) -> None:
    come = [size * part // 10 for part in range(11)]

    assert all(each / 50_000 < seconds_for(each) for each in come)


def test_form_that_is_too_large_is_refused_in_words(site: TestClient) -> None:
    fields = {"email": "a" * 70_000}, {f"a{number}": "a" * 60_000 for number in range(6)}

    answers = [
        *(site.post("/sign-in", files={name: (None, text) for name, text in each.items()}) for each in fields),
        site.post("/sign-in", data={"email": "a" * 300_000}),
    ]

    assert [each.status_code for each in answers] == [413, 413, 413]
    assert all("сократите" in each.text for each in answers)
