"""Check-in on a screen: names to tap, walk-ins, and heads counted against the list."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st
from sqlmodel import Session

from planner.domain.models.types import id_of
from planner.domain.named import NameSearch
from planner.domain.words import SeatGroup, TourState
from planner.phrases.guests import traveller_detail, traveller_name
from planner.services.access.visit import Visit
from planner.services.guests.boarding import (
    CheckIn,
    StopHeads,
    Traveller,
    add_walk_in,
    board,
    count_heads,
    get_off,
    unboard,
)
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt

_PLACE = "boarding"
LONG_LIST = 12
"""From this many names on, a search field saves scrolling."""


def show_summary(visit: Visit, check_in: CheckIn) -> None:
    """How many are on the bus, how many are still to come, and whether there are seats for them."""
    t = visit.t
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(f"**{t('boarding.on_board', number=check_in.on_board)}**", width="content")
        if check_in.missing:
            st.markdown(f":gray[{t('boarding.expected', n=check_in.missing)}]", width="content")
        if check_in.tour.seats is not None:
            st.markdown(f":gray[{t('boarding.seats', n=check_in.tour.seats)}]", width="content")
    show_problem(_PLACE)
    if check_in.over_seats:
        st.warning(t("boarding.over_seats", n=check_in.over_seats), icon=":material/airline_seat_recline_normal:")


def show_names(visit: Visit, check_in: CheckIn) -> None:
    """Big rows: a tap boards, another takes it back; under way, who is on board can get off."""
    t = visit.t
    people = [one for one in check_in.travellers if one.is_expected or one.on_board or one.got_off]
    others = [one for one in check_in.travellers if one not in people]
    if not check_in.travellers:
        st.info(t("boarding.nobody"), icon=":material/group_off:")
    wanted = ""
    if len(people) > LONG_LIST:
        wanted = st.text_input(t("boarding.search"), placeholder=t("boarding.search_hint"), type="search", live=True)
    search = NameSearch(wanted)
    found = [one for one in people if search.finds(one.name, one.agency)]
    if people and not found:
        st.markdown(f":gray[{t('boarding.not_found')}]")
    _show_rows(visit, check_in, found)
    if others:
        with st.expander(t("boarding.declined", number=len(others)), icon=":material/person_off:"):
            _show_rows(visit, check_in, others)


def show_heads(visit: Visit, check_in: CheckIn) -> None:
    """Minus, the number, plus: counted at the stop where the bus stands, compared with the list; then every stop."""
    t, here = visit.t, check_in.counting_at
    st.header(t("boarding.heads"), anchor=False)
    if here is None:
        st.markdown(f":gray[{t('boarding.heads_later')}]")
        return
    with st.container(border=True, key="heads"):
        st.markdown(f"**{t('boarding.at_stop', number=here.stop.position, name=plain(here.stop.name))}**")
        if check_in.tour.state is TourState.RIDING:
            _show_counter(visit, here)
        _show_difference(visit, here)
    _show_counts(visit, [row for row in check_in.heads if row is not here and row.listed is not None])


def show_walk_in(visit: Visit, check_in: CheckIn, dialog: OpenDialog, agencies: Sequence[str]) -> None:
    """Asks who came without an invitation."""
    ask = partial(_ask_walk_in, id_of(check_in.tour), agencies)
    show_dialog(dialog, visit.t("boarding.walk_in"), ask, icon=":material/person_add:")


def _show_rows(visit: Visit, check_in: CheckIn, travellers: Sequence[Traveller]) -> None:
    if not travellers:
        return
    grid = st.grid(2, min_column_width=340, gap="small")
    for one in travellers:
        with grid.cell(), st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            _show_row(visit, check_in, one)


def _show_row(visit: Visit, check_in: CheckIn, one: Traveller) -> None:
    actor, now = visit.actor, visit.now
    who, key = id_of(one.participant), f"person-{one.participant.id}"
    icon = ":material/check_circle:" if one.on_board else ":material/radio_button_unchecked:"
    if one.got_off:
        icon = ":material/logout:"
    with st.container(key=f"{key}-on_board" if one.on_board else f"{key}-off"):
        tapped = st.button(
            _label(visit, one), icon=icon, key=key, width="stretch", disabled=not check_in.is_open, wrap=True
        )
    if tapped and one.on_board and check_in.tour.state is TourState.PUBLISHED:
        _tap(visit, lambda session: unboard(session, actor, who))
    elif tapped and one.on_board:
        open_dialog("on_board", participant_id=who)
        st.rerun()
    elif tapped:
        _tap(visit, lambda session: board(session, actor, who, now=now))


def show_on_board(visit: Visit, check_in: CheckIn, dialog: OpenDialog) -> None:
    """Under way a second tap may mean two things: got off here, or was never on board."""
    one = next((one for one in check_in.travellers if one.participant.id == dialog.about["participant_id"]), None)
    show_dialog(dialog, _who(one) if one else visit.t("boarding.walk_in"), _ask_on_board, dismissible=True)


def _ask_on_board(visit: Visit, dialog: OpenDialog) -> None:
    t, actor, who, notes = visit.t, visit.actor, dialog.about["participant_id"], FieldNotes()
    off = st.button(t("boarding.got_off"), icon=":material/logout:", width="stretch", key=dialog.key("off"))
    never = st.button(t("boarding.never"), icon=":material/undo:", width="stretch", key=dialog.key("never"))
    notes.under("")
    if off:
        save_and_close(visit, notes, lambda session: get_off(session, actor, who, now=visit.now))
    if never:
        save_and_close(visit, notes, lambda session: unboard(session, actor, who))


def _ask_walk_in(tour_id: int, agencies: Sequence[str], visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    name = st.text_input(t("boarding.name"), max_chars=100, key=dialog.key("name"))
    notes.under("name")
    agency = st.selectbox(
        t("boarding.agency"),
        agencies,
        index=None,
        placeholder=t("boarding.agency_hint"),
        accept_new_options=True,
        key=dialog.key("agency"),
    )
    group = st.segmented_control(
        t("boarding.group"),
        list(SeatGroup),
        default=SeatGroup.PUBLIC,
        required=True,
        format_func=lambda wanted: t(f"words.seat_group.{wanted.value}"),
        key=dialog.key("group"),
    )
    notes.under("")
    if show_save(visit, dialog, t("boarding.add")):
        save_and_close(
            visit,
            notes,
            lambda session: add_walk_in(
                session, visit.actor, tour_id, name=name, agency_name=agency or "", group=group, now=visit.now
            ),
        )


def _show_counter(visit: Visit, here: StopHeads) -> None:
    """The number starts from the list: mostly one tap on the number itself says that everybody is there."""
    t = visit.t
    start = here.counted if here.counted is not None else here.listed or 0
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center", key="counter"):
        less = st.button(t("boarding.less"), icon=":material/remove:", key="less", disabled=start == 0)
        st.markdown(str(start), width="content")
        more = st.button(t("boarding.more"), icon=":material/add:", key="more")
    same = here.counted is None and st.button(
        t("boarding.all_here", number=start), icon=":material/done_all:", key="all"
    )
    if less or more or same:
        people = start - less + more
        _tap(visit, lambda session: count_heads(session, visit.actor, id_of(here.stop), people=people, now=visit.now))


def _show_difference(visit: Visit, here: StopHeads) -> None:
    t = visit.t
    if here.counted is None:
        st.markdown(f":gray[{t('boarding.not_counted', n=here.listed or 0)}]")
    elif here.difference < 0:
        st.error(t("boarding.missing", n=-here.difference), icon=":material/person_alert:")
    elif here.difference > 0:
        st.warning(t("boarding.surplus", n=here.difference), icon=":material/group_add:")
    else:
        st.markdown(f":green[:material/check_circle:] {t('boarding.agrees')}")


def _show_counts(visit: Visit, rows: Sequence[StopHeads]) -> None:
    t = visit.t
    for row in rows:
        key = "boarding.not_counted_then" if row.counted is None else "boarding.counted_then"
        figures = t(key, counted=row.counted, listed=row.listed)
        st.markdown(f"{row.stop.position}\\. {plain(row.stop.name)} :gray[{figures}]")


def _label(visit: Visit, one: Traveller) -> str:
    detail = plain(traveller_detail(visit.t, one))
    return f"**{plain(traveller_name(visit.t, one))}**" + (f"  \n:gray[{detail}]" if detail else "")


def _who(one: Traveller) -> str:
    return plain(one.name or one.agency)


def _tap(visit: Visit, change: Callable[[Session], object]) -> None:
    keep_problem(_PLACE, attempt(visit, change).problem)
    st.rerun()
