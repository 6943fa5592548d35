"""Repairs whose guarantee ends soon: which are proposed, and what becomes of them on a tour."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.actor import STRANGER
from planner.domain.errors import NotAllowed
from planner.domain.geo import Point
from planner.domain.models.types import id_of
from planner.domain.words import TourState
from planner.services.city.repairs import archive_repair, save_repair
from planner.services.proposals.candidates import list_candidates
from planner.services.proposals.lapsing import lapsing_repairs
from tests.services.plan_story import Story
from tests.services.proposal_story import made_stop, past_tour, rule

DAY = timedelta(days=1)
HERE = Point(50.26, 127.53)


def repaired(session: Session, story: Story, until: date, name: str = "Двор", point: Point = HERE) -> int:
    """A thing under guarantee."""
    texts: dict[str, Any] = {"name": name, "contract": "", "contractor": "СМУ-5"}
    given: dict[str, Any] = {"agency_id": None, "accepted_on": None, "guarantee_until": until, "point": point}
    return id_of(save_repair(session, story.olga, repair_id=None, **texts, **given))


def lapsing(session: Session, story: Story, *, months: int = 2) -> list[str]:
    day = story.start.date()
    return [each.name for each in lapsing_repairs(session, story.olga, day=day, months=months)]


@pytest.mark.parametrize(
    ("days", "months", "found"), [(-1, 2, 0), (0, 2, 1), (27, 1, 1), (32, 1, 0), (32, 2, 1), (5, 0, 0)]
)
def test_guarantee_that_ends_within_the_months_is_found(
    session: Session, story: Story, days: int, months: int, found: int
) -> None:
    repaired(session, story, story.start.date() + days * DAY)

    assert len(lapsing(session, story, months=months)) == found


def test_those_that_end_first_come_first_and_the_archive_is_left_out(session: Session, story: Story) -> None:
    for days, name in ((20, "позже"), (10, "раньше")):
        repaired(session, story, story.start.date() + days * DAY, name)
    archive_repair(session, story.olga, repaired(session, story, story.start.date() + 5 * DAY, "в архиве"))

    assert lapsing(session, story) == ["раньше", "позже"]


@pytest.mark.parametrize(
    ("days_ago", "metres", "state", "left"),
    [
        (10, 0, TourState.CLOSED, 0),
        (10, 40, TourState.CLOSED, 0),
        (10, 60, TourState.CLOSED, 1),
        (10, 0, TourState.CANCELLED, 1),
        (80, 0, TourState.CLOSED, 1),
    ],
)
def test_what_a_tour_has_looked_at_lately_is_not_proposed_again(
    session: Session, story: Story, days_ago: int, metres: int, state: TourState, left: int
) -> None:
    repaired(session, story, story.start.date() + 10 * DAY)
    tour_id = past_tour(session, story, days_ago=days_ago, state=state)
    made_stop(session, tour_id, story.now - days_ago * DAY, lat=HERE.lat + metres / 111_195, lon=HERE.lon)

    assert len(lapsing(session, story)) == left


def test_lapsing_guarantee_is_a_candidate_with_the_issues_around_it(session: Session, story: Story) -> None:
    tour_id, until = story.tour(session), story.start.date() + 10 * DAY
    repair = repaired(session, story, until, "Тротуар", Point(50.2605, 127.53))
    near = story.issue(session, north_m=10)
    far = story.issue(session, north_m=600)

    rows = list_candidates(session, story.olga, tour_id, now=story.now).rows

    assert {row.key: row.issue_ids for row in rows} == {f"repair:{repair}": (near,), f"issue:{far}": (far,)}
    (row,) = (row for row in rows if row.kind == "repair")
    assert (row.name, row.guarantee_until, row.point) == ("Тротуар", until, Point(50.2605, 127.53))
    assert [part.kind for part in row.prize.parts] == ["severity", "planned"]


def test_tour_may_do_without_them(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    repaired(session, story, story.start.date() + 10 * DAY)

    rule(session, story, tour_id, guarantee_months=0)

    assert list_candidates(session, story.olga, tour_id, now=story.now).rows == ()


def test_they_are_for_staff(session: Session, story: Story) -> None:
    with pytest.raises(NotAllowed):
        lapsing_repairs(session, STRANGER, day=story.start.date(), months=2)
