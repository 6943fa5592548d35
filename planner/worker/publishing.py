"""Publishing what the rules of topics let out without anybody deciding on each; every half minute, in every process."""

import asyncio
import logging
from datetime import UTC, datetime

from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.domain.errors import PlannerError
from planner.services.public.deciding import publish_by_rule, waits_for_rule

LOOK_EVERY_S = 30.0
_log = logging.getLogger("planner.worker")


async def publish() -> None:
    """From the first request to the last. What hinders it stands in the log, and is tried again."""
    while True:
        try:
            await asyncio.to_thread(publish_what_rules_let_out)
        except PlannerError as error:
            _log.warning("%s hinders publishing by rule", error.key)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round tries again
            _log.error("publishing by rule failed", exc_info=error)
        await asyncio.sleep(LOOK_EVERY_S)


def publish_what_rules_let_out() -> int:
    """One round; how many issues became public. Where no rule lets anything out, nothing is written."""
    with the_database().reading() as session:
        if not waits_for_rule(session, KEEPER):
            return 0
    with the_database().transaction() as session:
        return publish_by_rule(session, KEEPER, now=datetime.now(UTC))
