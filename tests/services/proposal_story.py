"""What the tests of proposals share: the city of the planning tests with two districts, past tours and many issues."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from planner.domain.actor import STRANGER, Actor
from planner.domain.geo import Point, qk_of
from planner.domain.models import District, Issue, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.tour_rules import TourRules
from planner.domain.words import IssueState, Role, Severity, TourState
from planner.services.tours.rules import set_rules
from planner.services.tours.tours import get_tour
from tests.services.plan_story import Story

PYOTR = Actor(name="Pyotr", roles=frozenset({Role.PARTICIPANT}), tour_id=1, participant_id=1)


def outsiders(story: Story) -> dict[str, Actor]:
    """Everybody who does not plan tours."""
    return {"official": story.oksana, "participant": PYOTR, "stranger": STRANGER}


def rule(session: Session, story: Story, tour_id: int, **changes: Any) -> None:
    """Olga gives the tour these rules, and no others."""
    version = get_tour(session, story.olga, tour_id).version
    set_rules(session, story.olga, tour_id, replace(TourRules(), **changes), version=version)


def add_districts(session: Session) -> tuple[int, int]:
    """West of 127.53 lies Запад with 20,000 people, east of it Восток with 10,000; returns their ids."""
    west = District(name="Запад", population=20_000, polygon=_square(127.40, 127.53))
    east = District(name="Восток", population=10_000, polygon=_square(127.53, 127.70))
    session.add_all([west, east])
    session.flush()
    return id_of(west), id_of(east)


def past_tour(session: Session, story: Story, *, days_ago: int, state: TourState = TourState.CLOSED) -> int:
    """A tour that started so many days ago; returns its id."""
    at = story.now - timedelta(days=days_ago)
    tour = Tour(title="Прошлый", state=state, starts_at=at, ends_at=at + timedelta(hours=3), created_at=at)
    session.add(tour)
    session.flush()
    return id_of(tour)


def made_stop(session: Session, tour_id: int, at: datetime | None, *, minutes: int = 20, **fields: Any) -> int:
    """A stop that the bus made at `at`, in the east unless said otherwise; returns its id."""
    given = {"position": 1, "name": "Двор", "lat": 50.26, "lon": 127.54, "tour_id": tour_id, **fields}
    left = None if at is None else at + timedelta(minutes=minutes)
    stop = Stop(**{"arrived_at": at, "departed_at": left, **given})
    session.add(stop)
    session.flush()
    return id_of(stop)


def link(session: Session, stop_id: int, *issue_ids: int) -> None:
    """The stop is made for these issues."""
    session.add_all(StopIssue(stop_id=stop_id, issue_id=issue_id) for issue_id in issue_ids)
    session.flush()


def many_issues(
    session: Session, story: Story, number: int, districts: tuple[int | None, int | None] = (None, None)
) -> None:
    """So many open issues over 9 by 9 kilometres, by a fixed rule, each with its severity, date and supporters.

    `districts`: those of the issues west and east of 127.53.
    """
    severities, today = tuple(Severity), story.now.date()
    for index in range(number):
        point = Point(50.22 + (index * 7919 % 9973) / 9973 * 0.08, 127.47 + (index * 6007 % 9967) / 9967 * 0.12)
        late = index % 5 == 0
        session.add(
            Issue(
                lat=point.lat,
                lon=point.lon,
                qk=qk_of(point),
                category_id=story.category_id,
                district_id=districts[point.lon >= 127.53],
                severity=severities[index % 3],
                state=IssueState.ASSIGNED if late else IssueState.NEW,
                due_on=today - timedelta(days=index % 40) if late else None,
                supporters=index % 7,
                created_at=story.now,
            )
        )
    session.flush()


def _square(west: float, east: float) -> dict[str, Any]:
    corners = [[west, 50.0], [east, 50.0], [east, 50.5], [west, 50.5], [west, 50.0]]
    return {"type": "Polygon", "coordinates": [corners]}
