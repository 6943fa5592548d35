"""The dialogs of a whole plan: a better order, publishing, cancelling."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from planner.domain.models.types import id_of
from planner.domain.notices import TourChange
from planner.phrases.plan import kilometres, missing_of, say_warnings, span
from planner.phrases.travel import say_rides
from planner.services.access.visit import Visit
from planner.services.guests.invitations import list_participants
from planner.services.tours.plan import Figures, OrderProposal, Plan, apply_order, propose_order
from planner.services.tours.tours import cancel_tour, withdraw_tour
from planner.ui.dialog_state import (
    OpenDialog,
    close_dialog,
    save_and_close,
    show_dialog,
    show_save,
    the_open_dialog,
)
from planner.ui.forms import FieldNotes
from planner.ui.light import show_table
from planner.ui.plan.far_dialog import show_far_stop
from planner.ui.plan.fix_dialog import show_fix
from planner.ui.plan.head import publish_when_pressed
from planner.ui.plan.leg_dialog import show_leg
from planner.ui.plan.stop_dialogs import show_internal_stop, show_new_stop, show_stop
from planner.ui.plan.stop_place import show_stop_place
from planner.ui.plan.tell_dialog import show_tell
from planner.ui.text import plain
from planner.ui.tour.outbox_dialog import show_outbox
from planner.ui.tour.papers_dialog import show_papers
from planner.ui.tour.plan_changes import change_and_close, keep_undo
from planner.ui.tour.told_parts import show_told

_MISSING = {
    "leader": ":material/person:",
    "secretary": ":material/person:",
    "start": ":material/place:",
    "bus": ":material/directions_bus:",
    "seats": ":material/event_seat:",
    "guests": ":material/group_add:",
}
_ALWAYS = ("papers", "outbox")
"""Also where the plan cannot be changed any more."""


def show_open_dialog(visit: Visit, plan: Plan) -> None:
    """Draws the dialog that is open on the plan, if any."""
    dialog = the_open_dialog()
    dialogs = {
        "stop": show_stop,
        "leg": show_leg,
        "new_stop": show_new_stop,
        "internal_stop": show_internal_stop,
        "fix": show_fix,
        "tell": show_tell,
        "stop_place": show_stop_place,
        "far_stop": show_far_stop,
        "order": _show_order,
        "publish": _show_publish,
        "cancel_tour": _show_cancel,
        "withdraw_tour": _show_withdraw,
        "papers": show_papers,
        "outbox": show_outbox,
    }
    if dialog is not None and dialog.name in dialogs and (plan.can_change or dialog.name in _ALWAYS):
        dialogs[dialog.name](visit, plan, dialog)


def _show_order(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    show_dialog(dialog, visit.t("plan.order.title"), partial(_ask_order, plan), width="large", dismissible=True)


def _ask_order(plan: Plan, visit: Visit, dialog: OpenDialog) -> None:
    if len(plan.stops) < 2:
        st.info(visit.t("plan.off.one_stop"), icon=":material/info:")
        if st.button(visit.t("app.close"), key=dialog.key("close")):
            close_dialog()
        return
    t, tour_id, notes = visit.t, plan.tour.id or 0, FieldNotes()
    proposal = _proposal(visit, tour_id, dialog)
    if not proposal.is_better:
        st.success(t("plan.order.best" if proposal.exact else "plan.order.none_found"), icon=":material/check:")
        if st.button(t("plan.order.keep"), width="stretch", key=dialog.key("keep")):
            close_dialog()
        return
    show_table(_comparison(visit, proposal))
    st.markdown(f":gray[{say_rides(t, proposal.engine, proposal.rides)}]")
    _show_new_order(visit, plan, proposal)
    notes.under("")
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if st.button(t("plan.order.keep"), key=dialog.key("keep")):
            close_dialog()
        taken = st.button(t("plan.order.take"), icon=":material/check:", type="primary", key=dialog.key("take"))
    if taken:
        ids, version = proposal.stop_ids, proposal.version
        change_and_close(
            tour_id, notes, lambda session, now: apply_order(session, now.actor, tour_id, ids, version=version)
        )


def _proposal(visit: Visit, tour_id: int, dialog: OpenDialog) -> OrderProposal:
    key = dialog.key("proposal")
    if key not in st.session_state:
        with st.spinner(visit.t("plan.order.searching")):
            st.session_state[key] = visit.look_up(lambda session: propose_order(session, visit.actor, tour_id))
    proposal: OrderProposal = st.session_state[key]
    return proposal


def _comparison(visit: Visit, proposal: OrderProposal) -> dict[str, list[str]]:
    t = visit.t

    def column(figures: Figures) -> list[str]:
        late = span(t, figures.late_minutes) if figures.late_minutes else t("plan.order.on_time")
        facts = [span(t, figures.minutes), kilometres(t, figures.km), late]
        return facts + ([str(figures.impassable_legs)] if blocked else [])

    blocked = proposal.present.impassable_legs or proposal.proposed.impassable_legs
    names = ["plan.order.duration", "plan.order.length", "plan.order.late"]
    return {
        " ": [t(name) for name in names] + ([t("plan.order.blocked")] if blocked else []),
        t("plan.order.now"): column(proposal.present),
        t("plan.order.new"): column(proposal.proposed),
    }


def _show_new_order(visit: Visit, plan: Plan, proposal: OrderProposal) -> None:
    stops = {row.stop.id: row.stop for row in plan.stops}
    lines = []
    for number, stop_id in enumerate(proposal.stop_ids, start=1):
        stop = stops.get(stop_id)
        if stop is not None:
            was = "" if stop.position == number else f" :gray[{visit.t('plan.order.was', number=stop.position)}]"
            lines.append(f"{number}\\. {plain(stop.name)}{was}")
    st.markdown("  \n".join(lines))


def _show_publish(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    show_dialog(dialog, visit.t("tours.publish"), partial(_ask_publish, plan), width="medium")


def _ask_publish(plan: Plan, visit: Visit, dialog: OpenDialog) -> None:
    """What the plan breaks is said as it was seen; the version makes sure that just this plan is published."""
    t, tour, warnings = visit.t, plan.tour, say_warnings(visit.t, visit.city, plan)
    st.markdown(t("tours.publish_explain"))
    if warnings:
        sentences = "\n".join(f"- {plain(each)}" for each in warnings)
        st.warning(f"{t('plan.warnings', n=len(warnings))}:\n{sentences}", icon=":material/warning:")
    with visit.reading() as session:
        guests = len(list_participants(session, visit.actor, id_of(tour)))
    _show_missing(visit, plan, missing_of(plan, guests=guests))
    published = publish_when_pressed(visit, dialog, tour)
    if published is not None:
        keep_undo(visit, id_of(tour), seen=tour.version, version=published)
        close_dialog()


def _show_missing(visit: Visit, plan: Plan, missing: Sequence[str]) -> None:
    """What the tour has not got yet, each with the way to where it is set."""
    t = visit.t
    if not missing:
        return
    st.markdown(f"**{t('plan.missing')}**")
    with st.container(gap=None, key="publish_missing"):
        for name in missing:
            label = t(f"plan.missing.{name}")
            if name == "stops":
                st.markdown(f":material/add_location_alt: {label}")
                continue
            page, query = ("invitations.py", "tour") if name == "guests" else ("tour_edit.py", "id")
            st.page_link(page, label=label, icon=_MISSING[name], query_params={query: str(plan.tour.id)})


def _show_cancel(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    show_dialog(dialog, visit.t("tours.cancel"), partial(_ask_cancel, id_of(plan.tour)), width="medium")


def _ask_cancel(tour_id: int, visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    st.markdown(t("tours.cancel_explain"))
    reason = st.text_area(t("tours.reason"), key=dialog.key("reason"))
    notes.under("reason")
    show_told(visit, dialog.key("told"), tour_id, TourChange.CANCELLED, reason=reason)
    if show_save(visit, dialog, t("tours.cancel"), icon=":material/cancel:"):
        save_and_close(
            visit, notes, lambda session: cancel_tour(session, visit.actor, tour_id, reason=reason, now=visit.now)
        )


def _show_withdraw(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    title = visit.t("tours.withdraw")
    show_dialog(dialog, title, partial(_ask_withdraw, id_of(plan.tour)), width="medium", dismissible=True)


def _ask_withdraw(tour_id: int, visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    st.markdown(t("tours.withdraw_explain"))
    show_told(visit, dialog.key("told"), tour_id, TourChange.WITHDRAWN)
    notes.under("")
    if show_save(visit, dialog, t("tours.withdraw"), icon=":material/undo:"):
        save_and_close(visit, notes, lambda session: withdraw_tour(session, visit.actor, tour_id, now=visit.now))
