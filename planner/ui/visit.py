"""The screens' door: who looks, one tap in one transaction, and how a rule's no is told."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode, urlsplit

import streamlit as st
from sqlmodel import Session

from planner import links
from planner.database import the_database
from planner.domain.errors import ChangedMeanwhile, Invalid, PlannerError, Unavailable
from planner.domain.typed import one_line
from planner.i18n import Translator
from planner.phrases.changes import say_changes, say_theirs
from planner.services.access.visit import Visit, begin_visit, visit_to_say_no
from planner.ui.text import plain

T = TypeVar("T")
_log = logging.getLogger("planner.screens")
_streamlit_log = logging.getLogger("streamlit.error_util")
"""Where Streamlit logs, with its traceback, whatever a screen raises, before it asks how to tell it."""
_LONGEST_ADDRESS = 200


@dataclass(frozen=True)
class Problem:
    """A rule said no: the sentence, safe for Markdown, and the field that it belongs to, if any."""

    sentence: str
    field: str | None = None
    changed: Mapping[str, Any] = dataclass_field(default_factory=dict)
    """What somebody else has changed while the form was open, by its fields."""
    key: str = ""
    """The key of the sentence, where a rule raised it."""
    others: tuple["Problem", ...] = ()
    """What is wrong in other fields as well."""
    theirs: tuple[tuple[tuple[str, ...], str], ...] = ()
    """The same as `changed` in words, safe for Markdown: each with the names of its fields."""


@dataclass(frozen=True)
class Done(Generic[T]):
    """What a service gave back, or the problem."""

    value: T | None = None
    problem: Problem | None = None


def current_visit() -> Visit:
    """Finds out who asks, by the cookie that came with the browser's connection."""
    return begin_visit(the_database(), st.context.cookies, now=datetime.now(UTC), here=st.context.url or "")


def say_no(t: Translator, error: PlannerError) -> str:
    """A rule's no as a sentence; the values in it may be typed, so that it is made safe for Markdown."""
    return plain(say_changes(t, error) if isinstance(error, ChangedMeanwhile) else t(error.key, **error.values))


def attempt(visit: Visit, action: Callable[[Session], T]) -> Done[T]:
    """Calls a service in one transaction; a rule's no comes back as a sentence, everything else goes up."""
    return _done(visit, lambda: visit.act(action))


def look_up(visit: Visit, look: Callable[[Session], T]) -> Done[T]:
    """The same for a service that changes nothing. It holds a connection: what takes longer than a look is for `prepare`."""
    return _done(visit, lambda: visit.look_up(look))


def prepare(visit: Visit, work: Callable[[], T]) -> Done[T]:
    """The same for what takes its time and wants no database: drawing, reading a file. No connection is held meanwhile."""

    def apart() -> T:
        with visit.database.apart():
            return work()

    return _done(visit, apart)


def _done(visit: Visit, work: Callable[[], T]) -> Done[T]:
    try:
        return Done(value=work())
    except PlannerError as error:
        if isinstance(error, Unavailable):
            _log.error("%s", error.key, exc_info=error)
        return Done(problem=problem_of(visit, error))


def problem_of(visit: Visit, error: PlannerError) -> Problem:
    """A rule's no in the visitor's words; where the sign-in has ended, with the way in: what is typed stays meanwhile."""
    changed = error.present if isinstance(error, ChangedMeanwhile) else {}
    sentence = say_no(visit.t, error)
    if error.key == "permissions.sign_in":
        sentence = f"{sentence} {visit.t('app.sign_in_again', way=links.sign_in_and_back(here()))}"
    others = error.others if isinstance(error, Invalid) else ()
    theirs = say_theirs(visit.t, error) if isinstance(error, ChangedMeanwhile) else []
    return Problem(
        sentence,
        error.field,
        changed,
        error.key,
        tuple(problem_of(visit, each) for each in others),
        tuple((names, plain(words)) for names, words in theirs),
    )


def here() -> str:
    """The path of this screen with its query."""
    path = urlsplit(st.context.url or "/").path or "/"
    query = urlencode(st.query_params.to_dict())  # the context's address has none
    return f"{path}?{query}" if query else path


def show_failure(error: Exception) -> bool:
    """The last resort for a page: a rule's sentence, or a polite message with a number that stands in the log."""
    t = visit_to_say_no(the_database(), st.context.cookies, now=datetime.now(UTC), here=st.context.url or "").t
    if isinstance(error, Unavailable):
        _log.error("%s", error.key, exc_info=error)
    if isinstance(error, PlannerError):
        st.error(say_no(t, error))
        return True
    number = secrets.token_hex(4)
    _log.error("failure %s", number, exc_info=error)
    st.error(t("app.failure", number=number))
    return True


def log_rules_in_a_line() -> None:
    """From now on a rule's no is one line at INFO: an old link or somebody else's tour is nothing to look into."""
    _streamlit_log.addFilter(_shorten)


def _shorten(record: logging.LogRecord) -> bool:
    """Makes one line of the record where the error is a rule's; lets every record through."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, PlannerError):
        record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
        record.msg, record.args = "%s %s at %s", (type(error).__name__, error.key, _asked_for())
        record.exc_info = None
    return True


def _asked_for() -> str:
    query = "&".join(f"{name}={value}" for name, value in st.query_params.to_dict().items())
    return one_line(f"{st.context.url or ''}?{query}")[:_LONGEST_ADDRESS]
