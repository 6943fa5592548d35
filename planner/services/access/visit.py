"""One visit: who asks, in which words, at what time, under which address; the same behind the screens and behind HTTP."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlmodel import Session

from planner.config import LANGUAGE_COOKIE, SIGN_IN_COOKIE, settings
from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.deadlines import today_in
from planner.domain.errors import Unavailable
from planner.domain.models import City
from planner.domain.own_tiles import OwnTiles
from planner.i18n import LANGUAGES, Translator, translator
from planner.links import Site, site_of
from planner.routing.apart import asking_apart
from planner.services.access.sign_in import find_actor
from planner.services.city.city import get_city
from planner.services.city.extract import own_tiles

T = TypeVar("T")


@dataclass(frozen=True)
class Visit:
    """What a door needs to know of the one who came; made anew for each request and each run of a screen."""

    actor: Actor
    t: Translator
    city: City
    now: datetime
    database: Database
    site: Site

    @property
    def tiles(self) -> OwnTiles | None:
        """The tiles of the city's own street extract, if there is one."""
        return own_tiles(settings().data)

    def reading(self) -> AbstractContextManager[Session]:
        """A session to look things up in, as far as this needs no travel times: for those there is `look_up`."""
        return self.database.reading()

    def look_up(self, look: Callable[[Session], T]) -> T:
        """What services tell that may ask the city's routing server: no session is held meanwhile, and `look` begins anew."""
        return asking_apart(partial(_with, self.database.reading, look))

    def act(self, action: Callable[[Session], T]) -> T:
        """What services do in one transaction; the routing server is asked between two tries of it."""
        return asking_apart(partial(_with, self.database.transaction, action))


def _with(opened: Callable[[], AbstractContextManager[Session]], use: Callable[[Session], T]) -> T:
    with opened() as session:
        return use(session)


def begin_visit(database: Database, cookies: Mapping[str, str], *, now: datetime, here: str) -> Visit:
    """Finds out who asks, by the cookies that came along; `here` is the address that the visitor asked for.

    Reads the database in a short transaction of its own, so it is for the doors, before they call a service. Nobody's
    cookie, or one that has ended, makes a stranger.
    """
    with database.reading() as session:
        actor = find_actor(session, cookies.get(SIGN_IN_COOKIE), now=now, language=cookies.get(LANGUAGE_COOKIE))
        city = get_city(session)
    return _visit(database, actor, city, now, here)


def stranger_visit(database: Database, *, language: str, now: datetime, here: str) -> Visit:
    """The visit of whoever reads the public pages: nobody asks who they are, so that everybody is answered alike and what one
    was answered may be kept for the next.
    """
    with database.reading() as session:
        city = get_city(session)
    return _visit(database, Actor(language=language), city, now, here)


def visit_to_say_no(database: Database, cookies: Mapping[str, str], *, now: datetime, here: str) -> Visit:
    """The visit in whose words a failure is told: as `begin_visit`, but a stranger's where the database cannot be asked."""
    try:
        return begin_visit(database, cookies, now=now, here=here)
    except Unavailable:
        language = cookies.get(LANGUAGE_COOKIE, "")
        return _visit(database, Actor(language=language) if language in LANGUAGES else STRANGER, City(), now, here)


def _visit(database: Database, actor: Actor, city: City, now: datetime, here: str) -> Visit:
    t = translator(actor.language, city.timezone, today_in(city.timezone, now))
    return Visit(actor, t, city, now, database, site_of(settings().public_url, here))
