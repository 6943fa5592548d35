"""The log of screens that could not be shown."""

import logging

import pytest

from planner.domain.errors import NotFound
from planner.ui.visit import log_rules_in_a_line

STREAMLIT = logging.getLogger("streamlit.error_util")


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
