"""The head of the plan: when, who leads, ways to other screens, rare actions."""

import streamlit as st

from planner import links
from planner.domain.models import Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import TourKind, TourState
from planner.phrases.tours import say_when
from planner.services.access.scopes import subject_of_tour
from planner.services.access.visit import Visit
from planner.services.proposals.proposals import choices_of
from planner.services.tours.drafts import delete_draft, restore_draft
from planner.services.tours.plan import Plan
from planner.services.tours.tours import publish_tour
from planner.ui.dialog_state import OpenDialog, open_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.text import plain
from planner.ui.tour.form import ask_past
from planner.ui.tour.plan_changes import keep_plan_problem
from planner.ui.tour_look import tour_badge
from planner.ui.visit import attempt, current_visit

_SEEN = (TourState.PUBLISHED, TourState.RIDING, TourState.CLOSED)
_SCREENS = {"protocol": "protocol.py"}
_GO = "plan_go"
"""Which screen was chosen in the menu: a callback cannot go there itself."""


def go_where_chosen(tour_id: int) -> None:
    """Opens the screen that was chosen in the menu of the head, if one was."""
    chosen = st.session_state.pop(_GO, None)
    if chosen in _SCREENS:
        st.switch_page(_SCREENS[chosen], query_params={"tour": str(tour_id)})


def show_head(visit: Visit, plan: Plan, leader: str) -> None:
    """One row: the way back, title, state and time, ways to other screens. Below it only what is out of the ordinary."""
    t, tour = visit.t, plan.tour
    facts = [] if tour.kind is TourKind.BUS_TOUR else [t(f"words.tour_kind.{tour.kind.value}")]
    facts += [say_when(t, tour)] + ([t("tours.led_by", name=leader)] if leader else [])
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small", key="plan_head"):
        with st.container(key="plan_back", width="content"):
            st.page_link("tours.py", label=t("plan.back"), icon=":material/arrow_back:")
        with st.container(gap=None, key="plan_title"):
            st.title(plain(tour.title), anchor=False)
            st.markdown(f"{tour_badge(t, tour)} :gray[{plain(' · '.join(facts))}]")
        _show_links(visit, plan)
    _show_remarks(visit, plan)


def _show_remarks(visit: Visit, plan: Plan) -> None:
    t, tour = visit.t, plan.tour
    if tour.state is TourState.CANCELLED:
        st.error(t("tours.cancelled", reason=plain(tour.cancel_reason)), icon=":material/cancel:")
    if tour.state is TourState.DELETED:
        st.error(t("tours.deleted"), icon=":material/delete:")
        st.button(
            t("tours.restore"),
            type="primary",
            icon=":material/restore_from_trash:",
            on_click=_restore,
            args=(id_of(tour),),
        )
    if tour.vote_id is not None:
        chosen = t("votes.for_of", n=tour.vote_for or 0, turnout=tour.vote_of or 0)
        st.markdown(f":gray[:material/how_to_vote: {t('votes.why_district')} {chosen}]")
    if _published_version(id_of(tour)) == tour.version:
        st.success(t("plan.published"), icon=":material/check_circle:")
        _show_next(visit, plan)


def _show_next(visit: Visit, plan: Plan) -> None:
    """What comes after publishing, each with one tap."""
    t, tour_id = visit.t, id_of(plan.tour)
    with st.container(horizontal=True, gap="small", key="plan_next"):
        query = {"tour": str(tour_id)}
        st.page_link("invitations.py", label=t("plan.next.invite"), icon=":material/group_add:", query_params=query)
        st.button(
            t("plan.next.tablets"),
            icon=":material/qr_code_2:",
            key="next_tablets",
            on_click=lambda: open_dialog("papers", join=True),
        )
        way = links.ROUTE_SHEET.to(tour_id=tour_id)
        st.link_button(t("plan.next.print"), way, icon=":material/print:")


def publish_when_pressed(visit: Visit, dialog: OpenDialog, tour: Tour) -> int | None:
    """The foot of the question whether to publish: a past start is asked for, a refusal told; the version once it is done.

    Until the plan changes, its head says that it was published just now, and what comes next.
    """
    notes = FieldNotes()
    notes.under("starts_at")
    past = ask_past(visit, tour.starts_at, key=dialog.key("past"))
    notes.under("")
    if not show_save(visit, dialog, visit.t("tours.publish"), icon=":material/send:"):
        return None
    done = attempt(
        visit,
        lambda session: (
            publish_tour(
                session, visit.actor, id_of(tour), version=tour.version, now=visit.now, past_is_meant=past
            ).version
        ),
    )
    notes.show(done.problem)
    if done.value is not None:
        st.session_state[f"published_{tour.id}"] = done.value
    return done.value


def show_choice_made(visit: Visit, plan: Plan) -> None:
    """Which proposal the plan was made after, by whom and why; for those who plan."""
    t, tour_id = visit.t, id_of(plan.tour)
    if not may(visit.actor, Action.PLAN_TOUR, subject_of_tour(plan.tour)).allowed:
        return
    with visit.reading() as session:
        choices = choices_of(session, visit.actor, tour_id, limit=1)
    for made in choices:
        name = t(f"proposals.kind.{made.chosen}")
        said = [t("plan.chosen", name=name, by=made.chosen_by, at=made.chosen_at)]
        said += [t("proposals.because", reason=made.reason)] if made.reason else []
        st.markdown(f":gray[{plain(' '.join(said))}]")


def _published_version(tour_id: int) -> int | None:
    version: int | None = st.session_state.get(f"published_{tour_id}")
    return version


def _show_links(visit: Visit, plan: Plan) -> None:
    t, tour, query = visit.t, plan.tour, {"tour": str(plan.tour.id)}
    with st.container(horizontal=True, wrap=False, gap="xsmall", vertical_alignment="center", key="plan_ways"):
        if plan.can_change:
            own = {"id": str(tour.id)}
            st.page_link("tour_edit.py", label=t("plan.details"), icon=":material/edit:", query_params=own)
        st.page_link("invitations.py", label=t("invitations.title"), icon=":material/group:", query_params=query)
        if tour.state in _SEEN:
            st.page_link("ride.py", label=t("tours.ride"), icon=":material/directions_bus:", query_params=query)
        st.menu_button(
            t("tours.more"),
            list(actions := _actions(visit, plan)),
            format_func=lambda each: t(actions[each]),
            key="tour_action",
            icon=":material/more_vert:",
            type="tertiary",
            on_click=lambda: _act(plan),
        )


def _actions(visit: Visit, plan: Plan) -> dict[str, str]:
    actions = {"papers": "papers.dialog.title"}
    if plan.tour.state in _SEEN:
        actions["protocol"] = "protocol.screen"
    if may(visit.actor, Action.PLAN_TOUR, subject_of_tour(plan.tour)).allowed:
        actions |= {"copy_tour": "copies.copy", "series": "series.make", "keep_template": "tour_templates.keep"}
        if plan.tour.series_id is not None:
            actions["undo_series"] = "series.undo"
        if plan.tour.state in _SEEN:
            actions["outbox"] = "outbox_dialog.menu"
    if plan.can_change and plan.tour.state is TourState.PUBLISHED:
        actions["withdraw_tour"] = "tours.withdraw"
    if plan.can_change:
        actions["cancel_tour"] = "tours.cancel"
    if plan.can_change and plan.tour.state is TourState.DRAFT:
        actions["delete"] = "tours.delete"
    return actions


def _act(plan: Plan) -> None:
    action = st.session_state["tour_action"]
    if action == "delete":
        visit = current_visit()
        keep_plan_problem(attempt(visit, lambda session: delete_draft(session, visit.actor, id_of(plan.tour))).problem)
    elif action in _SCREENS:
        st.session_state[_GO] = action
    elif action:
        open_dialog(action)


def _restore(tour_id: int) -> None:
    visit = current_visit()
    keep_plan_problem(attempt(visit, lambda session: restore_draft(session, visit.actor, tour_id)).problem)
