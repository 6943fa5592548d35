"""The dialogs in which a step is made: each asks for what the step demands, and keeps what was typed when it is refused."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import streamlit as st
from sqlmodel import Session
from streamlit.runtime.uploaded_file_manager import UploadedFile

from planner.domain.deadlines import today_in
from planner.domain.models import Instruction
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, Outcome, PhotoPhase, Step
from planner.phrases.instructions import say_hand_over_wish, say_lateness
from planner.phrases.issues import issue_title
from planner.phrases.names import agency_name
from planner.services.access.visit import Visit
from planner.services.control.assigning import suggest_instruction
from planner.services.issues.details import InstructionDetails, IssueDetails, issue_details
from planner.services.issues.photos import KeptPhoto, add_photo, keep_photo
from planner.storage import the_store
from planner.ui.control.choices import choose_agency, choose_outcome
from planner.ui.deadlines.due_field import tell_of_day
from planner.ui.dialog_state import OpenDialog, close_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes, ask_day
from planner.ui.issue.cards import show_thumbnail
from planner.ui.photo_upload import choose_photos
from planner.ui.step_look import LOOKS, Given, button_icon, fields_of
from planner.ui.text import plain
from planner.ui.visit import attempt, prepare

_MOST_BEFORE = 3


@dataclass
class Answer:
    """What was typed and chosen."""

    text: str = ""
    until: date | None = None
    agency_id: int | None = None
    outcome: Outcome = Outcome.FIXED
    files: Sequence[UploadedFile] = ()


@dataclass(frozen=True)
class Asked:
    """What a dialog is about."""

    visit: Visit
    dialog: OpenDialog
    step: Step
    details: IssueDetails
    given: InstructionDetails | None
    notes: FieldNotes

    @property
    def instruction(self) -> Instruction | None:
        """The instruction that the step is about; of what is reopened, the one that will be returned."""
        if self.given is not None:
            return self.given.instruction
        closed = [i.instruction for i in self.details.instructions if i.instruction.state is InstructionState.CLOSED]
        return max(closed, key=_off_control, default=None) if self.step is Step.REOPEN else None

    @property
    def today(self) -> date:
        """The city's day."""
        return today_in(self.visit.city.timezone, self.visit.now)


def dialog_of(step: Step) -> str:
    """The name under which a step's dialog is opened."""
    return "instruct" if step is Step.INSTRUCT else f"step-{step}"


def step_of(dialog: OpenDialog) -> Step | None:
    """The step of an open dialog; None for a dialog of another kind."""
    return next((step for step, look in LOOKS.items() if look.take and dialog.name == dialog_of(step)), None)


def show_step(visit: Visit, dialog: OpenDialog, step: Step) -> None:
    """Draws the dialog of a step, about an issue and, for most steps, one of its instructions."""
    title, icon = visit.t(f"instructions.step.{step}"), button_icon(step)
    show_dialog(dialog, title, partial(_ask, step), width="medium", icon=icon)


def _ask(step: Step, visit: Visit, dialog: OpenDialog) -> None:
    t = visit.t
    with visit.reading() as session:
        details = issue_details(session, visit.actor, dialog.about["issue_id"])
    wanted = dialog.about.get("instruction_id")
    given = next((each for each in details.instructions if each.instruction.id == wanted), None)
    asked, answer = Asked(visit, dialog, step, details, given, FieldNotes()), Answer()
    title = plain(issue_title(details.issue, details.category.name_in(t.language)))
    st.markdown(f"**{t('issues.number', number=details.issue.id)}** {title}")
    if given is not None:
        _show_given(asked, given)
    for field in fields_of(step):
        if field == "date" and asked.instruction is None:
            continue  # nothing is returned by reopening what had no instruction
        _ASK[field](asked, answer)
        asked.notes.under(field)
    asked.notes.under("")
    if show_save(visit, dialog, t(f"instructions.step.{step}")):
        _save(asked, answer)


def _show_given(asked: Asked, given: InstructionDetails) -> None:
    """What was to be done, by whom and until when; for a report also how it looked before, for an answer the wish."""
    t, instruction, step = asked.visit.t, given.instruction, asked.step
    if instruction.text:
        st.text(instruction.text)
    late = say_lateness(t, instruction, asked.today)
    told = t("instructions.repeated", agency=agency_name(given.agency), day=t.full_date(instruction.due_on))
    st.markdown(f":gray[{plain(f'{told} · {late}' if late else told)}]")
    if given.wished_agency is not None and step in (Step.HAND_OVER, Step.REFUSE_HAND_OVER):
        st.info(plain(say_hand_over_wish(t, given, agency_name(given.wished_agency))), icon=":material/swap_horiz:")
    if step is Step.REPORT:
        _show_before(asked)


def _show_before(asked: Asked) -> None:
    before = [photo for photo in asked.details.photos if photo.phase is PhotoPhase.BEFORE and not photo.hidden]
    if not before:
        return
    st.markdown(f":gray[{asked.visit.t('instructions.before')}]")
    with st.container(horizontal=True, gap="small"):
        for photo in before[:_MOST_BEFORE]:
            show_thumbnail(asked.visit, photo.id, asked.details.issue, width=150)


def _off_control(instruction: Instruction) -> tuple[datetime, int]:
    """By when it was taken off control; of two at one moment the later one."""
    return instruction.closed_at or instruction.given_at, id_of(instruction)


def _save(asked: Asked, answer: Answer) -> None:
    visit, number = asked.visit, asked.details.issue.id
    with st.spinner(visit.t("instructions.saving")):
        kept = prepare(visit, lambda: _keep(visit, asked.dialog, answer.files))
        asked.notes.show(kept.problem)
        if kept.problem is not None:
            return
        done = attempt(visit, lambda session: _take(session, asked, answer, kept.value or {}))
        asked.notes.show(done.problem)
    if done.problem is None:
        st.toast(visit.t(f"instructions.done.{asked.step}", number=number), icon=":material/check_circle:")
        close_dialog()


def _keep(visit: Visit, dialog: OpenDialog, files: Sequence[UploadedFile]) -> Mapping[str, KeptPhoto]:
    """The pictures in the store, by ids that stay the same when the same files are sent again."""
    batch = uuid.UUID(dialog.uid)
    return {
        str(uuid.uuid5(batch, file.file_id)): keep_photo(visit.actor, the_store(), data=file.getvalue())
        for file in files
    }


def _take(session: Session, asked: Asked, answer: Answer, kept: Mapping[str, KeptPhoto]) -> object:
    """The service of the step, with what was answered."""
    visit, take = asked.visit, LOOKS[asked.step].take
    assert take is not None, f"{asked.step} has a dialog of its own"
    _add_proof(session, asked, kept)
    given = Given(
        visit.actor,
        id_of(asked.details.issue),
        id_of(asked.given.instruction) if asked.given else 0,
        now=visit.now,
        today=asked.today,
        text=answer.text,
        until=answer.until,
        agency_id=answer.agency_id,
        outcome=answer.outcome,
        photo_ids=list(kept),
    )
    return take(session, given)


def _add_proof(session: Session, asked: Asked, kept: Mapping[str, KeptPhoto]) -> None:
    visit = asked.visit
    for uid, photo in kept.items():
        add_photo(
            session,
            visit.actor,
            uid=uid,
            issue_id=id_of(asked.details.issue),
            data=photo,
            phase=PhotoPhase.AFTER,
            now=visit.now,
            instruction_id=asked.given.instruction.id if asked.given else None,
        )


def _ask_text(asked: Asked, answer: Answer) -> None:
    t = asked.visit.t
    label = t(f"instructions.ask.text.{asked.step}")
    answer.text = st.text_area(label, key=asked.dialog.key("text"), height=110)


def _ask_photo(asked: Asked, answer: Answer) -> None:
    answer.files = choose_photos(asked.visit, key=asked.dialog.key("photo"))


def _ask_date(asked: Asked, answer: Answer) -> None:
    """Offers the date that was asked for, else a week more; for returned work the present date, if a week is left."""
    visit, instruction, today = asked.visit, asked.instruction, asked.today
    due_on = instruction.due_on if instruction else today
    wish = instruction.asked_until if instruction and asked.step is Step.EXTEND else None
    week = timedelta(days=7)
    if asked.step in (Step.RETURN, Step.REOPEN):
        offered = max(due_on, today + week)
    else:
        first = max(today, due_on + timedelta(days=1))
        offered = max(first, wish or max(today, due_on) + week)
    st.markdown(f":gray[{visit.t('instructions.ask.present', day=visit.t.full_date(due_on))}]")
    if instruction is not None and wish is not None:
        st.markdown(f":gray[{plain(instruction.asked_reason)}]")
    answer.until = ask_day(visit.t("instructions.ask.date"), offered, key=asked.dialog.key("date"))
    if instruction is not None and answer.until is not None:
        tell_of_day(visit, asked.details.issue.category_id, instruction.agency_id, answer.until)


def _ask_agency(asked: Asked, answer: Answer) -> None:
    visit = asked.visit
    with visit.reading() as session:
        offered = suggest_instruction(session, visit.actor, id_of(asked.details.issue), today=asked.today).agencies
    own = asked.instruction.agency_id if asked.instruction else None
    names = {id_of(agency): agency.name for agency in offered if agency.id != own}
    answer.agency_id = choose_agency(visit, asked.dialog, names, label=visit.t("instructions.ask.agency"))


def _ask_outcome(asked: Asked, answer: Answer) -> None:
    answer.outcome = choose_outcome(asked.visit, asked.dialog, asked.step)


_ASK: Mapping[str, Callable[[Asked, Answer], None]] = {
    "text": _ask_text,
    "photo": _ask_photo,
    "date": _ask_date,
    "agency": _ask_agency,
    "outcome": _ask_outcome,
}
