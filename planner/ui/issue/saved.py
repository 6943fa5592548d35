"""Lists that a person keeps under a name: opening, saving, renaming and deleting them."""

from collections.abc import Mapping

import streamlit as st

from planner import links
from planner.domain.list_view import kept_query, query_of
from planner.domain.models.types import id_of
from planner.services.access.visit import Visit
from planner.services.search.saved import delete_filter, rename_filter, save_filter, saved_filters
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.light import show_to_copy
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

_DELETED = "saved_filter_deleted"
_OPENED = "saved_filter_dialogs"
_PLACE = "saved_filters"


def show_saved(visit: Visit, query: Mapping[str, str]) -> None:
    """The actor's own lists behind one button, and the way to keep the present one, `query`, among them."""
    t = visit.t
    with visit.reading() as session:
        kept = saved_filters(session, visit.actor)
    present = kept_query(query)
    with st.popover(t("saved.title"), icon=":material/bookmarks:", key=f"saved_{st.session_state.get(_OPENED, 0)}"):
        if not kept:
            st.markdown(f":gray[{t('saved.none')}]")
        for each in kept:
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
                icon = ":material/check:" if each.query == present else ":material/bookmark:"
                # Not a link of the screen: to the screen that one is on, it would leave the address as it was.
                st.button(
                    plain(each.name),
                    icon=icon,
                    key=f"saved_filter_{each.id}",
                    type="tertiary",
                    width="stretch",
                    on_click=st.query_params.from_dict,
                    args=(query_of(each.query),),
                )
                _show_changes(visit, id_of(each), each.name)
        show_problem(_PLACE)
        if deleted := st.session_state.get(_DELETED):
            name = plain(str(deleted[0]))
            st.button(t("saved.bring_back", name=name), icon=":material/undo:", type="tertiary", on_click=_bring_back)
        about = {"query": dict(query)}
        st.button(t("saved.save"), icon=":material/add:", on_click=_open, args=("save_filter",), kwargs=about)
        st.markdown(f":gray[{t('saved.link')}]")
        show_to_copy(t, visit.site.url(links.SCREEN.to(query_of(present), name="issues")))


def _show_changes(visit: Visit, filter_id: int, name: str) -> None:
    """Two icons, each with what it does for who points at it or cannot see it."""
    label = visit.t("saved.rename")
    st.button(
        label,
        icon=":material/edit:",
        help=label,
        type="tertiary",
        key=f"icon_rename_{filter_id}",
        on_click=_open,
        args=("rename_filter",),
        kwargs={"filter_id": filter_id, "name": name},
    )
    label = visit.t("saved.delete")
    st.button(
        label,
        icon=":material/delete:",
        help=label,
        type="tertiary",
        key=f"icon_delete_{filter_id}",
        on_click=_delete,
        args=(filter_id,),
    )


def show_save_filter(visit: Visit, dialog: OpenDialog) -> None:
    """The name under which the present list is kept."""
    show_dialog(dialog, visit.t("saved.save"), _ask_name, icon=":material/bookmark_add:")


def show_rename_filter(visit: Visit, dialog: OpenDialog) -> None:
    """Another name for a list."""
    show_dialog(dialog, visit.t("saved.rename"), _ask_other_name, icon=":material/edit:")


def _ask_name(visit: Visit, dialog: OpenDialog) -> None:
    notes, query = FieldNotes(), dialog.about["query"]
    name = st.text_input(visit.t("saved.name"), key=dialog.key("name"), placeholder=visit.t("saved.example"))
    notes.under("name")
    notes.under("")
    if show_save(visit, dialog, visit.t("saved.do_save")):
        save_and_close(
            visit,
            notes,
            lambda session: save_filter(session, visit.actor, name=name, query=query, now=visit.now),
        )


def _ask_other_name(visit: Visit, dialog: OpenDialog) -> None:
    notes, filter_id = FieldNotes(), dialog.about["filter_id"]
    name = st.text_input(visit.t("saved.name"), dialog.about["name"], key=dialog.key("name"))
    notes.under("name")
    notes.under("")
    if show_save(visit, dialog, visit.t("saved.do_save")):
        save_and_close(visit, notes, lambda session: rename_filter(session, visit.actor, filter_id, name=name))


def _open(name: str, **about: object) -> None:
    """Opens a dialog, and closes what the button stands in by giving it another key: it would lie upon the dialog."""
    st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1
    open_dialog(name, **about)


def _delete(filter_id: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: delete_filter(session, visit.actor, filter_id))
    keep_problem(_PLACE, done.problem)
    if done.value is not None:
        st.session_state[_DELETED] = (done.value.name, done.value.query)


def _bring_back() -> None:
    visit, (name, query) = current_visit(), st.session_state[_DELETED]
    done = attempt(
        visit, lambda session: save_filter(session, visit.actor, name=name, query=query_of(query), now=visit.now)
    )
    keep_problem(_PLACE, done.problem)
    if done.problem is None:
        st.session_state.pop(_DELETED)
