"""The layers of the city: what each tells of its facilities, who keeps it, and whether everybody may read it."""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlmodel import Session, col, func, select

from planner.config import ROOT
from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid, NotFound
from planner.domain.facilities import LayerField
from planner.domain.models import Agency, Layer, Place
from planner.domain.permissions import Action, Subject, may, require
from planner.domain.typed import typed_line, typed_text

_STARTERS = ROOT / "data" / "starter" / "layers.json"
_ICON = re.compile("[a-z0-9_]+")
LONGEST = {"name": 100, "name_en": 100, "offers_name": 60, "offers_name_en": 60, "icon": 60}


@dataclass(frozen=True)
class LayerRow:
    """A layer, the agency that keeps it, how many facilities it has, and whether whoever asked may keep them."""

    layer: Layer
    agency: Agency | None
    facilities: int
    kept: bool


def list_layers(session: Session, actor: Actor) -> Sequence[LayerRow]:
    """The layers in use by name, for all who see the directories."""
    require(actor, Action.SEE_DIRECTORIES)
    return _rows(session, actor)


def get_layer(session: Session, actor: Actor, layer_id: int) -> LayerRow:
    """One of them; NotFound for an unknown one and for one that was archived."""
    require(actor, Action.SEE_DIRECTORIES)
    found = _rows(session, actor, layer_id)
    if not found:
        raise NotFound("layers.error.unknown")
    return found[0]


def save_layer(
    session: Session,
    actor: Actor,
    *,
    layer_id: int | None,
    name: str,
    fields: Collection[str],
    name_en: str = "",
    about: str = "",
    about_en: str = "",
    icon: str = "",
    offers_name: str = "",
    offers_name_en: str = "",
    agency_id: int | None = None,
    public: bool = False,
    seen: Values | None = None,
) -> Layer:
    """Makes a layer, or changes the one with `layer_id`.

    Invalid on an empty or a taken name, an unknown agency, an icon that is no name of a symbol, and a list of words without a
    name of its own. With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_PLACES)
    hold_all(session, Layer)
    layer = _known(session, layer_id) if layer_id else Layer(name="")
    texts = {"name": name, "name_en": name_en, "about": about, "about_en": about_en, "icon": icon}
    texts |= {"offers_name": offers_name, "offers_name_en": offers_name_en}
    wanted: dict[str, Any] = {**texts, "fields": frozenset(fields), "agency_id": agency_id, "public": public}
    present = layer.model_dump(include=set(wanted)) | {"fields": frozenset(layer.fields)}
    given = beside_others("layer", present, wanted, seen if layer_id else None)
    given |= _checked_texts(given)
    given["name"] = _free_name(session, layer, given["name"])
    given["fields"] = [each.value for each in LayerField if each in given["fields"]]
    if LayerField.OFFERS in given["fields"] and not given["offers_name"]:
        raise Invalid("layers.error.offers_name", field="offers_name")
    if given["agency_id"] is not None and session.get(Agency, given["agency_id"]) is None:
        raise Invalid("layers.error.agency", field="agency_id")
    for field, value in given.items():
        setattr(layer, field, value)
    session.add(layer)
    session.flush()
    return layer


def archive_layer(session: Session, actor: Actor, layer_id: int) -> None:
    """Takes a layer off every screen and page; its facilities stay places of the catalogue, and come back with it."""
    require(actor, Action.MANAGE_PLACES)
    _known(session, layer_id).archived = True


def missing_layers(session: Session, actor: Actor) -> Sequence[Layer]:
    """The usual layers that the city has not got, in use or archived, by their names alone; for those who make layers."""
    require(actor, Action.MANAGE_PLACES)
    known = set(session.exec(select(Layer.name)).all())
    missing = [each for each in _starters() if each["name"] not in known]
    return [Layer(name=each["name"], name_en=each["name_en"]) for each in missing]


def add_usual_layers(session: Session, actor: Actor) -> int:
    """Adds the usual layers that the city has not got, not public yet, and returns how many; two who add at once add them once."""
    require(actor, Action.MANAGE_PLACES)
    hold_all(session, Layer)
    missing = [layer.name for layer in missing_layers(session, actor)]
    for each in _starters():
        if each["name"] in missing:
            save_layer(session, actor, layer_id=None, **each)
    return len(missing)


def hold_kept_layer(session: Session, actor: Actor, layer_id: int) -> Layer:
    """A layer in use for whoever is about to change its facilities: read anew and locked, so that nobody archives it meanwhile.

    NotAllowed for who does not keep it; NotFound as `get_layer`.
    """
    require(actor, Action.SEE_DIRECTORIES)
    layer = session.get(Layer, layer_id, populate_existing=True, with_for_update={"key_share": True})
    if layer is None or layer.archived:
        require(actor, Action.KEEP_LAYER, Subject(responsible=actor.agency_id))
        raise NotFound("layers.error.unknown")
    require(actor, Action.KEEP_LAYER, Subject(responsible=layer.agency_id))
    return layer


def _rows(session: Session, actor: Actor, layer_id: int | None = None) -> list[LayerRow]:
    query = select(Layer, Agency).join(Agency, isouter=True).where(col(Layer.archived).is_(False))
    if layer_id is not None:
        query = query.where(Layer.id == layer_id)
    in_use = select(col(Place.layer_id), func.count()).where(col(Place.archived).is_(False))
    counts = dict(session.exec(in_use.where(col(Place.layer_id).is_not(None)).group_by(col(Place.layer_id))).all())
    return [
        LayerRow(
            layer,
            agency,
            counts.get(layer.id, 0),
            may(actor, Action.KEEP_LAYER, Subject(responsible=layer.agency_id)).allowed,
        )
        for layer, agency in session.exec(query.order_by(Layer.name))
    ]


def _known(session: Session, layer_id: int) -> Layer:
    layer = session.get(Layer, layer_id, populate_existing=True)
    if layer is None:
        raise NotFound("layers.error.unknown")
    return layer


def _checked_texts(given: Values) -> dict[str, str]:
    told = {name: typed_line(given[name], field=name, longest=most) for name, most in LONGEST.items() if name != "name"}
    told["name"] = typed_line(given["name"], field="name", longest=LONGEST["name"], needed="layers.error.name")
    for name in ("about", "about_en"):
        told[name] = typed_text(given[name], field=name, longest=2_000)
    if told["icon"] and not _ICON.fullmatch(told["icon"]):
        raise Invalid("categories.error.icon", field="icon")
    return told


def _free_name(session: Session, layer: Layer, name: str) -> str:
    """The name, which no other layer has, in use or not."""
    with session.no_autoflush:
        taken = session.exec(select(Layer.id).where(Layer.name == name)).first()
    if taken is not None and taken != layer.id:
        raise Invalid("layers.error.taken", field="name", name=name)
    return name


@cache
def _starters() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(_STARTERS.read_text("utf-8")))
