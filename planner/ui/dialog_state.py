"""Which dialog of a screen is open; it stays open when the whole screen is drawn again, and keeps what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal, TypeVar

import streamlit as st
from sqlmodel import Session

from planner.domain.errors import NotFound, PlannerError
from planner.domain.models.types import new_id
from planner.services.access.visit import Visit
from planner.ui.form_state import Form, show_theirs
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.visit import attempt, current_visit, problem_of

T = TypeVar("T")
_KEY = "open_dialog"
_PASSING = frozenset({"version", "seal", "broken", "then", "own", "minutes", "stop", "here", "boxes", "name"})
"""What a dialog is told beside what it is about: how that stood when it opened, where one goes from it, and what it begins with."""


@dataclass(frozen=True)
class OpenDialog(Form):
    """An open dialog. `uid` is made when it opens: whatever it saves is saved once, however often one taps.

    `about` is what it was opened for, and tells its drafts from those of the same dialog about another thing.
    """

    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def marks(self) -> list[object]:
        """The numbers of what it is about, and a short word for whatever else that is."""
        about = {name: value for name, value in sorted(self.about.items()) if name not in _PASSING}
        others = [(name, value) for name, value in about.items() if not name.endswith("_id")]
        words = [sha256(repr(others).encode()).hexdigest()[:10]] if others else []
        return [*(value for name, value in about.items() if name.endswith("_id")), *words]


def open_dialog(name: str, **about: Any) -> None:
    """Opens a dialog at the next run of the whole screen: call it in a button's callback, or rerun."""
    st.session_state[_KEY] = OpenDialog(name, new_id(), about)


def the_open_dialog() -> OpenDialog | None:
    """The dialog to draw in this run, if any."""
    dialog = st.session_state.get(_KEY)
    return dialog if isinstance(dialog, OpenDialog) else None


def show_dialog(
    dialog: OpenDialog,
    title: str,
    ask: Callable[[Visit, OpenDialog], None],
    *,
    width: Literal["small", "medium", "large"] | int = "small",
    icon: str | None = None,
    dismissible: bool = False,
) -> None:
    """Draws an open dialog. `title` may be the word of the button that opens it, with its «…». `ask` draws what is inside, at each rerun inside with the visit of that moment.

    So `ask` is a function of its own, that reads what it needs and keeps nothing from the run that opened it. Each widget
    in it has a key of the dialog: without one, what was typed and cancelled for one thing stands in the next one's form.

    A tap beside it, Esc or × closes only a dialog that is `dismissible`, because nothing is typed there: in a bus on a bad
    road such a tap would throw away what was typed. All others end with `show_save`, which has a button to cancel.
    """

    def draw() -> None:
        visit = current_visit()
        try:
            with kept_form(dialog.name, *dialog.marks):
                ask(visit, dialog)
        except PlannerError as error:  # what it is about is gone, or the right to it
            st.error(problem_of(visit, error).sentence, icon=":material/error:")
            if st.button(visit.t("app.close"), key=dialog.key("gone")):
                close_dialog()

    # Streamlit knows a dialog by the function's name: so no late rerun inside one draws another.
    draw.__qualname__ = dialog.key(dialog.name)
    st.dialog(title.removesuffix("…"), width=width, icon=icon, dismissible=dismissible, on_dismiss=forget_dialog)(
        draw
    )()


def picked(rows: Mapping[int | None, T], number: int | None, *, gone: str) -> T | None:
    """The row that a dialog is about; None for a new one. NotFound(gone) where it is in use no longer."""
    if number is None:
        return None
    if number not in rows:
        raise NotFound(gone)
    return rows[number]


def save_and_close(visit: Visit, notes: FieldNotes, change: Callable[[Session], object]) -> None:
    """Does the change and closes the dialog; a rule's no is said in the form, which keeps what was typed."""
    done = attempt(visit, change)
    notes.show(done.problem)
    if done.problem is None:
        close_dialog()


def forget_dialog() -> None:
    """Marks the dialog as closed."""
    st.session_state.pop(_KEY, None)


def show_save(
    visit: Visit, dialog: OpenDialog, save: str, *, icon: str = ":material/check:", disabled: bool = False
) -> bool:
    """The last row of a form in a dialog, with the way out; whether `save` was tapped. Above it, what others have changed
    meanwhile, with the ways to take it.
    """
    show_theirs(visit, dialog, lambda: open_dialog(dialog.name, **dialog.about))
    with st.container(horizontal=True, gap="small", wrap=False, key="dialog_foot"):
        if st.button(visit.t("app.cancel"), key=dialog.key("cancel")):
            close_dialog()
        return st.button(save, icon=icon, type="primary", width="stretch", key=dialog.key("save"), disabled=disabled)


def close_dialog() -> None:
    """Closes the dialog and draws the screen anew: with the dialog from which it was opened, its `then`. It does not return."""
    dialog = the_open_dialog()
    forget_dialog()
    if dialog is not None and "then" in dialog.about:
        open_dialog(dialog.about["then"])
    st.rerun()
