"""The facilities of a layer: places of the catalogue of which more is told, kept by whoever keeps the layer."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid, NotFound
from planner.domain.facilities import (
    LONGEST_ABOUT,
    LONGEST_COST,
    LONGEST_HOURS,
    LONGEST_OFFER,
    MOST_OFFERS,
    OLDEST,
    are_ages,
)
from planner.domain.facility_filter import FacilityFilter
from planner.domain.geo import is_on_earth
from planner.domain.models import District, Layer, Place
from planner.domain.offer_times import Times, are_times
from planner.domain.permissions import Action, Subject, require
from planner.domain.typed import one_line, typed_email, typed_line, typed_phone, typed_site, typed_text
from planner.services.city.districts import district_map
from planner.services.city.places_file import place_texts
from planner.services.layers.layers import get_layer, hold_kept_layer

LONGEST = {"cost": LONGEST_COST, "hours": LONGEST_HOURS}


def find_facilities(
    session: Session,
    actor: Actor,
    layer_id: int,
    wanted: FacilityFilter,
    *,
    page: int = 1,
    page_size: int = 50,
    today: date | None = None,
) -> tuple[Sequence[Place], int]:
    """A page of the facilities of a layer that are asked for, by name, and how many there are in all."""
    get_layer(session, actor, layer_id)
    wanted = wanted if today is None else wanted.on(today)
    found = [each for each in facilities_of(session, layer_id) if wanted.holds(each)]
    return found[(page - 1) * page_size : page * page_size], len(found)


def facilities_of(session: Session, layer_id: int) -> Sequence[Place]:
    """All in use by name; the caller has let the reader see the layer."""
    in_use = select(Place).where(Place.layer_id == layer_id, col(Place.archived).is_(False))
    return session.exec(in_use.order_by(Place.name, col(Place.id))).all()


def offers_in(rows: Sequence[Place]) -> Sequence[str]:
    """The words of all lists, each once, as it is written first."""
    known = {word.casefold(): word for row in reversed(rows) for word in row.offers}
    return sorted(known.values(), key=str.casefold)


COLUMNS = (
    *("name", "kind", "address", "district", "lat", "lon", "offers", "ages", "cost", "hours"),
    *("phone", "email", "site", "about"),
)
"""What the table of a layer has; an import understands all of it."""


def facility_rows(session: Session, actor: Actor, layer_id: int) -> Sequence[tuple[Place, str]]:
    """Every facility of a layer that is in use, by name, with the name of its district."""
    get_layer(session, actor, layer_id)
    districts = dict(session.exec(select(District.id, District.name)).all())
    return [(each, districts.get(each.district_id, "")) for each in facilities_of(session, layer_id)]


def known_offers(session: Session, actor: Actor, layer_id: int) -> Sequence[str]:
    """The words of all lists of a layer, each once."""
    get_layer(session, actor, layer_id)
    return offers_in(facilities_of(session, layer_id))


def get_facility(session: Session, actor: Actor, place_id: int) -> tuple[Place, Layer]:
    """A facility with its layer; NotFound for an unknown one, one that was archived, and a place of no layer."""
    require(actor, Action.SEE_DIRECTORIES)
    place = session.get(Place, place_id)
    if place is None or place.archived or place.layer_id is None:
        raise NotFound("layers.error.unknown_facility")
    return place, get_layer(session, actor, place.layer_id).layer


def save_facility(
    session: Session,
    actor: Actor,
    *,
    layer_id: int,
    name: str,
    lat: float | None,
    lon: float | None,
    place_id: int | None = None,
    kind: str = "",
    address: str = "",
    district_id: int | None = None,
    about: str = "",
    phone: str = "",
    email: str = "",
    site: str = "",
    offers: Sequence[str] = (),
    age_from: int | None = None,
    age_to: int | None = None,
    cost: str = "",
    hours: str = "",
    offer_times: Mapping[str, object] | None = None,
    seen: Values | None = None,
) -> Place:
    """Makes a facility of a layer, or changes the one with `place_id`; without a district it lies where the polygons say. A
    place of the catalogue that is in no layer joins this one, for those who keep the catalogue.

    Invalid on an empty name, without a point on the earth, on a contact that cannot be one, ages that cannot be, too long a
    list, times of an offer that are none (a text, which the form has not understood). With `seen`, what the form began with, ChangedMeanwhile as `beside_others`
    raises it. NotAllowed for who does not keep the layer.
    """
    layer = hold_kept_layer(session, actor, layer_id)
    place = _held(session, actor, place_id, layer_id) if place_id else Place(name="", lat=lat or 0, lon=lon or 0)
    wanted: dict[str, Any] = {"name": name, "kind": kind, "address": address, "lat": lat, "lon": lon}
    wanted |= {"district_id": district_id, "about": about, "phone": phone, "email": email, "site": site}
    wanted |= {"offers": list(offers), "age_from": age_from, "age_to": age_to, "cost": cost, "hours": hours}
    wanted["offer_times"] = dict(place.offer_times if offer_times is None else offer_times)
    present = place.model_dump(include=set(wanted))
    given = checked_facility(beside_others("facility", present, wanted, seen if place_id else None), place.source)
    given["district_id"] = given["district_id"] or _district_at(session, actor, place, given)
    for field, value in given.items():
        setattr(place, field, value)
    place.layer_id = layer.id
    session.add(place)
    session.flush()
    return place


def checked_facility(given: Values, source: str = "") -> dict[str, Any]:
    """What is to be kept of a facility, cleaned; Invalid at the field that cannot be. For whoever has let the actor keep it."""
    if given["lat"] is None or given["lon"] is None:
        raise Invalid("places.error.no_point", field="lat")
    if not is_on_earth(given["lat"], given["lon"]):
        raise Invalid("places.error.coordinates", field="lat")
    name, kind, address, _ = place_texts(given["name"], given["kind"], given["address"], source)
    if not are_ages(given["age_from"], given["age_to"]):
        raise Invalid("layers.error.ages", field="age_from", most=OLDEST)
    return {
        **given,
        **{"name": name, "kind": kind, "address": address, "offers": (offers := typed_offers(given["offers"]))},
        "offer_times": _checked_times(given.get("offer_times") or {}, offers),
        **{field: typed_line(given[field], field=field, longest=longest) for field, longest in LONGEST.items()},
        "about": typed_text(given["about"], field="about", longest=LONGEST_ABOUT),
        "phone": typed_phone(given["phone"]),
        "email": typed_email(given["email"]) if one_line(given["email"]) else "",
        "site": typed_site(given["site"]),
    }


def typed_offers(typed: Collection[str]) -> list[str]:
    """The words of a list as they are kept, each once, in the order in which they were typed."""
    words = [typed_line(each, field="offers", longest=LONGEST_OFFER) for each in typed]
    known = {word.casefold(): word for word in reversed(words) if word}
    kept = [word for word in dict.fromkeys(words) if known.get(word.casefold()) == word]
    if len(kept) > MOST_OFFERS:
        raise Invalid("layers.error.many_offers", field="offers", most=MOST_OFFERS)
    return kept


def _checked_times(given: Mapping[str, object], offers: Collection[str]) -> dict[str, Times]:
    """The times of those words that are offered; Invalid("layers.error.times", offer=…) for what is none."""
    kept: dict[str, Times] = {}
    for offer in offers:
        times = given.get(offer)
        if not times:
            continue
        if not are_times(times):
            raise Invalid("layers.error.times", field="offer_times", offer=offer)
        kept[offer] = cast(Times, times)
    return kept


def archive_facility(session: Session, actor: Actor, place_id: int) -> None:
    """Takes a facility out of use; stops that were made there stay."""
    _kept_facility(session, actor, place_id).archived = True


def archived_facilities(session: Session, actor: Actor, layer_id: int) -> Sequence[Place]:
    """Those of a layer that are out of use, by name, for who may bring them back."""
    layer = get_layer(session, actor, layer_id).layer
    require(actor, Action.KEEP_LAYER, Subject(responsible=layer.agency_id))
    query = select(Place).where(Place.layer_id == layer_id, col(Place.archived))
    return session.exec(query.order_by(Place.name, col(Place.id))).all()


def restore_facility(session: Session, actor: Actor, place_id: int) -> None:
    """Puts an archived facility back into use."""
    _kept_facility(session, actor, place_id).archived = False
    session.flush()


def _kept_facility(session: Session, actor: Actor, place_id: int) -> Place:
    """A facility, in use or not, for who keeps its layer; NotFound for all else."""
    require(actor, Action.SEE_DIRECTORIES)
    place = session.get(Place, place_id)
    if place is None or place.layer_id is None:
        require(actor, Action.KEEP_LAYER, Subject(responsible=actor.agency_id))
        raise NotFound("layers.error.unknown_facility")
    hold_kept_layer(session, actor, place.layer_id)
    return place


def _held(session: Session, actor: Actor, place_id: int, layer_id: int) -> Place:
    place = session.get(Place, place_id, populate_existing=True, with_for_update={"key_share": True})
    if place is None or place.archived or place.layer_id not in (layer_id, None):
        raise NotFound("layers.error.unknown_facility")
    if place.layer_id is None:
        require(actor, Action.MANAGE_PLACES)
    return place


def _district_at(session: Session, actor: Actor, place: Place, given: Values) -> int | None:
    place.lat, place.lon = given["lat"], given["lon"]
    return district_map(session, actor).id_at(place.point)
