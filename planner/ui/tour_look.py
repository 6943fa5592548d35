"""How a tour looks in lists and titles."""

import streamlit as st

from planner.domain.models import Tour
from planner.domain.words import TourKind, TourState
from planner.i18n import Translator
from planner.ui.text import plain

TOUR_COLOURS = {
    TourState.DRAFT: ("gray", "edit_note"),
    TourState.PUBLISHED: ("blue", "schedule"),
    TourState.RIDING: ("green", "directions_bus"),
    TourState.CLOSED: ("gray", "check_circle"),
    TourState.CANCELLED: ("red", "cancel"),
    TourState.DELETED: ("red", "delete"),
}

KIND_ICONS = {
    TourKind.BUS_TOUR: ":material/directions_bus:",
    TourKind.FIELD_EVENT: ":material/groups:",
    TourKind.PRESS_APPROACH: ":material/mic:",
}


def tour_badge(t: Translator, tour: Tour) -> str:
    """Markdown of the state: colour, icon and word."""
    colour, icon = TOUR_COLOURS[tour.state]
    return f":{colour}-badge[:material/{icon}: {t(f'words.tour_state.{tour.state.value}')}]"


def show_tour_title(t: Translator, tour: Tour, title: str) -> None:
    """The title of a screen about a tour, with the tour's state beside it."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(plain(title), anchor=False, width="content")
        st.markdown(tour_badge(t, tour), width="content")
