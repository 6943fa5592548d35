"""Forms as the session knows them: the keys of their fields, and what others have changed while one is open."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st
from sqlmodel import Session

from planner.services.access.visit import Visit
from planner.ui.visit import Done, attempt

T = TypeVar("T")
SEEN = "seen-"
"""What the key of a form's `began_with` begins with; the form's own mark follows."""
_SAVED = "saved-"
_TAKEN = "fields_taken_from_others"
_TIMES = "times_begun"


@dataclass(frozen=True)
class Form:
    """A form that is being filled in. `uid` is another one each time it begins anew."""

    name: str
    uid: str

    def key(self, widget: str) -> str:
        """The key of a widget in this form; the next one starts empty.

        Where the visitor has taken what others have stored, the field is another one, and begins with that.
        """
        key = f"{widget}-{self.uid}"
        times = st.session_state.get(_TAKEN, {}).get(key)
        return f"{key}-{times}" if times else key


def screen_form(name: str) -> Form:
    """A form that stands on a screen. It begins anew where one comes back to it.

    Fields that are drawn no longer are forgotten by Streamlit: so a form without any has been left.
    """
    form = _present(name)
    if form.key("seen") in st.session_state and not _has_fields(form):
        begin_anew(name)
    return _present(name)


def _present(name: str) -> Form:
    return Form(name, f"{name}-{st.session_state.setdefault(_TIMES, {}).setdefault(name, 0)}")


def _has_fields(form: Form) -> bool:
    return any(
        key.endswith(f"-{form.uid}") or f"-{form.uid}-" in key
        for key in map(str, st.session_state)
        if not key.startswith((SEEN, _SAVED, theirs_of("")))
    )


def begin_anew(name: str) -> None:
    """That form of a screen shows what is stored, from the next run on."""
    times = st.session_state.setdefault(_TIMES, {})
    times[name] = times.get(name, 0) + 1


def attempt_once(visit: Visit, form: Form, action: Callable[[Session], T]) -> Done[T]:
    """`attempt`, and what has gone well in this form is not done again: the answer is the first one.

    For a form that makes something and is on the screen until the next one is drawn: a second tap meanwhile runs the screen
    again with its button pressed.
    """
    key = f"{_SAVED}{form.uid}"
    if key not in st.session_state:
        done = attempt(visit, action)
        if done.problem is not None:
            return done
        st.session_state[key] = done
    answered: Done[T] = st.session_state[key]
    return answered


def theirs_of(uid: str) -> str:
    """Where the session keeps what others have changed in that form, which the visitor has not settled yet."""
    return f"theirs-{uid}"


def show_theirs(visit: Visit, form: Form, anew: Callable[[], None] | None = None) -> None:
    """What others have changed meanwhile, until it is settled: with ways to take each field, and all by `anew`."""
    problem = st.session_state.get(theirs_of(form.uid))
    if problem is None:
        return
    st.error(problem.sentence, icon=":material/error:")
    with st.container(horizontal=True, gap="small"):
        for names, words in problem.theirs:
            if all(form.key(name) in st.session_state for name in names):
                st.button(
                    visit.t("app.take_theirs", what=words),
                    icon=":material/download:",
                    key=form.key(f"take-{names[0]}"),
                    on_click=_take,
                    args=(form, names),
                )
        st.button(
            visit.t("app.take_all_theirs"),
            icon=":material/sync:",
            key=form.key("take"),
            on_click=_take_all,
            args=(form, anew or (lambda: begin_anew(form.name))),
        )


def _take(form: Form, names: tuple[str, ...]) -> None:
    """The fields begin anew with what is stored; what is left to settle stays."""
    taken = st.session_state.setdefault(_TAKEN, {})
    for name in names:
        key = f"{name}-{form.uid}"
        taken[key] = taken.get(key, 0) + 1
    problem = st.session_state[theirs_of(form.uid)]
    left = tuple(each for each in problem.theirs if each[0] != names)
    if left:
        st.session_state[theirs_of(form.uid)] = replace(problem, theirs=left)
    else:
        st.session_state.pop(theirs_of(form.uid))


def _take_all(form: Form, anew: Callable[[], None]) -> None:
    st.session_state.pop(theirs_of(form.uid))
    anew()
