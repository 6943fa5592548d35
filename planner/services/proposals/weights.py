"""The weights of prizes: what this city's organizers find important."""

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import City
from planner.domain.permissions import Action, require
from planner.domain.prize import Weights
from planner.services.city.city import get_city


def get_weights(session: Session, actor: Actor) -> Weights:
    """The weights of this city, the defaults where nobody has set any."""
    require(actor, Action.PLAN_TOUR)
    return Weights.from_data(get_city(session).prize_weights)


def set_weights(session: Session, actor: Actor, weights: Weights | None) -> None:
    """Keeps the weights for everybody who plans; None goes back to the defaults."""
    require(actor, Action.PLAN_TOUR)
    city = session.get(City, 1) or City(id=1)
    city.prize_weights = None if weights is None else weights.to_data()
    session.add(city)
    session.flush()
