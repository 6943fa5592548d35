"""Agencies and categories that are out of use, and the way back for each."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import Agency, Category
from planner.domain.models.types import id_of
from planner.services.access.visit import Visit
from planner.services.city.agencies import Archived, restore_agency, restore_category
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

_PLACE = "archived"


def show_archived(visit: Visit, archived: Archived) -> None:
    """What was archived, folded away, each with a button that puts it back into use; nothing where there is none."""
    number = len(archived.agencies) + len(archived.categories)
    show_problem(_PLACE)
    if not number:
        return
    with st.expander(visit.t("agencies.archived", n=number), icon=":material/archive:"):
        for agency in archived.agencies:
            _show(visit, agency, restore_agency)
        for category in archived.categories:
            _show(visit, category, restore_category)


def _show(visit: Visit, row: Agency | Category, restore: Callable[[Session, Actor, int], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(plain(row.name))
        st.button(
            visit.t("agencies.restore"),
            icon=":material/unarchive:",
            key=f"{restore.__name__}_{row.id}",
            on_click=partial(_bring_back, restore, id_of(row)),
        )


def _bring_back(restore: Callable[[Session, Actor, int], None], row_id: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: restore(session, visit.actor, row_id))
    keep_problem(_PLACE, done.problem)
