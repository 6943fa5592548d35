"""What is asked of the facilities of a layer on its screen, and those that are out of use."""

from collections.abc import Mapping, Sequence

import streamlit as st

from planner.domain.facilities import Cost, LayerField
from planner.domain.facility_filter import TODAY, FacilityFilter
from planner.domain.models import Layer
from planner.domain.models.types import id_of
from planner.phrases.public.layers import say_weekday
from planner.services.access.visit import Visit
from planner.services.layers.facilities import archived_facilities, restore_facility
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit


def ask_filter(
    visit: Visit, layer: Layer, offers: Sequence[str], districts: Mapping[int | None, str]
) -> FacilityFilter:
    """By name or address, and by what this layer tells."""
    t = visit.t
    text = st.text_input(t("layers.find"), key="q", bind="query-params", icon=":material/search:") or ""
    offer, age, cost, day = None, None, None, None
    with (
        st.expander(t("layers.filters"), icon=":material/filter_list:"),
        st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="facility_filters"),
    ):
        if layer.tells(LayerField.OFFERS) and offers:
            offer = st.selectbox(
                plain(layer.offers_name_in(t.language)),
                [None, *offers],
                format_func=lambda each: each or t("layers.any"),
                key="offer",
            )
        if layer.tells(LayerField.AGES):
            age = st.number_input(t("layers.for_age"), value=None, step=1, key="age")
        if layer.tells(LayerField.COST):
            names = {each: t(f"layers.cost.{each.value}") for each in Cost}
            cost = st.selectbox(
                t("layers.field.cost"),
                [None, *Cost],
                format_func=lambda each: names[each] if each else t("layers.any"),
                key="cost",
            )
        if layer.tells(LayerField.HOURS) or layer.tells(LayerField.OFFERS):
            day = st.selectbox(
                t("layers.on_day"),
                [None, TODAY, *range(7)],
                format_func=lambda each: t("layers.any") if each is None else say_weekday(t, each),
                key="day",
            )
        district = st.selectbox(
            t("places.district"),
            [None, *districts],
            format_func=lambda each: districts[each] if each else t("layers.any"),
            key="district",
        )
    return FacilityFilter(text, offer or "", age, cost, day, district)


def show_archived(visit: Visit, layer: Layer) -> None:
    """What was archived of this layer, folded away, each with a button that puts it back into use; nothing where there is none."""
    t = visit.t
    with visit.reading() as session:
        rows = archived_facilities(session, visit.actor, id_of(layer))
    show_problem("facilities")
    if not rows:
        return
    with st.expander(t("layers.archived", n=len(rows)), icon=":material/archive:"):
        for row in rows:
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                st.markdown(plain(row.name))
                st.button(
                    t("archive.restore"),
                    icon=":material/unarchive:",
                    key=f"restore_{row.id}",
                    on_click=_bring_back,
                    args=(id_of(row),),
                )


def _bring_back(number: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: restore_facility(session, visit.actor, number))
    keep_problem("facilities", done.problem)
