"""The history of an issue in words: what each step was and what it changed. Typed text in it stays to be escaped."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from planner.domain.models import Move
from planner.domain.words import Step
from planner.i18n import Translator

Facts = Mapping[str, Any]


def facts_in_words(t: Translator, move: Move) -> list[str]:
    """What the step changed, a line for each thing; a fact that is unknown here is left out."""
    return _FACTS[move.step](t, move.facts)


def _nothing(t: Translator, facts: Facts) -> list[str]:
    return []


def _instruct(t: Translator, facts: Facts) -> list[str]:
    helping = ", ".join(agency["name"] for agency in facts.get("co_executors", ()))
    return [
        t("issue_page.fact.agency", name=facts["agency"]["name"]),
        *([t("issue_page.fact.co_executors", names=helping)] if helping else []),
        t("issue_page.fact.due_on", day=_day(t, facts["due_on"])),
    ]


def _report(t: Translator, facts: Facts) -> list[str]:
    return [t("issue_page.fact.photos", n=len(facts["photos"]))]


def _wish(t: Translator, facts: Facts) -> list[str]:
    return [t("issue_page.fact.wish", day=_day(t, facts["until"]))]


def _extend(t: Translator, facts: Facts) -> list[str]:
    return [_change(t, "due_on", _day(t, facts["from_due"]), _day(t, facts["to_due"]))]


def _hand_over(t: Translator, facts: Facts) -> list[str]:
    return [_change(t, "agency", facts["from_agency"]["name"], facts["to_agency"]["name"])]


def _outcome(t: Translator, facts: Facts) -> list[str]:
    lines = [t("issue_page.fact.outcome", outcome=t(f"words.outcome.{facts['outcome']}"))]
    original = facts.get("duplicate_of")
    return lines + ([t("issue_page.fact.duplicate_of", number=original)] if original else [])


def _reopen(t: Translator, facts: Facts) -> list[str]:
    outcome = facts.get("outcome")
    return [t("issue_page.fact.former_outcome", outcome=t(f"words.outcome.{outcome}"))] if outcome else []


def _photo(t: Translator, facts: Facts) -> list[str]:
    return [t("issue_page.fact.photo_phase", phase=t(f"words.photo_phase.{facts['phase']}"))]


def _edit(t: Translator, facts: Facts) -> list[str]:
    changes: Mapping[str, Sequence[Any]] = facts.get("changes", {})
    return [_edited(t, name, before, after) for name, (before, after) in changes.items() if name in _EDITED]


def _edited(t: Translator, name: str, before: Any, after: Any) -> str:
    if name == "internal":
        return t("issue_page.fact.now_internal" if after else "issue_page.fact.now_public")
    if name == "line":
        return t("issue_page.fact.line")
    if name == "severity":
        before, after = t(f"words.severity.{before}"), t(f"words.severity.{after}")
    if name == "place":
        before, after = (f"{lat:.5f}, {lon:.5f}" for lat, lon in (before, after))
    return _change(t, name, before, after)


def _change(t: Translator, name: str, before: str, after: str) -> str:
    """«Адрес: было «Ленина, 1», стало «Ленина, 2»»; an empty side is said so."""
    nothing = t("issue_page.fact.nothing")
    return t(
        "issue_page.fact.changed",
        what=t(f"issue_page.fact.what.{name}"),
        before=before or nothing,
        after=after or nothing,
    )


def _day(t: Translator, iso: str) -> str:
    return t.full_date(date.fromisoformat(iso))


_EDITED = frozenset({"category", "text", "severity", "address", "district", "place", "line", "internal"})
_FACTS: Mapping[Step, Callable[[Translator, Facts], list[str]]] = {
    Step.RAISE: _nothing,
    Step.EDIT: _edit,
    Step.WITHDRAW: _nothing,
    Step.ADD_PHOTO: _photo,
    Step.HIDE_PHOTO: _nothing,
    Step.SHOW_PHOTO: _nothing,
    Step.INSTRUCT: _instruct,
    Step.REPORT: _report,
    Step.ASK_EXTENSION: _wish,
    Step.EXTEND: _extend,
    Step.REFUSE_EXTENSION: _wish,
    Step.HAND_OVER: _hand_over,
    Step.ACCEPT: _outcome,
    Step.RETURN: _nothing,
    Step.CANCEL: _nothing,
    Step.CLOSE: _outcome,
    Step.REOPEN: _reopen,
    Step.NEXT_TOUR: _nothing,
}
