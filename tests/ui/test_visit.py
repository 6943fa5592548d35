"""A rule's no on a screen: a sentence that is safe for Markdown, and the field that it belongs to; and the log of screens that could not be
shown.
"""

import logging
from datetime import datetime

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.errors import Conflict, NotAllowed, NotFound
from planner.i18n import translator
from planner.services.access.visit import begin_visit
from planner.ui.visit import Problem, attempt, log_rules_in_a_line, say_no

STREAMLIT = logging.getLogger("streamlit.error_util")
NO = Conflict("invitations.error.again", field="agency", name="**Дороги** [x](http://e.ru)")
SAID = "\\*\\*Дороги\\*\\* \\[x\\]\\(http\u2060\\://e\\.ru\\)\\: уже в списке участников\\."


def test_no_says_what_was_typed_as_text() -> None:
    assert say_no(translator("ru", "UTC"), NO) == SAID


def test_no_of_a_service_comes_back_with_its_field(database: Database, now: datetime) -> None:
    visit = begin_visit(database, {}, now=now, here="http://localhost/")

    def refuse(session: Session) -> None:
        raise NO

    assert attempt(visit, refuse).problem == Problem(SAID, "agency", key=NO.key)


def test_what_a_service_gives_comes_back(database: Database, now: datetime) -> None:
    visit = begin_visit(database, {}, now=now, here="http://localhost/")

    done = attempt(visit, lambda session: 7)

    assert (done.value, done.problem) == (7, None)


def test_end_of_a_sign_in_is_told_with_the_way_in(database: Database, now: datetime) -> None:
    visit = begin_visit(database, {}, now=now, here="http://localhost/")

    def refuse(session: Session) -> None:
        raise NotAllowed("permissions.sign_in")

    problem = attempt(visit, refuse).problem

    assert problem is not None
    assert "](/sign-in?next=/)" in problem.sentence


def logged(error: Exception, caplog: pytest.LogCaptureFixture) -> tuple[str, str, bool]:
    log_rules_in_a_line()
    STREAMLIT.addHandler(caplog.handler)
    STREAMLIT.error("Uncaught app execution", exc_info=error)
    STREAMLIT.removeHandler(caplog.handler)
    record = next(each for each in caplog.records if each.name == STREAMLIT.name)
    return record.levelname, record.getMessage(), record.exc_info is None


def test_rule_is_a_line_at_info(caplog: pytest.LogCaptureFixture) -> None:
    level, message, is_line = logged(NotFound("issues.error.unknown", number=999), caplog)

    assert (level, message.partition(" at ")[0], is_line) == ("INFO", "NotFound issues.error.unknown", True)


def test_failure_of_our_own_keeps_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    assert logged(ZeroDivisionError(), caplog) == ("ERROR", "Uncaught app execution", False)
