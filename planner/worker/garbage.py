"""Collecting garbage on a timer: Streamlit's own collection after every rerun is off, because it holds up every visitor."""

import asyncio
import gc

COLLECT_EVERY_S = 60


def leave_out_what_is_imported() -> None:
    """Before the first visitor: what the imports made stays for good, so later collections need not look at it."""
    gc.collect()
    gc.freeze()


async def collect_garbage() -> None:
    """A full collection each minute, beside the event loop."""
    while True:
        await asyncio.sleep(COLLECT_EVERY_S)
        await asyncio.to_thread(gc.collect)
