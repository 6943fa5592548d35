"""Which tour a screen of the ride is about."""

import streamlit as st

from planner.services.access.visit import Visit
from planner.services.ride.under_way import rides_now
from planner.ui.text import plain


def chosen_tour(visit: Visit, screen: str) -> int | None:
    """The tour of the address `?tour=`, or of the tablet, or the only one there is; else None, and the ways to `screen`."""
    asked = st.query_params.get("tour", "")
    if asked.isdecimal() and len(asked) < 10:
        return int(asked)
    if visit.actor.tour_id is not None:
        return visit.actor.tour_id
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
