"""The way from a directory to the import of a file."""

import streamlit as st

from planner.domain.permissions import may
from planner.services.access.visit import Visit
from planner.services.intake.planned import RIGHTS


def lead_to_intake(visit: Visit, kind: str) -> None:
    """A link for whoever may bring in files of this kind."""
    if may(visit.actor, RIGHTS[kind]).allowed:
        label = visit.t("intake.open")
        st.page_link("intake.py", label=label, icon=":material/upload_file:", query_params={"kind": kind})
