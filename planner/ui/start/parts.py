"""Parts of the start page: counters and the next tours."""

import streamlit as st

from planner.domain.permissions import Action, may
from planner.domain.words import IssueState, TourState
from planner.phrases.tours import say_when
from planner.services.access.visit import Visit
from planner.services.control.work import Pile
from planner.services.tours.home import Home
from planner.ui.control.work_parts import LOOKS
from planner.ui.text import plain
from planner.ui.tour_look import tour_badge

SHOWN_PILES = (
    (Pile.OVERDUE, Pile.DUE_SOON, Pile.RETURNED, Pile.REPORTED),
    (Pile.TO_VERIFY, Pile.WISHES, Pile.LATE),
)
"""What the start page tells of «Моя работа»: an official's own, and a controller's queue."""


def show_own_work(visit: Visit, home: Home) -> None:
    """What waits for this very visitor; each number opens its pile. Who has none is told how the city stands.

    Who is both, an official and a controller, sees of the two what holds something.
    """
    mine = [group for group in SHOWN_PILES if group[0] in home.piles]
    busy = [group for group in mine if any(home.piles[pile] for pile in group)]
    piles = [pile for group in busy or mine for pile in group]
    if not piles:
        show_counters(visit, home)
    t, grid = visit.t, st.grid(4, min_column_width=160, gap="small")
    for pile in piles:
        look = LOOKS[pile]
        with grid.cell(), st.container(border=True):
            st.metric(f":{look.colour}[:material/{look.icon}:] {t(f'work.pile.{pile}')}", t.number(home.piles[pile]))
            query = {"pile": pile.value}
            st.page_link("work.py", label=t("start.open_list"), icon=":material/arrow_forward:", query_params=query)
    if may(visit.actor, Action.SEE_BOARD).allowed:
        st.page_link("board.py", label=t("board.title"), icon=":material/monitoring:")


def show_last_ride(visit: Visit, home: Home) -> None:
    """What nobody has decided on since the last ride, if there is anything."""
    t, ride = visit.t, home.last_ride
    if ride is None or not ride.undecided:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        said = plain(t("start.undecided", n=ride.undecided, tour=ride.tour.title))
        st.markdown(f":orange[:material/rule:] {said}")
        query = {"tour": str(ride.tour.id), "state": IssueState.NEW.value}
        st.page_link("issues.py", label=t("start.decide"), icon=":material/arrow_forward:", query_params=query)


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
        if st.bottom.button(t("tours.new"), icon=":material/add:", type="primary", width="stretch"):
            st.switch_page("tour_edit.py")
