"""What the page on the spot says of an instruction."""

from collections.abc import Mapping
from datetime import date

from planner.i18n import Translator
from planner.phrases.instructions import say_lateness
from planner.phrases.issues import issue_title
from planner.services.control.on_site import OnSite
from planner.services.control.work import WorkRow

_WORDS = (
    "ghost",
    "shoot",
    "camera",
    "gallery",
    "from_gallery",
    "waiting",
    "sending",
    "sent",
    "kept",
    "failed",
    "again",
    "remove",
    "place",
    "place_off",
    "place_wait",
    "no_network",
    "compare",
    "before",
    "after",
    "needs_photo",
    "needs_text",
    "next",
)


def on_site_words(t: Translator) -> Mapping[str, str]:
    """The page's own words, by their names in its scripts."""
    return {name: t(f"on_site.{name}") for name in _WORDS}


def say_task(t: Translator, seen: OnSite, today: date) -> Mapping[str, str]:
    """What is to be done, where, until when: by the names of the page's parts. Internal texts are there for who may read them."""
    issue, given = seen.issue, seen.instruction
    return {
        "number": t("issues.number", number=issue.id),
        "title": issue_title(issue, seen.category.name_in(t.language)),
        "address": issue.address,
        "task": given.text,
        "due": t("on_site.due", day=t.full_date(given.due_on)),
        "late": say_lateness(t, given, today),
        "problem": issue.text,
    }


def say_next(t: Translator, row: WorkRow) -> str:
    """«№ 12 Яма на дороге, ул. Зейская, 1 — 340 м»"""
    title = issue_title(row.issue, row.category.name_in(t.language))
    place = ", ".join(filter(None, [f"{t('issues.number', number=row.issue.id)} {title}", row.issue.address]))
    return f"{place} — {say_metres(t, row.metres)}" if row.metres is not None else place


def say_metres(t: Translator, metres: int) -> str:
    """«340 м», «1,2 км», as the crow flies."""
    return (
        t("on_site.metres", number=metres)
        if metres < 1000
        else t("on_site.km", number=t.number(round(metres / 1000, 1)))
    )
