"""What the page on the spot says of an instruction."""

from collections.abc import Mapping
from datetime import date

from planner.i18n import Translator
from planner.phrases.instructions import say_lateness
from planner.phrases.issues import issue_title
from planner.services.control.on_site import OnSite

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
