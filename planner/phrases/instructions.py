"""Instructions in words: whose turn it is, what was promised, what is known of each. Typed text in it stays to be escaped."""

from collections.abc import Mapping
from datetime import date

from planner.domain.actor import Actor
from planner.domain.deadlines import days_overdue, is_overdue
from planner.domain.instruction_number import instruction_number
from planner.domain.issue_look import WAITING_FOR_AGENCY
from planner.domain.lateness import lateness_of, lateness_told, state_word
from planner.domain.models import Agency, Instruction
from planner.domain.words import WAITING_INSTRUCTION_STATES, ControlKind, Step
from planner.i18n import Translator
from planner.phrases.names import agency_name, name_for
from planner.services.issues.details import InstructionDetails, IssueDetails
from planner.services.ride.stop_card import Promise

_COUNTED = ("extensions", "hand_overs", "returns")


def say_number(t: Translator, given: Instruction) -> str:
    """«№ 12–3–2»"""
    return t("instructions.number", number=instruction_number(given))


def say_wait(t: Translator, details: IssueDetails) -> str:
    """Whose turn it is with an issue: «Ждём отчёта: Горсвет, срок 30 ноября 2026.»"""
    issue = details.issue
    if issue.state in WAITING_FOR_AGENCY and details.agency and issue.due_on:
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


def say_lateness(t: Translator, instruction: Instruction, today: date) -> str:
    """«просрочено на 3 дня», «отчёт на 16 дней позже срока», «снято с контроля с нарушением срока на 2 дня»; else empty.

    What waits for its agency within a date that was moved says by how many days it had missed the former one.
    """
    late, state = lateness_told(instruction, today), instruction.state
    if not late:
        return ""
    if state in WAITING_INSTRUCTION_STATES:
        past = is_overdue(instruction.due_on, today)
        return t("instructions.overdue" if past else "instructions.late_before", n=late)
    return t(f"instructions.late.{state}", n=late)


def say_state(t: Translator, instruction: Instruction, today: date) -> str:
    """The word of its state; what is off control says whether its date was kept."""
    return t(state_word(instruction.state, lateness_of(instruction, today)))


def say_hand_over_wish(t: Translator, given: InstructionDetails, wished: str) -> str:
    """Whom the agency wishes to hand it over to and why, and that until the answer it stays where it is."""
    return t(
        "instructions.hand_over_wish",
        agency=agency_name(given.agency),
        wished=wished,
        reason=given.instruction.wished_reason,
    )


def say_offer(t: Translator, instruction: Instruction, agency: Agency | None, wished: Agency) -> str:
    """«Просят передать: Горсвет → Дороги. Столб стоит на нашей земле»"""
    before = agency_name(agency) if agency else ""
    return t("work.offer", agency=before, wished=agency_name(wished), reason=instruction.wished_reason)


def last_message(t: Translator, details: IssueDetails, instruction: Instruction, reader: Actor) -> str:
    """«Последнее сообщение (Горсвет: Иванова, 24 ноября, 10:15): …»: how the work stands, as its agency said last."""
    told = [m for m in details.moves if m.step is Step.INFORM and m.instruction_id == instruction.id]
    if not told:
        return ""
    last = told[-1]
    return t("instructions.last_message", name=name_for(reader, last.by), moment=t.moment(last.at), text=last.text)


def instruction_facts(t: Translator, given: InstructionDetails) -> Mapping[str, str]:
    """What is known of an instruction, in order, by the names under `instructions.fact`; what is not known is missing."""
    instruction = given.instruction
    counts = [t(f"instructions.count.{name}", n=number) for name in _COUNTED if (number := getattr(instruction, name))]
    facts = {
        "agency": given.agency.name,
        "co_executors": ", ".join(agency.name for agency in given.co_executors),
        "due_on": t.full_date(instruction.due_on),
        "controller": given.controller_name,
        "control": t(f"words.control_kind.{instruction.control}")
        if instruction.control is not ControlKind.USUAL
        else "",
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
