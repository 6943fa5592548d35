"""The dialog with everything that one takes along of a tour: papers, files, links to navigators, the code of each stop."""

from functools import partial

import streamlit as st

from planner import links
from planner.domain.models import Tour
from planner.domain.permissions import Action, may
from planner.domain.words import TourState
from planner.i18n import Translator
from planner.phrases.tour_route import route_of
from planner.render.files.navigators import part_words, route_links, stop_links
from planner.render.files.qr import qr_png
from planner.render.files.tour_route import RouteStop, TourRoute
from planner.services.access.scopes import subject_of_tour
from planner.services.access.sharing import share_tour
from planner.services.access.visit import Visit
from planner.services.tours.plan import Plan, plan_of
from planner.ui.dialog_state import OpenDialog, show_dialog
from planner.ui.light import show_to_copy
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt

_QR_SIDE = 260
_PRINT, _TAKE = ":material/print:", ":material/download:"
_TAKEN = (
    ("protocol.word", links.PROTOCOL_DOCX),
    ("instruction_papers.list.word", links.INSTRUCTIONS_DOCX),
    ("instruction_papers.list.table", links.INSTRUCTIONS_XLSX),
)
"""What is taken along of the tour's instructions."""


def show_papers(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """Each link is an ordinary one, so that it can be opened beside, saved and sent on; what one may not have is missing."""
    title, icon = visit.t("papers.dialog.title"), ":material/description:"
    show_dialog(dialog, title, partial(_show_all, plan.tour), width="large", icon=icon, dismissible=True)


def _show_all(tour: Tour, visit: Visit, dialog: OpenDialog) -> None:
    plan = visit.look_up(lambda session: plan_of(session, visit.actor, tour.id or 0, now=visit.now))
    route = route_of(plan, visit.site)
    if dialog.about.get("join"):
        _show_join(visit, tour, dialog)
    _show_files(visit, tour)
    _show_route(visit.t, route)
    _show_stop(visit.t, route, dialog)
    if not dialog.about.get("join"):
        _show_join(visit, tour, dialog)


def _show_join(visit: Visit, tour: Tour, dialog: OpenDialog) -> None:
    """The link by which tablets and passengers join, as a code and to be copied; made by a tap where there is none yet."""
    t = visit.t
    is_open = tour.state in (TourState.PUBLISHED, TourState.RIDING)
    if not is_open or not may(visit.actor, Action.SHARE_TOUR, subject_of_tour(tour)).allowed:
        return
    st.header(t("papers.dialog.join"), anchor=False)
    st.markdown(f":gray[{t('sharing.explain')}]")
    made = st.button(t("papers.dialog.join_show"), icon=":material/qr_code_2:", key=dialog.key("join"))
    code = None
    if made or dialog.about.get("join"):
        done = attempt(visit, lambda session: share_tour(session, visit.actor, tour.id or 0))
        keep_problem("join", done.problem)
        code = done.value
    show_problem("join")
    if code is None:
        return
    address = visit.site.url(links.JOIN.to(code=code))
    with st.container(horizontal_alignment="center"):
        st.image(qr_png(address, side_px=2 * _QR_SIDE), width=_QR_SIDE, alt=t("sharing.qr_alt", address=address))
    show_to_copy(t, address)


def _show_files(visit: Visit, tour: Tour) -> None:
    t, subject = visit.t, subject_of_tour(tour)
    sees_people = may(visit.actor, Action.SEE_PEOPLE).allowed
    lists_people = sees_people and any(
        may(visit.actor, action, subject).allowed for action in (Action.INVITE, Action.LEAD_TOUR)
    )
    papers = [
        ("papers.sheet.title", links.ROUTE_SHEET, sees_people),
        ("papers.folder.title", links.LEADER_FOLDER, sees_people),
        ("papers.passengers.title", links.PASSENGERS, lists_people),
        ("papers.posters.title", links.STOP_POSTERS, True),
        ("papers.stops.title", links.STOP_SHEETS, sees_people),
        ("protocol.pdf", links.PROTOCOL_PDF, sees_people),
    ]
    st.header(t("papers.dialog.print"), anchor=False)
    grid = st.grid(2, min_column_width=250, gap="small")
    for title, path, allowed in papers:
        if allowed:
            grid.cell().link_button(t(title), path.to(tour_id=tour.id), icon=_PRINT, width="stretch")
    st.header(t("papers.dialog.take"), anchor=False)
    grid = st.grid(3, min_column_width=170, gap="small")
    grid.cell().link_button(
        t("tours.calendar"), links.TOUR_CALENDAR.to(tour_id=tour.id), icon=":material/event:", width="stretch"
    )
    for name, path in (("GPX", links.ROUTE_GPX), ("GeoJSON", links.ROUTE_GEOJSON)):
        grid.cell().link_button(name, path.to(tour_id=tour.id), icon=_TAKE, width="stretch")
    if sees_people:
        for title, path in _TAKEN:
            grid.cell().link_button(t(title), path.to(tour_id=tour.id), icon=_TAKE, width="stretch")
    if visit.actor.person_id is not None:
        st.page_link("account.py", label=t("papers.dialog.subscribe"), icon=":material/event_repeat:")


def _show_route(t: Translator, route: TourRoute) -> None:
    links = route_links(route.points)
    if not links:
        return
    st.header(t("papers.dialog.route"), anchor=False)
    parted = len(links) > len({link.service for link in links})
    if parted:
        letters = {"start": t("papers.map.start_letter"), "end": t("papers.map.end_letter")}
        st.markdown(f":gray[{t('papers.dialog.parts', **letters)}]")
    grid = st.grid(3, min_column_width=170, gap="small")
    for link in links:
        grid.cell().link_button(
            f"{link.service}: {part_words(route, link, t)}" if parted else link.service,
            link.address,
            icon=":material/navigation:",
            width="stretch",
        )


def _show_stop(t: Translator, route: TourRoute, dialog: OpenDialog) -> None:
    if not route.stops:
        return
    st.header(t("papers.dialog.stop"), anchor=False)
    stop = st.selectbox(
        t("papers.dialog.stop"),
        route.stops,
        format_func=lambda each: f"{each.number}. {each.name}",
        label_visibility="collapsed",
        key=dialog.key("stop"),
    )
    if stop is None:
        return
    grid = st.grid(2, min_column_width=260, gap="medium")
    with grid.cell():
        _show_code(t, stop)
    with grid.cell():
        for link in stop_links(stop.point, stop.name):
            name = t("papers.dialog.geo") if link.service == "geo:" else link.service
            st.link_button(name, link.address, icon=":material/navigation:", width="stretch")


def _show_code(t: Translator, stop: RouteStop) -> None:
    if not stop.public_link:
        st.info(t("papers.dialog.no_code"), icon=":material/qr_code_2:")
        return
    alt = t("papers.dialog.code_alt", number=stop.number, address=stop.public_link)
    with st.container(horizontal_alignment="center"):
        st.image(qr_png(stop.public_link, side_px=2 * _QR_SIDE), width=_QR_SIDE, alt=alt)
        st.markdown(t("papers.dialog.code"), width="content")
    st.markdown(plain(stop.public_link.partition("://")[2]), text_alignment="center")
