"""Backups by schedule, beside visitors."""

import asyncio
import logging
from datetime import UTC, datetime

from planner.config import settings
from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.services.backup.schedule import back_up_if_due
from planner.storage import the_store

LOOK_EVERY_S = 10 * 60
_log = logging.getLogger("planner.worker")


async def back_up() -> None:
    """From the first request to the last, where the settings name a folder. A failure stands in the log and on the screen of
    the city's settings, and is tried again.
    """
    if settings().backups is None:
        return
    while True:
        try:
            if await asyncio.to_thread(_back_up):
                _log.info("a backup was made in %s", settings().backups)
        except Exception as error:  # noqa: BLE001 - whatever it was, the next one is to be tried
            _log.error("the backup failed", exc_info=error)
        await asyncio.sleep(LOOK_EVERY_S)


def _back_up() -> bool:
    folder = settings().backups
    if folder is None:
        return False
    kept = settings().backups_kept
    return back_up_if_due(the_database(), KEEPER, the_store(), folder, kept=kept, clock=lambda: datetime.now(UTC))
