"""Rows of facilities beside those that a layer has: what is new, what says something else, and writing it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session, col, or_, select

from planner.domain.actor import Actor
from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m
from planner.domain.models import Agency, District, Layer, Place
from planner.domain.models.types import id_of
from planner.domain.offer_times import split_offers
from planner.domain.permissions import Action, may
from planner.domain.typed import shortened
from planner.render.reading.source import Problem, ReadRow
from planner.render.reading.twins import SAME_PLACE_M, folded
from planner.services.intake.planned import Fate, Planned, fate_of
from planner.services.intake.rights import require_intake
from planner.services.layers.facilities import save_facility
from planner.services.layers.layers import LayerRow, get_layer

_SHOWN = 60
_TEXTS = ("name", "kind", "address", "about", "phone", "email", "site", "cost", "hours", "offers", "age_from", "age_to")


def layer_called(session: Session, actor: Actor, name: str) -> int:
    """The layer of this name in either language, which the actor keeps; Invalid("intake.bad.layer") for none."""
    require_intake(session, actor, "facilities")
    found = _layers(session).get(folded(name))
    if found is None:
        raise Invalid("intake.bad.layer", field="layer", layer=shortened(name, _SHOWN))
    require_intake(session, actor, "facilities", found)
    return found


def comparing_facilities(session: Session, actor: Actor, layer_id: int | None) -> Callable[[ReadRow], Planned]:
    """Says of one row after another what becomes of it: a facility of this name that is near, or at the same address, is the same.

    What a row leaves empty stays as it is. A place of the catalogue that is in no layer yet joins this one if the actor keeps
    the catalogue, and is refused to others; so is a row that names another layer or another agency to everybody.
    """
    require_intake(session, actor, "facilities", layer_id)
    if layer_id is None:
        raise Invalid("intake.bad.no_layer", field="layer")
    there_is = get_layer(session, actor, layer_id)
    belongs, joins = _belonging(session, there_is), may(actor, Action.MANAGE_PLACES).allowed
    districts = dict(session.exec(select(District.name, District.id).where(col(District.archived).is_(False))).all())
    named = {folded(name): number for name, number in districts.items()}
    known: dict[str, list[Place]] = defaultdict(list)
    here = select(Place).where(or_(col(Place.layer_id) == layer_id, col(Place.layer_id).is_(None)))
    for place in session.exec(here.where(col(Place.archived).is_(False)).order_by(col(Place.layer_id), col(Place.id))):
        known[folded(place.name)].append(place)

    def say(row: ReadRow) -> Planned:
        said, district_id = row.said, named.get(folded(row.said["district"]))
        if said["district"] and district_id is None:
            told = {"district": shortened(said["district"], _SHOWN)}
            row = row.beside(Problem("intake.note.district", told, note=True))
        row = belongs(row)
        there = _same(known[folded(row.name)], row, layer_id)
        wanted: dict[str, Any] = {name: said[name] for name in _TEXTS}
        wanted["offers"], wanted["offer_times"] = split_offers(said["offers"])
        if there is None:
            return Planned(row, fate_of(row, known=False), row.point, {**wanted, "district_id": district_id})
        given = {name: value for name, value in wanted.items() if value not in ("", None, [], {})}
        given |= {"district_id": district_id} if district_id else {}
        present = {name: getattr(there, name) for name in (*_TEXTS, "offer_times", "district_id")}
        same = there.layer_id == layer_id and all(present[name] == value for name, value in given.items())
        if there.layer_id is None:
            row = row.beside(Problem("intake.note.joins", note=True) if joins else Problem("intake.bad.joins"))
        fate = fate_of(row, known=same, changes=True)
        return Planned(row, fate, row.point or there.point, {**present, **given}, id_of(there))

    return say


def write_facilities(
    session: Session,
    actor: Actor,
    rows: Sequence[Planned],
    layer_id: int | None,
    progress: Callable[[float], object],
) -> int:
    """Stores what a plan of this layer shows; how many."""
    require_intake(session, actor, "facilities", layer_id)
    placed = [(each, each.point) for each in rows if each.point is not None and each.fate is not Fate.BAD]
    for at, (each, point) in enumerate(placed):
        save_facility(
            session, actor, layer_id=layer_id or 0, place_id=each.id, lat=point.lat, lon=point.lon, **each.wanted
        )
        if at % 50 == 0:
            progress(at / len(placed))
    return len(placed)


def _layers(session: Session) -> dict[str, int]:
    """The layers in use by their folded names in either language, the oldest of a name."""
    found: dict[str, int] = {}
    for layer in session.exec(select(Layer).where(col(Layer.archived).is_(False)).order_by(col(Layer.id).desc())):
        found |= {folded(each): id_of(layer) for each in (layer.name_en, layer.name) if each}
    return found


def _belonging(session: Session, there_is: LayerRow) -> Callable[[ReadRow], ReadRow]:
    """Says beside a row whether the layer and the agency that it names are those into which it would come."""
    layer, agency = there_is.layer, there_is.agency
    layers, agencies = _layers(session), dict[str, int]()
    for each in session.exec(select(Agency).order_by(col(Agency.archived).desc())):
        agencies |= {folded(name): id_of(each) for name in (each.short_name, each.name) if name}
    asked = (("layer", "layer", layers, layer.id), ("keeper", "agency", agencies, layer.agency_id))
    here = {"layer": layer.name, "agency": agency.name if agency else ""}

    def say(row: ReadRow) -> ReadRow:
        for field, what, known, own in asked:
            given = row.said[field]
            if not given:
                continue
            named = known.get(folded(given))
            told = {"named": shortened(given, _SHOWN), "here": here[what]}
            if named is None:
                row = row.beside(Problem(f"intake.doubt.no_{what}", told, doubt=True))
            elif named != own:
                row = row.beside(Problem(f"intake.bad.other_{what}" if here[what] else "intake.bad.kept_by_city", told))
        return row

    return say


def _same(named: Sequence[Place], row: ReadRow, layer_id: int) -> Place | None:
    """Of those of the same name the one that the row means; one of the layer before one that is in none."""
    near = [place for place in named if _is_near(place, row.point) or _is_at(place, row.said["address"])]
    return min(near, key=lambda place: place.layer_id != layer_id, default=None)


def _is_near(place: Place, point: Point | None) -> bool:
    return point is not None and distance_m(place.point, point) <= SAME_PLACE_M


def _is_at(place: Place, address: str) -> bool:
    return bool(address) and folded(place.address) == folded(address)
