"""Deleting what nobody needs: files of photos that no row names, pieces that nobody goes on sending, ways of
rides long ago, mails and notices of long ago, addresses of residents that nobody has confirmed or whose time is over."""

import asyncio
import logging
from datetime import UTC, datetime

from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.domain.errors import Unavailable
from planner.services.field.files import KEPT_FOR, the_parts
from planner.services.field.track import forget_tracks
from planner.services.issues.orphans import remove_orphans
from planner.services.notices.mails import forget_old
from planner.services.residents.forgetting import forget_old_contacts
from planner.services.subscriptions.asking import forget_unconfirmed
from planner.services.votes.ballots import forget_asked
from planner.services.webhooks.delivering import forget_old_messages
from planner.storage import the_store

CLEAN_EVERY_S = 24 * 60 * 60
_log = logging.getLogger("planner.worker")


async def clean_up() -> None:
    """At the start and then once a day. What hinders it stands in the log, and the next day it is tried again."""
    while True:
        try:
            removed = await asyncio.to_thread(_remove_orphans)
            if removed:
                _log.info("deleted %s files that no photo names", removed)
        except (OSError, Unavailable) as error:
            _log.warning("cleaning up failed", exc_info=error)
        await asyncio.sleep(CLEAN_EVERY_S)


def _remove_orphans() -> int:
    with the_database().transaction() as session:
        forget_tracks(session, KEEPER, now=datetime.now(UTC))
        forget_old(session, KEEPER, now=datetime.now(UTC))
        forget_old_contacts(session, KEEPER, now=datetime.now(UTC))
        forget_asked(session, KEEPER, now=datetime.now(UTC))
        forget_unconfirmed(session, KEEPER, now=datetime.now(UTC))
        forget_old_messages(session, KEEPER, now=datetime.now(UTC))
    with the_database().reading() as session:
        orphans = remove_orphans(session, KEEPER, the_store())
    return orphans + the_parts().remove_old(older_than=KEPT_FOR)
