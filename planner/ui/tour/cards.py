"""A tour as a card of the list."""

import streamlit as st

from planner.phrases.tours import say_size, say_when
from planner.services.access.visit import Visit
from planner.services.events.finding import TourRow
from planner.ui.text import plain
from planner.ui.tour_look import KIND_ICONS, tour_badge

PAGE_SIZE = 20


def show_tour(visit: Visit, row: TourRow) -> None:
    """Title and state, when, who leads, how many stops and people; the title leads to the plan."""
    t, tour = visit.t, row.tour
    with st.container(border=True, gap="xxsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.page_link(
                "tour.py",
                label=f"**{plain(tour.title)}**",
                icon=KIND_ICONS[tour.kind],
                query_params={"id": str(tour.id)},
                width="content",
            )
            st.markdown(tour_badge(t, tour), width="content")
        facts = [t(f"words.tour_kind.{tour.kind.value}"), say_when(t, tour)]
        if row.leader:
            facts.append(t("events.led_by" if tour.is_event else "tours.led_by", name=row.leader))
        st.markdown(f":gray[{plain(', '.join(facts))}]")
        st.markdown(plain(say_size(t, row)))
