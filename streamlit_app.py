"""The front door: one application made of the screens, the HTTP routes, the gate and what happens at start."""

import asyncio
import contextlib
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from planner.database import the_database
from planner.domain.errors import PlannerError
from planner.routing.optimiser.optimise import is_compiled
from planner.ui.visit import show_failure
from planner.web.door import tell_failure, tell_rule
from planner.web.gate import Gate
from planner.web.maps import columns_of
from planner.web.routes import ROUTES

SCREENS = Path(__file__).resolve().parent / "pages"
GATED = {"", *(f"/{path.stem}" for path in SCREENS.glob("*.py"))}
COLLECT_EVERY_S = 60


async def _collect_garbage() -> None:
    """Streamlit's own full collection after every rerun is off (.streamlit/config.toml): it holds up every visitor."""
    while True:
        await asyncio.sleep(COLLECT_EVERY_S)
        await asyncio.to_thread(gc.collect)


async def _compile_optimiser() -> None:
    """Once after each change of the optimiser, and in a process of its own: compiling holds up the process that does it."""
    if is_compiled():
        return
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "planner", "compile", cwd=SCREENS.parent)
    try:
        await process.wait()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Before the first visitor: the tables are brought up to date, and what was imported is left out of collections."""
    await asyncio.to_thread(the_database().migrate)
    gc.collect()
    gc.freeze()
    beside = [
        asyncio.create_task(_collect_garbage()),
        asyncio.create_task(_compile_optimiser()),
        # The first look at the map would otherwise wait for the columns of every issue.
        asyncio.create_task(asyncio.to_thread(columns_of(the_database()).current)),
    ]
    yield
    for task in beside:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    the_database().close()


app = st.App(
    SCREENS / "shell.py",
    routes=ROUTES,
    lifespan=lifespan,
    middleware=[Middleware(GZipMiddleware, minimum_size=1024), Middleware(Gate, pages=GATED)],
    on_script_error=show_failure,
    exception_handlers={PlannerError: tell_rule, Exception: tell_failure},
)
