"""One run of a screen: who looks, in which words, at what time, and the way to the services."""

import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

import streamlit as st
from sqlmodel import Session

from planner.config import LANGUAGE_COOKIE, SIGN_IN_COOKIE, settings
from planner.database import Database, the_database
from planner.domain.actor import Actor
from planner.domain.errors import PlannerError
from planner.domain.models import City
from planner.i18n import Translator, translator
from planner.render.maps.base_map import OwnTiles
from planner.services.access.sign_in import find_actor
from planner.services.city.city import get_city
from planner.services.city.extract import own_tiles

T = TypeVar("T")
_log = logging.getLogger("planner.screens")


@dataclass(frozen=True)
class Visit:
    """What a page needs to know; made anew on each run."""

    actor: Actor
    t: Translator
    city: City
    now: datetime
    database: Database

    @property
    def tiles(self) -> OwnTiles | None:
        """The tiles of the city's own street extract, if there is one."""
        return own_tiles(settings().data)

    def reading(self) -> AbstractContextManager[Session]:
        """A session to look things up in."""
        return self.database.reading()


@dataclass(frozen=True)
class Problem:
    """A rule said no: the sentence, and the field that it belongs to, if any."""

    sentence: str
    field: str | None = None


@dataclass(frozen=True)
class Done(Generic[T]):
    """What a service gave back, or the problem."""

    value: T | None = None
    problem: Problem | None = None


def current_visit() -> Visit:
    """Finds out who asks, by the cookie that came with the browser's connection."""
    now = datetime.now(UTC)
    database = the_database()
    with database.reading() as session:
        cookies = st.context.cookies
        actor = find_actor(session, cookies.get(SIGN_IN_COOKIE), now=now, language=cookies.get(LANGUAGE_COOKIE))
        city = get_city(session, actor)
    return Visit(actor, translator(actor.language, city.timezone), city, now, database)


def attempt(visit: Visit, action: Callable[[Session], T]) -> Done[T]:
    """Calls a service in one transaction; a rule's no comes back as a sentence, everything else goes up."""
    try:
        with visit.database.transaction() as session:
            return Done(value=action(session))
    except PlannerError as error:
        return Done(problem=Problem(visit.t(error.key, **error.values), error.field))


def show_failure(error: Exception) -> bool:
    """The last resort for a page: a rule's sentence, or a polite message with a number that stands in the log."""
    t = current_visit().t
    if isinstance(error, PlannerError):
        st.error(t(error.key, **error.values))
        return True
    number = secrets.token_hex(4)
    _log.error("failure %s", number, exc_info=error)
    st.error(t("app.failure", number=number))
    return True
