"""What was repaired and is under guarantee: the list by the day on which each guarantee ends."""

from datetime import timedelta
from functools import partial

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.models import Repair
from planner.domain.models.types import id_of
from planner.phrases.exchange.guarantees import say_guarantee
from planner.services.city.repairs import find_repairs
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.directory import Entry, show_entries
from planner.ui.exchange.intake_way import lead_to_intake
from planner.ui.exchange.repair_forms import show_repair
from planner.ui.settings.archived import show_archive
from planner.ui.settings.import_end import tell_import
from planner.ui.visit import current_visit

PAGE_SIZE = 20
MONTHS = (0, 3, 6, 12)

visit = current_visit()
t = visit.t
today = today_in(visit.city.timezone, visit.now)

st.title(t("repairs.title"), anchor=False)
tell_import("repairs")
st.markdown(t("repairs.explain"))
lead_to_intake(visit, "repairs")
wanted = st.text_input(t("repairs.find"), key="q", bind="query-params", icon=":material/search:")
months = st.segmented_control(
    t("repairs.lapses"),
    MONTHS,
    default=0,
    format_func=lambda each: t("repairs.all") if each == 0 else t("repairs.within", n=each),
    key="repairs_within",
)
until = today + timedelta(days=round((months or 0) * 30.44)) if months else None
look = partial(find_repairs, text=wanted, until=until, today=today, page_size=PAGE_SIZE)
pages_below = st.empty()
with visit.reading() as session:
    found, total = look(session, visit.actor)
    last = max(1, -(-total // PAGE_SIZE))
    if last > 1:
        number = pages_below.pagination(last, key="page")
        found, total = look(session, visit.actor, page=number)

if not total:
    st.info(t("repairs.none_found") if wanted or months else t("repairs.empty"), icon=":material/verified:")
else:
    st.markdown(f":gray[{t('repairs.found', n=total)}]")
entries = [
    Entry(
        id_of(each.repair),
        each.repair.name,
        [t("repairs.over") if each.repair.guarantee_until < today else say_guarantee(t, each)],
    )
    for each in found
]
show_entries("repair", entries, [t("repairs.name"), t("repairs.guarantee_until")])

show_archive(visit, Repair)

with st.bottom:
    st.button(
        t("repairs.new"),
        icon=":material/verified:",
        type="primary",
        width="stretch",
        on_click=open_dialog,
        args=("repair",),
        kwargs={"repair_id": None},
    )

dialog = the_open_dialog()
if dialog is not None and dialog.name == "repair":
    show_repair(visit, dialog)
