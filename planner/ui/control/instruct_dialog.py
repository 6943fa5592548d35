"""The dialog in which an issue becomes an instruction, right at the stop."""

from typing import Any

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.instruction_number import instruction_number
from planner.domain.models.types import id_of
from planner.domain.words import ControlKind
from planner.phrases.exchange.guarantees import say_guarantee, say_order
from planner.phrases.instructions import say_given
from planner.phrases.issues import issue_title
from planner.phrases.names import agency_name
from planner.services.access.visit import Visit
from planner.services.control.assigning import Suggestion, suggest_instruction
from planner.services.control.instructions import give_instruction
from planner.services.issues.details import IssueDetails, issue_details
from planner.ui.deadlines.due_field import ask_due
from planner.ui.dialog_state import OpenDialog, close_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.text import plain
from planner.ui.visit import attempt


def show_instruct(visit: Visit, dialog: OpenDialog) -> None:
    """Text, agency, co-executors, date, controller; agency and date are suggested by the category."""
    title = visit.t("instruct.title", number=dialog.about["issue_id"])
    show_dialog(dialog, title, _ask, width="medium", icon=":material/assignment_ind:")


def _ask(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, issue_id = visit.t, FieldNotes(), dialog.about["issue_id"]
    today = today_in(visit.city.timezone, visit.now)
    with visit.reading() as session:
        details = issue_details(session, visit.actor, issue_id)
        offered = suggest_instruction(session, visit.actor, issue_id, today=today)
    _show_issue(visit, details)
    given = _ask_fields(visit, dialog, notes, offered)
    notes.under("")
    if show_save(visit, dialog, t("instruct.save")):
        done = attempt(
            visit,
            lambda session: give_instruction(
                session, visit.actor, issue_id, uid=dialog.uid, now=visit.now, today=today, **given
            ),
        )
        notes.show(done.problem)
        if done.value is not None:
            st.toast(t("instruct.saved", number=instruction_number(done.value)), icon=":material/check_circle:")
            close_dialog()


def _ask_fields(visit: Visit, dialog: OpenDialog, notes: FieldNotes, offered: Suggestion) -> dict[str, Any]:
    t = visit.t
    begun = ""
    if offered.guarantee is not None:
        st.info(plain(say_guarantee(t, offered.guarantee)), icon=":material/verified:")
        begun = say_order(t, offered.guarantee)
    text = st.text_area(
        t("instruct.text"), begun, placeholder=t("instruct.text_hint"), key=dialog.key("text"), height=110
    )
    notes.under("text")
    agency_id = _ask_agency(visit, dialog, offered)
    notes.under("agency")
    due_on = ask_due(visit, dialog, notes, offered.norms, agency_id)
    names = {id_of(agency): agency for agency in offered.agencies}
    helpers = st.multiselect(
        t("instruct.co_executors"),
        [key for key in names if key != agency_id],
        format_func=lambda key: agency_name(names[key]),
        placeholder=t("instruct.nobody"),
        key=dialog.key("helpers"),
    )
    notes.under("co_executors")
    controller_id = _ask_controller(visit, dialog, offered)
    notes.under("controller")
    control = ask_control(visit, dialog, ControlKind.USUAL)
    return {
        "text": text,
        "agency_id": agency_id,
        "due_on": due_on,
        "co_executor_ids": helpers,
        "controller_id": controller_id,
        "control": control,
    }


def ask_control(visit: Visit, dialog: OpenDialog, present: ControlKind) -> ControlKind:
    """How closely the instruction is watched."""
    chosen = st.segmented_control(
        visit.t("instructions.fact.control"),
        list(ControlKind),
        default=present,
        required=True,
        format_func=lambda kind: visit.t(f"words.control_kind.{kind}"),
        key=dialog.key("control"),
    )
    return ControlKind(chosen)


def _show_issue(visit: Visit, details: IssueDetails) -> None:
    t, issue = visit.t, details.issue
    title = issue_title(issue, details.category.name_in(t.language))
    place = f":gray[{plain(issue.address)}]" if issue.address else ""
    st.markdown(f"**{plain(title)}** {place}")
    for given in details.instructions:
        st.markdown(f":gray[:material/assignment: {plain(say_given(t, given))}]")


def _ask_agency(visit: Visit, dialog: OpenDialog, offered: Suggestion) -> int | None:
    names = {id_of(agency): agency for agency in offered.agencies}
    ids = list(names)
    return st.selectbox(
        visit.t("instruct.agency"),
        ids,
        index=ids.index(offered.agency_id) if offered.agency_id in names else None,
        format_func=lambda key: agency_name(names[key]),
        placeholder=visit.t("instruct.choose"),
        key=dialog.key("agency"),
    )


def _ask_controller(visit: Visit, dialog: OpenDialog, offered: Suggestion) -> int | None:
    """Without one, any controller verifies."""
    names = {person.id: person.name for person in offered.controllers}
    ids = list(names)
    return st.selectbox(
        visit.t("instructions.fact.controller"),
        ids,
        index=ids.index(offered.controller_id) if offered.controller_id in names else None,
        format_func=lambda key: names[key],
        placeholder=visit.t("instructions.any_controller"),
        key=dialog.key("controller"),
    )
