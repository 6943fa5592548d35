"""Compiling the optimiser ahead, so that the first search need not wait for it."""

import asyncio
import sys

from planner.config import ROOT
from planner.routing.optimiser.optimise import is_compiled


async def compile_optimiser() -> None:
    """Once after each change of the optimiser, and in a process of its own: compiling holds up the process that does it."""
    if is_compiled():
        return
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "planner", "compile", cwd=ROOT)
    try:
        await process.wait()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
