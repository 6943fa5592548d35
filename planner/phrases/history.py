"""The history of an issue in words: what each step was and what it changed. Typed text in it stays to be escaped."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from planner.domain.actor import Actor
from planner.domain.models import Issue, Move
from planner.domain.words import Step
from planner.i18n import Translator
from planner.phrases.issues import say_length
from planner.phrases.names import name_for
from planner.services.issues.details import IssueDetails
from planner.services.issues.history import is_by_author

Facts = Mapping[str, Any]


def facts_in_words(t: Translator, move: Move) -> list[str]:
    """What the step changed, a line for each thing; a fact that is unknown here is left out."""
    return _FACTS[move.step](t, move.facts)


def step_in_words(t: Translator, issue: Issue, move: Move) -> str:
    """What the step was; what others than its author changed in a complaint is called a correction."""
    return t("issue_page.corrected" if corrected_in(issue, move) else f"words.step.{move.step}")


def corrected_in(issue: Issue, move: Move) -> list[str]:
    """What this step changed in somebody else's complaint, by its names under `issue_page.fact.what`; empty for any other step."""
    changes = move.facts.get("changes", {}) if move.step is Step.EDIT else {}
    return [] if is_by_author(issue, move) else [name for name in changes if name in _CORRECTED]


def say_corrections(t: Translator, details: IssueDetails, reader: Actor) -> str:
    """«Уточнено: описание, место (Иванова Ольга, 24 ноября). Прежние слова — в истории.» Empty where nothing was."""
    found = [(move, names) for move in details.moves if (names := corrected_in(details.issue, move))]
    if not found:
        return ""
    last = found[-1][0]
    words = dict.fromkeys(t(f"issue_page.corrected.{_CORRECTED[name]}") for _, names in found for name in names)
    return t("issue_page.corrections", what=", ".join(words), name=name_for(reader, last.by), day=t.day(last.at))


def _nothing(t: Translator, facts: Facts) -> list[str]:
    return []


def _instruct(t: Translator, facts: Facts) -> list[str]:
    helping = ", ".join(agency["name"] for agency in facts.get("co_executors", ()))
    return [
        t("issue_page.fact.agency", name=facts["agency"]["name"]),
        *([t("issue_page.fact.co_executors", names=helping)] if helping else []),
        t("issue_page.fact.due_on", day=_day(t, facts["due_on"])),
        *(
            [t("issue_page.fact.control", kind=t(f"words.control_kind.{facts['control']}"))]
            if "control" in facts
            else []
        ),
    ]


def _report(t: Translator, facts: Facts) -> list[str]:
    return [t("issue_page.fact.photos", n=len(facts["photos"]))]


def _wish(t: Translator, facts: Facts) -> list[str]:
    return [t("issue_page.fact.wish", day=_day(t, facts["until"]))]


def _extend(t: Translator, facts: Facts) -> list[str]:
    return _term(t, facts)


def _term(t: Translator, facts: Facts) -> list[str]:
    """The two dates, where the step gave a new one."""
    if facts.get("from_due") == facts.get("to_due"):
        return []
    return [_change(t, "due_on", _day(t, facts["from_due"]), _day(t, facts["to_due"]))]


def _wished_agency(t: Translator, facts: Facts) -> list[str]:
    return [t("issue_page.fact.wished_agency", name=facts["to_agency"]["name"]), *_wait(t, facts)]


def _wait(t: Translator, facts: Facts) -> list[str]:
    """How long a wish waited for its answer; nothing for one of which that is not known."""
    minutes = facts.get("waited_minutes")
    if minutes is None:
        return []
    days, hours = minutes // _DAY, minutes % _DAY // _HOUR
    if days:
        return [t("issue_page.fact.waited_days", n=days)]
    return [t("issue_page.fact.waited_hours", n=hours) if hours else t("issue_page.fact.waited_little")]


def _hand_over(t: Translator, facts: Facts) -> list[str]:
    change = _change(t, "agency", facts["from_agency"]["name"], facts["to_agency"]["name"])
    return [change, *_wait(t, facts)]


def _correct(t: Translator, facts: Facts) -> list[str]:
    changes: Mapping[str, Sequence[str]] = facts.get("changes", {})
    said: Mapping[str, Callable[[str], str]] = {
        "due_on": lambda iso: _day(t, iso),
        "control": lambda kind: t(f"words.control_kind.{kind}"),
    }
    return [
        _change(t, _NAMES_OF_INSTRUCTION.get(name, name), *(said.get(name, str)(value) for value in pair))
        for name, pair in changes.items()
    ]


def _outcome(t: Translator, facts: Facts) -> list[str]:
    lines = [t("issue_page.fact.outcome", outcome=t(f"words.outcome.{facts['outcome']}"))]
    original = facts.get("duplicate_of")
    return lines + ([t("issue_page.fact.duplicate_of", number=original)] if original else [])


def _verdict(t: Translator, facts: Facts) -> list[str]:
    return _outcome(t, facts) + _seen(t, facts)


def _returned(t: Translator, facts: Facts) -> list[str]:
    return _term(t, facts) + _seen(t, facts)


def _seen(t: Translator, facts: Facts) -> list[str]:
    """That whoever verified stood there, and how near."""
    return [t("issue_page.fact.on_site", metres=facts["on_site_m"])] if "on_site_m" in facts else []


def _merge(t: Translator, facts: Facts) -> list[str]:
    """Which issue repeats this one, where the reader may know of it, and how many support this one for that."""
    repeat, number = facts.get("repeat"), facts.get("supporters", 0)
    return [
        *([t("issue_page.fact.repeat", number=repeat)] if repeat else []),
        *([t("issue_page.fact.carried", n=number)] if number else []),
    ]


def _reopen(t: Translator, facts: Facts) -> list[str]:
    outcome = facts.get("outcome")
    former = [t("issue_page.fact.former_outcome", outcome=t(f"words.outcome.{outcome}"))] if outcome else []
    return former + _term(t, facts)


def _taken_back(t: Translator, facts: Facts) -> list[str]:
    """The step that was taken back, which stands in the history no more, and what it had changed."""
    undone = facts["undone"]
    said = [t("issue_page.fact.taken_back", step=t(f"words.step.{undone['step']}")), undone["text"]]
    return [*filter(None, said), *_FACTS[Step(undone["step"])](t, undone["facts"])]


def _photo(t: Translator, facts: Facts) -> list[str]:
    return [t("issue_page.fact.photo_phase", phase=t(f"words.photo_phase.{facts['phase']}"))]


def _voice(t: Translator, facts: Facts) -> list[str]:
    return [t("issue_page.fact.voice", length=say_length(facts["seconds"]))]


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


_HOUR, _DAY = 60, 24 * 60
_NAMES_OF_INSTRUCTION = {"text": "instruction_text"}
_CORRECTED: Mapping[str, str] = {
    "text": "text",
    "category": "category",
    "severity": "severity",
    "address": "place",
    "district": "place",
    "place": "place",
    "line": "place",
}
_EDITED = frozenset(
    {"category", "text", "severity", "address", "district", "place", "line", "internal", "external_number"}
)
_FACTS: Mapping[Step, Callable[[Translator, Facts], list[str]]] = {
    Step.RAISE: _nothing,
    Step.EDIT: _edit,
    Step.WITHDRAW: _nothing,
    Step.ADD_PHOTO: _photo,
    Step.HIDE_PHOTO: _nothing,
    Step.SHOW_PHOTO: _nothing,
    Step.ADD_VOICE: _voice,
    Step.HIDE_VOICE: _nothing,
    Step.SHOW_VOICE: _nothing,
    Step.INSTRUCT: _instruct,
    Step.CORRECT: _correct,
    Step.TAKE: _nothing,
    Step.INFORM: _nothing,
    Step.REPORT: _report,
    Step.ASK_EXTENSION: _wish,
    Step.EXTEND: _extend,
    Step.REFUSE_EXTENSION: _wish,
    Step.ASK_HAND_OVER: _wished_agency,
    Step.HAND_OVER: _hand_over,
    Step.REFUSE_HAND_OVER: _wished_agency,
    Step.ACCEPT: _verdict,
    Step.RETURN: _returned,
    Step.CANCEL: _nothing,
    Step.CLOSE: _outcome,
    Step.MERGE: _merge,
    Step.REOPEN: _reopen,
    Step.NEXT_TOUR: _nothing,
    Step.TAKE_BACK: _taken_back,
}
