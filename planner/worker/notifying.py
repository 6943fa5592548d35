"""Telling people: from what happened to notices, and at eight reminders and digests; every few seconds, in every process."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time

from planner.config import settings
from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.domain.clock import clock_of
from planner.domain.deadlines import today_in
from planner.domain.errors import PlannerError, Unavailable
from planner.domain.notices import DIGEST_AT
from planner.services.city.city import get_city
from planner.services.notices.digests import digest, people_with_digests
from planner.services.notices.reminders import instructions_to_remind_of, remind
from planner.services.notices.telling import tell_administrators, tell_cause, untold_causes

LOOK_EVERY_S = 3.0
DIGESTS_UNTIL = time(12)
"""Nobody needs in the afternoon what waits in the morning."""
_AT_ONCE = 50
_log = logging.getLogger("planner.worker")


async def notify() -> None:
    """From the first request to the last. What hinders it stands in the log, and is tried again; nothing is lost meanwhile."""
    passed: set[int] = set()
    if settings().mail is None:
        await asyncio.to_thread(tell_of_no_mail)
    done_on: date | None = None
    while True:
        try:
            await asyncio.to_thread(tell_what_waits, passed)
            before, done_on = done_on, await asyncio.to_thread(tell_of_the_day, done_on, datetime.now(UTC))
            if done_on != before and settings().mail is None:
                await asyncio.to_thread(tell_of_no_mail)
        except Unavailable as error:
            _log.warning("%s hinders telling people", error.key)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round tries again
            _log.error("telling people failed", exc_info=error)
        await asyncio.sleep(LOOK_EVERY_S)


def tell_of_no_mail() -> None:
    """Tells each administrator once that no mails are sent; what hinders it is no reason not to start."""
    try:
        with the_database().transaction() as session:
            tell_administrators(session, KEEPER, now=datetime.now(UTC))
    except PlannerError as error:
        _log.warning("telling administrators failed", exc_info=error)


def tell_what_waits(passed: set[int]) -> int:
    """Tells all causes that wait, each in a transaction of its own; how many notices there were.

    One that fails hinders no other: it is passed over by this process, and stands in the log.
    """
    told = 0
    while True:
        with the_database().reading() as session:
            limit, now = _AT_ONCE + len(passed), datetime.now(UTC)
            waiting = [each for each in untold_causes(session, KEEPER, limit=limit, now=now) if each not in passed]
        for cause_id in waiting:
            try:
                with the_database().transaction() as session:
                    told += tell_cause(session, KEEPER, cause_id, now=datetime.now(UTC))
            except Unavailable:
                raise
            except Exception as error:  # noqa: BLE001 - one that fails hinders no other
                passed.add(cause_id)
                _log.error("cause %s could not be told", cause_id, exc_info=error)
        if len(waiting) < _AT_ONCE:
            return told


def tell_of_the_day(done_on: date | None, now: datetime) -> date | None:
    """Reminders and digests, from eight on; the day for which they are done. A second time on that day it does nothing."""
    with the_database().reading() as session:
        zone = get_city(session).timezone
    today, clock = today_in(zone, now), clock_of(now, zone)
    if clock < DIGEST_AT or done_on == today:
        return done_on
    with the_database().reading() as session:
        instructions = instructions_to_remind_of(session, KEEPER, now=now)
        people = people_with_digests(session, KEEPER, now=now) if clock < DIGESTS_UNTIL else []
    _in_batches(instructions, remind, now)
    _in_batches(people, digest, now)
    return today


def _in_batches(numbers: Sequence[int], tell: Callable[..., int], now: datetime) -> None:
    """A transaction for each few, so that visitors' writes get in between; one that lost a race is left to the winner."""
    for begin in range(0, len(numbers), _AT_ONCE):
        try:
            with the_database().transaction() as session:
                tell(session, KEEPER, numbers[begin : begin + _AT_ONCE], now=now)
        except Unavailable:
            raise
        except PlannerError as error:
            _log.warning("reminding failed", exc_info=error)
