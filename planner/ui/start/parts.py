"""Parts of the start page: counters and the next tours."""

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from planner.domain.board import BoardPeriod
from planner.domain.deadlines import today_in
from planner.domain.permissions import Action, may
from planner.domain.words import IssueState, TourState
from planner.phrases.tours import say_when
from planner.services.access.visit import Visit
from planner.services.board.board import board_of
from planner.services.control.work import Pile
from planner.services.press.waiting import PublicityWait, publicity_waits
from planner.services.tours.home import Home
from planner.ui.assets import use_styles
from planner.ui.board.sheet import answers_html
from planner.ui.control.work_parts import LOOKS
from planner.ui.text import plain
from planner.ui.tour_look import KIND_ICONS, tour_badge

SHOWN_PILES = (
    (Pile.OVERDUE, Pile.DUE_SOON, Pile.RETURNED, Pile.REPORTED, Pile.OFFERED),
    (Pile.TO_VERIFY, Pile.WISHES, Pile.LATE, Pile.HAND_OVERS, Pile.PING_PONG),
)
"""What the start page tells of «Моя работа»: an official's own, and a controller's queue."""
ASKED = (Pile.OFFERED, Pile.HAND_OVERS, Pile.PING_PONG)
"""Of these only what holds something."""
STEERED = (Pile.WISHES, Pile.PING_PONG)
"""What waits for whoever gives instructions or leads tours, and does not verify; only what holds something."""

_PUBLICITY: Mapping[PublicityWait, tuple[str, str, str]] = {
    PublicityWait.ISSUES: ("publicity.py", "rule", ""),
    PublicityWait.REPORTS: ("publicity.py", "inbox", "reports"),
    PublicityWait.UNTOLD: ("press.py", "newspaper", ""),
}
"""Where each is decided: the screen, its sign, and which part of the screen, if not the first.

A part stands in the address by the word of its choice.
"""


def show_own_work(visit: Visit, home: Home) -> None:
    """What waits for this very visitor; each number opens its pile. Who has none is told how the city stands.

    Who is both, an official and a controller, sees of the two what holds something; who may see the board and has
    nothing to do reads its answers. What was asked of a leader, or goes round, stands before these.
    """
    mine = [group for group in SHOWN_PILES if group[0] in home.piles]
    busy = [group for group in mine if any(home.piles[pile] for pile in group)]
    steered = [pile for pile in STEERED if Pile.TO_VERIFY not in home.piles and home.piles.get(pile)]
    if may(visit.actor, Action.PUBLISH).allowed and show_publicity(visit) and not busy and not steered:
        return
    if not busy and may(visit.actor, Action.SEE_BOARD).allowed:
        show_piles(visit, home, steered)
        show_city(visit)
        return
    piles = [pile for group in busy or mine for pile in group if pile not in ASKED or home.piles[pile]]
    if not piles:
        show_counters(visit, home)
    show_piles(visit, home, [*piles, *steered])
    if may(visit.actor, Action.SEE_BOARD).allowed:
        st.page_link("board.py", label=visit.t("board.title"), icon=":material/monitoring:")


def show_piles(visit: Visit, home: Home, piles: Sequence[Pile]) -> None:
    """Each pile with its number, and the way to it."""
    if not piles:
        return
    t, grid = visit.t, st.grid(4, min_column_width=160, gap="small")
    for pile in piles:
        look = LOOKS[pile]
        with grid.cell(), st.container(border=True):
            st.metric(f":{look.colour}[:material/{look.icon}:] {t(f'work.pile.{pile}')}", t.number(home.piles[pile]))
            query = {"pile": pile.value}
            st.page_link("work.py", label=t("start.open_list"), icon=":material/arrow_forward:", query_params=query)


def show_city(visit: Visit) -> None:
    """The answers of the board for the last twelve months, and the way to all of it."""
    with visit.reading() as session:
        board = board_of(session, visit.actor, BoardPeriod.YEAR, today=today_in(visit.city.timezone, visit.now))
    use_styles("screen/board/board.css")
    st.html(answers_html(visit.t, board))
    plans = may(visit.actor, Action.PLAN_TOUR).allowed  # whose main step stands at the foot
    kind: Literal["primary", "secondary"] = "secondary" if plans else "primary"
    if st.button(visit.t("board.title"), icon=":material/monitoring:", type=kind):
        st.switch_page("board.py")


def show_publicity(visit: Visit) -> bool:
    """What waits for whoever decides what everybody may read; whether anything does, or nothing else is theirs to do."""
    t = visit.t
    with visit.reading() as session:
        waiting = publicity_waits(session, visit.actor, now=visit.now)
    if not any(waiting.values()) and may(visit.actor, Action.SEE_BOARD).allowed:
        return False
    grid = st.grid(3, min_column_width=200, gap="small")
    for wait, number in waiting.items():
        page, icon, part = _PUBLICITY[wait]
        query = {"publicity_part": t(f"publicity.part.{part}")} if part else {}
        with grid.cell(), st.container(border=True):
            st.metric(f":blue[:material/{icon}:] {t(f'start.publicity.{wait}')}", t.number(number))
            st.page_link(page, label=t("start.open_list"), icon=":material/arrow_forward:", query_params=query)
    return True


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
        ("new", home.without_instruction, ":blue[:material/radio_button_unchecked:]", {"state": "new"}),
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
        riding = tour.state is TourState.RIDING
        with st.container(border=True, gap="xsmall", key=f"coming_tour-{tour.id}"):
            st.page_link(
                "ride.py" if riding else "tour.py",
                label=f"**{plain(tour.title)}**",
                icon=KIND_ICONS[tour.kind],
                query_params={"tour" if riding else "id": str(tour.id)},
            )
            st.markdown(f"{plain(say_when(t, tour))} {tour_badge(t, tour)}")
    if may(visit.actor, Action.PLAN_TOUR).allowed:
        st.page_link("tours.py", label=t("start.all_tours"), icon=":material/directions_bus:")
        if st.bottom.button(t("tours.new"), icon=":material/add:", type="primary", width="stretch"):
            st.switch_page("tour_edit.py")
