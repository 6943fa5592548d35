"""Which tour a screen of the ride is about."""

from typing import NoReturn

import streamlit as st

from planner import links
from planner.services.access.join import code_of_tablet
from planner.services.access.visit import Visit
from planner.services.ride.under_way import rides_now
from planner.ui.assets import run_script
from planner.ui.text import plain


def leave_for_the_bus(visit: Visit) -> NoReturn:
    """The tablet leaves for its page on the bus, and the script ends."""
    with visit.reading() as session:
        way = links.FIELD.to(code=code_of_tablet(session, visit.actor))
    run_script("screen/leave.js", address=way)
    st.stop()


def chosen_tour(visit: Visit, screen: str) -> int | None:
    """The tour of the address `?tour=`, or the only one there is; else None, and the ways to `screen`.

    A tablet has no such screen: it goes to its page on the bus.
    """
    if visit.actor.is_tablet:
        leave_for_the_bus(visit)
    asked = st.query_params.get("tour", "")
    if asked.isdecimal() and len(asked) < 10:
        return int(asked)
    with visit.reading() as session:
        tours = rides_now(session, visit.actor, now=visit.now)
    if len(tours) == 1 and tours[0].id is not None:
        return tours[0].id
    t = visit.t
    st.title(t("ride.choose"), anchor=False)
    if not tours:
        st.info(t("ride.none"), icon=":material/event_busy:")
    for tour in tours:
        label = f"**{plain(tour.title)}**, {t.moment(tour.starts_at)}"
        st.page_link(screen, label=label, icon=":material/directions_bus:", query_params={"tour": str(tour.id)})
    return None
