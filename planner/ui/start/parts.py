"""Parts of the start page: counters and the next tours."""

import streamlit as st

from planner.domain.permissions import Action, may
from planner.domain.words import TourState
from planner.phrases.tours import say_when
from planner.services.access.visit import Visit
from planner.services.tours.home import Home
from planner.ui.text import plain
from planner.ui.tour_look import tour_badge


def show_counters(visit: Visit, home: Home) -> None:
    """Three numbers that open the list behind them; what is overdue comes first."""
    t = visit.t
    grid = st.grid(3, min_column_width=200, gap="small")
    rows = (
        ("overdue", home.overdue, ":red[:material/alarm:]", {"overdue": "true"}),
        ("new", home.without_instruction, ":blue[:material/fiber_new:]", {"state": "new"}),
        ("reported", home.to_verify, ":green[:material/task_alt:]", {"state": "reported"}),
    )
    for name, number, icon, wanted in rows:
        with grid.cell(), st.container(border=True):
            st.metric(f"{icon} {t(f'start.count.{name}')}", t.number(number))
            st.page_link("issues.py", label=t("start.open_list"), icon=":material/arrow_forward:", query_params=wanted)


def show_invitations(visit: Visit, home: Home) -> None:
    """What waits for an answer, if anything does."""
    if home.unanswered:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f":orange[:material/mail:] {visit.t('start.invited', n=home.unanswered)}")
            st.page_link("invitations.py", label=visit.t("start.answer"), icon=":material/arrow_forward:")


def show_coming_tours(visit: Visit, home: Home) -> None:
    """The next tours as cards, or what to do where there is none."""
    t = visit.t
    st.header(t("start.coming"), anchor=False)
    if not home.tours:
        st.info(t("start.no_tours"), icon=":material/event_busy:")
    for tour in home.tours:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container():
                st.markdown(f"**{plain(tour.title)}** {tour_badge(t, tour)}")
                st.markdown(plain(say_when(t, tour)))
            query = {"tour": str(tour.id)} if tour.state is TourState.RIDING else {"id": str(tour.id)}
            page = "ride.py" if tour.state is TourState.RIDING else "tour.py"
            st.page_link(page, label=t("start.open_tour"), icon=":material/arrow_forward:", query_params=query)
    if may(visit.actor, Action.PLAN_TOUR).allowed:
        st.page_link("tours.py", label=t("start.all_tours"), icon=":material/directions_bus:")
