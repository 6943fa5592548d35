"""The open issues of an area, to make stops of: chosen by district, topic or around a tap on the map."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Category, District
from planner.domain.models.types import id_of
from planner.phrases.names import say_far
from planner.render.maps.plan_map import Circle
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_categories
from planner.services.tours.area import AreaIssue, AreaIssues, issues_in_area
from planner.services.tours.plan import Plan
from planner.ui.dialog_state import open_dialog
from planner.ui.plan.far_dialog import tap_stop
from planner.ui.plan.plan_map import Area, area_centre, area_outline, forget_outline
from planner.ui.text import plain

RADII_M = (300, 500, 1000)


def show_area(visit: Visit, plan: Plan, districts: Sequence[District]) -> Area:
    """The conditions and what they find; returns what that puts on the map."""
    t, tour_id = visit.t, id_of(plan.tour)
    with visit.reading() as session:
        categories = list_categories(session, visit.actor)
    if plan.can_change:
        st.button(t("plan.promised"), icon=":material/handshake:", on_click=open_dialog, args=("promised",))
    wanted = _asked_filter(visit, districts, categories)
    centre, today = area_centre(tour_id), today_in(visit.city.timezone, visit.now)
    radius = st.segmented_control(
        t("plan.area.radius"),
        RADII_M,
        format_func=lambda metres: t("plan.area.metres", metres=metres),
        key="area_radius",
        help=t("plan.area.radius_help"),
    )
    outline, draws = area_outline(tour_id), t("plan.area.draw")
    around = centre if radius and not outline else None
    if outline:
        st.button(t("plan.area.forget"), icon=":material/close:", on_click=lambda: forget_outline(tour_id))
    elif around is None and not (wanted.district_id or wanted.category_id or wanted.overdue):
        st.markdown(f":gray[{t('plan.area.tap') if radius else t('plan.area.choose')}]")
        return Area(draws=draws)
    with visit.reading() as session:
        found = issues_in_area(
            session,
            visit.actor,
            tour_id,
            wanted,
            today=today,
            around=around,
            radius_m=float(radius or 0),
            outline=outline,
        )
    is_area = bool(outline) or around is not None or wanted.district_id is not None
    _show_found(visit, tour_id, found, is_area, scope=f"{wanted.to_query()}{around}{radius}{hash(outline)}")
    circle = Circle(around, float(radius)) if around is not None and radius else None
    return Area(tuple(row.issue.point for row in found.rows), circle, outline, draws)


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
        on_click=lambda: add_issues(visit, tour_id, chosen, found.rows),
    )


def add_issues(visit: Visit, tour_id: int, chosen: Sequence[int], rows: Sequence[AreaIssue]) -> None:
    """At once, or after the question how a stop for an internal issue is called."""
    issues = [row.issue for row in rows if row.issue.id in chosen]
    numbers = [id_of(issue) for issue in issues if issue.internal]
    if numbers:
        far = next(filter(None, (say_far(visit.t, visit.city, issue.point) for issue in issues)), "")
        open_dialog("internal_stop", issue_ids=list(chosen), numbers=numbers, far=far)
    else:
        tap_stop(tour_id, "issues", issue_ids=list(chosen))


def _is_chosen(visit: Visit, row: AreaIssue, at_first: bool, scope: str) -> bool:
    issue = row.issue
    facts = [row.category.name_in(visit.t.language), issue.address, _due(visit, issue.due_on)]
    label = f"№ {issue.id} " + ", ".join(plain(fact) for fact in facts if fact)
    return st.checkbox(label, value=at_first, key=f"area_issue_{scope}_{issue.id}")


def _due(visit: Visit, due_on: date | None) -> str:
    return "" if due_on is None else visit.t("plan.area.due", day=visit.t.short_date(due_on))
