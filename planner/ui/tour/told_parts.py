"""Before a tour is cancelled, withdrawn or moved: who will be told of it, and the letter that they get."""

import streamlit as st

from planner.domain.models import Notice
from planner.domain.notices import TourChange
from planner.domain.words import TourState
from planner.phrases.notices.notices import say_letter
from planner.render.files.mail import plain_text
from planner.services.access.visit import Visit
from planner.services.notices.tour_changes import KINDS, told_of_tour
from planner.services.tours.tours import get_tour
from planner.ui.light import show_to_copy
from planner.ui.text import plain


def show_told(visit: Visit, key: str, tour_id: int, change: TourChange, *, reason: str = "") -> None:
    """The names and addresses, and the letter; nothing for a draft, of which nobody has heard."""
    t = visit.t
    with visit.reading() as session:
        tour = get_tour(session, visit.actor, tour_id)
        told = told_of_tour(session, visit.actor, tour_id, change, now=visit.now)
    if tour.state is not TourState.PUBLISHED:
        return
    whom = ", ".join([*told.people, *told.addresses])
    number = len(told.people) + len(told.addresses)
    if not number:
        st.markdown(f":gray[{t('tour_told.nobody')}]")
        return
    st.markdown(f"**{t('tour_told.whom', number=number)}** {plain(whom)}")
    facts = {"title": tour.title, "starts_at": tour.starts_at.isoformat(), "place": tour.start_name}
    facts |= {"reason": reason} if reason else {}
    notice = Notice(key="", kind=KINDS[change], tour_id=tour.id, facts=facts, at=visit.now)
    letter = say_letter(t, visit.city, visit.site, [notice], name="")
    with st.expander(t("tour_told.letter"), key=key):
        show_to_copy(t, plain_text(letter))
