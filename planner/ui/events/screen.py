"""The screen of an event: when and where, who speaks of what, which media come, what became of it."""

import streamlit as st
from streamlit_folium import st_folium

from planner.domain.materials import materials_of
from planner.domain.models.types import id_of
from planner.domain.words import TourState
from planner.phrases.events.event import say_topics_too_long
from planner.phrases.names import person_with_post, say_far
from planner.phrases.plan import span
from planner.phrases.tours import say_cancelled, say_when
from planner.render.maps.base_map import base_map
from planner.render.maps.plan_map import Flag, PlanDrawing, plan_features
from planner.services.access.visit import Visit
from planner.services.city.districts import list_districts
from planner.services.events.events import Event, event_of
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.events.copies import note_made, show_copies_dialog
from planner.ui.events.dialogs import show_event_dialog
from planner.ui.events.head import show_bottom, show_event_links
from planner.ui.events.media_parts import show_media
from planner.ui.text import plain
from planner.ui.tour.plan_changes import show_plan_problem
from planner.ui.tour_look import show_tour_title

_MAP_HEIGHT = 320


def show_event(visit: Visit, tour_id: int) -> None:
    """Everything about one event, for whoever may see it; what one may not do is not offered."""
    with visit.reading() as session:
        event = event_of(session, visit.actor, tour_id)
    _show_head(visit, event)
    note_made(visit, event.tour)
    show_plan_problem()
    grid = st.grid(2, min_column_width=380, gap=28)
    with grid.cell():
        _show_place(visit, event)
        _show_people(visit, event)
        _show_materials(visit, event)
    with grid.cell():
        _show_topics(visit, event)
        show_media(visit, event)
    show_bottom(visit, event)
    show_event_dialog(visit, event)
    show_copies_dialog(visit, event.tour, the_open_dialog())


def _show_head(visit: Visit, event: Event) -> None:
    t, tour = visit.t, event.tour
    show_tour_title(t, tour, tour.title)
    st.markdown(f":gray[{plain(t(f'words.tour_kind.{tour.kind.value}'))} · {plain(say_when(t, tour))}]")
    if tour.state is TourState.CANCELLED:
        st.error(plain(say_cancelled(t, tour)), icon=":material/cancel:")
    if tour.state is TourState.DELETED:
        st.error(t("events.deleted"), icon=":material/delete:")
    if tour.state is TourState.CLOSED:
        came = t("events.people_came", n=tour.people_came) if tour.people_came is not None else t("events.not_counted")
        media = sum(each.came is True for each in event.media)
        said = [came, t("events.media_came", n=media)] if event.sees_media else [came]
        st.success(f"{t('events.took_place')} {' '.join(said)}", icon=":material/check_circle:")
    if tour.note:
        st.markdown(plain(tour.note))
    if st.session_state.get(f"published_{tour.id}") == tour.version:
        st.success(t("events.published"), icon=":material/check_circle:")
    show_event_links(visit, event)


def _show_place(visit: Visit, event: Event) -> None:
    t, tour = visit.t, event.tour
    st.header(t("events.place"), anchor=False)
    if tour.start_point is None:
        st.info(t("events.no_place_yet"), icon=":material/wrong_location:")
        return
    address = event.stop.address if event.stop else ""
    st.markdown(f"**{plain(tour.start_name)}**{f' · {plain(address)}' if address else ''}")
    far = say_far(t, visit.city, tour.start_point)
    if far:
        st.warning(plain(far), icon=":material/wrong_location:")
    with visit.reading() as session:
        districts = list_districts(session, visit.actor)
    drawing = PlanDrawing(flags=[Flag(tour.start_point, tour.start_name)])
    st_folium(
        base_map(visit.city, districts, t, tiles=visit.tiles),
        key=f"event_map_{tour.id}",
        height=_MAP_HEIGHT,
        use_container_width=True,
        feature_group_to_add=plan_features(drawing),
        returned_objects=[],
        center=tuple(tour.start_point),
        zoom=15,
    )


def _show_people(visit: Visit, event: Event) -> None:
    t = visit.t
    for name, person in (("leader_id", event.host), ("secretary_id", event.organiser)):
        said = t("tours.nobody") if person is None else person_with_post(person.name, person.post)
        phone = f", {person.phone}" if person and person.phone else ""
        st.markdown(f"{t(f'events.field.{name}')}: **{plain(said)}**{plain(phone)}")
    if event.invited:
        st.markdown(plain(t("events.guests", n=event.invited, coming=event.coming)))


def _show_materials(visit: Visit, event: Event) -> None:
    materials = materials_of(event.tour.materials)
    if not materials:
        return
    st.header(visit.t("events.materials"), anchor=False)
    for each in materials:
        if each.url:
            st.link_button(plain(each.name), each.url, icon=":material/open_in_new:", type="tertiary")
        else:
            st.markdown(f"- {plain(each.name)}")


def _show_topics(visit: Visit, event: Event) -> None:
    t = visit.t
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(t("events.topics"), anchor=False)
        if event.can_change and event.stop is not None:
            stop_id, version = id_of(event.stop), event.tour.version
            st.button(
                t("events.topics_edit"),
                icon=":material/edit:",
                on_click=lambda: open_dialog("topics", stop_id=stop_id, version=version),
            )
    if not event.topics:
        st.markdown(f":gray[{t('events.no_topics' if event.stop is not None else 'events.topics_after_place')}]")
    for number, item in enumerate(event.topics, start=1):
        facts = " · ".join(filter(None, [item.speaker, span(t, item.minutes)]))
        st.markdown(f"{number}\\. **{plain(item.text)}**  \n:gray[{plain(facts)}]")
    too_long = say_topics_too_long(t, event)
    if too_long:
        st.warning(plain(too_long), icon=":material/warning:")
