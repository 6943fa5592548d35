"""How an issue stands, said in words: the same on badges, in popups and for screen readers."""

from datetime import date

from planner.domain.issue_look import IssueLook, look_of
from planner.domain.models import Issue
from planner.domain.words import Outcome
from planner.i18n import Translator

LONGEST_TITLE = 80


def look_in_words(t: Translator, look: IssueLook, *, due_on: date | None, outcome: Outcome | None, today: date) -> str:
    """«Просрочено, срок 21.11», with the year where it is another one; a closed issue says with what it ended."""
    if look in (IssueLook.FIXED, IssueLook.CLOSED):
        return t(f"words.outcome.{outcome or Outcome.FIXED}")
    if due_on is None or look in (IssueLook.NEW, IssueLook.REPORTED):
        return t(f"issues.look.{look}")
    day = f"{due_on:%d.%m}" if due_on.year == today.year else t.short_date(due_on)
    return t(f"issues.look.{look}_due", day=day)


def issue_in_words(t: Translator, issue: Issue, today: date) -> str:
    """The same for an issue as it stands today."""
    look = look_of(issue.state, issue.outcome, issue.due_on, today)
    return look_in_words(t, look, due_on=issue.due_on, outcome=issue.outcome, today=today)


def issue_title(issue: Issue, category_name: str) -> str:
    """The first line of what was typed, cut at a word; without a text, the category. It is typed text: escape it."""
    line = " ".join((issue.text.strip().splitlines() or [""])[0].split())
    if len(line) > LONGEST_TITLE:
        line = line[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return line or category_name
