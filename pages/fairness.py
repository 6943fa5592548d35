"""«Справедливость объездов»: stops, minutes and fixes of each district over a year."""

import streamlit as st

from planner.domain.deadlines import today_in
from planner.render.tables.fairness_table import FairRow, fairness_cells, fairness_columns, fairness_html
from planner.render.tables.tables import to_csv
from planner.services.proposals.fairness import fairness_of_year
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
with visit.reading() as session:
    year = fairness_of_year(session, visit.actor, now=visit.now)
rows = [
    FairRow(
        name=each.district.name,
        residents=each.district.population,
        stops=each.stops,
        minutes=each.minutes,
        fixes=each.fixes,
        days_unvisited=each.days_unvisited,
        never=each.stops == 0,
    )
    for each in year.districts
]

st.title(t("fairness.title"), anchor=False)
if not rows:
    st.info(t("fairness.no_districts"), icon=":material/map:")
    st.stop()
st.markdown(t("fairness.explain"))
if not year.tours:
    st.info(t("fairness.no_tours"), icon=":material/directions_bus:")
    st.stop()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.markdown(f":gray[{t('fairness.tours', n=year.tours)}]", width="content")
    st.download_button(
        "CSV",
        to_csv(fairness_columns(t), [fairness_cells(row) for row in rows]),
        f"{t('fairness.file')} {today_in(visit.city.timezone, visit.now).isoformat()}.csv",
        "text/csv",
        icon=":material/download:",
        help=t("fairness.csv_help"),
    )
st.html(fairness_html(rows, t))
if year.stops_elsewhere:
    st.markdown(f":gray[{t('fairness.elsewhere', n=year.stops_elsewhere)}]")
if any(row.residents is None for row in rows):
    st.markdown(f":gray[{t('fairness.enter_residents')}]")
