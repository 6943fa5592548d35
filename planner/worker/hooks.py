"""Telling other programs what became public: what happened is gathered, and brought to the addresses that asked for it."""

import asyncio
import json
import logging
from datetime import UTC, datetime

from planner import links
from planner.config import settings
from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.domain.errors import PlannerError
from planner.domain.webhooks import HookEvent, HookProblem, is_public, signature
from planner.links import Site
from planner.services.webhooks.delivering import TakenMessage, note_not_taken, note_taken, take_message
from planner.services.webhooks.gathering import gather_events, someone_listens
from planner.worker.posting import Allows, NotPosted, post

LOOK_EVERY_S = 10.0
_AT_ONCE = 20
"""Messages between two looks at what else there is, so that the server can be stopped."""
_log = logging.getLogger("planner.worker")


async def tell_programs() -> None:
    """From the first request to the last, in a thread beside visitors. What hinders it stands in the log, and is tried again."""
    while True:
        try:
            await asyncio.to_thread(gather)
            await asyncio.to_thread(deliver)
        except PlannerError as error:
            _log.warning("%s hinders telling programs", error.key)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round tries again
            _log.error("telling programs failed", exc_info=error)
        await asyncio.sleep(LOOK_EVERY_S)


def gather() -> int:
    """One look; how many messages were made. Where nobody listens, nothing is written."""
    with the_database().reading() as session:
        if not someone_listens(session, KEEPER):
            return 0
    with the_database().transaction() as session:
        return gather_events(session, KEEPER, now=datetime.now(UTC))


def deliver(*, allows: Allows = is_public, most: int = _AT_ONCE) -> int:
    """Sends some of what waits, one after the other; how many were sent, well or not. `allows`: to which addresses it may connect."""
    for number in range(most):
        with the_database().reading() as session:
            if not someone_listens(session, KEEPER):
                return number
        with the_database().transaction() as session:
            taken = take_message(session, KEEPER, now=datetime.now(UTC))
        if taken is None:
            return number
        _send(taken, allows)
    return most


def body_of(taken: TakenMessage) -> bytes:
    """What is sent: what it is about, by its number and its addresses. How it stands is told there, to whoever asks."""
    told = {"type": taken.event.value, "timestamp": taken.at.isoformat().replace("+00:00", "Z"), "data": _data(taken)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _data(taken: TakenMessage) -> dict[str, object]:
    site, about = Site(settings().public_url), taken.about
    match taken.event:
        case HookEvent.TEST:
            return {}
        case HookEvent.TOUR_PUBLISHED:
            return {**about, "url": site.url(links.OPEN_TOUR.to(tour_id=about["id"]))}
        case HookEvent.RELEASE_PUBLISHED:
            return {**about, "url": site.url(links.OPEN_NEWS_ITEM.to(news_id=about["id"]))}
        case HookEvent.ISSUE_PUBLISHED | HookEvent.ISSUE_DECIDED | HookEvent.ISSUE_REPORTED | HookEvent.ISSUE_CLOSED:
            url = links.OPEN_ISSUE.to(number=about["number"])
            request = links.OPEN311_REQUEST.to(number=about["number"], form="json")
            return {**about, "url": site.url(url), "open311": site.url(request)}


def _send(taken: TakenMessage, allows: Allows) -> None:
    body, seconds = body_of(taken), int(datetime.now(UTC).timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "planner-webhooks/1",
        "webhook-id": taken.uid,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature(taken.secret, taken.uid, seconds, body),
    }
    status, problem = None, None
    try:
        status = post(taken.address, headers, body, allows=allows)
        if not 200 <= status < 300:
            problem = HookProblem.REDIRECT if 300 <= status < 400 else HookProblem.STATUS
    except NotPosted as error:
        problem = error.problem
    with the_database().transaction() as session:
        if problem is None:
            note_taken(session, KEEPER, taken, now=datetime.now(UTC))
        else:
            _log.warning("message %s to webhook %s was not taken: %s", taken.uid, taken.webhook_id, problem.value)
            note_not_taken(session, KEEPER, taken, problem, status, now=datetime.now(UTC))
