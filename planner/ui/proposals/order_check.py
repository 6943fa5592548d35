"""«Мой порядок»: what the present order breaks, and what would help, each with one tap."""

import streamlit as st

from planner.phrases.proposals import name_of, say_broken, say_help
from planner.services.access.visit import Visit
from planner.services.proposals.my_order import Help, OrderCheck, apply_help, check_my_order
from planner.ui.text import plain
from planner.ui.tour.plan_changes import can_undo, tap_plan, undo_last

_MOST_HELPS = 6


def show_my_order(visit: Visit, tour_id: int, version: int) -> None:
    """The stops in order, every broken rule in words with its minutes, and what helps."""
    t = visit.t
    check = _checked(visit, tour_id, version)
    if not check.brief.rows:
        st.info(t("proposals.no_stops_yet"), icon=":material/add_location_alt:")
        return
    grid = st.grid(2, min_column_width=340, gap=28)
    with grid.cell():
        st.header(t("proposals.my_order"), anchor=False)
        st.markdown(
            "\n".join(f"{number}. {plain(name_of(row))}" for number, row in enumerate(check.brief.rows, start=1))
        )
        if can_undo(visit, tour_id, version):
            st.button(t("plan.undo"), icon=":material/undo:", key="undo_help", on_click=lambda: undo_last(tour_id))
    with grid.cell():
        if not check.broken:
            st.success(t("proposals.order_fits"), icon=":material/check_circle:")
            return
        st.header(t("proposals.broken", n=len(check.broken)), anchor=False)
        for each in check.broken:
            st.markdown(f":orange-badge[:material/warning:] {plain(say_broken(t, check.brief, each))}")
        st.header(t("proposals.helps"), anchor=False)
        if not check.helps:
            st.markdown(t("proposals.nothing_helps"))
        for number, help_ in enumerate(check.helps[:_MOST_HELPS]):
            _show_help(visit, tour_id, check, help_, number)


def _show_help(visit: Visit, tour_id: int, check: OrderCheck, help_: Help, number: int) -> None:
    t = visit.t
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small", key=f"help_{number}"):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{plain(say_help(t, check, help_))}**")
            left = [say_broken(t, check.brief, each) for each in help_.left]
            said = t("proposals.all_kept") if not left else t("proposals.still_broken", rules="; ".join(left))
            st.markdown(f":gray[{plain(said)}]")
        st.button(
            t("proposals.do_help"),
            key=f"do_help_{number}",
            on_click=lambda: tap_plan(
                tour_id, lambda session, now: apply_help(session, now.actor, check, help_, now=now.now)
            ),
        )


def _checked(visit: Visit, tour_id: int, version: int) -> OrderCheck:
    """Checked once for each version of the plan."""
    key = f"order_check_{tour_id}"
    kept = st.session_state.get(key)
    if kept is None or kept[0] != version:
        check = visit.look_up(lambda session: check_my_order(session, visit.actor, tour_id, now=visit.now))
        kept = st.session_state[key] = (version, check)
    known: OrderCheck = kept[1]
    return known
