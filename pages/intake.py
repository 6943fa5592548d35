"""A file of places, districts, agencies, people, issues or repaired objects comes in."""

import streamlit as st

from planner.domain.permissions import may
from planner.render.reading.names import KINDS
from planner.services.intake.planned import RIGHTS
from planner.services.intake.rights import require_intake
from planner.ui.exchange.intake_parts import show_intake
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
asked = st.query_params.get("kind", "")
kind = asked if asked in KINDS else next((each for each in KINDS if may(visit.actor, RIGHTS[each]).allowed), "issues")
with visit.reading() as session:
    require_intake(session, visit.actor, kind)

st.title(t(f"intake.title.{kind}"), anchor=False)
st.markdown(t("intake.explain"))
st.markdown(f":gray[{t(f'intake.explain.{kind}')}]")
show_intake(visit, kind)
