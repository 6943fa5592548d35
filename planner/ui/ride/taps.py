"""What whoever leads the ride taps: start, arrived, we leave; skip, close, undo; and the questions before big steps."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import streamlit as st
from sqlmodel import Session

from planner import links
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.ride_state import Change, ChangeKind
from planner.services.access.visit import Visit
from planner.services.ride import ride as service
from planner.services.ride.changes import change_ride
from planner.services.ride.on_board import raised_issues
from planner.services.ride.under_way import Phase, Ride
from planner.ui.dialog_state import OpenDialog, close_dialog, open_dialog, save_and_close, show_dialog
from planner.ui.forms import FieldNotes
from planner.ui.ride.undecided import show_undecided
from planner.ui.tap_problem import keep_problem
from planner.ui.text import plain
from planner.ui.visit import attempt

TAPS = "taps"
"""Where it is said why a tap on the ride did nothing."""
Act = Callable[[Session], object]


def show_main_tap(visit: Visit, ride: Ride) -> None:
    """The one button that says what happens now; its key names the stop, so a late second tap hits nothing else."""
    if not may(visit.actor, Action.LEAD_TOUR, ride.subject).allowed:
        return
    t, actor, now = visit.t, visit.actor, visit.now
    ahead, here = (id_of(row.stop) if row else 0 for row in (ride.ahead, ride.here))
    match ride.phase:
        case Phase.WAITING:
            if _button(t("ride.tap.start"), ":material/play_arrow:", f"start-{ride.tour.id}"):
                if is_another_time(ride.tour.starts_at, now):
                    open_dialog("start")
                    st.rerun()
                _tap(visit, lambda session: service.start_ride(session, actor, id_of(ride.tour), now=now))
        case Phase.DRIVING:
            if _button(t("ride.tap.arrive"), ":material/location_on:", f"arrive-{ahead}"):
                _tap(visit, lambda session: service.arrive(session, actor, ahead, now=now))
        case Phase.AT_STOP:
            label = t("ride.tap.leave")
            icon = ":material/arrow_forward:"
            if st.button(label, icon=icon, icon_position="right", key=f"leave-{here}", type="primary"):
                _tap(visit, lambda session: service.leave(session, actor, here, now=now))
        case Phase.RETURNING:
            if _button(t("ride.tap.close"), ":material/flag:", f"close-{ride.tour.id}"):
                open_dialog("close")
                st.rerun()
        case Phase.NOT_OPEN | Phase.CLOSED:
            pass


def show_undo(visit: Visit, ride: Ride) -> None:
    """What was tapped last, and the way to take it back."""
    tap = ride.last_tap
    if tap is None or not may(visit.actor, Action.LEAD_TOUR, ride.subject).allowed:
        return
    t = visit.t
    label = t(f"ride.undo.{tap.kind.value}", time=t.time(tap.at))
    key = f"undo-{tap.kind}-{tap.stop_id}-{tap.at.timestamp()}"
    if st.button(label, icon=":material/undo:", key=key, type="tertiary"):
        _tap(visit, lambda session: service.undo_tap(session, visit.actor, id_of(ride.tour), tap))


def show_leader_bar(visit: Visit, ride: Ride) -> None:
    """The ways to check-in and to the tablets' link, and the rarer steps in a menu."""
    t, tour = visit.t, ride.tour
    lead = may(visit.actor, Action.LEAD_TOUR, ride.subject).allowed
    share = may(visit.actor, Action.SHARE_TOUR, ride.subject).allowed
    if ride.phase is Phase.NOT_OPEN or not (lead or share):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="leader"):
        if lead:
            label = t("ride.boarding", number=ride.on_board)
            query = {"tour": str(tour.id)}
            st.page_link("boarding.py", label=label, icon=":material/how_to_reg:", query_params=query)
            st.page_link("protocol.py", label=t("protocol.screen"), icon=":material/gavel:", query_params=query)
        if share and ride.is_open:
            st.button(
                t("ride.tablets"), icon=":material/qr_code_2:", key="tablets", on_click=open_dialog, args=("share",)
            )
        if tour.join_code is not None and ride.is_open:
            way = visit.site.url(links.FIELD.to(code=tour.join_code))
            st.link_button(t("ride.field"), way, icon=":material/tablet:")
        if lead:
            _show_menu(visit, ride)


def is_another_time(starts_at: datetime, now: datetime) -> bool:
    """Whether a start now would be more than two hours from the planned one."""
    return abs(starts_at - now) > timedelta(hours=2)


def show_start_dialog(visit: Visit, ride: Ride, dialog: OpenDialog) -> None:
    """Asks before a ride begins at quite another time than it was planned for."""
    show_dialog(dialog, visit.t("ride.start.title"), partial(_ask_start, ride), dismissible=True)


def show_close_dialog(visit: Visit, ride: Ride, dialog: OpenDialog) -> None:
    """Asks before the ride is closed: what is still undecided, and what will happen to the stops that are not reached."""
    show_dialog(dialog, visit.t("ride.close.title"), partial(_ask_close, ride), width="medium", dismissible=True)


def show_reopen_dialog(visit: Visit, ride: Ride, dialog: OpenDialog) -> None:
    """Asks before a closed ride goes on."""
    ask = partial(_ask_reopen, ride.tour.id or 0)
    show_dialog(dialog, visit.t("ride.reopen.title"), ask, dismissible=True)


def _ask_start(ride: Ride, visit: Visit, dialog: OpenDialog) -> None:
    t, tour_id = visit.t, id_of(ride.tour)
    st.markdown(t("ride.start.explain", day=t.day(ride.tour.starts_at), time=t.time(ride.tour.starts_at)))
    label = t("ride.start.sure")
    _answer(visit, dialog, label, lambda session: service.start_ride(session, visit.actor, tour_id, now=visit.now))


def _ask_close(ride: Ride, visit: Visit, dialog: OpenDialog) -> None:
    t, tour_id = visit.t, ride.tour.id or 0
    missed = [plain(row.stop.name) for row in ride.plan.stops if not row.stop.arrived_at and not row.stop.skipped]
    if missed:
        st.warning(t("ride.close.missed", names=", ".join(missed)), icon=":material/warning:")
    with visit.reading() as session:
        raised = raised_issues(session, visit.actor, tour_id)
    show_undecided(visit, [row for row in raised if row.undecided], dialog)
    st.markdown(t("ride.close.explain"))
    label = t("ride.tap.close")
    _answer(visit, dialog, label, lambda session: service.close_ride(session, visit.actor, tour_id, now=visit.now))


def _ask_reopen(tour_id: int, visit: Visit, dialog: OpenDialog) -> None:
    st.markdown(visit.t("ride.reopen.explain"))
    label = visit.t("ride.menu.reopen")
    _answer(visit, dialog, label, lambda session: service.reopen(session, visit.actor, tour_id))


def _show_menu(visit: Visit, ride: Ride) -> None:
    """The menu of rarer steps; each option is (step, stop)."""
    t, actor = visit.t, visit.actor
    names = {row.stop.id: plain(row.stop.name) for row in ride.plan.stops}
    options = _options(ride)
    if not options:
        return
    chosen = st.menu_button(
        t("ride.menu"),
        options,
        icon=":material/more_horiz:",
        key="ride_menu",
        format_func=lambda option: t(f"ride.menu.{option[0]}", name=names.get(option[1], "")),
    )
    if chosen is None:
        return
    step, stop_id = chosen
    if step in ("close", "reopen"):
        open_dialog(step)
        st.rerun()
    changes: dict[str, Act] = {
        "skip": lambda session: _choose(session, visit, ride, ChangeKind.SKIP, stop_id),
        "restore": lambda session: _choose(session, visit, ride, ChangeKind.RESTORE, stop_id),
        "left": lambda session: service.leave(session, actor, stop_id, now=visit.now),
    }
    _tap(visit, changes[step])


def _choose(session: Session, visit: Visit, ride: Ride, kind: ChangeKind, stop_id: int) -> object:
    """A step from the menu stands in the same history as a ready choice, and can be taken back like one."""
    change, tour_id = Change(kind, stop_id), id_of(ride.tour)
    return change_ride(session, visit.actor, tour_id, [change], seen=ride.last_change, now=visit.now)


def _options(ride: Ride) -> list[tuple[str, int]]:
    ahead = (id_of(ride.ahead.stop)) if ride.ahead else None
    skip = [("skip", ahead)] if ahead is not None else []
    rest = [*(("restore", id_of(stop)) for stop in ride.restorable), ("close", 0)]
    match ride.phase:
        case Phase.NOT_OPEN | Phase.WAITING:
            return []
        case Phase.DRIVING:
            return [*(("left", number) for _, number in skip), *skip, *rest]
        case Phase.AT_STOP:
            return [*skip, *rest]
        case Phase.RETURNING:
            return rest
        case Phase.CLOSED:
            return [("reopen", 0)]


def _button(label: str, icon: str, key: str) -> bool:
    with st.container(key="tap"):
        return st.button(label, icon=icon, key=key, type="primary", width="stretch")


def _answer(visit: Visit, dialog: OpenDialog, label: str, change: Act) -> None:
    notes = FieldNotes()
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(visit.t("app.cancel"), key=dialog.key("no")):
            close_dialog()
        sure = st.button(label, type="primary", key=dialog.key("yes"))
    notes.under("")
    if sure:
        save_and_close(visit, notes, change)


def _tap(visit: Visit, change: Act) -> None:
    """Does it and draws the screen anew; a no is said under the buttons."""
    keep_problem(TAPS, attempt(visit, change).problem)
    st.rerun()
