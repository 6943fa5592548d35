"""Ways to add stops: a tap on the map, the catalogue with addresses and coordinates, open issues of a whole area."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from planner.city.addresses.addresses import FoundAddress
from planner.domain.coordinates import typed_point
from planner.domain.deadlines import today_in
from planner.domain.errors import PlannerError
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Category, District, Place
from planner.domain.models.types import id_of
from planner.phrases.names import address_note, address_title, say_example
from planner.render.maps.plan_map import Circle
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_categories
from planner.services.city.places import find_places
from planner.services.tours.area import AreaIssue, AreaIssues, issues_in_area
from planner.services.tours.plan import Plan
from planner.services.tours.stops import add_stop_at_place, add_stops_from_issues
from planner.ui.address_parts import found_addresses
from planner.ui.dialog_state import open_dialog
from planner.ui.text import plain
from planner.ui.tour.plan_changes import tap_plan
from planner.ui.plan.plan_map import Area, area_centre
from planner.ui.visit import say_no

WAYS = {"map": "touch_app", "search": "search", "issues": "flag"}
RADII_M = (300, 500, 1000)
SHOWN_PLACES = 6


def show_ways_to_add(visit: Visit, plan: Plan, districts: Sequence[District]) -> Area | None:
    """The choice of a way and its fields; returns what the search for issues puts on the map, None in the other ways."""
    t = visit.t
    way = st.segmented_control(
        t("plan.add.how"),
        list(WAYS),
        format_func=lambda each: f":material/{WAYS[each]}: {t(f'plan.add.{each}')}",
        default="map",
        required=True,
        key="add_way",
        label_visibility="collapsed",
    )
    if way == "search":
        _show_search(visit, plan)
    elif way == "issues":
        return _show_issues(visit, plan, districts)
    else:
        with st.container(key="plan_hint"):  # while it is there, the style sheet keeps the map beside the stops
            st.markdown(f":gray[{t('plan.add.map_hint')}]")
    return None


def _show_search(visit: Visit, plan: Plan) -> None:
    t = visit.t
    text = st.text_input(t("plan.add.find"), key="add_text", icon=":material/search:", live=True) or ""
    try:
        point = typed_point(text)
    except PlannerError as error:
        st.error(say_no(t, error), icon=":material/error:")
        return
    if point is not None:
        st.button(
            t("plan.add.point", lat=f"{point.lat:.5f}", lon=f"{point.lon:.5f}"),
            icon=":material/add_location_alt:",
            on_click=lambda: open_dialog("new_stop", point=point),
        )
        return
    with visit.reading() as session:
        places, total = find_places(session, visit.actor, text=text, page_size=SHOWN_PLACES)
    found = found_addresses(visit, text)
    if not places and not found:
        example = say_example(visit.city)
        sentence = t("plan.add.nothing", example=example) if text else t("plan.add.no_places", example=example)
        st.info(sentence, icon=":material/search_off:")
    with st.container(gap="xsmall"):
        for place in places:
            _show_place(visit, plan, place)
    if total > len(places):
        st.markdown(f":gray[{t('plan.add.more', n=total - len(places))}]")
    if found:
        st.markdown(f"**{t('addresses.in_city')}**")
        with st.container(gap="xsmall"):
            for number, address in enumerate(found):
                _show_address(visit, number, address)


def _show_place(visit: Visit, plan: Plan, place: Place) -> None:
    tour_id, place_id = id_of(plan.tour), id_of(place)
    with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{plain(place.name)}**")
            if place.address:
                st.markdown(f":gray[{plain(place.address)}]")
        st.button(
            visit.t("plan.add.button"),
            icon=":material/add:",
            key=f"add_place_{place_id}",
            on_click=lambda: tap_plan(
                tour_id, lambda session, now: add_stop_at_place(session, now.actor, tour_id, place_id)
            ),
        )


def _show_address(visit: Visit, number: int, found: FoundAddress) -> None:
    """An address becomes a stop by the same dialog as a tap on the map, with its name and address filled in."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{plain(address_title(found))}**")
            st.markdown(f":gray[{plain(address_note(visit.t, found))}]")
        st.button(
            visit.t("plan.add.button"),
            icon=":material/add_location_alt:",
            key=f"add_address_{number}",
            on_click=lambda: open_dialog(
                "new_stop", point=found.point, title=address_title(found), address=found.address
            ),
        )


def _show_issues(visit: Visit, plan: Plan, districts: Sequence[District]) -> Area:
    t, tour_id = visit.t, id_of(plan.tour)
    with visit.reading() as session:
        categories = list_categories(session, visit.actor)
    wanted = _asked_filter(visit, districts, categories)
    centre, today = area_centre(tour_id), today_in(visit.city.timezone, visit.now)
    radius = st.segmented_control(
        t("plan.area.radius"),
        RADII_M,
        format_func=lambda metres: t("plan.area.metres", metres=metres),
        key="area_radius",
        help=t("plan.area.radius_help"),
    )
    around = centre if radius else None
    if around is None and not (wanted.district_id or wanted.category_id or wanted.overdue):
        st.markdown(f":gray[{t('plan.area.tap') if radius else t('plan.area.choose')}]")
        return Area()
    with visit.reading() as session:
        found = issues_in_area(
            session, visit.actor, tour_id, wanted, today=today, around=around, radius_m=float(radius or 0)
        )
    is_area = around is not None or wanted.district_id is not None
    _show_found(visit, tour_id, found, is_area, scope=f"{wanted.to_query()}{around}{radius}")
    circle = Circle(around, float(radius)) if around is not None and radius else None
    return Area(tuple(row.issue.point for row in found.rows), circle)


def _asked_filter(visit: Visit, districts: Sequence[District], categories: Sequence[Category]) -> IssueFilter:
    t, language = visit.t, visit.t.language
    district_names = {district.id: district.name for district in districts}
    category_names = {category.id: category.name_in(language) for category in categories}
    grid = st.grid(2, min_column_width=200, gap="small")
    district_id = grid.cell().selectbox(
        t("plan.area.district"),
        [None, *district_names],
        format_func=lambda each: district_names[each] if each else t("plan.area.whole_city"),
        key="area_district",
    )
    category_id = grid.cell().selectbox(
        t("plan.area.category"),
        [None, *category_names],
        format_func=lambda each: category_names[each] if each else t("plan.area.any_category"),
        key="area_category",
    )
    overdue = st.toggle(t("plan.area.overdue"), key="area_overdue")
    return IssueFilter(district_id=district_id, category_id=category_id, state="open", overdue=overdue)


def _show_found(visit: Visit, tour_id: int, found: AreaIssues, chosen_at_first: bool, *, scope: str) -> None:
    """The issues to choose from: all of an area at once, but nobody wants all of a city."""
    t = visit.t
    if not found.rows:
        st.info(t("plan.area.none"), icon=":material/search_off:")
        return
    more = found.total > len(found.rows)
    st.markdown(
        t("plan.area.most_urgent", n=len(found.rows), total=found.total)
        if more
        else t("plan.area.found", n=len(found.rows))
    )
    with st.container(height=320, gap="xsmall"):
        chosen = [id_of(row.issue) for row in found.rows if _is_chosen(visit, row, chosen_at_first, scope)]
    st.button(
        t("plan.area.add", n=len(chosen)),
        icon=":material/add_location_alt:",
        width="stretch",
        disabled=not chosen,
        help=t("plan.area.add_help"),
        on_click=lambda: _add(tour_id, chosen, [row for row in found.rows if row.issue.internal]),
    )


def _add(tour_id: int, chosen: Sequence[int], hidden: Sequence[AreaIssue]) -> None:
    """At once, or after the question how a stop for an internal issue is called."""
    numbers = [issue_id for issue_id in (id_of(row.issue) for row in hidden) if issue_id in chosen]
    if numbers:
        open_dialog("internal_stop", issue_ids=chosen, numbers=numbers)
    else:
        tap_plan(tour_id, lambda session, now: add_stops_from_issues(session, now.actor, tour_id, chosen))


def _is_chosen(visit: Visit, row: AreaIssue, at_first: bool, scope: str) -> bool:
    issue = row.issue
    facts = [row.category.name_in(visit.t.language), issue.address, _due(visit, issue.due_on)]
    label = f"№ {issue.id} " + ", ".join(plain(fact) for fact in facts if fact)
    return st.checkbox(label, value=at_first, key=f"area_issue_{scope}_{issue.id}")


def _due(visit: Visit, due_on: date | None) -> str:
    return "" if due_on is None else visit.t("plan.area.due", day=visit.t.short_date(due_on))
