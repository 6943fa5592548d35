"""Search over the map: places of the catalogue, addresses, coordinates and issues by number, each added with one tap."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.city.addresses.addresses import FoundAddress
from planner.domain.coordinates import typed_point
from planner.domain.deadlines import today_in
from planner.domain.errors import PlannerError
from planner.domain.geo import Point
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Place
from planner.domain.models.types import id_of
from planner.phrases.names import address_note, address_title, say_example
from planner.services.access.visit import Visit
from planner.services.city.places import find_places
from planner.services.layers.layers import list_layers
from planner.services.tours.area import AreaIssue, issues_in_area
from planner.services.tours.plan import Plan
from planner.ui.dialog_state import open_dialog
from planner.ui.plan.area import add_issues
from planner.ui.plan.far_dialog import tap_stop
from planner.ui.point.addresses import found_addresses, no_address
from planner.ui.text import plain
from planner.ui.visit import say_no

SHOWN_PLACES = 6
SHOWN_ISSUES = 3
_TEXT, _WAY = "add_text", "add_way"


def show_search(visit: Visit, plan: Plan) -> bool:
    """The field, what it finds, and the switch to the open issues; whether that is on."""
    t = visit.t
    with st.container(horizontal=True, wrap=False, gap="small", vertical_alignment="center", key="plan_search"):
        text = st.text_input(
            t("plan.add.find"),
            key=_TEXT,
            icon=":material/search:",
            placeholder=t("plan.add.find"),
            label_visibility="collapsed",
            live=True,
        )
        way = st.pills(
            t("plan.add.layer"),
            ["issues"],
            format_func=lambda each: f":material/flag: {t(f'plan.add.{each}')}",
            key=_WAY,
            label_visibility="collapsed",
            width="content",
        )
    if text and text.strip():
        with st.container(key="plan_found", gap="xsmall", border=True):
            _show_found(visit, plan, text)
    return way == "issues"


def _show_found(visit: Visit, plan: Plan, text: str) -> None:
    t = visit.t
    try:
        point = typed_point(text)
    except PlannerError as error:
        st.error(say_no(t, error), icon=":material/error:")
        return
    if point is not None:
        _show_point(visit, point)
        return
    with visit.reading() as session:
        places, total = find_places(session, visit.actor, text=text, page_size=SHOWN_PLACES)
        layers = {row.layer.id: row.layer.name_in(t.language) for row in list_layers(session, visit.actor)}
    issues, addresses = _issues_called(visit, plan, text), found_addresses(visit, text)
    if not places and not addresses and not issues:
        sentence = t("plan.add.nothing", example=say_example(visit.city))
        st.info(f"{plain(no_address(visit, text))} {sentence}", icon=":material/search_off:")
    for issue in issues:
        _show_issue(visit, plan, issue)
    for place in places:
        _show_place(visit, plan, place, layers.get(place.layer_id, ""))
    if total > len(places):
        st.markdown(f":gray[{t('plan.add.more', n=total - len(places))}]")
    for number, address in enumerate(addresses):
        _show_address(visit, number, address)


def _issues_called(visit: Visit, plan: Plan, text: str) -> tuple[AreaIssue, ...]:
    """Open issues, where a number is typed: «№ 148» or «148»."""
    if not text.strip(" №#").isdecimal():
        return ()
    wanted = IssueFilter(text=text, state="open")
    today = today_in(visit.city.timezone, visit.now)
    with visit.reading() as session:
        found = issues_in_area(session, visit.actor, id_of(plan.tour), wanted, today=today, limit=SHOWN_ISSUES)
    return found.rows


def _show_point(visit: Visit, point: Point) -> None:
    st.button(
        visit.t("plan.add.point", lat=f"{point.lat:.5f}", lon=f"{point.lon:.5f}"),
        icon=":material/add_location_alt:",
        on_click=lambda: _open_new(point=point),
    )


def _show_issue(visit: Visit, plan: Plan, found: AreaIssue) -> None:
    t, issue = visit.t, found.issue
    issue_id = id_of(issue)
    title = f"№ {issue_id} {found.category.name_in(t.language)}"
    with _line(title, issue.address):
        st.button(
            t("plan.add.button"),
            icon=":material/add:",
            key=f"add_issue_{issue_id}",
            on_click=lambda: _once(lambda: add_issues(visit, id_of(plan.tour), [issue_id], [found])),
        )


def _show_place(visit: Visit, plan: Plan, place: Place, layer: str) -> None:
    """A place of the catalogue; a facility is told with its layer."""
    tour_id, place_id = id_of(plan.tour), id_of(place)
    with _line(place.name, " · ".join(filter(None, [layer, place.address]))):
        st.button(
            visit.t("plan.add.button"),
            icon=":material/add:",
            key=f"add_place_{place_id}",
            on_click=lambda: _once(lambda: tap_stop(tour_id, "place", place_id=place_id)),
        )


def _show_address(visit: Visit, number: int, found: FoundAddress) -> None:
    """An address becomes a stop by the same dialog as a tap on the map, with its name and address filled in."""
    with _line(address_title(found), address_note(visit.t, found)):
        st.button(
            visit.t("plan.add.button"),
            icon=":material/add_location_alt:",
            key=f"add_address_{number}",
            on_click=lambda: _open_new(point=found.point, title=address_title(found), address=found.address),
        )


def _line(title: str, note: str) -> DeltaGenerator:
    """A line of what was found: its words, and room for the button at its end."""
    line = st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="small")
    words = f"**{plain(title)}**" + (f"  \n:gray[{plain(note)}]" if note else "")
    line.markdown(words)
    return line


def _open_new(*, point: Point, title: str = "", address: str = "") -> None:
    _once(lambda: open_dialog("new_stop", point=point, title=title, address=address))


def _once(add: Callable[[], None]) -> None:
    """What was looked for is found: the list over the map closes, and a tap too many finds it closed."""
    if not st.session_state.get(_TEXT):
        return
    st.session_state[_TEXT] = ""
    add()
