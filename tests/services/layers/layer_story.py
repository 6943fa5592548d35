"""What the tests of layers share: sports places kept by the agency of Oksana, with a stadium."""

from typing import Any

from sqlmodel import Session

from planner.domain.models import Layer, Place
from planner.domain.models.types import id_of
from planner.services.layers.facilities import save_facility
from planner.services.layers.layers import save_layer
from tests.services.control_story import Town

FIELDS = ("offers", "ages", "cost", "hours")
STADIUM: dict[str, Any] = {
    **{"name": "Стадион «Амур»", "kind": "стадион", "address": "ул. Ленина, 1", "lat": 50.27, "lon": 127.53},
    **{"about": "Беговая дорожка 400 м", "phone": "8 (4162) 22-33-44", "email": "amur@example.org"},
    **{"site": "https://gto.example.org", "offers": ["Бег 100 м", "Прыжок в длину"], "age_from": 6, "age_to": None},
    **{"cost": "бесплатно", "hours": "сб 10:00–12:00", "district_id": None},
    "offer_times": {"Прыжок в длину": [[5, 600, 660], [6, 960, 1080]]},
}


def a_layer(session: Session, town: Town, name: str = "Спорт", *, public: bool = True, **more: Any) -> Layer:
    """A layer that Olga makes and that Oksana's agency keeps."""
    about: dict[str, Any] = {"name_en": "Sports", "offers_name": "Нормативы", "agency_id": town.roads, **more}
    return save_layer(session, town.olga, layer_id=None, name=name, fields=FIELDS, public=public, **about)


def a_facility(session: Session, town: Town, layer: Layer, **other: Any) -> Place:
    """The stadium, or another one."""
    return save_facility(session, town.olga, layer_id=id_of(layer), **{**STADIUM, **other})
