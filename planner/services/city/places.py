"""The catalogue of places: one by one, and many at once."""

from collections.abc import Callable, Iterable

from sqlmodel import Session, col, func, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid, NotFound
from planner.domain.geo import Point, is_on_earth
from planner.domain.models import District, Place
from planner.domain.named import NameSearch
from planner.domain.permissions import Action, require
from planner.domain.twins import Twins
from planner.domain.typed import one_line
from planner.services.city.districts import district_map
from planner.services.city.places_file import PlaceDraft, place_texts

SAME_PLACE_M = 30.0


def find_places(
    session: Session, actor: Actor, *, text: str = "", page: int = 1, page_size: int = 50
) -> tuple[list[Place], int]:
    """A page of the catalogue by name and how many there are in all; `text` is looked for in name and address, of facilities in
    their lists, too.
    """
    require(actor, Action.SEE_DIRECTORIES)
    search, begin = NameSearch(text), (page - 1) * page_size
    in_use = select(Place).where(col(Place.archived).is_(False)).order_by(Place.name, col(Place.id))
    if not search:
        total = session.exec(select(func.count()).select_from(Place).where(col(Place.archived).is_(False))).one()
        return list(session.exec(in_use.offset(begin).limit(page_size))), total
    told = select(Place.id, Place.name, Place.address).where(col(Place.archived).is_(False))
    in_order = session.exec(told.order_by(Place.name, col(Place.id)))
    listed = dict(session.exec(select(Place.id, Place.offers).where(col(Place.layer_id).is_not(None))).all())
    numbers = [number for number, name, address in in_order if search.finds(name, address, *listed.get(number, ()))]
    shown = in_use.where(col(Place.id).in_(numbers[begin : begin + page_size]))
    return list(session.exec(shown)), len(numbers)


def get_place(session: Session, actor: Actor, place_id: int) -> Place:
    """A place of the catalogue; NotFound for an unknown one and for one that was archived."""
    require(actor, Action.SEE_DIRECTORIES)
    place = session.get(Place, place_id)
    if place is None or place.archived:
        raise NotFound("places.error.unknown")
    return place


def save_place(
    session: Session,
    actor: Actor,
    *,
    name: str,
    lat: float | None,
    lon: float | None,
    place_id: int | None = None,
    kind: str = "",
    address: str = "",
    district_id: int | None = None,
    source: str = "",
    seen: Values | None = None,
) -> Place:
    """Makes a place, or changes the one with `place_id`; without a district it lies where the polygons say.

    Invalid on an empty name, and at "lat" without a point on the earth: nobody means a place that nobody has chosen. With
    `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_PLACES)
    place: Place | None = Place(name="", lat=lat or 0, lon=lon or 0)
    if place_id:
        place = session.get(Place, place_id, populate_existing=True, with_for_update={"key_share": True})
    if place is None:
        raise NotFound("places.error.unknown")
    texts = {"name": name, "kind": kind, "address": address, "source": source}
    wanted = {**texts, "lat": lat, "lon": lon, "district_id": district_id}
    present = place.model_dump(include=set(wanted))
    given = beside_others("place", present, wanted, seen if place_id else None)
    if given["lat"] is None or given["lon"] is None:
        raise Invalid("places.error.no_point", field="lat")
    if not is_on_earth(given["lat"], given["lon"]):
        raise Invalid("places.error.coordinates", field="lat")
    place.name, place.kind, place.address, place.source = place_texts(*(given[each] for each in texts))
    place.lat, place.lon = given["lat"], given["lon"]
    place.district_id = given["district_id"] or district_map(session, actor).id_at(place.point)
    session.add(place)
    session.flush()
    return place


def archive_place(session: Session, actor: Actor, place_id: int) -> None:
    """Takes a place out of the catalogue; stops that were made there stay."""
    require(actor, Action.MANAGE_PLACES)
    place = session.get(Place, place_id)
    if place is None:
        raise NotFound("places.error.unknown")
    place.archived = True


def import_places(
    session: Session,
    actor: Actor,
    drafts: Iterable[PlaceDraft],
    *,
    progress: Callable[[float], object] = lambda share: None,
) -> int:
    """Stores the rows of a file and returns how many; all of it or, on any error, nothing.

    What the catalogue has already is passed over, also where two import at once.
    """
    require(actor, Action.MANAGE_PLACES)
    hold_all(session, Place)
    twins = _twins(session)
    wanted = [draft for draft in drafts if not twins.has(one_line(draft.name), draft.point)]
    districts = district_map(session, actor)
    known = select(District.name, District.id).where(col(District.archived).is_(False))
    by_name = {name.casefold(): district_id for name, district_id in session.exec(known)}
    for at, draft in enumerate(wanted):
        name, kind, address, source = place_texts(draft.name, draft.kind, draft.address, draft.source)
        place = Place(name=name, kind=kind, address=address, lat=draft.lat, lon=draft.lon, source=source)
        named = draft.district_id or by_name.get(one_line(draft.district).casefold())
        place.district_id = named or districts.id_at(place.point)
        session.add(place)
        if at % 200 == 0:
            session.flush()
            progress(at / len(wanted))
    session.flush()
    progress(1.0)
    return len(wanted)


def _twins(session: Session) -> Twins:
    """What the catalogue has now."""
    twins = Twins(SAME_PLACE_M)
    in_use = select(Place.name, Place.lat, Place.lon).where(col(Place.archived).is_(False))
    for name, lat, lon in session.exec(in_use):
        twins.add(name, Point(lat, lon))
    return twins
