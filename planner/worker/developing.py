"""Making the photos of tablets safe to show, beside visitors: as soon as one was taken, and what other processes took."""

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from threading import get_native_id

from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.domain.errors import Unavailable
from planner.render.photos.photos import AT_ONCE
from planner.services.field.photos import PHOTOS_WAIT, develop_photo, waiting_photos
from planner.storage import the_store

LOOK_EVERY_S = 5.0
PATIENCE_S = 60.0
"""What could not be developed is tried again after so long."""
_BATCH = 20
_NICENESS = 10
"""A tenth of what others get of a processor that does not suffice for all."""
_log = logging.getLogger("planner.worker")


async def develop_photos() -> None:
    """From the first request to the last. What hinders it stands in the log, and is tried again; nothing is lost meanwhile.

    Visitors come first: a bus whose tablets all send at once is answered, and its pictures come a little later.
    """
    loop, rung = asyncio.get_running_loop(), asyncio.Event()

    def ring() -> None:
        loop.call_soon_threadsafe(rung.set)

    PHOTOS_WAIT.listen(ring)
    not_before: dict[str, float] = {}
    darkroom = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="photos", initializer=_come_last)
    try:
        while True:
            rung.clear()
            if not await _develop_some(darkroom, not_before):
                await _wait(rung)
    finally:
        PHOTOS_WAIT.forget(ring)
        darkroom.shutdown(cancel_futures=True)


def _come_last() -> None:
    """This thread takes what others leave of the processor, for good; where no thread can, it is one like others."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), _NICENESS)


async def _wait(rung: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(rung.wait(), LOOK_EVERY_S)


async def _develop_some(darkroom: Executor, not_before: dict[str, float]) -> bool:
    """Develops a batch, as many at the same time as the darkroom has threads; whether there was anything to do."""
    now = asyncio.get_running_loop().time()
    try:
        waiting = await asyncio.to_thread(_waiting)
    except (OSError, Unavailable) as error:
        _log.warning("looking for photos failed", exc_info=error)
        return False
    for uid in [uid for uid, moment in not_before.items() if moment <= now]:
        del not_before[uid]
    due = [uid for uid in waiting if uid not in not_before][:_BATCH]
    done = await asyncio.gather(*(_developed(uid, darkroom) for uid in due))
    not_before |= {uid: now + PATIENCE_S for uid, is_done in zip(due, done, strict=True) if not is_done}
    return bool(due)


async def _developed(uid: str, darkroom: Executor) -> bool:
    loop = asyncio.get_running_loop()
    try:
        await loop.run_in_executor(darkroom, develop_photo, the_database(), KEEPER, the_store(), uid)
    except Exception as error:  # noqa: BLE001 - one photo that fails hinders no other
        _log.error("photo %s could not be developed", uid, exc_info=error)
        return False
    return True


def _waiting() -> Sequence[str]:
    with the_database().reading() as session:
        return waiting_photos(session, KEEPER, limit=_BATCH * 10)
