"""The screens' door: who looks, one tap in one transaction, and how a rule's no is told."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import streamlit as st
from sqlmodel import Session

from planner.database import the_database
from planner.domain.errors import ChangedMeanwhile, PlannerError, Unavailable
from planner.i18n import Translator
from planner.phrases.changes import say_changes
from planner.services.access.visit import Visit, begin_visit, visit_to_say_no
from planner.ui.text import plain

T = TypeVar("T")
_log = logging.getLogger("planner.screens")


@dataclass(frozen=True)
class Problem:
    """A rule said no: the sentence, safe for Markdown, and the field that it belongs to, if any."""

    sentence: str
    field: str | None = None
    changed: Mapping[str, Any] = dataclass_field(default_factory=dict)
    """What somebody else has changed while the form was open, by its fields."""


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
    try:
        with visit.database.transaction() as session:
            return Done(value=action(session))
    except PlannerError as error:
        if isinstance(error, Unavailable):
            _log.error("%s", error.key, exc_info=error)
        return Done(problem=problem_of(visit, error))


def problem_of(visit: Visit, error: PlannerError) -> Problem:
    """A rule's no in the visitor's words."""
    changed = error.present if isinstance(error, ChangedMeanwhile) else {}
    return Problem(say_no(visit.t, error), error.field, changed)


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
