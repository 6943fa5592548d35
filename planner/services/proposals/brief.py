"""All that a search for a tour has to know, read in one go: afterwards no session is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.geo import Point
from planner.domain.models import District, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.prize import Weights
from planner.domain.tour_rules import TourRules
from planner.routing.engine import TravelTimes
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.city.city import get_city
from planner.services.proposals.candidates import Candidate, Candidates, list_candidates, list_own_stops
from planner.services.travel.travel import travel_times


@dataclass(frozen=True)
class Brief:
    """A tour at one version with everything it could stop for, its rules, and who computes travel times."""

    tour_id: int
    version: int
    starts_at: datetime
    ends_at: datetime
    start_point: Point | None
    end_point: Point | None
    zone: str
    rows: tuple[Candidate, ...]
    weights: Weights
    rules: TourRules
    districts: Mapping[int, District]
    unvisited: Mapping[int, int]
    engine: TravelTimes

    @property
    def issues(self) -> int:
        """How many open issues are in it."""
        return sum(len(row.issue_ids) for row in self.rows)


def read_brief(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> Brief:
    """The brief with every candidate, for those who plan the tour."""
    return _brief(session, actor, tour_id, list_candidates(session, actor, tour_id, now=now))


def read_own_brief(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> Brief:
    """The brief with the stops of the tour alone, in their order."""
    return _brief(session, actor, tour_id, list_own_stops(session, actor, tour_id, now=now))


def _brief(session: Session, actor: Actor, tour_id: int, found: Candidates) -> Brief:
    tour: Tour = visible_tour(session, actor, tour_id)
    require(actor, Action.PLAN_TOUR, subject_of_tour(tour))
    return Brief(
        tour_id=tour_id,
        version=tour.version,
        starts_at=tour.starts_at,
        ends_at=tour.ends_at,
        start_point=tour.start_point,
        end_point=tour.end_point,
        zone=get_city(session).timezone,
        rows=found.rows,
        weights=found.weights,
        rules=found.rules,
        districts={id_of(each): each for each in found.districts},
        unvisited=found.unvisited,
        engine=travel_times(session, until=tour.ends_at),
    )
