"""How each step of an issue and of an instruction is made: who, about what, and what is given with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import Instruction, Issue
from planner.domain.models.types import id_of, new_id
from planner.domain.words import Outcome, Step
from planner.services.control.closing import close_issue, reopen_issue
from planner.services.control.correcting import correct_instruction
from planner.services.control.hand_overs import ask_hand_over, hand_over, refuse_hand_over
from planner.services.control.instructions import (
    accept_report,
    ask_extension,
    cancel_instruction,
    extend_deadline,
    give_instruction,
    refuse_extension,
    report_done,
    return_report,
)
from planner.services.control.merging import merge_issues
from planner.services.control.progress import inform, take_instruction
from planner.services.control.putting_off import put_off
from planner.services.issues.issues import edit_issue
from tests.services.control_story import DUE, NOW, TODAY, Town, a_photo, an_issue

MUCH_LATER = DUE + timedelta(days=90)


@dataclass(frozen=True)
class Case:
    """An issue with one instruction, and everything that a step could need."""

    session: Session
    town: Town
    issue: Issue
    instruction: Instruction

    @property
    def number(self) -> int:
        """Of the instruction."""
        return id_of(self.instruction)

    @property
    def later(self) -> timedelta:
        """By how much a new date is later than the present one."""
        return timedelta(days=7)


Way = Callable[[Case, Actor], object]


def _instruct(c: Case, actor: Actor) -> object:
    about: dict[str, Any] = {"agency_id": c.town.power, "due_on": MUCH_LATER}
    number = id_of(c.issue)
    return give_instruction(c.session, actor, number, uid=new_id(), text="Once more", now=NOW, today=TODAY, **about)


def _report(c: Case, actor: Actor) -> object:
    photo = a_photo(c.session, c.issue)
    return report_done(c.session, actor, c.number, text="Filled", photo_ids=[photo], now=NOW)


def _ask_extension(c: Case, actor: Actor) -> object:
    until = c.instruction.due_on + c.later
    return ask_extension(c.session, actor, c.number, until=until, reason="Frost", now=NOW, today=TODAY)


def _extend(c: Case, actor: Actor) -> object:
    until = c.instruction.due_on + c.later
    return extend_deadline(c.session, actor, c.number, until=until, now=NOW, today=TODAY)


def _ask_hand_over(c: Case, actor: Actor) -> object:
    to = c.town.parks if c.instruction.agency_id == c.town.roads else c.town.roads
    return ask_hand_over(c.session, actor, c.number, agency_id=to, reason="Theirs", now=NOW)


def _return(c: Case, actor: Actor) -> object:
    return return_report(c.session, actor, c.number, until=MUCH_LATER, reason="More", now=NOW, today=TODAY)


def _correct(c: Case, actor: Actor) -> object:
    text = c.instruction.text + "!"
    return correct_instruction(c.session, actor, c.number, text=text, now=NOW, today=TODAY)


def _close(c: Case, actor: Actor) -> object:
    outcome = Outcome.NOT_NEEDED
    return close_issue(c.session, actor, id_of(c.issue), outcome=outcome, reason="Rebuilt", now=NOW)


def _merge(c: Case, actor: Actor) -> object:
    other = id_of(an_issue(c.session, c.town))
    about: dict[str, Any] = {"this_repeats": False, "reason": "The same", "now": NOW}
    return merge_issues(c.session, actor, id_of(c.issue), other_id=other, **about)


def _reopen(c: Case, actor: Actor) -> object:
    about: dict[str, Any] = {"until": MUCH_LATER, "today": TODAY}
    return reopen_issue(c.session, actor, id_of(c.issue), reason="It is back", now=NOW, **about)


OF_INSTRUCTION: Mapping[Step, Way] = {
    Step.TAKE: lambda c, actor: take_instruction(c.session, actor, c.number, now=NOW),
    Step.INFORM: lambda c, actor: inform(c.session, actor, c.number, text="Soon", now=NOW),
    Step.REPORT: _report,
    Step.ASK_EXTENSION: _ask_extension,
    Step.EXTEND: _extend,
    Step.REFUSE_EXTENSION: lambda c, actor: refuse_extension(c.session, actor, c.number, reason="No", now=NOW),
    Step.ASK_HAND_OVER: _ask_hand_over,
    Step.HAND_OVER: lambda c, actor: hand_over(c.session, actor, c.number, now=NOW),
    Step.REFUSE_HAND_OVER: lambda c, actor: refuse_hand_over(c.session, actor, c.number, reason="No", now=NOW),
    Step.ACCEPT: lambda c, actor: accept_report(c.session, actor, c.number, outcome=Outcome.FIXED, now=NOW),
    Step.RETURN: _return,
    Step.CORRECT: _correct,
    Step.CANCEL: lambda c, actor: cancel_instruction(c.session, actor, c.number, reason="Enough", now=NOW),
    Step.REOPEN: _reopen,
}
OF_ISSUE: Mapping[Step, Way] = {
    Step.INSTRUCT: _instruct,
    Step.EDIT: lambda c, actor: edit_issue(c.session, actor, id_of(c.issue), now=NOW, text=c.issue.text + "!"),
    Step.CLOSE: _close,
    Step.NEXT_TOUR: lambda c, actor: put_off(c.session, actor, id_of(c.issue), now=NOW),
    Step.MERGE: _merge,
    Step.REOPEN: _reopen,
}
