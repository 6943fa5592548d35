"""The dialog in which an instruction is corrected: everything that was given, as it stands now."""

from typing import Any

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.models.types import id_of
from planner.phrases.names import agency_name
from planner.services.access.visit import Visit
from planner.services.control.assigning import Suggestion, suggest_instruction
from planner.services.control.correcting import correct_instruction
from planner.services.issues.details import InstructionDetails, issue_details
from planner.ui.control.instruct_dialog import ask_control
from planner.ui.dialog_state import OpenDialog, close_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes, ask_day
from planner.ui.visit import attempt


def show_correct(visit: Visit, dialog: OpenDialog) -> None:
    """Text, agency, date, co-executors, controller and kind of control."""
    show_dialog(dialog, visit.t("instructions.step.correct"), _ask, width="medium", icon=":material/edit_note:")


def _ask(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, issue_id, wanted = visit.t, FieldNotes(), dialog.about["issue_id"], dialog.about["instruction_id"]
    today = today_in(visit.city.timezone, visit.now)
    with visit.reading() as session:
        details = issue_details(session, visit.actor, issue_id)
        offered = suggest_instruction(session, visit.actor, issue_id, today=today)
    given = next((each for each in details.instructions if each.instruction.id == wanted), None)
    if given is None:
        raise NotFound("instructions.error.unknown")
    st.markdown(f":gray[{t('instructions.correct_hint')}]")
    values = _ask_fields(visit, dialog, notes, offered, given)
    seen = notes.began_with(dialog.key("seen"), values)
    notes.under("")
    if show_save(visit, dialog, t("instructions.correct_save")):
        done = attempt(
            visit,
            lambda session: correct_instruction(
                session, visit.actor, wanted, now=visit.now, today=today, seen=seen, **values
            ),
        )
        notes.show(done.problem)
        if done.problem is None:
            st.toast(t("instructions.done.correct", number=issue_id), icon=":material/check_circle:")
            close_dialog()


def _ask_fields(
    visit: Visit, dialog: OpenDialog, notes: FieldNotes, offered: Suggestion, given: InstructionDetails
) -> dict[str, Any]:
    t, instruction = visit.t, given.instruction
    names = {id_of(each): agency_name(each) for each in (*offered.agencies, given.agency, *given.co_executors)}
    values: dict[str, Any] = {}
    values["text"] = st.text_area(t("instruct.text"), instruction.text, key=dialog.key("text"), height=110)
    notes.under("text")
    values["agency_id"] = st.selectbox(
        t("instruct.agency"),
        list(names),
        index=list(names).index(instruction.agency_id),
        format_func=lambda key: names[key],
        key=dialog.key("agency_id"),
    )
    notes.under("agency")
    values["due_on"] = ask_day(t("instruct.due"), instruction.due_on, key=dialog.key("due_on"))
    notes.under("date")
    helping = st.multiselect(
        t("instruct.co_executors"),
        list(names),
        default=[id_of(each) for each in given.co_executors],
        format_func=lambda key: names[key],
        placeholder=t("instruct.nobody"),
        key=dialog.key("co_executor_ids"),
    )
    values["co_executor_ids"] = frozenset(helping)
    notes.under("co_executors")
    values["controller_id"] = _ask_controller(visit, dialog, offered, given)
    notes.under("controller")
    values["control"] = ask_control(visit, dialog, instruction.control)
    return values


def _ask_controller(visit: Visit, dialog: OpenDialog, offered: Suggestion, given: InstructionDetails) -> int | None:
    """Without one, any controller verifies; who has lost that role meanwhile still stands there until somebody else is chosen."""
    present = given.instruction.controller_id
    names = {person.id: person.name for person in offered.controllers}
    if present is not None:
        names.setdefault(present, given.controller_name)
    ids = list(names)
    return st.selectbox(
        visit.t("instructions.fact.controller"),
        ids,
        index=ids.index(present) if present is not None else None,
        format_func=lambda key: names[key],
        placeholder=visit.t("instructions.any_controller"),
        key=dialog.key("controller_id"),
    )
