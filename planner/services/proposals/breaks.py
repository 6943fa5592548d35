"""Breaks at stops: a break that the chosen tour takes is an entry of the agenda there, and minutes that the bus stands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from planner.domain.clock import moment_of_tour
from planner.domain.models import AgendaItem, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.tour_rules import PauseRule, TourRules
from planner.services.city.city import get_city
from planner.services.proposals.search import ProposedStop


def take_breaks_away(session: Session, rules: TourRules) -> TourRules:
    """The stops as they are without their breaks; the rules, which hold none any more. The caller may plan."""
    for pause in rules.pauses:
        stop = None if pause.stop is None else session.get(Stop, pause.stop)
        if stop is None:
            continue
        stop.minutes_talk = max(0, stop.minutes_talk - pause.taken)
        entry = session.exec(
            select(AgendaItem)
            .where(AgendaItem.stop_id == stop.id, AgendaItem.text == pause.name)
            .order_by(col(AgendaItem.position).desc())
        ).first()
        if entry is not None:
            session.delete(entry)
    session.flush()
    return replace(rules, pauses=tuple(replace(pause, stop=None, taken=0) for pause in rules.pauses))


def give_breaks(
    session: Session, tour: Tour, rules: TourRules, stops: Sequence[ProposedStop], ids: Mapping[str, int]
) -> TourRules:
    """Puts the breaks where the proposal takes them; the rules, which say where that is. The caller may plan."""
    zone = get_city(session).timezone
    waiting = sorted(rules.pauses, key=lambda pause: moment_of_tour(tour.starts_at, pause.opens, zone))
    given: dict[PauseRule, PauseRule] = {}
    for proposed in stops:
        left = proposed.pause
        while left > 0 and waiting:
            pause = waiting.pop(0)
            taken = pause.minutes if waiting and left >= pause.minutes + waiting[0].minutes else left
            stop_id = ids[proposed.candidate.key]
            given[pause] = replace(pause, stop=stop_id, taken=taken)
            _give(session, session.get_one(Stop, stop_id), pause, taken)
            left -= taken
    return replace(rules, pauses=tuple(given.get(pause, pause) for pause in rules.pauses))


def _give(session: Session, stop: Stop, pause: PauseRule, minutes: int) -> None:
    entries = session.exec(select(AgendaItem.position).where(AgendaItem.stop_id == stop.id)).all()
    item = AgendaItem(stop_id=id_of(stop), position=max(entries, default=0) + 1, text=pause.name, minutes=pause.minutes)
    session.add(item)
    stop.minutes_talk += minutes
    session.flush()
