"""What becomes public by itself: whether there are public pages, which tours are on them, and the rules of topics."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from planner import links
from planner.domain.models import Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import PublicRule
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_categories
from planner.services.public.openness import set_embed_sites, set_openness, set_public_rule, show_tour
from planner.services.public.queue import tours_to_show
from planner.ui.form_state import screen_form, show_theirs
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.light import show_to_copy
from planner.ui.public.listening import show_listening
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt

_PLACE = "public_rules"
_CHOICES: Mapping[str, bool | None] = {"all": None, "shown": True, "kept": False}


def show_tours(visit: Visit) -> None:
    """Each tour that may be on the public pages, and whether it is."""
    t = visit.t
    with visit.reading() as session:
        tours = tours_to_show(session, visit.actor)
    if not tours:
        st.info(t("publicity.no_tours"), icon=":material/directions_bus:")
    else:
        st.markdown(t("publicity.tour.for_all_shown" if visit.city.open_tours else "publicity.tour.for_all_kept"))
    show_problem(_PLACE)
    for tour in tours:
        with st.container(border=True):
            st.markdown(f"**{plain(tour.title)}** · {t.day(tour.starts_at)}")
            _ask_tour(visit, tour)


def _ask_tour(visit: Visit, tour: Tour) -> None:
    t, number = visit.t, id_of(tour)
    key = f"tour_shown_{number}"

    def change() -> None:
        wanted = _CHOICES[st.session_state[key]]
        done = attempt(visit, lambda session: show_tour(session, visit.actor, number, wanted))
        keep_problem(_PLACE, done.problem)

    st.segmented_control(
        t("publicity.tour.choice"),
        list(_CHOICES),
        default=next(name for name, shown in _CHOICES.items() if shown is tour.shown),
        required=True,
        format_func=lambda each: t(f"publicity.tour.{each}"),
        label_visibility="collapsed",
        key=key,
        on_change=change,
    )


def show_rules(visit: Visit) -> None:
    """The switch of all public pages, for administrators, and what becomes public of new issues by topic."""
    _show_switch(visit)
    show_listening(visit)
    _show_frames(visit)
    t = visit.t
    st.subheader(t("publicity.rules.topics"), anchor=False)
    st.markdown(t("publicity.rules.note"))
    show_problem(_PLACE)
    with visit.reading() as session:
        categories = list_categories(session, visit.actor)
    for category in categories:
        number, key = id_of(category), f"rule_{category.id}"
        st.selectbox(
            plain(category.name_in(t.language)),
            list(PublicRule),
            index=list(PublicRule).index(category.public_rule),
            format_func=lambda each: t(f"words.public_rule.{each}"),
            key=key,
            on_change=partial(_set_rule, visit, number, key),
        )


def _set_rule(visit: Visit, category_id: int, key: str) -> None:
    rule = PublicRule(st.session_state[key])
    done = attempt(visit, lambda session: set_public_rule(session, visit.actor, category_id, rule, now=visit.now))
    keep_problem(_PLACE, done.problem)


def _show_frames(visit: Visit) -> None:
    """Which sites may show the list and the map of issues, and what they write into their page."""
    t, notes = visit.t, FieldNotes()
    if not may(visit.actor, Action.MANAGE_CITY).allowed:
        return
    st.subheader(t("publicity.frames"), anchor=False)
    with kept_form("frames"):
        typed = st.text_input(
            t("publicity.frames_sites"), visit.city.embed_sites, help=t("publicity.frames_help"), key="embed_sites"
        )
        notes.under("embed_sites")
        if st.button(t("app.save"), icon=":material/check:", key="save_frames"):
            done = attempt(visit, lambda session: set_embed_sites(session, visit.actor, typed))
            notes.show(done.problem)
            if done.problem is None:
                st.success(t("publicity.saved"), icon=":material/check:")
    for path in (links.EMBED_ISSUES, links.EMBED_MAP):
        show_to_copy(t, f'<iframe src="{visit.site.url(path.to())}" width="100%" height="600"></iframe>')


def _show_switch(visit: Visit) -> None:
    t, city, notes = visit.t, visit.city, FieldNotes()
    if not may(visit.actor, Action.MANAGE_CITY).allowed:
        st.markdown(f":gray[{t('publicity.only_admin')}]")
        return
    form = screen_form("openness")
    with kept_form("openness"):
        pages = st.toggle(
            t("publicity.open_pages"), city.open_pages, help=t("publicity.open_pages_help"), key=form.key("open_pages")
        )
        tours = st.toggle(t("publicity.open_tours"), city.open_tours, key=form.key("open_tours"))
        contact = st.text_input(t("publicity.open_contact"), city.open_contact, key=form.key("open_contact"))
        notes.under("open_contact")
        given: dict[str, Any] = {"open_pages": pages, "open_tours": tours, "open_contact": contact}
        seen = notes.began_with(form.key("seen"), given)
        notes.under("")
        theirs = st.container()
        if st.button(t("app.save"), type="primary", icon=":material/check:"):
            done = attempt(visit, lambda session: set_openness(session, visit.actor, **given, seen=seen))
            notes.show(done.problem)
            if done.problem is None:
                notes.began_with(form.key("seen"), given, anew=True)
                st.success(t("publicity.saved"), icon=":material/check:")
        with theirs:
            show_theirs(visit, form)
