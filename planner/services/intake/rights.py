"""Who may bring in a file: by its kind, and of facilities by the layer into which they come."""

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Layer
from planner.domain.permissions import Action, Subject, require
from planner.services.intake.planned import RIGHTS


def require_intake(session: Session, actor: Actor, kind: str, layer_id: int | None = None) -> None:
    """Raises NotAllowed for who may not bring in files of this kind; facilities are for those who keep the layer.

    Without a layer it asks whether the actor could keep any. NotFound as `get_layer`.
    """
    if RIGHTS[kind] is not Action.KEEP_LAYER:
        require(actor, RIGHTS[kind])
        return
    layer = None if layer_id is None else session.get(Layer, layer_id)
    if layer is None or layer.archived:
        require(actor, Action.KEEP_LAYER, Subject(responsible=actor.agency_id))
        if layer_id is not None:
            raise NotFound("layers.error.unknown")
        return
    require(actor, Action.KEEP_LAYER, Subject(responsible=layer.agency_id))
