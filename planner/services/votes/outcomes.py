"""What comes of a vote: the winner is a must stop of a tour that is planned, or a district that it has to go to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Stop, Tour, VoteOption
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.votes import VotePhase
from planner.domain.words import TourKind, TourState, VoteKind
from planner.services.access.scopes import tours_visible_to
from planner.services.tours.plannable import PLANNABLE, plannable_tour
from planner.services.tours.rules import rules_for_stops, set_rules
from planner.services.tours.stops import add_stop
from planner.services.votes.holding import VoteSeen, get_vote


def take_winner(
    session: Session, actor: Actor, vote_id: int, tour_id: int, *, option_id: int | None = None, now: datetime
) -> Stop | Tour:
    """Puts what residents chose into a plan, with how many were for it: a must stop, or a district that the tour goes to.

    Where several have as many votes, `option_id` says which one was chosen; Invalid("votes.error.tie") without. Taken twice,
    it stands there once. Conflict before the vote is closed, without any vote, and for an option that has no place.
    """
    require(actor, Action.HOLD_VOTE)
    plannable_tour(session, actor, tour_id)
    seen = get_vote(session, actor, vote_id, now=now)
    winner = _winner(seen, option_id)
    if seen.vote.kind is VoteKind.DISTRICT:
        return _go_to_district(session, actor, tour_id, seen, winner)
    return _stop_there(session, actor, tour_id, seen, winner)


def _winner(seen: VoteSeen, option_id: int | None) -> VoteOption:
    if seen.phase is not VotePhase.CLOSED:
        raise Conflict("votes.error.not_closed")
    leaders = {id_of(each): each for each in seen.leaders}
    if not leaders:
        raise Conflict("votes.error.nobody_voted")
    if option_id is None and len(leaders) > 1:
        raise Invalid("votes.error.tie", field="option")
    chosen = leaders.get(option_id) if option_id is not None else next(iter(leaders.values()))
    if chosen is None:
        raise Invalid("votes.error.no_winner", field="option")
    return chosen


def _stop_there(session: Session, actor: Actor, tour_id: int, seen: VoteSeen, winner: VoteOption) -> Stop:
    if winner.lat is None or winner.lon is None:
        raise Conflict("votes.error.no_place")
    known = session.exec(select(Stop).where(Stop.tour_id == tour_id, Stop.vote_id == seen.vote.id)).first()
    if known is not None:
        return known
    stop = add_stop(
        session,
        actor,
        tour_id,
        name=winner.text,
        address=winner.address,
        lat=winner.lat,
        lon=winner.lon,
        place_id=winner.place_id,
        must=True,
        far_is_meant=True,
    )
    _note(stop, seen, winner)
    session.flush()
    return stop


def _go_to_district(session: Session, actor: Actor, tour_id: int, seen: VoteSeen, winner: VoteOption) -> Tour:
    tour = plannable_tour(session, actor, tour_id)
    rules = rules_for_stops(session, actor, tour_id)
    if winner.district_id is not None and winner.district_id not in rules.districts:
        wanted = replace(rules, districts=(*rules.districts, winner.district_id))
        tour = set_rules(session, actor, tour_id, wanted, version=tour.version)
    _note(tour, seen, winner)
    session.flush()
    return tour


def _note(thing: Stop | Tour, seen: VoteSeen, winner: VoteOption) -> None:
    """The figures are those of a vote that is over: they change no more."""
    votes = seen.tally.votes.get(id_of(winner), 0) if seen.tally else 0
    thing.vote_id, thing.vote_for, thing.vote_of = seen.vote.id, votes, seen.turnout


def tours_to_take_into(session: Session, actor: Actor) -> Sequence[Tour]:
    """The bus tours whose plan may still change, drafts first, for those who plan."""
    require(actor, Action.PLAN_TOUR)
    planned = col(Tour.state).in_(PLANNABLE), col(Tour.kind) == TourKind.BUS_TOUR, tours_visible_to(actor)
    rows = session.exec(select(Tour).where(*planned).order_by(col(Tour.starts_at), col(Tour.id))).all()
    return sorted(rows, key=lambda tour: tour.state is not TourState.DRAFT)
