"""«Кому сообщить»: what changed in a published plan, a text to copy, and who has to hear of it."""

from functools import partial

import streamlit as st

from planner import links
from planner.domain.models.types import id_of
from planner.domain.words import Answer, TourState
from planner.phrases.planning.told_plan import say_change, say_reached, text_to_send
from planner.services.access.visit import Visit
from planner.services.guests.invitations import list_participants
from planner.services.tours.plan import Plan
from planner.services.tours.told import ToTell, changes_to_tell, mark_told
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.light import show_to_copy
from planner.ui.text import plain


def show_to_tell(visit: Visit, plan: Plan) -> None:
    """On the plan: that something is to be told, and the way to it; nothing where all know the plan as it is."""
    if not plan.can_change or plan.tour.state is not TourState.PUBLISHED:
        return
    found = _to_tell(visit, plan)
    if not found.changes:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="plan_told"):
        st.markdown(
            f":orange[:material/campaign:] {visit.t('plan.told.changed', n=len(found.changes))}", width="content"
        )
        st.button(visit.t("plan.told.whom"), key="tell_whom", on_click=lambda: open_dialog("tell"))


def show_tell(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """The changes, the text, the people, and the button that ends it."""
    show_dialog(dialog, visit.t("plan.told.whom"), partial(_ask_tell, plan), width="large", icon=":material/campaign:")


def _ask_tell(plan: Plan, visit: Visit, dialog: OpenDialog) -> None:
    t, notes, tour_id = visit.t, FieldNotes(), id_of(plan.tour)
    found = _to_tell(visit, plan)
    with visit.reading() as session:
        rows = list_participants(session, visit.actor, tour_id)
    st.markdown("  \n".join(plain(say_change(t, plan.tour, each)) for each in found.changes) or t("plan.told.none"))
    link = visit.site.url(links.screen("tour", id=tour_id))
    st.markdown(f"**{t('plan.told.copy')}**")
    show_to_copy(t, text_to_send(t, plan.tour, found.changes, link))
    coming = [row for row in rows if row.participant.answer is not Answer.NO]
    st.markdown(f"**{t('plan.told.people', n=len(coming))}**")
    st.markdown("  \n".join(plain(say_reached(row)) for row in coming) or t("plan.told.nobody"))
    st.markdown(f":gray[{t('plan.told.explain')}]")
    notes.under("")
    if show_save(visit, dialog, t("plan.told.done")):
        save_and_close(
            visit, notes, lambda session: mark_told(session, visit.actor, tour_id, version=found.version, now=visit.now)
        )


def _to_tell(visit: Visit, plan: Plan) -> ToTell:
    with visit.reading() as session:
        return changes_to_tell(session, visit.actor, id_of(plan.tour))
