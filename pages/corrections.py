"""A table that was exported and corrected elsewhere comes back."""

import streamlit as st

from planner.domain.permissions import require
from planner.ui.exchange.correction_parts import RIGHTS, THINGS, show_corrections
from planner.ui.settings.import_end import tell_import
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
thing = st.query_params.get("thing", "")
thing = thing if thing in THINGS else "issues"
require(visit.actor, RIGHTS[thing])

st.title(t(f"corrections.title.{thing}"), anchor=False)
tell_import("corrections")
st.markdown(t(f"corrections.explain.{thing}"))
show_corrections(visit, thing)
