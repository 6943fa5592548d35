"""What was written about a tour, on the screen of that tour, for those of the press office."""

import streamlit as st

from planner.domain.models import Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import TourState
from planner.services.access.visit import Visit
from planner.services.press.releases import releases_of_tour
from planner.ui.press.office import go_where_begun, say_standing, show_begin
from planner.ui.text import plain


def show_tour_releases(visit: Visit, tour: Tour) -> None:
    """The releases of a tour that is over, or the one tap that makes one; nothing for others."""
    if tour.state is not TourState.CLOSED or not may(visit.actor, Action.PUBLISH).allowed:
        return
    go_where_begun()
    t = visit.t
    with visit.reading() as session:
        releases = releases_of_tour(session, visit.actor, id_of(tour))
    with st.container(border=True, key="tour_releases"):
        for release in releases:
            label = f"{t(f'words.release_kind.{release.kind.value}')}: {release.title} ({say_standing(visit, release)})"
            st.page_link(
                "release.py", label=plain(label), icon=":material/newspaper:", query_params={"id": str(release.id)}
            )
        if not releases:
            st.markdown(t("press.nothing_written"))
            show_begin(visit, tour, first=True)
