"""Layers as everybody reads them: those that the city has made public, and of their facilities what each layer tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, select

from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.facilities import LayerField, NoteKind
from planner.domain.facility_filter import FacilityFilter
from planner.domain.geo import Point
from planner.domain.models import Agency, District, FacilityNote, Layer, Place
from planner.domain.models.types import id_of
from planner.domain.offer_times import Times
from planner.services.layers.facilities import facilities_of, offers_in
from planner.services.layers.notes import notes_at
from planner.services.public.openness import open_city

PAGE_SIZE = 50
MOST_COMING = 5


@dataclass(frozen=True)
class OpenFacility:
    """A facility as its layer tells it: what the layer does not tell is empty."""

    id: int
    layer_id: int
    name: str
    kind: str
    address: str
    point: Point
    district_id: int | None
    district: str
    about: str
    phone: str
    email: str
    site: str
    offers: Sequence[str]
    offer_times: Mapping[str, Times]
    age_from: int | None
    age_to: int | None
    cost: str
    hours: str


@dataclass(frozen=True)
class OpenNote:
    """Something dated at a facility; who wrote it is not told."""

    kind: NoteKind
    on_day: date
    text: str
    facility: OpenFacility


@dataclass(frozen=True)
class OpenLayer:
    """A layer that everybody may read, the agency that keeps it, and how many facilities it has."""

    layer: Layer
    agency: Agency | None
    total: int


@dataclass(frozen=True)
class OpenLayerPage:
    """One page of what was asked of a layer, what can be asked, and the events that come next in the whole layer."""

    layer: Layer
    agency: Agency | None
    rows: Sequence[OpenFacility]
    total: int
    page: int
    pages: int
    offers: Sequence[str]
    districts: Sequence[tuple[int, str]]
    coming: Sequence[OpenNote]


def list_open_layers(session: Session) -> Sequence[OpenLayer]:
    """The public layers by name."""
    open_city(session)
    in_use = select(col(Place.layer_id), func.count()).where(col(Place.archived).is_(False))
    counts = dict(session.exec(in_use.where(col(Place.layer_id).is_not(None)).group_by(col(Place.layer_id))).all())
    query = select(Layer, Agency).join(Agency, isouter=True).where(shown_layers()).order_by(Layer.name)
    return [OpenLayer(layer, _in_use(agency), counts.get(layer.id, 0)) for layer, agency in session.exec(query)]


def open_layer(
    session: Session, layer_id: int, wanted: FacilityFilter, *, now: datetime, page: int = 1
) -> OpenLayerPage:
    """One of them with a page of its facilities by name; NotFound for one that is not public."""
    today = today_in(open_city(session).timezone, now)
    layer, agency = _shown(session, layer_id)
    wanted = wanted.on(today)
    places = facilities_of(session, layer_id)
    known = _told(session, layer, places)
    found = [each for each in known if wanted.holds(each)]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(page, pages)
    return OpenLayerPage(
        layer,
        agency,
        found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        len(found),
        page,
        pages,
        offers_in(places) if layer.tells(LayerField.OFFERS) else (),
        sorted({(each.district_id or 0, each.district) for each in known if each.district}, key=lambda each: each[1]),
        _coming(session, known, today),
    )


def open_facility(
    session: Session, layer_id: int, place_id: int
) -> tuple[Layer, Agency | None, OpenFacility, Sequence[OpenNote]]:
    """One facility of a public layer with its notes, the latest day first; NotFound for any other place."""
    open_city(session)
    layer, agency = _shown(session, layer_id)
    place = session.get(Place, place_id)
    if place is None or place.archived or place.layer_id != layer_id:
        raise NotFound("app.unknown_page")
    told = _told(session, layer, [place])[0]
    notes = notes_at(session, [place_id]).get(place_id, ())
    return layer, agency, told, [OpenNote(each.kind, each.on_day, each.text, told) for each in notes]


def open_facilities(session: Session) -> Sequence[tuple[Layer, OpenFacility]]:
    """All facilities of all public layers, by layer and name."""
    return [
        (each.layer, told)
        for each in list_open_layers(session)
        for told in _told(session, each.layer, facilities_of(session, id_of(each.layer)))
    ]


def shown_layers() -> ColumnElement[bool]:
    """The condition on `Layer` that everybody may read it."""
    return and_(col(Layer.public), col(Layer.archived).is_(False))


def _shown(session: Session, layer_id: int) -> tuple[Layer, Agency | None]:
    query = select(Layer, Agency).join(Agency, isouter=True).where(Layer.id == layer_id, shown_layers())
    found = session.exec(query).first()
    if found is None:
        raise NotFound("app.unknown_page")
    return found[0], _in_use(found[1])


def _in_use(agency: Agency | None) -> Agency | None:
    return None if agency is None or agency.archived else agency


def _told(session: Session, layer: Layer, places: Sequence[Place]) -> list[OpenFacility]:
    in_use = select(District.id, District.name).where(col(District.archived).is_(False))
    districts = dict(session.exec(in_use).all())
    ages, cost, hours, offers = (
        layer.tells(field) for field in (LayerField.AGES, LayerField.COST, LayerField.HOURS, LayerField.OFFERS)
    )
    return [
        OpenFacility(
            id_of(place),
            id_of(layer),
            place.name,
            place.kind,
            place.address,
            place.point,
            place.district_id if place.district_id in districts else None,
            districts.get(place.district_id, ""),
            place.about,
            place.phone,
            place.email,
            place.site,
            tuple(place.offers) if offers else (),
            place.offer_times if offers else {},
            place.age_from if ages else None,
            place.age_to if ages else None,
            place.cost if cost else "",
            place.hours if hours else "",
        )
        for place in places
    ]


def _coming(session: Session, known: Sequence[OpenFacility], today: date) -> Sequence[OpenNote]:
    """The next events, the nearest day first."""
    by_id = {each.id: each for each in known}
    in_layer = select(FacilityNote).join(Place).where(Place.layer_id == (known[0].layer_id if known else None))
    query = in_layer.where(FacilityNote.kind == NoteKind.EVENT, FacilityNote.on_day >= today)
    rows = session.exec(query.order_by(col(FacilityNote.on_day), col(FacilityNote.id)))
    notes = [OpenNote(row.kind, row.on_day, row.text, by_id[row.place_id]) for row in rows if row.place_id in by_id]
    return notes[:MOST_COMING]
