"""The rules of a tour: reading them, and changing them as any other part of the plan."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid
from planner.domain.models import District, Stop, Tour
from planner.domain.permissions import Action, require
from planner.domain.tour_rules import TourRules
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.city.city import get_city
from planner.services.tours.plannable import plan_is_newer, plannable_tour


def rules_of(session: Session, actor: Actor, tour_id: int) -> TourRules:
    """The rules of a tour, for those who plan it."""
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.PLAN_TOUR, subject_of_tour(tour))
    return TourRules.from_data(tour.rules)


def set_rules(session: Session, actor: Actor, tour_id: int, rules: TourRules, *, version: int) -> Tour:
    """Replaces the rules; the plan is one version newer, because a proposal made under other rules is no longer true.

    Invalid with the field at fault, also where a rule names a stop of another tour or a district that is not in use.
    """
    tour = plannable_tour(session, actor, tour_id, version=version)
    own = set(session.exec(select(Stop.id).where(Stop.tour_id == tour_id)).all())
    if stops_in(rules) - own:
        raise Invalid("proposals.error.unknown_stop", field="rule")
    known = session.exec(select(District.id).where(col(District.archived).is_(False))).all()
    if set(rules.districts) - set(known):
        raise Invalid("proposals.error.unknown_district", field="districts")
    tour.rules = rules.checked(tour.starts_at, get_city(session).timezone).to_data()
    plan_is_newer(session, tour)
    session.flush()
    return tour


def set_limits(session: Session, actor: Actor, tour_id: int, *, seen: Values | None = None, **limits: Any) -> Tour:
    """Changes those of the rules that name no stop; the others stay as they are by now. Refuses what `set_rules` refuses.

    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    tour = plannable_tour(session, actor, tour_id)
    rules = rules_for_stops(session, actor, tour_id)
    given = beside_others("rules", {name: getattr(rules, name) for name in limits}, limits, seen)
    wanted = replace(rules, **{**given, "districts": tuple(given.get("districts", rules.districts))})
    return set_rules(session, actor, tour_id, wanted, version=tour.version)


def rules_for_stops(session: Session, actor: Actor, tour_id: int) -> TourRules:
    """The rules without what names a stop that is gone: what a screen shows and changes."""
    rules = rules_of(session, actor, tour_id)
    own = session.exec(select(Stop.id).where(Stop.tour_id == tour_id)).all()
    return rules.renamed({stop_id: stop_id for stop_id in own if stop_id is not None})


def stops_in(rules: TourRules) -> set[int]:
    """The ids of all stops that the rules name."""
    named = {stop for pair in (*rules.before, *rules.right_after) for stop in pair}
    named |= {stop for stop, _ in rules.positions} | {stop for stops in rules.either for stop in stops}
    named |= {window.stop for window in rules.windows}
    return named | {pause.stop for pause in rules.pauses if pause.stop is not None}
