"""Instructions in words: whose turn it is, what was promised, what is known of each. Typed text in it stays to be escaped."""

from collections.abc import Mapping
from datetime import date

from planner.domain.deadlines import days_overdue
from planner.domain.instruction_number import instruction_number
from planner.domain.models import Instruction
from planner.domain.words import InstructionState, IssueState
from planner.i18n import Translator
from planner.phrases.names import agency_name
from planner.services.issues.details import InstructionDetails, IssueDetails
from planner.services.ride.stop_card import Promise

_COUNTED = ("extensions", "hand_overs", "returns")


def say_number(t: Translator, given: Instruction) -> str:
    """«№ 12–3–2»"""
    return t("instructions.number", number=instruction_number(given))


def say_wait(t: Translator, details: IssueDetails) -> str:
    """Whose turn it is with an issue: «Ждём отчёта: Горсвет, срок 30 ноября 2026.»"""
    issue = details.issue
    if issue.state in (IssueState.ASSIGNED, IssueState.RETURNED) and details.agency and issue.due_on:
        day = t.full_date(issue.due_on)
        return t(f"instructions.wait.{issue.state}", agency=details.agency.name, day=day)
    return t(f"instructions.wait.{issue.state}")


def say_wish(t: Translator, instruction: Instruction, day: str) -> str:
    """The wish for more time until `day`, and its reason."""
    return f"{t('instructions.wish', day=day)} {instruction.asked_reason}"


def say_given(t: Translator, given: InstructionDetails) -> str:
    """Which agency has an instruction already, its number, and until when."""
    number = instruction_number(given.instruction)
    return t("instruct.given", number=number, agency=agency_name(given.agency), day=t.day(given.instruction.due_on))


def say_overdue(t: Translator, instruction: Instruction, today: date) -> str:
    """By how many days the date is past while the agency has not reported; empty where it is not."""
    late = days_overdue(instruction.due_on, today)
    is_waited_for = instruction.state in (InstructionState.ASSIGNED, InstructionState.RETURNED)
    return t("instructions.overdue", n=late) if late and is_waited_for else ""


def instruction_facts(t: Translator, given: InstructionDetails) -> Mapping[str, str]:
    """What is known of an instruction, in order, by the names under `instructions.fact`; what is not known is missing."""
    instruction = given.instruction
    counts = [t(f"instructions.count.{name}", n=number) for name in _COUNTED if (number := getattr(instruction, name))]
    facts = {
        "agency": given.agency.name,
        "co_executors": ", ".join(agency.name for agency in given.co_executors),
        "due_on": t.full_date(instruction.due_on),
        "controller": given.controller_name,
        "given": ", ".join(part for part in (t.moment(instruction.given_at), instruction.given_by) if part),
        "reported": t.moment(instruction.reported_at) if instruction.reported_at else "",
        "counts": " · ".join(counts),
    }
    return {name: value for name, value in facts.items() if value}


def say_promise(t: Translator, promise: Promise) -> str:
    """«№ 12–3–2, Горсвет, до 30 ноября»"""
    return t("stop_card.promise", number=promise.number, agency=promise.agency, day=t.day(promise.due_on))


def say_promise_now(t: Translator, promise: Promise, today: date) -> str:
    """«№ 12–3–2, Горсвет, до 30 ноября · просрочено на 2 дня»: who, until when, and how it stands, in one line."""
    return f"{say_promise(t, promise)} · {say_standing(t, promise, today)}"


def say_standing(t: Translator, promise: Promise, today: date) -> str:
    """How a promise stands: by how many days it is overdue, else the word of its state."""
    if promise.overdue:
        return t("instructions.overdue", n=days_overdue(promise.due_on, today))
    return t(f"words.instruction_state.{promise.state.value}")
