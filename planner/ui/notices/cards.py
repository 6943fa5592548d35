"""The list of notices: one card each, with the way to what it is about; opened is read."""

from collections.abc import Sequence

import streamlit as st

from planner.domain.models import Notice
from planner.domain.models.types import id_of
from planner.domain.notices import NoticeKind
from planner.phrases.notices.notices import say_notice
from planner.services.access.visit import Visit
from planner.services.notices.bell import mark_all_read, mark_read
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

PAGE_SIZE = 20
_PLACE = "notices"


def show_notices(visit: Visit, rows: Sequence[Notice]) -> None:
    """The cards, those that nobody has read yet with a mark."""
    show_problem(_PLACE)
    for notice in rows:
        with st.container(border=True, gap="xsmall"):
            _show_notice(visit, notice)


def show_read_all(visit: Visit, newest: Notice) -> None:
    """The button that marks as read all up to the newest one that is shown."""
    st.button(
        visit.t("notices.read_all"),
        icon=":material/done_all:",
        key="read_all",
        on_click=_read_all,
        args=(id_of(newest),),
    )


def _show_notice(visit: Visit, notice: Notice) -> None:
    t, said = visit.t, say_notice(visit.t, notice)
    badge = f":blue-badge[{t('notices.new')}] " if notice.read_at is None else ""
    st.markdown(f"{badge}**{plain(said.headline)}**")
    for line in said.details:
        st.markdown(plain(line))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":gray[{plain(t.moment(notice.at))}]")
        if st.button(t("notices.open"), icon=":material/arrow_forward:", key=f"open_{notice.id}"):
            _open(visit, notice)
        if notice.read_at is None:
            st.button(
                t("notices.read"),
                icon=":material/done:",
                type="tertiary",
                key=f"read_{notice.id}",
                on_click=_read,
                args=(id_of(notice),),
            )


def _open(visit: Visit, notice: Notice) -> None:
    """Goes to what it is about; where it cannot be marked as read, it is said on the way back."""
    done = attempt(visit, lambda session: mark_read(session, visit.actor, id_of(notice), now=visit.now))
    keep_problem(_PLACE, done.problem)
    if notice.kind is NoticeKind.INVITED:
        st.switch_page("invitations.py", query_params={"tour": str(notice.tour_id)})
    elif notice.tour_id is not None:
        st.switch_page("tour.py", query_params={"id": str(notice.tour_id)})
    elif notice.issue_id is not None:
        st.switch_page("issue.py", query_params={"id": str(notice.issue_id)})
    else:
        st.switch_page("city.py")


def _read(notice_id: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: mark_read(session, visit.actor, notice_id, now=visit.now))
    keep_problem(_PLACE, done.problem)


def _read_all(newest: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: mark_all_read(session, visit.actor, up_to=newest, now=visit.now))
    keep_problem(_PLACE, done.problem)
