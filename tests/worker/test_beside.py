"""Tasks beside the visitors: they run while the body does, end with it, and fail aloud."""

import asyncio

import pytest

from planner.worker.beside import beside


def test_tasks_run_beside_the_body_and_end_with_it() -> None:
    seen: list[str] = []

    async def tick() -> None:
        try:
            while True:
                seen.append("tick")
                await asyncio.sleep(0.001)
        finally:
            seen.append("ended")

    async def live() -> None:
        async with beside([tick]):
            await asyncio.sleep(0.02)
            seen.append("body")
        seen.append("after")

    asyncio.run(live())

    assert seen[0] == "tick"
    assert seen[-2:] == ["ended", "after"]
    assert seen.index("body") < seen.index("ended")


def test_task_that_is_done_needs_no_end() -> None:
    seen: list[str] = []

    async def once() -> None:
        seen.append("once")

    async def live() -> None:
        async with beside([once]):
            await asyncio.sleep(0.01)

    asyncio.run(live())

    assert seen == ["once"]


def test_task_that_failed_says_so_and_the_others_end() -> None:
    seen: list[str] = []

    async def fail() -> None:
        raise ValueError("no disk")

    async def wait() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            seen.append("ended")

    async def live() -> None:
        async with beside([fail, wait]):
            await asyncio.sleep(0.01)

    with pytest.raises(ValueError, match="no disk"):
        asyncio.run(live())
    assert seen == ["ended"]
