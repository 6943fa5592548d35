"""In which order a controller goes through the queue: as it came, from where they stand, or along the next tour."""

from collections.abc import Sequence

import streamlit as st

from planner.domain.geo import Point
from planner.phrases.issues import issue_place
from planner.services.access.visit import Visit
from planner.services.control.queue import last_verified, next_round
from planner.ui.point.position import ask_position
from planner.ui.text import plain

_OLD, _HERE, _TOUR = "old", "here", "tour"


def ask_where(visit: Visit) -> Sequence[Point]:
    """The places from which nearness is counted; empty for the order in which reports came.

    The browser is asked for its position once somebody has chosen that order, never before; without an answer it is where
    they have verified last.
    """
    t = visit.t
    with visit.reading() as session:
        tour = next_round(session, visit.actor, now=visit.now)
    ways = (_OLD, _HERE, *((_TOUR,) if tour else ()))
    chosen = st.segmented_control(
        t("queue.order"),
        ways,
        default=_OLD,
        required=True,
        format_func=lambda way: t(f"queue.order.{way}"),
        key="queue_order",
    )
    if chosen == _TOUR and tour is not None:
        st.markdown(f":gray[{plain(t('queue.tour', title=tour.tour.title, day=t.day(tour.tour.starts_at)))}]")
        return tour.points
    if chosen != _HERE:
        return ()
    found = ask_position(t, key="queue_position")
    if found is not None:
        return (found.point,)
    with visit.reading() as session:
        last = last_verified(session, visit.actor, now=visit.now)
    if last is None:
        return ()
    told = t("queue.last", number=last.id, place=issue_place(last, ""))
    st.markdown(f":gray[{plain(told)}]")
    return (last.point,)
