"""The dialog of what was promised beside the way of a tour: each a stop for its verification, with the minutes that it costs."""

from functools import partial

import streamlit as st

from planner.domain.models.types import id_of
from planner.services.access.visit import Visit
from planner.services.proposals.promised import OnTheWay, Promised, add_promised, promised_on_the_way
from planner.services.tours.plan import Plan
from planner.ui.dialog_state import OpenDialog, close_dialog, open_dialog, show_dialog
from planner.ui.forms import FieldNotes
from planner.ui.text import plain
from planner.ui.tour.plan_changes import change_and_close


def show_promised(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """Draws it."""
    title, ask = visit.t("plan.promised"), partial(_ask, plan)
    show_dialog(dialog, title, ask, width="medium", icon=":material/handshake:", dismissible=True)


def _ask(plan: Plan, visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    st.markdown(f":gray[{t('plan.promised.explain')}]")
    notes.under("")
    found = _found(visit, plan, dialog)
    if not found.rows:
        st.info(t("plan.promised.none"), icon=":material/task_alt:")
    for number, row in enumerate(found.rows):
        with st.container(border=True, gap="small", key=f"promised_{number}"):
            st.markdown(f"**{plain(row.name)}**  \n:gray[{plain(_line(visit, row))}]")
            if st.button(t("plan.add.button"), icon=":material/add:", key=dialog.key(f"add{number}")):
                _add(plan, row, found.version, notes)
    if st.button(t("app.close"), key=dialog.key("close")):
        close_dialog()


def _line(visit: Visit, row: OnTheWay) -> str:
    t = visit.t
    numbers = ", ".join(f"№ {number}" for number in row.issue_ids)
    due = "" if row.due_on is None else t("plan.area.due", day=t.short_date(row.due_on))
    return " · ".join(filter(None, [numbers, due, t("plan.promised.costs", minutes=row.minutes, at=row.at)]))


def _add(plan: Plan, row: OnTheWay, version: int, notes: FieldNotes) -> None:
    """A stop for internal issues is given a name first that everybody may read."""
    tour_id = id_of(plan.tour)
    if row.internal:
        open_dialog("internal_stop", issue_ids=list(row.issue_ids), numbers=list(row.internal), far="")
        st.rerun()
    change_and_close(
        tour_id, notes, lambda session, now: add_promised(session, now.actor, tour_id, row, version=version)
    )


def _found(visit: Visit, plan: Plan, dialog: OpenDialog) -> Promised:
    """Looked for once for a dialog."""
    key = dialog.key("found")
    if key not in st.session_state:
        look = partial(promised_on_the_way, actor=visit.actor, tour_id=id_of(plan.tour), now=visit.now)
        with st.spinner(visit.t("plan.promised.searching")):
            st.session_state[key] = visit.look_up(look)
    found: Promised = st.session_state[key]
    return found
