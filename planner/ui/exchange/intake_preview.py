"""What a file would do, before anybody has said yes: how many rows of which kind, each that is not right, and the map."""

from collections.abc import Sequence

import streamlit as st
from streamlit_folium import st_folium

from planner.domain.geo import Point
from planner.domain.shapes import AREAS, outer_lines
from planner.phrases.exchange.intake import say_about, say_counts, say_notes, say_problems
from planner.render.maps.base_map import base_map
from planner.render.maps.closure_map import ClosedShape
from planner.render.maps.plan_map import Pin, PlanDrawing, plan_features
from planner.services.access.visit import Visit
from planner.services.city.districts import list_districts
from planner.services.intake.planned import Fate, IntakePlan, Planned
from planner.ui.light import show_table
from planner.ui.text import plain

ON_A_PAGE = 50
MOST_DOTS, MOST_PINS, MOST_OUTLINES = 1_500, 60, 200
_HEIGHT = 420
_WRONG = (Fate.BAD, Fate.DOUBT)


def show_plan(visit: Visit, plan: IntakePlan) -> None:
    """The counts, the map, and the rows: those with something wrong first, unless others are asked for."""
    st.markdown(" · ".join(f"**{each}**" for each in say_counts(visit.t, plan)))
    _show_map(visit, plan)
    _show_rows(visit, plan)


def _show_map(visit: Visit, plan: IntakePlan) -> None:
    placed = [(each, each.point) for each in plan.rows if each.point is not None]
    if not placed:
        return
    t = visit.t
    right = [point for each, point in placed if each.fate not in _WRONG]
    wrong = [(each, point) for each, point in placed if each.fate in _WRONG][:MOST_PINS]
    step = -(-len(right) // MOST_DOTS) or 1
    drawing = PlanDrawing(
        pins=[Pin(point, each.row.row, _title(visit, each), warns=True) for each, point in wrong],
        dots=[] if plan.kind == "districts" else right[::step],
        closed=_outlines(plan),
    )
    with visit.reading() as session:
        districts = list_districts(session, visit.actor)
    st_folium(
        base_map(visit.city, districts, t, tiles=visit.tiles),
        key=f"intake_map_{plan.kind}",
        height=_HEIGHT,
        use_container_width=True,
        feature_group_to_add=plan_features(drawing),
        returned_objects=[],
    )
    shown = len(drawing.dots) or len({each.name for each in drawing.closed})
    st.markdown(f":gray[{t('intake.map_legend', shown=t.number(shown), all=t.number(len(right)))}]")


def _title(visit: Visit, each: Planned) -> str:
    return " ".join([each.row.name, *say_problems(visit.t, each.row)])


def _outlines(plan: IntakePlan) -> Sequence[ClosedShape]:
    """The lines of each row, and of its areas the outer ring of each part."""
    found = []
    for each in plan.rows:
        shape = each.row.shape
        if shape is None or each.fate is Fate.BAD:
            continue
        for line in outer_lines(shape):
            corners = [Point(lat, lon) for lon, lat in line]
            found.append(ClosedShape(each.row.name, corners, is_area=shape["type"] in AREAS))
    return found[:MOST_OUTLINES]


def _show_rows(visit: Visit, plan: IntakePlan) -> None:
    t = visit.t
    fates = [fate for fate in (*_WRONG, Fate.NEW, Fate.CHANGE, Fate.KNOWN) if plan.count(fate)]
    wanted = st.segmented_control(
        t("intake.show"),
        fates,
        default=fates[0],
        format_func=lambda fate: t(f"intake.show.{fate.value}"),
        required=True,
        key=f"intake_show_{plan.kind}",
    )
    rows = [each for each in plan.rows if each.fate is wanted]
    last = -(-len(rows) // ON_A_PAGE)
    number = st.pagination(last, key=f"intake_page_{plan.kind}_{wanted}") if last > 1 else 1
    shown = rows[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    show_table(
        {
            t("places.row"): [each.row.row for each in shown],
            t("intake.field.name"): [plain(each.row.name) for each in shown],
            t("intake.about"): [plain(say_about(t, each)) for each in shown],
            t("intake.remarks"): [plain(_remarks(visit, each)) for each in shown],
        },
    )


def _remarks(visit: Visit, each: Planned) -> str:
    t = visit.t
    return " ".join([*say_problems(t, each.row), *say_notes(t, each.row.problems)])
