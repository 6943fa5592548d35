"""The card that comes up six minutes before a stop, and until then the agenda of the stop in question."""

from collections.abc import Sequence

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.models import AgendaItem
from planner.phrases.instructions import say_promise, say_standing
from planner.phrases.issues import issue_excerpt
from planner.services.access.visit import Visit
from planner.services.ride.stop_card import CardIssue, Promise
from planner.services.ride.under_way import Ride
from planner.services.tours.plan import PlannedRow
from planner.ui.issue.cards import show_thumbnail, state_badge
from planner.ui.text import plain
from planner.ui.visit import current_visit

MINUTES_BEFORE = 6
MOST_ISSUES = 4


@st.fragment(run_every="15s", key="stop_card")
def show_talking_points(ride: Ride, card: Sequence[CardIssue]) -> None:
    """Six minutes before the next stop its card, for everybody on board; else what is talked about here or there."""
    visit = current_visit()
    ahead = ride.ahead
    if ahead is not None and is_near(ride, visit) and (card or ahead.agenda):
        _show_card(visit, ride, ahead, card)
    row = ride.here or ahead
    if row is not None and row.agenda and not (row is ahead and is_near(ride, visit)):
        st.header(visit.t("ride.agenda"), anchor=False)
        with st.container(border=True, gap="xsmall"):
            _show_agenda(visit, row.agenda)


def is_near(ride: Ride, visit: Visit) -> bool:
    """Whether the bus is under way and at most six minutes from the next stop."""
    minutes = ride.minutes_to_next(visit.now)
    return ride.tour.started_at is not None and minutes is not None and minutes <= MINUTES_BEFORE


def _show_card(visit: Visit, ride: Ride, row: PlannedRow, card: Sequence[CardIssue]) -> None:
    t = visit.t
    minutes = ride.minutes_to_next(visit.now) or 0
    with st.container(border=True, key="stop_card", gap="small"):
        head = t("stop_card.soon", minutes=minutes) if minutes else t("stop_card.now")
        st.markdown(f":blue-badge[:material/near_me: {head}]")
        st.header(f"{row.stop.position}. {plain(row.stop.name)}", anchor=False)
        if row.agenda:
            st.markdown(f":gray[{t('stop_card.speaks')}]")
            _show_agenda(visit, row.agenda)
        if card:
            st.markdown(f":gray[{t('stop_card.issues', n=len(card))}]")
        for one in card[:MOST_ISSUES]:
            _show_issue(visit, one)
        if len(card) > MOST_ISSUES:
            st.markdown(f":gray[{t('stop_card.more', n=len(card) - MOST_ISSUES)}]")


def _show_agenda(visit: Visit, agenda: Sequence[AgendaItem]) -> None:
    for item in agenda:
        speaker = f" — {plain(item.speaker)}" if item.speaker else ""
        minutes = visit.t("ride.minutes", minutes=item.minutes)
        st.markdown(f"**{plain(item.text)}**{speaker} :gray[{minutes}]")


def _show_issue(visit: Visit, one: CardIssue) -> None:
    t, issue, today = visit.t, one.issue, today_in(visit.city.timezone, visit.now)
    with st.container(horizontal=True, gap="small", wrap=False, key=f"issue_card-ahead-{issue.id}"):
        if one.photo_id:
            show_thumbnail(visit, one.photo_id, issue, width=120)
        with st.container(gap="xsmall"):
            name = plain(one.category.name_in(t.language))
            label = f"**{t('issues.number', number=issue.id)} {name}**"
            st.page_link("issue.py", label=label, query_params={"id": str(issue.id)})
            if excerpt := issue_excerpt(issue):
                st.markdown(plain(excerpt))
            if not any(promise.overdue for promise in one.promises):
                st.markdown(state_badge(t, issue, today))
            for promise in one.promises:
                st.markdown(_promise(visit, promise))


def _promise(visit: Visit, promise: Promise) -> str:
    """Горсвет, до 30 ноября; what is overdue in red, with an icon and the days."""
    t, today = visit.t, today_in(visit.city.timezone, visit.now)
    line, standing = plain(say_promise(t, promise)), plain(say_standing(t, promise, today))
    if promise.overdue:
        return f":red[:material/alarm: **{line} · {standing}**]"
    return f":material/handshake: {line} :gray[· {standing}]"
