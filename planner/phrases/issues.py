"""Issues in words: how one stands, what it is called, where it is and where it comes from. Typed text stays to be escaped."""

from collections.abc import Sequence
from datetime import date

from planner.domain.actor import Actor
from planner.domain.deadlines import days_overdue
from planner.domain.issue_look import IssueLook, look_of
from planner.domain.models import District, FieldVoice, Issue, Photo
from planner.domain.search import Search
from planner.domain.words import Outcome, PhotoSource
from planner.i18n import Translator
from planner.phrases.names import name_for
from planner.services.issues.details import IssueDetails
from planner.services.issues.found_in import FoundIn, FoundText
from planner.services.ride.on_board import RaisedIssue

LONGEST_TITLE = 80
LONGEST_EXCERPT = 160
MOST_FOUND = 2
"""So many texts in which words were found stand on a card."""
Piece = tuple[str, bool]
"""A piece of a text, and whether it was looked for."""


def look_in_words(t: Translator, look: IssueLook, *, due_on: date | None, outcome: Outcome | None) -> str:
    """«Просрочено, срок 21.11», with the year where it is another one; a closed issue says with what it ended."""
    match look:
        case IssueLook.FIXED | IssueLook.CLOSED:
            return t(f"words.outcome.{outcome or Outcome.FIXED}")
        case IssueLook.NEW | IssueLook.REPORTED:
            return t(f"issues.look.{look}")
        case IssueLook.OVERDUE | IssueLook.RETURNED | IssueLook.ASSIGNED:
            if due_on is None:
                return t(f"issues.look.{look}")
            return t(f"issues.look.{look}_due", day=t.short_day(due_on))


def issue_in_words(t: Translator, issue: Issue, today: date) -> str:
    """The same for an issue as it stands today."""
    look = look_of(issue.state, issue.outcome, issue.due_on, today)
    return look_in_words(t, look, due_on=issue.due_on, outcome=issue.outcome)


def issue_in_short(t: Translator, issue: Issue, today: date) -> str:
    """The same beside its date: «Просрочено, 12 дн.», «На контроле»."""
    look = look_of(issue.state, issue.outcome, issue.due_on, today)
    if look is IssueLook.OVERDUE and issue.due_on is not None:
        return t("issue_table.late", days=t.number(days_overdue(issue.due_on, today)))
    return look_in_words(t, look, due_on=None, outcome=issue.outcome)


def issue_title(issue: Issue, category_name: str) -> str:
    """The first line of what was typed, cut at a word; without a text, the category."""
    line = " ".join((issue.text.strip().splitlines() or [""])[0].split())
    return _cut(line, LONGEST_TITLE) or category_name


def where_found(t: Translator, issue: Issue, search: Search, found: Sequence[FoundText]) -> list[Sequence[Piece]]:
    """«Поручение: …заменить светильник…» with the words that were looked for, for what a card does not show anyway."""
    title = issue_title(issue, "")
    lines: list[Sequence[Piece]] = []
    for part, text in found:
        if part is not FoundIn.TEXT or not search.finds(title):
            label = (f"{t(f'issues.found_in.{part.value}')}: ", False)
            lines.append((label, *search.excerpt(text, LONGEST_EXCERPT)))
    return lines[:MOST_FOUND]


def issue_excerpt(issue: Issue) -> str:
    """What was typed, on one line and cut at a word; empty where nothing was."""
    return _cut(" ".join(issue.text.split()), LONGEST_EXCERPT)


def issue_place(issue: Issue, category_name: str) -> str:
    """Where an issue is and what it is about: «ул. Ленина, 133, Дороги»."""
    return ", ".join(part for part in (issue.address, category_name) if part)


def issue_address(t: Translator, issue: Issue, district: District | None) -> str:
    """The address and the district, or that there is neither."""
    parts = (issue.address, district.name if district else "")
    return ", ".join(part for part in parts if part) or t("issue_page.no_address")


def issue_origin(t: Translator, details: IssueDetails, reader: Actor) -> str:
    """«Внесено 12 ноября, 10:46, Пётр · Объезд Центрального района · остановка 3, Двор»; a tablet reads initials."""
    issue = details.issue
    raised = t("issue_page.raised", moment=t.moment(issue.created_at))
    author = t("issue_page.by_resident") if issue.by_resident else name_for(reader, issue.raised_by)
    parts = [", ".join(part for part in (raised, author) if part)]
    if details.tour is not None:
        parts.append(details.tour.title)
    if details.stop is not None:
        parts.append(t("issue_page.at_stop", number=details.stop.position, name=details.stop.name))
    return " · ".join(parts)


def say_photo(t: Translator, photo: Photo) -> str:
    """Before or after, and when it was added."""
    return t("issue_page.photo", phase=t(f"words.photo_phase.{photo.phase}"), day=t.day(photo.added_at))


def say_source(t: Translator, photo: Photo) -> str:
    """«Снято на месте в 10:46», «из галереи»; empty for a file, of which nobody said where it is from."""
    if photo.source is PhotoSource.FILE:
        return ""
    if photo.source is PhotoSource.GALLERY or photo.taken_at is None:
        return t(f"words.photo_source.{photo.source.value}")
    return t("on_site.taken_at", at=photo.taken_at)


def say_voice(t: Translator, voice: FieldVoice, reader: Actor) -> str:
    """Who said it, when, how long it is, and that it is hidden: «Пётр Орлов, в 10:46, 0:12»."""
    by = name_for(reader, voice.said_by)
    said = t("voice.said", by=by, moment=voice.added_at, length=say_length(voice.seconds))
    return f"{said}, {t('voice.hidden')}" if voice.hidden else said


def say_length(seconds: int) -> str:
    """How long a recording is: «0:12»."""
    return f"{seconds // 60}:{seconds % 60:02}"


def photo_caption(t: Translator, photo: Photo, reader: Actor) -> str:
    """The same with where it is from, who took it, of whom a tablet reads initials, and that it is hidden."""
    parts = [
        say_photo(t, photo),
        say_source(t, photo),
        name_for(reader, photo.taken_by),
        t("issue_page.photo_hidden") if photo.hidden else "",
    ]
    return ", ".join(part for part in parts if part)


def say_lacks(t: Translator, row: RaisedIssue) -> str:
    """What would help to understand an issue: a photo, a text; empty where it has both."""
    missing = [name for name, there in (("photo", row.photo_id), ("text", row.issue.text)) if not there]
    return ", ".join(t(f"ride.lacks.{name}") for name in missing)


def _cut(line: str, most: int) -> str:
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"
