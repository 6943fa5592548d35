"""The ride: this stop and the next, what is known near here, and «Замечание» always at hand."""

from functools import partial

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.services.issues.near import open_issues_near
from planner.services.ride.on_board import raised_issues, talk_at_stop
from planner.services.ride.stop_card import stop_card
from planner.services.ride.under_way import ride_of
from planner.ui.control.instruct_dialog import show_instruct
from planner.ui.dialog_state import the_open_dialog
from planner.ui.issue.log_dialog import open_new_issue, show_complete_issue, show_new_issue
from planner.ui.ride.bus_position import show_following
from planner.ui.ride.issues import MOST_NEAR, show_near_issues, show_own_issues, show_raised_issues, told_elsewhere
from planner.ui.ride.parts import follow_ride, show_route
from planner.ui.ride.share_dialog import show_share
from planner.ui.ride.stop_card_parts import show_talking_points
from planner.ui.ride.talk import show_talk
from planner.ui.ride.taps import show_close_dialog, show_leader_bar, show_reopen_dialog, show_start_dialog
from planner.ui.ride.undecided import show_no_action
from planner.ui.ride.way_out import show_history, show_way_out
from planner.ui.ride.which_tour import chosen_tour
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
tour_id = chosen_tour(visit, "ride.py")
if tour_id is None:
    st.stop()
ride = visit.look_up(partial(ride_of, actor=visit.actor, tour_id=tour_id, now=visit.now))
if ride.tour.is_event:
    st.switch_page("tour.py", query_params={"id": str(tour_id)})
with visit.reading() as session:
    spot = ride.focus.stop if ride.focus else None
    ahead = ride.ahead.stop.id if ride.ahead and ride.tour.started_at else None
    card = stop_card(session, visit.actor, ahead, today=today_in(visit.city.timezone, visit.now)) if ahead else ()
    raised = raised_issues(session, visit.actor, tour_id)
    listed = told_elsewhere(visit, ride, raised)
    near = (
        open_issues_near(session, visit.actor, lat=spot.lat, lon=spot.lon, limit=MOST_NEAR, beside=listed)
        if spot and ride.is_open
        else []
    )
    said = talk_at_stop(session, visit.actor, id_of(ride.topic.stop)) if ride.topic else []

grid = st.grid(2, min_column_width=460, gap=28)
with grid.cell():
    follow_ride(ride)
    show_way_out(ride)
    show_talking_points(ride, card)
    show_leader_bar(visit, ride)
    show_following(ride)
    show_route(visit, ride)
    show_history(visit, ride)
with grid.cell():
    show_raised_issues(visit, ride, raised)
    show_own_issues(visit, ride, raised)
    show_near_issues(visit, near)
    if ride.topic and ride.is_open:
        show_talk(visit, ride, ride.topic.stop, said)

if ride.is_open and may(visit.actor, Action.LOG_ISSUE, ride.subject).allowed:
    with st.bottom, st.container(key="big"):
        st.button(
            t("ride.new_issue"),
            icon=":material/add_a_photo:",
            type="secondary" if may(visit.actor, Action.LEAD_TOUR, ride.subject).allowed else "primary",
            width="stretch",
            on_click=open_new_issue,
            args=(tour_id,),
        )

dialog = the_open_dialog()
if dialog is not None:
    match dialog.name:
        case "new_issue":
            show_new_issue(visit, ride, dialog)
        case "complete_issue":
            show_complete_issue(visit, dialog)
        case "instruct":
            show_instruct(visit, dialog)
        case "no_action":
            show_no_action(visit, dialog)
        case "share":
            show_share(visit, ride, dialog)
        case "start":
            show_start_dialog(visit, ride, dialog)
        case "close":
            show_close_dialog(visit, ride, dialog)
        case "reopen":
            show_reopen_dialog(visit, ride, dialog)
