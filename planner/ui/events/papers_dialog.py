"""What one takes along of an event: its papers, the announcement to copy, calendar entries, the way there."""

from functools import partial

import streamlit as st

from planner import links
from planner.domain.permissions import Action, may
from planner.phrases.events.papers import announcement_of, announcement_text, event_paper
from planner.render.files.navigators import stop_links
from planner.services.access.visit import Visit
from planner.services.events.events import Event
from planner.ui.dialog_state import OpenDialog, show_dialog
from planner.ui.light import show_to_copy

_PRINT, _TAKE = ":material/print:", ":material/download:"


def show_event_papers(visit: Visit, event: Event, dialog: OpenDialog) -> None:
    """Each link is an ordinary one, so that it can be opened beside, saved and sent on; what one may not have is missing."""
    icon = ":material/description:"
    show_dialog(dialog, visit.t("events.papers"), partial(_show_all, event), width="large", icon=icon, dismissible=True)


def _show_all(event: Event, visit: Visit, dialog: OpenDialog) -> None:
    t, tour = visit.t, event.tour
    sees_people = may(visit.actor, Action.SEE_PEOPLE).allowed
    papers = [
        ("event_papers.programme", links.PROGRAMME, sees_people, _PRINT),
        ("event_papers.accreditation", links.ACCREDITATION, event.sees_media, _PRINT),
        ("event_papers.poster", links.EVENT_POSTER, True, _PRINT),
        ("event_papers.announcement", links.ANNOUNCEMENT_PDF, sees_people, _PRINT),
        ("event_papers.announcement_word", links.ANNOUNCEMENT_DOCX, sees_people, _TAKE),
        ("tours.calendar", links.TOUR_CALENDAR, tour.is_event, ":material/event:"),
    ]
    grid = st.grid(2, min_column_width=250, gap="small")
    for title, path, allowed, icon in papers:
        if allowed:
            grid.cell().link_button(t(title), path.to(tour_id=tour.id), icon=icon, width="stretch")
    if sees_people:
        st.header(t("event_papers.copy"), anchor=False)
        on_paper = t.on_paper()
        words = announcement_of(on_paper, event_paper(on_paper, event, visit.city, printed_at=visit.now))
        show_to_copy(t, announcement_text(on_paper, words))
    if event.stop is not None:
        st.header(t("event_papers.way"), anchor=False)
        grid = st.grid(3, min_column_width=170, gap="small")
        for link in stop_links(event.stop.point, event.stop.name):
            name = t("papers.dialog.geo") if link.service == "geo:" else link.service
            grid.cell().link_button(name, link.address, icon=":material/navigation:", width="stretch")
