"""Sending mails beside visitors: letters are written of the notices whose time has come, and handed to the mail server."""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from planner import links
from planner.config import MailServer, settings
from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.domain.deadlines import today_in
from planner.domain.errors import Unavailable
from planner.domain.letter import Part
from planner.domain.notices import Channel
from planner.i18n import translator
from planner.links import Site
from planner.phrases.notices.notices import say_letter
from planner.services.city.city import get_city
from planner.services.notices.letters import gather_letters, keep_mail
from planner.services.notices.mails import Taken, note_not_sent, note_sent, put_back, take_mail
from planner.worker.following import write_open_digests
from planner.worker.smtp import Outgoing, Refused, Unreachable

LOOK_EVERY_S = 5.0
UNREACHABLE_S = 60.0
"""After so long a server that could not be reached is tried again."""
_AT_ONCE = 20
"""Mails between two looks at what else there is, so that the server can be stopped."""
_log = logging.getLogger("planner.worker")


async def send_mails() -> None:
    """From the first request to the last, in a thread beside visitors; without a mail server it ends at once."""
    server = settings().mail
    if server is None:
        return
    while True:
        reached = True
        try:
            await asyncio.to_thread(write_letters)
            await asyncio.to_thread(write_open_digests, datetime.now(UTC))
            reached = await asyncio.to_thread(hand_over_mails, server)
        except Unavailable as error:
            _log.warning("%s hinders mails", error.key)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round tries again
            _log.error("sending mails failed", exc_info=error)
        await asyncio.sleep(LOOK_EVERY_S if reached else UNREACHABLE_S)


def write_letters() -> int:
    """Makes mails of the notices that are due, in one transaction with the mark that they are in one; how many mails."""
    now, site, written = datetime.now(UTC), Site(settings().public_url), 0
    with the_database().transaction() as session:
        city = get_city(session)
        for gathered in gather_letters(session, KEEPER, now=now, channels=_channels()):
            t = translator(gathered.language, city.timezone, today_in(city.timezone, now)).on_paper()
            stop = site.url(links.STOP_MAILS.to(token=gathered.token)) if gathered.token else ""
            letter = say_letter(t, city, site, gathered.notices, name=gathered.name, unsubscribe=stop)
            if gathered.channel is Channel.TELEGRAM:
                letter = replace(letter, foot=(*letter.foot, Part(t("telegram.foot"))))
            keep_mail(session, KEEPER, gathered, letter.to_data(), now=now)
            written += 1
    return written


def _channels() -> frozenset[Channel]:
    """The ways that this installation has."""
    ways = {Channel.MAIL: settings().mail, Channel.TELEGRAM: settings().telegram}
    return frozenset(channel for channel, way in ways.items() if way is not None)


def hand_over_mails(server: MailServer) -> bool:
    """Sends some of what waits, one after the other; False as soon as the server cannot be reached."""
    host = urlsplit(settings().public_url).hostname or "localhost"
    with Outgoing(server, host) as out:
        for _ in range(_AT_ONCE):
            taken = _next()
            if taken is None:
                break
            try:
                out.send(taken)
            except Unreachable as error:
                _put_back(taken, str(error))
                return False
            except Refused as error:
                _note_not_sent(taken, error)
            else:
                with the_database().transaction() as session:
                    note_sent(session, KEEPER, taken, now=datetime.now(UTC))
    return True


def _next() -> Taken | None:
    with the_database().transaction() as session:
        return take_mail(session, KEEPER, now=datetime.now(UTC))


def _put_back(taken: Taken, problem: str) -> None:
    _log.warning("the mail server cannot be reached: %s", problem)
    after = datetime.now(UTC) + timedelta(seconds=UNREACHABLE_S)
    with the_database().transaction() as session:
        put_back(session, KEEPER, taken, problem=problem, after=after)


def _note_not_sent(taken: Taken, error: Refused) -> None:
    _log.warning("mail %s was not taken: %s", taken.id, error)
    with the_database().transaction() as session:
        note_not_sent(session, KEEPER, taken, problem=str(error), for_good=error.for_good, now=datetime.now(UTC))
