"""The weights of prizes: what this city finds important, and what one tour finds otherwise."""

from dataclasses import replace

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.models import Tour
from planner.domain.permissions import Action, require
from planner.domain.prize import Weights
from planner.services.city.city import get_city, hold_city
from planner.services.tours.plannable import plannable_tour
from planner.services.tours.rules import rules_for_stops, set_rules


def get_weights(session: Session, actor: Actor) -> Weights:
    """The weights of this city, the defaults where nobody has set any."""
    require(actor, Action.PLAN_TOUR)
    return Weights.from_data(get_city(session).prize_weights)


def set_weights(session: Session, actor: Actor, weights: Weights | None, *, seen: Values | None = None) -> None:
    """Keeps the weights of the city, which count for every tour without its own; None goes back to the defaults.

    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_CITY)
    city = hold_city(session)
    if weights is None:
        city.prize_weights = None
    else:
        present = Weights.from_data(city.prize_weights).to_data()
        city.prize_weights = beside_others("weights", present, weights.to_data(), seen)
    session.flush()


def set_tour_weights(
    session: Session, actor: Actor, tour_id: int, weights: Weights | None, *, seen: Values | None = None
) -> Tour:
    """Gives one tour weights of its own, as a change of its plan; None: the city's count again.

    Refuses what `set_rules` refuses. With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    tour = plannable_tour(session, actor, tour_id)
    rules = rules_for_stops(session, actor, tour_id)
    wanted: tuple[tuple[str, float], ...] = ()
    if weights is not None:
        present = (rules.own_weights or get_weights(session, actor)).to_data()
        wanted = tuple(beside_others("weights", present, weights.to_data(), seen).items())
    return set_rules(session, actor, tour_id, replace(rules, weights=wanted), version=tour.version)
