"""The dialog for a place, and the import of whole files."""

from collections.abc import Sequence

import streamlit as st

from planner.city.addresses.addresses import FoundAddress
from planner.domain.geo import Point
from planner.domain.models import District, Place
from planner.domain.models.types import id_of, new_id
from planner.services.access.visit import Visit
from planner.services.city.places import archive_place, import_places, preview_places, save_place
from planner.ui.address_parts import choose_address, found_addresses
from planner.ui.forms import FieldNotes
from planner.ui.text import plain
from planner.ui.visit import attempt

MOST_SHOWN = 200


def open_place(visit: Visit, place: Place | None, districts: Sequence[District]) -> None:
    """The form of one place; None makes a new one."""
    t, key = visit.t, new_id()

    @st.dialog(t("places.new") if place is None else t("places.edit"), width="large")
    def form() -> None:
        names = {district.id: district.name for district in districts}
        notes = FieldNotes()
        name = st.text_input(t("places.name"), place.name if place else "", max_chars=300)
        notes.under("name")
        address = st.text_input(t("places.address"), place.address if place else "", max_chars=300, live=True)
        found = _chosen_address(visit, address, place, key=key)
        before = place.point if place else Point(visit.city.view_lat, visit.city.view_lon)
        point = found.point if found else before
        if found and found.address and not found.asked_number:
            address = found.address
        kind = st.text_input(t("places.kind"), place.kind if place else "", max_chars=60)
        grid = st.grid(2, min_column_width=180)
        # Another point makes other fields: they begin with it, and may still be corrected.
        lat = grid.cell().number_input(t("city.lat"), value=point.lat, format="%.5f", key=f"lat-{key}-{point}")
        lon = grid.cell().number_input(t("city.lon"), value=point.lon, format="%.5f", key=f"lon-{key}-{point}")
        notes.under("lat")
        choices = [None, *names]
        district_id = st.selectbox(
            t("places.district"),
            choices,
            choices.index(place.district_id) if place and place.district_id in names else 0,
            format_func=lambda each: names[each] if each else t("places.district_by_map"),
        )
        notes.under("")
        if st.button(t("app.save"), type="primary", width="stretch", key="save_place"):
            done = attempt(
                visit,
                lambda session: save_place(
                    session,
                    visit.actor,
                    place_id=place.id if place else None,
                    name=name,
                    lat=lat,
                    lon=lon,
                    kind=kind,
                    address=address,
                    district_id=district_id,
                    source=place.source if place else "",
                ),
            )
            notes.show(done.problem)
            if done.problem is None:
                st.rerun()
        if place and st.button(t("app.archive"), icon=":material/archive:", width="stretch", key="archive_place"):
            attempt(visit, lambda session: archive_place(session, visit.actor, id_of(place)))
            st.rerun()

    form()


def _chosen_address(visit: Visit, address: str, place: Place | None, *, key: str) -> FoundAddress | None:
    """What was chosen below the field of the address, where another one is typed than the place has."""
    found = found_addresses(visit, address, limit=4) if address != (place.address if place else "") else []
    return choose_address(visit, found, key=f"address-{key}") if found else None


def show_import(visit: Visit) -> None:
    """Upload, look at what would come in and what is wrong with each bad row, and only then write."""
    t = visit.t
    st.markdown(t("places.import_explain"))
    notes = FieldNotes()
    file = st.file_uploader(t("places.file"), type=["csv", "txt", "geojson", "json"])
    notes.under("file")
    if file is None:
        return
    looked = attempt(
        visit, lambda session: preview_places(session, visit.actor, data=file.getvalue(), filename=file.name)
    )
    notes.show(looked.problem)
    preview = looked.value
    if preview is None:
        return
    st.markdown(f"**{t('places.preview_good', n=len(preview.good))}**")
    if preview.known:
        st.markdown(t("places.preview_known", n=len(preview.known)))
    if preview.bad:
        st.warning(t("places.preview_bad", n=len(preview.bad)), icon=":material/warning:")
        st.table(
            {
                t("places.row"): [bad.row for bad in preview.bad[:MOST_SHOWN]],
                t("places.reason"): [plain(t(bad.reason, **bad.values)) for bad in preview.bad[:MOST_SHOWN]],
            },
            border="horizontal",
        )
        if len(preview.bad) > MOST_SHOWN:
            st.markdown(t("places.more_bad", n=len(preview.bad) - MOST_SHOWN))
    if preview.good and st.button(t("places.do_import", n=len(preview.good)), type="primary", width="stretch"):
        bar = st.progress(0.0, t("places.importing"))
        done = attempt(
            visit,
            lambda session: import_places(
                session, visit.actor, preview.good, progress=lambda share: bar.progress(share, t("places.importing"))
            ),
        )
        bar.empty()
        notes.show(done.problem)
        if done.problem is None:
            st.success(t("places.imported", n=len(preview.good)), icon=":material/check_circle:")
