"""The desk of the press office: tours that nobody has written about, and all releases with a search."""

from functools import partial

import streamlit as st
from sqlmodel import Session

from planner.domain.deadlines import today_in
from planner.domain.models import Release, Tour
from planner.domain.models.types import id_of
from planner.domain.words import ReleaseKind, ReleaseState
from planner.phrases.press.release import offer_of, photo_offer_of
from planner.phrases.press.times import say_took, say_year
from planner.phrases.tours import say_when
from planner.services.access.visit import Visit
from planner.services.press.pairs import propose_pairs
from planner.services.press.publishing import out_of_year
from planner.services.press.releases import OfficePart, begin_release, begin_tour_release, list_releases
from planner.services.press.tour_story import tour_story, tours_untold
from planner.ui.dialog_state import OpenDialog, close_dialog, open_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt

_OPEN = "release_to_open"
_MOST_UNTOLD = 3


def go_where_begun() -> None:
    """Opens the release that a tap has begun; at the top of a screen."""
    number = st.session_state.pop(_OPEN, None)
    if number is not None:
        st.switch_page("release.py", query_params={"id": str(number)})


def begin_photos_of_tour(visit: Visit, tour_id: int) -> None:
    """Makes a photo report out of a tour with its three best pairs, in a button's callback."""

    def begin(session: Session) -> int:
        offer = photo_offer_of(visit.t, tour_story(session, visit.actor, tour_id, now=visit.now))
        kind = ReleaseKind.PHOTOS
        number = id_of(begin_tour_release(session, visit.actor, tour_id, offer, now=visit.now, kind=kind))
        propose_pairs(session, visit.actor, number, now=visit.now)
        return number

    done = attempt(visit, begin)
    keep_problem(f"press_{tour_id}", done.problem)
    if done.value is not None:
        st.session_state[_OPEN] = done.value


def begin_of_tour(visit: Visit, tour_id: int) -> None:
    """Makes a draft out of a tour, in a button's callback; the screen that is drawn next opens it."""

    def begin(session: Session) -> int:
        offer = offer_of(visit.t, tour_story(session, visit.actor, tour_id, now=visit.now))
        return id_of(begin_tour_release(session, visit.actor, tour_id, offer, now=visit.now))

    done = attempt(visit, begin)
    keep_problem(f"press_{tour_id}", done.problem)
    if done.value is not None:
        st.session_state[_OPEN] = done.value


def show_year(visit: Visit) -> None:
    """How much is out of this year, and how fast."""
    year = today_in(visit.city.timezone, visit.now).year
    with visit.reading() as session:
        out = out_of_year(session, visit.actor, year, now=visit.now)
    st.markdown(f":gray[{plain(say_year(visit.t, year, out))}]")


def show_untold(visit: Visit) -> None:
    """The tours that are over and wait for their release, each with its one tap."""
    t = visit.t
    with visit.reading() as session:
        tours = tours_untold(session, visit.actor, limit=_MOST_UNTOLD)
    if not tours:
        return
    st.subheader(t("press.untold"), anchor=False)
    for at, tour in enumerate(tours):
        with st.container(border=True, key=f"untold_{tour.id}"):
            st.markdown(f"**{plain(tour.title)}**  \n:gray[{plain(say_when(t, tour))}]")
            show_begin(visit, tour, first=at == 0)


def show_begin(visit: Visit, tour: Tour, *, first: bool = False) -> None:
    """The tap that makes a release of a tour."""
    t, number = visit.t, id_of(tour)
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("press.begin"),
            type="primary" if first else "secondary",
            icon=":material/edit_note:",
            key=f"begin_{number}",
            on_click=begin_of_tour,
            args=(visit, number),
        )
        st.button(
            t("press.begin_photos"),
            icon=":material/photo_library:",
            key=f"photos_{number}",
            on_click=begin_photos_of_tour,
            args=(visit, number),
        )
    show_problem(f"press_{number}")


def show_releases(visit: Visit, part: OfficePart) -> None:
    """One part of the list, with its search and pages."""
    t = visit.t
    text = st.text_input(
        t("press.find"), key="press_text", icon=":material/search:", placeholder=t("press.find_hint"), type="default"
    )
    with visit.reading() as session:
        found = list_releases(session, visit.actor, part, now=visit.now, text=text or "")
    rows = st.container()
    if found.pages > 1:
        number = st.pagination(found.pages, key=f"press_page_{part}")
        with visit.reading() as session:
            found = list_releases(session, visit.actor, part, now=visit.now, text=text or "", page=number)
    with rows:
        if not found.rows:
            st.info(t("press.nothing_found") if text else t(f"press.empty.{part.value}"), icon=":material/inbox:")
        for release, tour in found.rows:
            _show_row(visit, release, tour)


def _show_row(visit: Visit, release: Release, tour: Tour | None) -> None:
    t, number = visit.t, id_of(release)
    with st.container(border=True, key=f"release_{number}"):
        st.page_link("release.py", label=f"**{plain(release.title)}**", query_params={"id": str(number)})
        told = [t(f"words.release_kind.{release.kind.value}"), say_standing(visit, release)]
        told += [tour.title] if tour is not None else []
        st.markdown(f":gray[{plain(' · '.join(told))}]")
        if took := say_took(t, release):
            st.markdown(f":gray[{plain(took)}]")


def say_standing(visit: Visit, release: Release) -> str:
    """«Выйдет 30 ноября, 10:00», «Опубликован 29 ноября, 10:46», «Черновик, изменён …»."""
    t = visit.t
    if release.state is ReleaseState.PUBLISHED and release.public_from is not None:
        key = "press.comes" if release.public_from > visit.now else "press.is_out"
        return t(key, when=t.moment(release.public_from))
    return t("press.changed", state=t(f"words.release_state.{release.state.value}"), when=t.moment(release.changed_at))


def show_new(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog of a release about no tour."""
    show_dialog(dialog, visit.t("press.new"), _ask_new, icon=":material/edit_note:")


def _ask_new(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    title = st.text_input(t("press.text.title"), key=dialog.key("title"))
    notes.under("title")
    if show_save(visit, dialog, t("press.begin_empty")):
        done = attempt(visit, lambda session: id_of(begin_release(session, visit.actor, title=title, now=visit.now)))
        notes.show(done.problem)
        if done.value is not None:
            st.session_state[_OPEN] = done.value
            close_dialog()


def show_new_button(visit: Visit) -> None:
    """The way to that dialog."""
    st.button(
        visit.t("press.new"), icon=":material/add:", key="new_release", on_click=partial(open_dialog, "new_release")
    )
