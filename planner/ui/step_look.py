"""How each step of an issue's history looks, where its button stands, what its dialog asks for and which service takes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.words import Outcome, Step
from planner.domain.workflow import INSTRUCTION_MOVES, ISSUE_MOVES
from planner.services.control.closing import close_issue, reopen_issue
from planner.services.control.hand_overs import ask_hand_over, hand_over, refuse_hand_over
from planner.services.control.instructions import (
    accept_report,
    ask_extension,
    cancel_instruction,
    extend_deadline,
    refuse_extension,
    report_done,
    return_report,
)
from planner.services.control.progress import inform, take_instruction
from planner.services.control.putting_off import put_off


@dataclass(frozen=True)
class Given:
    """What a dialog gives to the service of its step: who, about what, when, and what was typed and chosen."""

    actor: Actor
    issue_id: int
    instruction_id: int
    now: datetime
    today: date
    text: str = ""
    until: date | None = None
    agency_id: int | None = None
    outcome: Outcome = Outcome.FIXED
    photo_ids: Sequence[str] = ()


Take = Callable[[Session, Given], object]


@dataclass(frozen=True)
class StepLook:
    """`colour` and `icon` in the history; `button` is the icon of the step's button where another one says more.

    `main`: what a visitor most probably came for. `also`: what the dialog asks for beside what the workflow demands.
    `take`: the service; None where the step has a dialog of its own, or no button.
    """

    colour: str
    icon: str
    button: str = ""
    main: bool = False
    also: frozenset[str] = field(default_factory=frozenset)
    take: Take | None = None


def _take(session: Session, given: Given) -> object:
    return take_instruction(session, given.actor, given.instruction_id, text=given.text, now=given.now)


def _inform(session: Session, given: Given) -> object:
    return inform(session, given.actor, given.instruction_id, text=given.text, now=given.now)


def _report(session: Session, given: Given) -> object:
    return report_done(
        session, given.actor, given.instruction_id, text=given.text, photo_ids=given.photo_ids, now=given.now
    )


def _ask_extension(session: Session, given: Given) -> object:
    now, today = given.now, given.today
    return ask_extension(
        session, given.actor, given.instruction_id, until=given.until, reason=given.text, now=now, today=today
    )


def _extend(session: Session, given: Given) -> object:
    now, today = given.now, given.today
    return extend_deadline(
        session, given.actor, given.instruction_id, until=given.until, reason=given.text, now=now, today=today
    )


def _refuse_extension(session: Session, given: Given) -> object:
    return refuse_extension(session, given.actor, given.instruction_id, reason=given.text, now=given.now)


def _ask_hand_over(session: Session, given: Given) -> object:
    return ask_hand_over(
        session, given.actor, given.instruction_id, agency_id=given.agency_id, reason=given.text, now=given.now
    )


def _hand_over(session: Session, given: Given) -> object:
    return hand_over(session, given.actor, given.instruction_id, text=given.text, now=given.now)


def _refuse_hand_over(session: Session, given: Given) -> object:
    return refuse_hand_over(session, given.actor, given.instruction_id, reason=given.text, now=given.now)


def _accept(session: Session, given: Given) -> object:
    outcome, text, now = given.outcome, given.text, given.now
    return accept_report(session, given.actor, given.instruction_id, outcome=outcome, text=text, now=now)


def _return(session: Session, given: Given) -> object:
    now, today = given.now, given.today
    return return_report(
        session, given.actor, given.instruction_id, until=given.until, reason=given.text, now=now, today=today
    )


def _cancel(session: Session, given: Given) -> object:
    return cancel_instruction(session, given.actor, given.instruction_id, reason=given.text, now=given.now)


def _close(session: Session, given: Given) -> object:
    outcome, now = given.outcome, given.now
    return close_issue(session, given.actor, given.issue_id, outcome=outcome, reason=given.text, now=now)


def _put_off(session: Session, given: Given) -> object:
    return put_off(session, given.actor, given.issue_id, reason=given.text, now=given.now)


def _reopen(session: Session, given: Given) -> object:
    now, today = given.now, given.today
    return reopen_issue(
        session, given.actor, given.issue_id, reason=given.text, until=given.until, now=now, today=today
    )


_TEXT = frozenset({"text"})
LOOKS: Mapping[Step, StepLook] = {
    Step.ACCEPT: StepLook("green", "check_circle", button="check", main=True, also=_TEXT, take=_accept),
    Step.RETURN: StepLook("violet", "undo", take=_return),
    Step.REPORT: StepLook("orange", "fact_check", button="add_a_photo", main=True, take=_report),
    Step.TAKE: StepLook("blue", "engineering", also=_TEXT, take=_take),
    Step.INFORM: StepLook("blue", "campaign", take=_inform),
    Step.HAND_OVER: StepLook("violet", "swap_horiz", button="check", also=_TEXT, take=_hand_over),
    Step.REFUSE_HAND_OVER: StepLook("violet", "block", take=_refuse_hand_over),
    Step.EXTEND: StepLook("blue", "event_available", also=_TEXT, take=_extend),
    Step.REFUSE_EXTENSION: StepLook("violet", "event_busy", take=_refuse_extension),
    Step.ASK_EXTENSION: StepLook("orange", "more_time", take=_ask_extension),
    Step.ASK_HAND_OVER: StepLook("violet", "swap_horiz", take=_ask_hand_over),
    Step.INSTRUCT: StepLook("blue", "assignment_ind", main=True),
    Step.CORRECT: StepLook("gray", "edit_note"),
    Step.REOPEN: StepLook("violet", "restart_alt", take=_reopen),
    Step.CLOSE: StepLook("gray", "check_circle", take=_close),
    Step.MERGE: StepLook("gray", "merge"),
    Step.NEXT_TOUR: StepLook("gray", "event_upcoming", also=_TEXT, take=_put_off),
    Step.EDIT: StepLook("gray", "edit"),
    Step.CANCEL: StepLook("gray", "cancel", take=_cancel),
    Step.TAKE_BACK: StepLook("gray", "undo"),
    Step.RAISE: StepLook("gray", "flag"),
    Step.WITHDRAW: StepLook("gray", "cancel"),
    Step.ADD_PHOTO: StepLook("gray", "add_a_photo"),
    Step.HIDE_PHOTO: StepLook("gray", "visibility_off"),
    Step.SHOW_PHOTO: StepLook("gray", "visibility"),
    Step.ADD_VOICE: StepLook("gray", "mic"),
    Step.HIDE_VOICE: StepLook("gray", "visibility_off"),
    Step.SHOW_VOICE: StepLook("gray", "visibility"),
}
"""In the order of the buttons: what moves the work on comes first, what takes it back comes last."""

_ORDER = tuple(LOOKS)
_FIELDS = ("date", "agency", "outcome", "text", "photo")
"""In the order of a dialog."""


def place_of(step: Step) -> int:
    """Where the button of the step stands among the others."""
    return _ORDER.index(step)


def button_icon(step: Step) -> str:
    """The icon of the step's button, as Streamlit wants it."""
    look = LOOKS[step]
    return f":material/{look.button or look.icon}:"


def demands_of(step: Step) -> frozenset[str]:
    """What the workflow demands of the step."""
    moves = INSTRUCTION_MOVES if step in INSTRUCTION_MOVES else ISSUE_MOVES
    return moves[step].demands if step in moves else frozenset()


def fields_of(step: Step) -> tuple[str, ...]:
    """What the dialog of the step asks for: all that the workflow demands, and what it takes beside."""
    return tuple(name for name in _FIELDS if name in demands_of(step) | LOOKS[step].also)
