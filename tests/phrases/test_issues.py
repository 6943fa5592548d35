"""Tests of `planner.phrases.issues`: how an issue stands, in words."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.domain.issue_look import IssueLook
from planner.domain.models import Issue
from planner.domain.words import IssueState, Outcome
from planner.i18n import translator
from planner.phrases.issues import issue_in_words, issue_title, look_in_words

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "ru", "en"),
    [
        ({"state": IssueState.NEW}, "Новое, без поручения", "New, no instruction"),
        (
            {"state": IssueState.ASSIGNED, "due_on": date(2026, 11, 26)},
            "На контроле, срок 26.11",
            "Assigned, due 26.11",
        ),
        (
            {"state": IssueState.ASSIGNED, "due_on": date(2026, 11, 21)},
            "Просрочено, срок 21.11",
            "Overdue, was due 21.11",
        ),
        (
            {"state": IssueState.RETURNED, "due_on": date(2027, 1, 9)},
            "Возвращено, срок 09.01.2027",
            "Sent back, due 09.01.2027",
        ),
        ({"state": IssueState.REPORTED, "due_on": date(2026, 11, 21)}, "Ожидает проверки", "Awaiting verification"),
        ({"state": IssueState.CLOSED, "outcome": Outcome.FIXED}, "Устранено", "Fixed"),
        ({"state": IssueState.CLOSED, "outcome": Outcome.REFUSED}, "Отказано", "Refused"),
    ],
)
def test_issue_in_words(fields: dict[str, Any], ru: str, en: str) -> None:
    issue = Issue(lat=0, lon=0, category_id=1, created_at=NOW, **fields)

    assert [issue_in_words(translator(language, "UTC"), issue, TODAY) for language in ("ru", "en")] == [ru, en]


@pytest.mark.parametrize("look", list(IssueLook))
def test_every_look_has_words_with_and_without_a_date(look: IssueLook) -> None:
    for language in ("ru", "en"):
        for due_on in (None, TODAY):
            said = look_in_words(translator(language, "UTC"), look, due_on=due_on, outcome=None, today=TODAY)
            assert "." not in said.replace("23.11", "")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", "Дороги"),
        (" \n ", "Дороги"),
        ("Яма  у\tостановки\nвторая строка", "Яма у остановки"),
        ("слово " * 20, "слово " * 12 + "слово…"),
        ("я" * 90, "я" * 80 + "…"),
        ("<script>", "<script>"),
    ],
)
def test_issue_title_is_the_first_line_or_the_category(text: str, title: str) -> None:
    assert issue_title(Issue(lat=0, lon=0, category_id=1, created_at=NOW, text=text), "Дороги") == title
