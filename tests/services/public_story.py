"""What the tests of public pages share: a city whose pages are open, Inna of the press office, and what she publishes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import City, Issue, Person, PersonRole, PublicDecision, TourProposal
from planner.domain.models.types import id_of, new_id
from planner.domain.words import PhotoPhase, Role
from planner.services.issues.photos import add_photo, keep_photo
from planner.services.public.deciding import publish_issue
from planner.services.public.photos import make_public_copy, pass_photo, photo_to_draw
from planner.storage import FileStore
from tests.services.issue_story import NOW, Scene, jpeg, log, set_scene

__all__ = ["NOW", "OpenScene", "a_chosen_route", "a_photo_of", "log", "open_scene", "publish"]


@dataclass(frozen=True)
class OpenScene:
    """The scene of the issue tests with its public pages switched on, and Inna, who decides what is on them."""

    scene: Scene
    inna: Actor


def open_scene(session: Session) -> OpenScene:
    """The city is called Городок; nothing is public yet but its tours."""
    scene = set_scene(session)
    session.add(City(id=1, name="Городок", name_en="Townlet", open_pages=True))
    person = Person(name="Inna")
    session.add(person)
    session.flush()
    session.add(PersonRole(person_id=id_of(person), role=Role.PRESS))
    session.flush()
    return OpenScene(scene, Actor(name="Inna", roles=frozenset({Role.PRESS}), person_id=person.id))


def publish(session: Session, city: OpenScene, issue: Issue, *, now: datetime = NOW, **words: Any) -> PublicDecision:
    """Inna lets everybody read of it."""
    return publish_issue(session, city.inna, id_of(issue), now=now, **words)


def a_photo_of(
    session: Session,
    city: OpenScene,
    store: FileStore,
    issue: Issue,
    *,
    passed: bool = True,
    phase: PhotoPhase = PhotoPhase.BEFORE,
    boxes: Sequence[Sequence[float]] = (),
    colour: str = "gray",
) -> str:
    """A photo that Olga or Kira adds, and that Inna passes."""
    who = city.scene.town.olga if phase is PhotoPhase.BEFORE else city.scene.town.kira
    about: dict[str, Any] = {"issue_id": id_of(issue), "phase": phase, "now": NOW}
    photo = add_photo(session, who, uid=new_id(), data=keep_photo(who, store, data=jpeg(colour)), **about)
    if passed:
        copy = make_public_copy(store, photo_to_draw(session, city.inna, photo.id, boxes=boxes))
        pass_photo(session, city.inna, copy, now=NOW)
    return photo.id


def a_chosen_route(session: Session, city: OpenScene, alternatives: Sequence[Mapping[str, Any]]) -> TourProposal:
    """That somebody chose the proposal "most" out of these for the riding tour, for a reason that is nobody's business."""
    about: dict[str, Any] = {"tour_id": city.scene.tour, "chosen": "most", "reason": "тайна", "engine": "estimate"}
    about |= {"version_before": 1, "version_after": 2, "candidates": 9, "weights": {}, "rules": {}}
    kept = TourProposal(**about, chosen_at=NOW, alternatives=[dict(each) for each in alternatives])
    session.add(kept)
    session.flush()
    return kept
