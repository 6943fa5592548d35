"""The city's settings: name, time zone, first view of the map, tiles, speeds."""

import streamlit as st

from planner.config import settings
from planner.domain.geo import Point
from planner.i18n.zones import zone_choices
from planner.services.city.city import CitySettings, edit_city
from planner.services.city.extract import current_extract
from planner.ui.deadlines.calendar_parts import ask_terms, show_days, show_days_file, show_own_day
from planner.ui.dialog_state import the_open_dialog
from planner.ui.exchange.backup_parts import show_backups
from planner.ui.form_state import screen_form, show_theirs
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.notices.mails import show_mails
from planner.ui.point.field import ask_point
from planner.ui.public.keys import show_keys
from planner.ui.public.webhooks import show_webhooks
from planner.ui.settings.demo_parts import show_demo, show_remove_demo
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

visit = current_visit()
t, city = visit.t, visit.city
extract = current_extract(settings().data)
own_map = plain(extract.file_name) if extract else ""
notes = FieldNotes()
form = screen_form("city")

st.title(t("city.title"), anchor=False)
with st.expander(t("city.view_by_map"), icon=":material/my_location:"):
    middle = ask_point(visit, key=form.key("middle"), present=Point(city.view_lat, city.view_lon))
    if middle is not None:
        st.markdown(f":green[{t('city.view_tapped')}]")
view = middle.point if middle else Point(city.view_lat, city.view_lon)
with kept_form("city"), st.form("city", border=False):
    with st.container(border=True):
        st.header(t("city.about"), anchor=False)
        name = st.text_input(t("city.name"), city.name, max_chars=100, key=form.key("name"))
        notes.under("name")
        name_en = st.text_input(t("city.name_en"), city.name_en, max_chars=100, key=form.key("name_en"))
        zones = zone_choices(t, city.timezone, now=visit.now)
        timezone = st.selectbox(
            t("city.timezone"),
            list(zones),
            list(zones).index(city.timezone),
            format_func=lambda each: zones[each],
            key=form.key("timezone"),
        )
        notes.under("timezone")
        sign_in_help = st.text_input(
            t("city.sign_in_help"),
            city.sign_in_help,
            max_chars=200,
            help=t("city.sign_in_help_hint"),
            key=form.key("sign_in_help"),
        )
        notes.under("sign_in_help")
    with st.container(border=True):
        st.header(t("city.view"), anchor=False)
        grid = st.grid(3, min_column_width=180)
        view_lat = grid.cell().number_input(
            t("city.lat"), value=view.lat, format="%.5f", step=0.01, key=form.key(f"view_lat_{view}")
        )
        view_lon = grid.cell().number_input(
            t("city.lon"), value=view.lon, format="%.5f", step=0.01, key=form.key(f"view_lon_{view}")
        )
        view_zoom = grid.cell().number_input(t("city.zoom"), value=city.view_zoom, step=1, key=form.key("view_zoom"))
        notes.under("view_lat")
        notes.under("view_zoom")
    with st.container(border=True):
        st.header(t("city.tiles"), anchor=False)
        st.markdown(t("city.tiles_explain" if extract is None else "city.tiles_explain_own", name=own_map))
        tile_url = st.text_input(
            t("city.tile_url"), city.tile_url, placeholder="/tiles/{z}/{x}/{y}.png", key=form.key("tile_url")
        )
        notes.under("tile_url")
        tile_attribution = st.text_input(
            t("city.tile_attribution"), city.tile_attribution, key=form.key("tile_attribution")
        )
        notes.under("tile_attribution")
    with st.container(border=True):
        st.header(t("city.speeds"), anchor=False)
        st.markdown(t("city.speeds_explain" if extract is None else "city.speeds_explain_own"))
        st.page_link("travel.py", label=t("travel.open"), icon=":material/timer:")
        grid = st.grid(2, min_column_width=180)
        speed = grid.cell().number_input(
            t("city.speed"), value=city.speed_kmh, step=1.0, format="%.0f", key=form.key("speed_kmh")
        )
        detour = grid.cell().number_input(
            t("city.detour"), value=city.detour_factor, step=0.05, format="%.2f", key=form.key("detour_factor")
        )
        notes.under("speed_kmh")
        notes.under("detour_factor")
    with st.container(border=True):
        st.header(t("city.on_the_way"), anchor=False)
        least = st.number_input(
            t("city.least_talk"), value=city.least_talk_minutes, step=1, key=form.key("least_talk_minutes")
        )
        notes.under("least_talk_minutes")
    with st.container(border=True):
        st.header(t("city.tablets"), anchor=False)
        originals = st.toggle(
            t("city.keep_originals"),
            city.keep_originals,
            help=t("city.keep_originals_hint"),
            key=form.key("keep_originals"),
        )
    terms = ask_terms(visit, notes, form)
    notes.under("")
    wanted = CitySettings(
        name=name,
        name_en=name_en,
        timezone=timezone,
        view_lat=view_lat,
        view_lon=view_lon,
        view_zoom=view_zoom,
        tile_url=tile_url,
        tile_attribution=tile_attribution,
        speed_kmh=speed,
        detour_factor=detour,
        least_talk_minutes=least,
        sign_in_help=sign_in_help,
        keep_originals=originals,
        **terms,
    )
    seen = notes.began_with(form.key("seen"), vars(wanted))
    if st.form_submit_button(t("app.save"), type="primary", icon=":material/check:", width="stretch"):
        done = attempt(visit, lambda session: edit_city(session, visit.actor, wanted, seen=seen))
        notes.show(done.problem)
        if done.problem is None:
            notes.began_with(form.key("seen"), vars(wanted), anew=True)
            st.toast(t("app.saved"), icon=":material/check_circle:")
show_theirs(visit, form)

show_days(visit)
show_mails(visit)
show_keys(visit)
show_webhooks(visit)
show_backups(visit)
show_demo(visit)
dialog = the_open_dialog()
if dialog is not None:
    match dialog.name:
        case "own_day":
            show_own_day(visit, dialog)
        case "days_file":
            show_days_file(visit, dialog)
        case "remove_demo":
            show_remove_demo(visit, dialog)
