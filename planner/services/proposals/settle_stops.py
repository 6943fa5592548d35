"""Making a tour's stops exactly those of a proposal, in its order."""

from collections.abc import Sequence

from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.errors import Invalid
from planner.domain.models import Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.services.proposals.search import ProposedStop
from planner.services.tours.plannable import plan_was_changed
from planner.services.tours.stops import MOST_STOPS, check_stop, link_issues, remove_stop


def settle_stops(session: Session, actor: Actor, tour: Tour, wanted: Sequence[ProposedStop]) -> dict[str, int]:
    """Keeps the stops that are wanted, takes off the others, adds what is new; the ids by the candidates' keys.

    The caller has the tour for a change (`plannable_tour`), and keeps the times afterwards. Conflict where a stop is gone that is wanted, or where something
    was written down at one that is not; NotFound for an issue that the actor may not know of. Stops that come in by a
    proposal may be left out by the next one.
    """
    if len(wanted) > MOST_STOPS:
        raise Invalid("stops.error.too_many", most=MOST_STOPS)
    kept = {each.candidate.stop_id for each in wanted}
    present = session.exec(select(Stop).where(Stop.tour_id == tour.id)).all()
    for stop in present:
        if stop.id not in kept:
            remove_stop(session, actor, id_of(stop))
    known = {stop.id: stop for stop in present}
    ids: dict[str, int] = {}
    for position, each in enumerate(wanted, start=1):
        if each.candidate.stop_id is not None and each.candidate.stop_id not in known:
            raise plan_was_changed(tour, actor)
        stop = known.get(each.candidate.stop_id) or _new_stop(session, id_of(tour), each)
        stop.position = position
        session.add(stop)
        session.flush()
        ids[each.candidate.key] = id_of(stop)
        _link_more(session, actor, stop, each.candidate.issue_ids)
    return ids


def _new_stop(session: Session, tour_id: int, wanted: ProposedStop) -> Stop:
    candidate = wanted.candidate
    stop = Stop(
        tour_id=tour_id,
        position=0,
        place_id=candidate.place_id,
        name=candidate.name,
        address=candidate.address,
        lat=candidate.point.lat,
        lon=candidate.point.lon,
        minutes_off=candidate.minutes_off,
        minutes_talk=candidate.minutes_talk,
        must=candidate.must,
    )
    check_stop(session, stop)
    return stop


def _link_more(session: Session, actor: Actor, stop: Stop, issue_ids: Sequence[int]) -> None:
    linked = set(session.exec(select(StopIssue.issue_id).where(StopIssue.stop_id == stop.id)).all())
    link_issues(session, actor, stop, [issue_id for issue_id in issue_ids if issue_id not in linked])
