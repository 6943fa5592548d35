"""The ways from the screen of an event to others, its rare actions, and the bar below: publishing, ending."""

import streamlit as st

from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import TourState
from planner.services.access.scopes import subject_of_tour
from planner.services.access.visit import Visit
from planner.services.events.events import Event
from planner.services.events.outcome import reopen_event
from planner.services.tours.drafts import delete_draft, restore_draft
from planner.services.tours.tours import withdraw_tour
from planner.ui.dialog_state import open_dialog
from planner.ui.events.copies import ACTIONS
from planner.ui.tour.plan_changes import keep_plan_problem
from planner.ui.visit import attempt, current_visit

_KNOWN = (TourState.PUBLISHED, TourState.RIDING, TourState.CLOSED)


def show_event_links(visit: Visit, event: Event) -> None:
    """Details, guests, protocol, papers; under «Ещё» what is seldom done."""
    t, tour = visit.t, event.tour
    query = {"tour": str(tour.id)}
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if event.can_change:
            own = {"id": str(tour.id)}
            st.page_link("tour_edit.py", label=t("events.edit"), icon=":material/edit:", query_params=own)
        st.page_link("invitations.py", label=t("events.guests_link"), icon=":material/group:", query_params=query)
        if tour.state in _KNOWN:
            st.page_link("protocol.py", label=t("protocol.screen"), icon=":material/gavel:", query_params=query)
        st.button(t("events.papers"), icon=":material/description:", on_click=lambda: open_dialog("event_papers"))
        actions = _actions(visit, event)
        if actions:
            st.menu_button(
                t("tours.more"),
                list(actions),
                format_func=lambda each: t(actions[each]),
                key="event_action",
                on_click=lambda: _act(event),
            )


def show_bottom(visit: Visit, event: Event) -> None:
    """The one thing that comes next: publishing a draft, saying that it took place, bringing back a deleted one."""
    t, tour = visit.t, event.tour
    if tour.state is TourState.DELETED and may(visit.actor, Action.PLAN_TOUR).allowed:
        st.bottom.button(
            t("tours.restore"), type="primary", icon=":material/restore_from_trash:", on_click=lambda: _restore(event)
        )
    if event.can_change and tour.state is TourState.DRAFT:
        if event.stop is None:
            st.bottom.markdown(f":gray[:material/info: {t('events.error.no_place')}]")
        st.bottom.button(
            t("tours.publish"),
            type="primary",
            icon=":material/send:",
            width="stretch",
            disabled=event.stop is None,
            on_click=lambda: open_dialog("publish_event"),
        )
    begun = tour.state in (TourState.PUBLISHED, TourState.RIDING) and tour.starts_at <= visit.now
    if event.can_lead and begun:
        st.bottom.button(
            t("events.close"),
            type="primary",
            icon=":material/check_circle:",
            width="stretch",
            on_click=lambda: open_dialog("close_event"),
        )


def _actions(visit: Visit, event: Event) -> dict[str, str]:
    state, actions = event.tour.state, dict[str, str]()
    if may(visit.actor, Action.PLAN_TOUR, subject_of_tour(event.tour)).allowed:
        actions |= ACTIONS
        if event.tour.series_id is not None:
            actions["undo_series"] = "series.undo"
    if event.can_lead and state is TourState.CLOSED:
        actions["close_event"] = "events.count_again"
        actions["reopen"] = "events.reopen"
    if event.can_change and state is TourState.PUBLISHED:
        actions["withdraw"] = "tours.withdraw"
    if event.can_change:
        actions["cancel_event"] = "events.cancel"
    if event.can_change and state is TourState.DRAFT:
        actions["delete"] = "tours.delete"
    return actions


def _act(event: Event) -> None:
    action, tour_id = st.session_state["event_action"], id_of(event.tour)
    visit = current_visit()
    ways = {
        "withdraw": lambda session: withdraw_tour(session, visit.actor, tour_id, now=visit.now),
        "delete": lambda session: delete_draft(session, visit.actor, tour_id),
        "reopen": lambda session: reopen_event(session, visit.actor, tour_id),
    }
    if action in ways:
        keep_plan_problem(attempt(visit, ways[action]).problem)
    elif action:
        open_dialog(action)


def _restore(event: Event) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: restore_draft(session, visit.actor, id_of(event.tour)))
    keep_plan_problem(done.problem)
