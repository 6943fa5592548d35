"""The dialog for a district."""

import streamlit as st

from planner.domain.models import District
from planner.domain.models.types import id_of
from planner.services.access.visit import Visit
from planner.services.city.districts import archive_district, save_district
from planner.ui.forms import FieldNotes
from planner.ui.visit import attempt


def open_district(visit: Visit, district: District | None) -> None:
    """The form of one district, whose polygon stays as it is; None makes a new one without a polygon."""
    t = visit.t

    @st.dialog(t("districts.new") if district is None else t("districts.edit"))
    def form() -> None:
        notes = FieldNotes()
        name = st.text_input(t("districts.name"), district.name if district else "", max_chars=100)
        notes.under("name")
        population = st.number_input(
            t("districts.population"), value=district.population if district else None, step=1000
        )
        notes.under("population")
        notes.under("")
        if st.button(t("app.save"), type="primary", width="stretch", key="save_district"):
            done = attempt(
                visit,
                lambda session: save_district(
                    session,
                    visit.actor,
                    district_id=district.id if district else None,
                    name=name,
                    population=population,
                    polygon=district.polygon if district else None,
                ),
            )
            notes.show(done.problem)
            if done.problem is None:
                st.rerun()
        if district and st.button(t("app.archive"), icon=":material/archive:", width="stretch", key="archive_district"):
            attempt(visit, lambda session: archive_district(session, visit.actor, id_of(district)))
            st.rerun()

    form()
