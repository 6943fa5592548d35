"""The mails of a day to residents who follow what becomes public; beside the sending of mails."""

from datetime import datetime

from planner.config import settings
from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.domain.deadlines import today_in
from planner.i18n import translator
from planner.links import Site
from planner.phrases.public.subscriptions import digest_letter
from planner.services.city.city import get_city
from planner.services.subscriptions.digests import gather_digest, keep_digest, subscribers_due


def write_open_digests(now: datetime) -> int:
    """Makes a mail for each whom something is to be told today, each in a transaction of its own; how many mails."""
    with the_database().reading() as session:
        due = subscribers_due(session, KEEPER, now=now)
    return sum(_write(subscriber_id, now) for subscriber_id in due)


def _write(subscriber_id: int, now: datetime) -> bool:
    with the_database().transaction() as session:
        digest = gather_digest(session, KEEPER, subscriber_id, now=now)
        if digest is None:
            return False
        city = get_city(session)
        t = translator(digest.language, city.timezone, today_in(city.timezone, now)).on_paper()
        letter = digest_letter(t, city, Site(settings().public_url), digest)
        keep_digest(session, KEEPER, digest, letter.to_data(), now=now)
    return True
