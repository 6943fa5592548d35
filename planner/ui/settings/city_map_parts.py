"""Parts of the screen of the city's map: what is in place, the choice of a file, and the import under way."""

from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from planner.config import settings
from planner.i18n import Translator
from planner.services.access.visit import Visit
from planner.services.city.extract import Extract
from planner.services.city.extract_import import (
    area_of_city,
    cancel_city_import,
    city_import_state,
    files_at_hand,
    keep_upload,
    start_city_import,
)
from planner.services.city.import_job import ImportState, ImportStatus
from planner.ui.forms import FieldNotes
from planner.ui.light import show_table
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import Problem, attempt, current_visit

_STARTED = "city_import_started"
_PLACE = "city_import"
_CANCELLED = "city_import_cancelled"


def show_extract(visit: Visit, extract: Extract | None) -> None:
    """What was imported, when, and how much is in it."""
    t = visit.t
    if extract is None:
        st.info(t("city_import.none"), icon=":material/layers_clear:")
        return
    with st.container(border=True):
        st.header(t("city_import.in_place"), anchor=False)
        megabytes = t.number(round(extract.file_bytes / 1e6, 1))
        moment = extract.imported_at
        facts = {
            t("city_import.file"): t("city_import.file_size", name=plain(extract.file_name), size=megabytes),
            t("city_import.date"): t("city_import.date_value", day=t.full_date(moment), time=t.time(moment)),
            t("city_import.streets"): t.number(extract.streets),
            t("city_import.houses"): t.number(extract.houses),
            t("city_import.landmarks"): t.number(extract.landmarks),
            t("city_import.tiles"): t.number(extract.tiles),
            t("city_import.source"): t("maps.attribution", source=extract.attribution),
        }
        show_table({"": list(facts), " ": list(facts.values())}, head=False)
        if visit.city.tile_url:
            st.warning(t("city_import.own_tiles"), icon=":material/layers:")


def show_outcome(t: Translator, state: ImportState) -> None:
    """How the last import ended: a failure until the next one, a success to whoever began it."""
    name = plain(state.file_name)
    match state.status:
        case ImportStatus.FAILED:
            reason = plain(t(state.reason, **state.values))
            st.error(t("city_import.failed", name=name, reason=reason), icon=":material/error:")
        case ImportStatus.INTERRUPTED:
            st.error(t("city_import.interrupted", name=name), icon=":material/error:")
        case ImportStatus.CANCELLED:
            if st.session_state.get(_STARTED):
                st.info(t("city_import.cancelled"), icon=":material/cancel:")
        case ImportStatus.DONE:
            if st.session_state.pop(_STARTED, False):
                st.toast(t("app.saved"), icon=":material/check_circle:")
        case ImportStatus.NONE | ImportStatus.RUNNING:
            pass


@st.fragment(run_every=1.0)
def show_going() -> None:
    """The bar, moved on every second, and the way to cancel; when the import ends, the whole screen is drawn anew."""
    visit = current_visit()
    t = visit.t
    with visit.reading() as session:
        state = city_import_state(session, visit.actor, data=settings().data)
    if state.status is not ImportStatus.RUNNING:
        st.session_state.pop(_CANCELLED, None)
        st.rerun()
    with st.container(border=True):
        st.header(t("city_import.going", name=plain(state.file_name)), anchor=False)
        st.progress(min(1.0, state.share), t(f"city_import.step.{state.step or 'check'}"))
        st.markdown(f":gray[{t('city_import.may_leave')} {t('city_import.keeps')}]")
        is_cancelled = st.session_state.get(_CANCELLED, False)
        word = t("city_import.cancelling") if is_cancelled else t("city_import.cancel")
        st.button(word, icon=":material/cancel:", disabled=is_cancelled, key="cancel_import", on_click=_cancel)
        show_problem(_PLACE)


def _cancel() -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: cancel_city_import(session, visit.actor, data=settings().data))
    keep_problem(_PLACE, done.problem)
    if done.problem is None:
        st.session_state[_CANCELLED] = st.session_state[_STARTED] = True


def show_choice(visit: Visit, extract: Extract | None) -> None:
    """A file from this device, or one that lies on the server, and the one button."""
    t, notes, most = visit.t, FieldNotes(), int(st.get_option("server.maxUploadSize"))
    with visit.reading() as session:
        at_hand = {path.name: path for path in files_at_hand(session, visit.actor, data=settings().data)}
    with st.container(border=True):
        st.header(t("city_import.new") if extract else t("city_import.first"), anchor=False)
        file = st.file_uploader(t("city_import.upload", most=most), type=["pbf"], key="city_file")
        chosen = None
        if at_hand:
            names = [None, *at_hand]
            chosen = st.selectbox(
                t("city_import.at_hand"), names, format_func=lambda name: name or t("city_import.not_chosen")
            )
        notes.under("file")
        st.markdown(f":gray[{t('city_import.keeps')}]")
        if st.button(t("city_import.start"), icon=":material/map:", type="primary", width="stretch"):
            notes.show(_start(visit, file, at_hand.get(chosen or "")))
    with st.expander(t("city_import.how"), icon=":material/help:"):
        with visit.reading() as session:
            box = area_of_city(session, visit.actor)
        corners = f"{box.west:.3f},{box.south:.3f},{box.east:.3f},{box.north:.3f}"
        st.markdown(t("city_import.how_text", box=corners, most=most, folder=plain(str(settings().data / "extracts"))))


def _start(visit: Visit, file: UploadedFile | None, at_hand: Path | None) -> Problem | None:
    """Starts the import and draws the screen anew, or says what is in the way."""
    data = settings().data
    if file is None and at_hand is None:
        return Problem(visit.t("city_import.error.not_chosen"), "file")
    kept = attempt(
        visit,
        lambda session: at_hand or keep_upload(session, visit.actor, file, data=data),  # type: ignore[arg-type]
    )
    source, name = kept.value, file.name if at_hand is None and file else ""
    if source is None:
        return kept.problem
    done = attempt(
        visit,
        lambda session: start_city_import(
            session, visit.actor, source, data=data, file_name=name or source.name, now=visit.now
        ),
    )
    if done.problem is None:
        st.session_state[_STARTED] = True
        st.rerun()
    return done.problem
