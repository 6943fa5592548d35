"""«Предложить маршрут»: three tours to choose from, the rules and weights behind them, and the check of one's own order."""

from functools import partial

import streamlit as st

from planner.domain.permissions import Action, may
from planner.phrases.tours import say_last_change, say_when
from planner.services.city.districts import list_districts
from planner.services.proposals.proposals import choices_of
from planner.services.proposals.weights import get_weights
from planner.services.tours.plan import plan_of
from planner.services.tours.rules import rules_for_stops
from planner.ui.asked import asked_number
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.proposals.cards import show_cards
from planner.ui.proposals.choice import show_choice, show_choices
from planner.ui.proposals.details import show_details
from planner.ui.proposals.order_check import show_my_order
from planner.ui.proposals.rule_dialog import show_new_rule
from planner.ui.proposals.rule_forms import show_limits, show_rules
from planner.ui.proposals.search_job import forget_search, the_search
from planner.ui.proposals.search_progress import show_progress
from planner.ui.proposals.weight_form import show_weights
from planner.ui.text import plain
from planner.ui.tour.plan_changes import show_plan_problem
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
tour_id = asked_number("id")
if tour_id is None:
    st.switch_page("tours.py")

st.title(t("proposals.title"), anchor=False)
if not may(visit.actor, Action.PLAN_TOUR).allowed:
    st.info(t("tours.not_planner"), icon=":material/lock:")
    st.stop()
plan = visit.look_up(partial(plan_of, actor=visit.actor, tour_id=tour_id, now=visit.now))
with visit.reading() as session:
    rules = rules_for_stops(session, visit.actor, tour_id)
    weights = get_weights(session, visit.actor)
    districts = list_districts(session, visit.actor)
    choices = choices_of(session, visit.actor, tour_id)
tour, stops = plan.tour, [row.stop for row in plan.stops]
if tour.is_event:
    st.switch_page("tour.py", query_params={"id": str(tour_id)})

st.markdown(f":gray[{plain(tour.title)} · {plain(say_when(t, tour))}]")
if not plan.can_change:
    st.info(t("tours.error.not_plannable"), icon=":material/lock:")
    show_choices(visit, choices)
    st.stop()
show_plan_problem()
views = {"three": t("proposals.view.three"), "mine": t("proposals.view.mine")}
view = st.segmented_control(
    t("proposals.view"),
    list(views),
    format_func=lambda each: views[each],
    default="three",
    required=True,
    key="view",
    bind="query-params",
    label_visibility="collapsed",
)
with st.expander(t("proposals.settings"), icon=":material/tune:", key=f"settings_{tour_id}", on_change="rerun") as room:
    if room.open:
        show_rules(visit, tour_id, tour.version, rules, stops)
        show_limits(visit, tour_id, rules, districts)
        show_weights(visit, tour_id, rules, weights)

bar = st.bottom.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall")
if bar.button(t("proposals.to_plan"), icon=":material/arrow_back:"):
    st.switch_page("tour.py", query_params={"id": str(tour_id)})

dialog = the_open_dialog()
if dialog is not None and dialog.name == "rule":
    show_new_rule(visit, tour_id, stops, dialog)
if view == "mine":
    show_my_order(visit, tour_id, tour.version)
    st.stop()

job = the_search(visit, tour_id)
is_old = job.brief is not None and job.brief.version != tour.version
if job.is_running:
    show_progress(visit, job)
elif job.failure is not None:
    forget_search(tour_id)
    raise job.failure
elif job.brief is not None and not job.brief.rows:
    st.info(t("proposals.no_candidates"), icon=":material/search_off:")
if is_old:
    changed = f"{say_last_change(t, tour, visit.actor)} {t('proposals.changed')}".strip()
    st.warning(plain(changed), icon=":material/sync_problem:")
shown = show_cards(visit, job)
if shown is not None and job.brief is not None:
    bus = show_details(visit, tour, districts, job.brief, shown)
    if dialog is not None and dialog.name == "choose":
        show_choice(visit, tour, job, dialog)
show_choices(visit, choices)

again = is_old or not job.is_running and shown is None
bar.button(
    t("proposals.again"),
    icon=":material/refresh:",
    type="primary" if again else "secondary",
    disabled=job.is_running,
    on_click=forget_search,
    args=(tour_id,),
)
if shown is not None and not again:
    bar.button(
        t("proposals.choose"),
        icon=":material/check:",
        type="primary",
        on_click=open_dialog,
        args=("choose",),
        kwargs={"kind": shown.kind, "bus": bus},
    )
