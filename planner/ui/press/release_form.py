"""The texts of a release: titles and leads to choose from, edited in place, what was changed in them marked."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from planner.domain.models import Release
from planner.domain.models.types import id_of
from planner.domain.press import Change, Offer
from planner.phrases.press.marks import Line, marks_of
from planner.services.access.visit import Visit
from planner.services.press.releases import edit_release
from planner.ui.form_state import Form, begin_anew, screen_form, show_theirs
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.tap_problem import keep_news, show_problem
from planner.ui.text import plain, told_apart
from planner.ui.visit import attempt

RUSSIAN, ENGLISH = "", "_en"
_NAMES = ("title", "lead", "body")
_COLOURS = {Change.SAME: "", Change.ADDED: "green", Change.REMOVED: "red"}


def show_texts(visit: Visit, release: Release) -> None:
    """The form of both languages, one under the other's tab; what was saved is said where it was tapped."""
    t, number, notes = visit.t, id_of(release), FieldNotes()
    offer = Offer.from_data(release.offered) if release.offered is not None else None
    form, said = screen_form(_name(number)), dict[str, str]()
    with kept_form("release", number):
        for tab, ending in zip(st.tabs([t("press.russian"), t("press.english")]), (RUSSIAN, ENGLISH), strict=True):
            with tab:
                for name in _NAMES:
                    said[name + ending] = _ask(visit, release, name, ending, offer, form)
                    notes.under(name + ending)
        seen = notes.began_with(form.key("seen"), said)
        notes.under("")
        show_theirs(visit, form)
        if st.button(t("app.save"), icon=":material/check:", key=f"save_{number}"):
            given: dict[str, Any] = {"now": visit.now, **said}
            done = attempt(visit, lambda session: edit_release(session, visit.actor, number, seen=seen, **given))
            notes.show(done.problem)
            if done.problem is None:
                show_stored(number)
                keep_news(f"saved_{number}", t("app.saved"))
                st.rerun()
    show_problem(f"saved_{number}")
    _show_marks(visit, release)


def show_stored(number: int) -> None:
    """The form shows what is stored, at the next run: it was saved, or another version was taken."""
    begin_anew(_name(number))


def _name(number: int) -> str:
    return f"release-{number}"


def _ask(visit: Visit, release: Release, name: str, ending: str, offer: Offer | None, form: Form) -> str:
    """One text, with what there is to choose from above it."""
    t, key = visit.t, form.key(f"{name}{ending}")
    wording = None if offer is None else offer.en if ending else offer.ru
    choices: Sequence[str] = () if wording is None else {"title": wording.titles, "lead": wording.leads}.get(name, ())
    label = t(f"press.text.{name}{ending}")
    value: str = getattr(release, name + ending)
    if name == "title":
        typed = st.text_input(label, value, key=key)
    else:
        typed = st.text_area(label, value, key=key, height=420 if name == "body" else 110)
    if len(choices) > 1:
        with st.expander(t(f"press.choose.{name}")):
            for at, each in enumerate(choices):
                st.button(plain(each), key=f"take_{key}_{at}", width="stretch", on_click=_take, args=(key, each))
    return typed


def _take(key: str, text: str) -> None:
    st.session_state[key] = text


def _show_marks(visit: Visit, release: Release) -> None:
    """What is otherwise than it was made out of the data."""
    t, marks = visit.t, marks_of(release)
    if release.offered is None:
        return
    if not marks:
        st.markdown(f":gray[:material/done_all: {t('press.as_made')}]")
        return
    with st.expander(t("press.marks", n=len(marks)), icon=":material/difference:"):
        st.markdown(f":gray[{t('press.marks_how')}]")
        for name, lines in marks.items():
            st.markdown(f"**{t(f'press.text.{name}')}**")
            show_lines(lines)


def show_lines(lines: Sequence[Line]) -> None:
    """Lines of two texts, each with what went and what came."""
    for line in lines:
        st.markdown(told_apart((piece.text, _COLOURS[piece.change]) for piece in line))
