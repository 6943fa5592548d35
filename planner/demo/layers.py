"""The demo city shows layers: public, with facilities among its places and what happens there."""

from collections.abc import Mapping, Sequence
from typing import Any

from planner.demo.story import Story
from planner.domain.actor import Actor
from planner.domain.facilities import NoteKind
from planner.domain.models import Place
from planner.domain.models.types import id_of
from planner.services.layers.facilities import save_facility
from planner.services.layers.layers import save_layer
from planner.services.layers.notes import save_note

_PLACE = ("name", "kind", "address", "lat", "lon", "district_id")


def show_layers(story: Story, organizer: Actor, rows: Sequence[Mapping[str, Any]]) -> None:
    """Makes the public layers of the file and fills them."""
    for row in rows:
        given = {name: value for name, value in row.items() if name not in ("agency", "facilities")}
        agency_id = story.agencies[row["agency"]]
        layer = save_layer(story.session, organizer, layer_id=None, agency_id=agency_id, public=True, **given)
        for facility in row["facilities"]:
            _fill(story, organizer, id_of(layer), facility)


def _fill(story: Story, organizer: Actor, layer_id: int, facts: Mapping[str, Any]) -> None:
    place_id = story.places[facts["place"]]
    place = story.session.get_one(Place, place_id)
    told = {name: value for name, value in facts.items() if name not in ("place", "notes")}
    about = place.model_dump(include=set(_PLACE))
    save_facility(story.session, organizer, layer_id=layer_id, place_id=place_id, **about, **told)
    for note in facts["notes"]:
        save_note(
            story.session,
            organizer,
            place_id=place_id,
            kind=NoteKind(note["kind"]),
            on_day=story.day(note["day"]),
            text=note["text"],
            now=story.now,
        )
