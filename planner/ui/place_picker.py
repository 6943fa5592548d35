"""A field for a place: its name or address in the catalogue, or typed coordinates."""

from dataclasses import dataclass

import streamlit as st

from planner.domain.coordinates import typed_point
from planner.domain.errors import PlannerError
from planner.phrases.names import address_note, address_title
from planner.services.access.visit import Visit
from planner.services.city.places import find_places
from planner.ui.address_parts import found_addresses
from planner.ui.text import plain
from planner.ui.visit import say_no

SHOWN = 6


@dataclass(frozen=True)
class PickedPlace:
    """A name, and its point if it is known."""

    name: str = ""
    lat: float | None = None
    lon: float | None = None


def pick_place(visit: Visit, label: str, present: PickedPlace, *, key: str, placeholder: str = "") -> PickedPlace:
    """The place that is typed; what matches in the catalogue, and then what the address search finds, is offered below the
    field, the first match is taken.

    What nobody knows stays a name without a point, and the field says so.
    """
    t = visit.t
    text = (
        st.text_input(label, present.name, key=key, placeholder=placeholder, help=t("tours.place_help")) or ""
    ).strip()
    if text == present.name:
        if text and present.lat is None:
            st.markdown(f":gray[{t('tours.place_unknown')}]")
        return present
    try:
        point = typed_point(text)
    except PlannerError as error:
        st.error(say_no(t, error), icon=":material/error:")
        return PickedPlace(text)
    if point is not None:
        return PickedPlace(text, point.lat, point.lon)
    with visit.reading() as session:
        places, _ = find_places(session, visit.actor, text=text, page_size=SHOWN) if text else ([], 0)
    offers = {
        f"place {place.id}": (plain(place.name), PickedPlace(place.name, place.lat, place.lon)) for place in places
    }
    for found in found_addresses(visit, text, limit=max(2, SHOWN - len(places))):
        title, note = address_title(found), address_note(t, found)
        offers[f"{title} {note}"] = (f"{plain(title)} · {plain(note)}", PickedPlace(title, *found.point))
    if not offers:
        if text:
            st.markdown(f":gray[{t('tours.place_unknown')}]")
        return PickedPlace(text)
    first = next(iter(offers))
    chosen = st.pills(
        t("tours.place_found"),
        list(offers),
        format_func=lambda each: offers[each][0],
        default=first,
        required=True,
        key=f"{key}_found",
        label_visibility="collapsed",
        wrap=True,
    )
    return offers.get(chosen, offers[first])[1]
