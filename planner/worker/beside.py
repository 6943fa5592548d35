"""The tasks that one process runs beside its visitors, started together and ended together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

Task = Callable[[], Coroutine[Any, Any, None]]


@asynccontextmanager
async def beside(tasks: Sequence[Task]) -> AsyncIterator[None]:
    """Runs the tasks while the body does; at its end those still running are cancelled and waited for.

    What a task raised is raised then, so that none fails in silence.
    """
    running = [asyncio.create_task(task()) for task in tasks]
    try:
        yield
    finally:
        for each in running:
            each.cancel()
        ended = await asyncio.gather(*running, return_exceptions=True)
        for end in ended:
            if isinstance(end, Exception):
                raise end
