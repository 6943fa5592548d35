"""Choosing one of the proposals: the tour becomes it, and what was chosen, from what and why is kept for publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.clock import clock_of
from planner.domain.errors import Invalid
from planner.domain.models import AgendaItem, Stop, Tour, TourProposal
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.tour_rules import ClockWindow, TourRules
from planner.domain.typed import typed_text
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.proposals.breaks import give_breaks, take_breaks_away
from planner.services.proposals.brief import Brief
from planner.services.proposals.left_out import left_out
from planner.services.proposals.problem import windows_of
from planner.services.proposals.search import Proposal, ProposalKind, ProposedBus, ProposedStop
from planner.services.proposals.settle_stops import settle_stops
from planner.services.tours.event_place import refuse_event
from planner.services.tours.plan import keep_times
from planner.services.tours.plannable import plannable_tour
from planner.services.tours.tours import EDITABLE, create_tour

LONGEST_REASON = 1000
MOST_LEFT_OUT = 1_000
"""So many issues that a proposal leaves out are kept with it, those of the candidates worth most."""


@dataclass(frozen=True)
class Choice:
    """One of the proposals that were made for a brief. `bus`: whose tour it is that this tour becomes."""

    brief: Brief
    proposals: tuple[Proposal, ...]
    kind: ProposalKind
    bus: int = 0
    reason: str = ""

    @property
    def proposal(self) -> Proposal:
        """The one that was chosen."""
        return next(each for each in self.proposals if each.kind is self.kind)


def take_proposal(session: Session, actor: Actor, choice: Choice, *, now: datetime) -> TourProposal:
    """Makes the tour what was proposed for one of its buses, and writes the choice down, for good. It is that bus's tour now.

    Conflict("tours.error.changed") where the plan has changed since the proposals were made, Invalid where there is
    nothing to take or the reason is too long, NotFound where an issue is gone.
    """
    brief, proposal = choice.brief, choice.proposal
    tour = plannable_tour(session, actor, brief.tour_id, version=brief.version)
    refuse_event(tour)
    if choice.bus not in range(len(proposal.buses)) or not proposal.buses[choice.bus].stops:
        raise Invalid("proposals.error.nothing")
    reason = typed_text(choice.reason, field="reason", longest=LONGEST_REASON)
    _become(session, actor, tour, brief, proposal.buses[choice.bus].stops)
    kept = TourProposal(
        tour_id=brief.tour_id,
        chosen=proposal.kind.value,
        reason=reason,
        engine=proposal.engine,
        chosen_by=actor.name,
        chosen_by_id=actor.person_id,
        chosen_at=now,
        version_before=brief.version,
        version_after=tour.version,
        candidates=len(brief.rows),
        weights=brief.weights.to_data(),
        rules=brief.rules.to_data(),
        alternatives=[_told(brief, each) for each in choice.proposals],
    )
    session.add(kept)
    session.flush()
    return kept


def make_tour_of_bus(session: Session, actor: Actor, choice: Choice, bus: int, *, title: str, now: datetime) -> Tour:
    """A new draft with the details of the tour and the stops of another of its buses, with what is talked about there.

    Call it before `take_proposal`, which takes those stops off the tour. Refuses what `create_tour` refuses, and Conflict
    where the plan has changed.
    """
    brief = choice.brief
    old = plannable_tour(session, actor, brief.tour_id, version=brief.version)
    fields = {name: getattr(old, name) for name in EDITABLE} | {"title": title}
    tour = create_tour(session, actor, now=now, past_is_meant=True, **fields)  # as the tour that it is taken from
    tour.rules = replace(brief.rules.renamed({}), buses=1).to_data()
    stops = choice.proposal.buses[bus].stops
    copies = [replace(each, candidate=replace(each.candidate, stop_id=None)) for each in stops]
    ids = settle_stops(session, actor, tour, copies)
    for each in stops:
        _copy_talk(session, each.candidate.stop_id, ids[each.candidate.key])
    rules = TourRules.from_data(tour.rules)
    tour.rules = give_breaks(session, tour, rules, copies, ids).to_data()
    keep_times(session, tour)
    return tour


def choices_of(session: Session, actor: Actor, tour_id: int, *, limit: int = 10) -> Sequence[TourProposal]:
    """What was chosen for this tour and why, the latest first, for those who plan it: it may name internal issues."""
    require(actor, Action.PLAN_TOUR, subject_of_tour(visible_tour(session, actor, tour_id)))
    query = select(TourProposal).where(TourProposal.tour_id == tour_id)
    return session.exec(query.order_by(col(TourProposal.id).desc()).limit(limit)).all()


def _become(session: Session, actor: Actor, tour: Tour, brief: Brief, stops: Sequence[ProposedStop]) -> None:
    rules = take_breaks_away(session, TourRules.from_data(tour.rules))
    ids = settle_stops(session, actor, tour, stops)
    for each in stops:
        if each.candidate.stop_id is not None:
            rules = _with_used_window(session, brief, rules, each)
    rules = give_breaks(session, tour, rules, stops, ids)
    left = session.exec(select(Stop.id).where(Stop.tour_id == tour.id)).all()
    rules = replace(rules.renamed({stop_id: stop_id for stop_id in left if stop_id is not None}), buses=1)
    tour.rules = None if rules == TourRules() else rules.to_data()
    keep_times(session, tour)


def _with_used_window(session: Session, brief: Brief, rules: TourRules, proposed: ProposedStop) -> TourRules:
    """The stop gets the window that the proposal uses; its own goes to the further windows in exchange."""
    candidate, talk_from = proposed.candidate, proposed.talk_from
    windows = windows_of(brief, candidate)
    used = next(
        (
            (opens, closes)
            for opens, closes in windows
            if (opens is None or opens <= talk_from) and (closes is None or talk_from <= closes)
        ),
        None,
    )
    own = (candidate.window_from, candidate.window_to)
    if used is None or used == own:
        return rules
    stop = session.get_one(Stop, candidate.stop_id)
    stop.window_from, stop.window_to = used
    rest = [each for each in windows if each not in (used, own)] + ([own] if own != (None, None) else [])
    further = tuple(
        ClockWindow(
            id_of(stop),
            clock_of(opens or brief.starts_at, brief.zone),
            clock_of(closes or brief.ends_at, brief.zone),
        )
        for opens, closes in rest
    )
    others = tuple(window for window in rules.windows if window.stop != stop.id)
    return replace(rules, windows=(*others, *further))


def _copy_talk(session: Session, old_id: int | None, new_id: int) -> None:
    query = select(AgendaItem).where(AgendaItem.stop_id == old_id).order_by(col(AgendaItem.position))
    for item in session.exec(query).all() if old_id is not None else ():
        entry = item.model_dump(include={"position", "text", "speaker", "minutes"})
        session.add(AgendaItem(**entry, stop_id=new_id))
    session.flush()


def _told(brief: Brief, proposal: Proposal) -> dict[str, Any]:
    beside = [number for row in left_out(brief, proposal) for number in row.issue_ids][:MOST_LEFT_OUT]
    return {
        "kind": proposal.kind.value,
        "minutes": proposal.minutes,
        "km": round(proposal.km, 1),
        "issues": proposal.issues,
        "promises": proposal.promises,
        "districts": list(proposal.districts),
        "prize": proposal.prize,
        "exact": proposal.exact,
        "possible": not proposal.contradiction,
        "buses": [_bus_told(bus) for bus in proposal.buses],
        "left_out": beside,
    }


def _bus_told(bus: ProposedBus) -> Mapping[str, Any]:
    return {
        "finish": bus.finish_at.isoformat(),
        "stops": [
            {
                "name": stop.candidate.name,
                "address": stop.candidate.address,
                "arrival": stop.arrival.isoformat(),
                "departure": stop.departure.isoformat(),
                "issues": list(stop.candidate.issue_ids),
                "prize": stop.candidate.prize.total,
                "parts": {part.kind: part.points for part in stop.candidate.prize.parts},
            }
            for stop in bus.stops
        ],
    }
