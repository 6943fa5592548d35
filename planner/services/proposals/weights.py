"""The weights of prizes: what this city's organizers find important."""

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.permissions import Action, require
from planner.domain.prize import Weights
from planner.services.city.city import get_city, hold_city


def get_weights(session: Session, actor: Actor) -> Weights:
    """The weights of this city, the defaults where nobody has set any."""
    require(actor, Action.PLAN_TOUR)
    return Weights.from_data(get_city(session).prize_weights)


def set_weights(session: Session, actor: Actor, weights: Weights | None, *, seen: Values | None = None) -> None:
    """Keeps the weights for everybody who plans; None goes back to the defaults.

    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.PLAN_TOUR)
    city = hold_city(session)
    if weights is None:
        city.prize_weights = None
    else:
        present = Weights.from_data(city.prize_weights).to_data()
        city.prize_weights = beside_others("weights", present, weights.to_data(), seen)
    session.flush()
