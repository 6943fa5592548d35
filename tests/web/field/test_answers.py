"""Tests of `planner.web.field.answers`: what tablets ask takes no threads from others."""

from collections.abc import Awaitable, Callable
from threading import Event, Lock

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from planner.web.field.answers import AT_ONCE, answered

REQUEST = Request({"type": "http", "method": "GET", "path": "/", "headers": []})
TABLETS = 60
"""More than there are threads for all visitors together."""


def test_tablets_that_are_worked_on_leave_threads_for_others() -> None:
    go_on, guard, running, most = Event(), Lock(), 0, 0

    def work(request: Request) -> Response:
        nonlocal running, most
        with guard:
            running += 1
            most = max(most, running)
        go_on.wait(60)
        with guard:
            running -= 1
        return Response()

    async def ask(route: Callable[[Request], Awaitable[Response]]) -> None:
        await route(REQUEST)

    async def ask_all_at_once() -> None:
        with anyio.fail_after(50):
            async with anyio.create_task_group() as tablets:
                for _ in range(TABLETS):
                    tablets.start_soon(ask, answered(work))
                await anyio.wait_all_tasks_blocked()
                await run_in_threadpool(go_on.set)

    anyio.run(ask_all_at_once)

    assert most == AT_ONCE
