"""What is out of use in a directory, and the way back for each entry."""

import streamlit as st

from planner.services.access.archive import ArchivedRow, Directory, list_archived, restore
from planner.services.access.visit import Visit
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

_FEW = 10
"""More entries than these are searched by name."""


def show_archive(visit: Visit, table: Directory) -> None:
    """What was archived, folded away, each with a button that puts it back into use; nothing where there is none."""
    t, name = visit.t, table.__name__.lower()
    place = f"archive_{name}"
    wanted = st.session_state.get(f"{place}_find", "")
    with visit.reading() as session:
        rows, found = list_archived(session, visit.actor, table, text=wanted)
        total = list_archived(session, visit.actor, table)[1] if wanted else found
    show_problem(place)
    if not total:
        return
    with st.expander(t(f"archive.title.{name}", n=total), icon=":material/archive:", key=place):
        st.markdown(f":gray[{t(f'archive.back.{name}')}]")
        if total > _FEW:
            st.text_input(t("archive.find"), key=f"{place}_find", icon=":material/search:")
        for row in rows:
            _show(visit, table, place, row)
        if found > len(rows):
            st.markdown(f":gray[{t('archive.more', n=found - len(rows))}]")
        if not rows:
            st.markdown(f":gray[{t('archive.none_found')}]")


def _show(visit: Visit, table: Directory, place: str, row: ArchivedRow) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(plain(row.name))
        st.button(
            visit.t("archive.restore"),
            icon=":material/unarchive:",
            key=f"{place}_{row.id}",
            on_click=_bring_back,
            args=(table, place, row.id),
        )


def _bring_back(table: Directory, place: str, row_id: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: restore(session, visit.actor, table, row_id))
    keep_problem(place, done.problem)
