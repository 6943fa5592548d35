"""Mending a resident's report before it is accepted, bringing a refused one back, and what was done with it so far."""

from collections.abc import Mapping, Sequence

import streamlit as st

from planner.config import settings
from planner.domain.models import Category, ReportMove, ResidentReport
from planner.domain.models.types import id_of
from planner.domain.words import ReportKind, ReportState
from planner.phrases.public.report_moves import say_report_move
from planner.render.maps.plan_map import Flag
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_categories
from planner.services.residents.amending import Coordinates, bring_back, edit_report, report_moves
from planner.services.residents.queue import report_to_decide
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.point.field import ask_point
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt


def show_edit_button(visit: Visit, number: int) -> None:
    """The way to the dialog, beside the decisions."""
    label = visit.t("residents.edit")
    about = {"report_id": number}
    st.button(label, key=f"amend_{number}", icon=":material/edit:", on_click=open_dialog, args=("amend",), kwargs=about)


def show_bring_back(visit: Visit, report: ResidentReport) -> None:
    """The way back of a refused one, however long ago it was refused."""
    number = id_of(report)
    if report.state is ReportState.REFUSED:
        label = visit.t("residents.bring_back")
        st.button(label, key=f"back_{number}", icon=":material/undo:", on_click=_bring_back, args=(visit, number))
        show_problem(f"report_{number}")


def show_history(visit: Visit, moves: Mapping[int, Sequence[ReportMove]], report: ResidentReport) -> None:
    """What was sent, where it was changed, and what was decided before."""
    t, of_it = visit.t, moves.get(id_of(report), ())
    if not of_it:
        return
    with visit.reading() as session:
        topics = {id_of(each): each.name_in(t.language) for each in list_categories(session, visit.actor)}
    with st.expander(t("residents.history"), icon=":material/history:"):
        for move in of_it:
            head, was = say_report_move(t, move, topics)
            st.markdown(f":gray[{plain(head)}]  \n{plain(was)}")


def moves_of_page(visit: Visit, reports: Sequence[ResidentReport]) -> Mapping[int, Sequence[ReportMove]]:
    """What was done with the reports of a page."""
    with visit.reading() as session:
        return report_moves(session, visit.actor, [id_of(each) for each in reports])


def show_amend(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which a report is mended."""
    show_dialog(dialog, visit.t("residents.edit_title"), _ask, width="medium", icon=":material/edit:")


def _ask(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, number = visit.t, FieldNotes(), int(dialog.about["report_id"])
    with visit.reading() as session:
        report = report_to_decide(session, visit.actor, number)
        categories = list_categories(session, visit.actor)
    says = report.says
    is_problem = report.kind is ReportKind.PROBLEM
    st.markdown(f":gray[{t('residents.edit_note' if is_problem else 'residents.edit_note_not_fixed')}]")
    text = st.text_area(t("residents.text"), says["text"], height=140, key=dialog.key("text"))
    notes.under("text")
    category_id, address, point = says["category_id"], says["address"], says["point"]
    if is_problem:
        category_id = _ask_topic(visit, dialog, category_id, categories)
        notes.under("category")
        address = st.text_input(t("residents.place"), address, key=dialog.key("address"))
        notes.under("address")
        point = _ask_point(visit, dialog, report, point)
    given = {"text": text, "category_id": category_id, "address": address, "point": point}
    seen = notes.began_with(dialog.key("seen"), given)
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        where = settings().data
        save_and_close(
            visit,
            notes,
            lambda session: edit_report(session, visit.actor, number, **given, data=where, now=visit.now, seen=seen),
        )


def _ask_topic(visit: Visit, dialog: OpenDialog, present: int, categories: Sequence[Category]) -> int:
    names = {id_of(each): each.name_in(visit.t.language) for each in categories}
    names.setdefault(present, "—")  # a topic that was archived meanwhile
    options = list(names)
    chosen = st.selectbox(
        visit.t("residents.topic"),
        options,
        index=options.index(present),
        format_func=lambda each: names[each],
        key=dialog.key("category_id"),
    )
    return int(chosen or present)


def _ask_point(
    visit: Visit, dialog: OpenDialog, report: ResidentReport, present: Coordinates | None
) -> Coordinates | None:
    """The map is drawn where it is asked for; until then the point is what it was."""
    opened = st.expander(
        visit.t("residents.point"), icon=":material/location_on:", on_change="rerun", key=dialog.key("map")
    )
    if not opened.open:
        return present
    with opened:
        flags = [Flag(report.point, visit.t("residents.place"))] if report.point else []
        chosen = ask_point(visit, key=dialog.key("point"), flags=flags, near=report.point)
    return (chosen.point.lat, chosen.point.lon) if chosen else present


def _bring_back(visit: Visit, number: int) -> None:
    done = attempt(visit, lambda session: bring_back(session, visit.actor, number, now=visit.now))
    keep_problem(f"report_{number}", done.problem)
