"""The controller's queue by nearness: from an issue, a place, the last verified one, the stops of the next tour."""

from datetime import timedelta

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.geo import Point
from planner.domain.models import Instruction, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Outcome, TourState
from planner.services.control.instructions import accept_report, report_done
from planner.services.control.queue import last_verified, nearest_to_verify, next_round, next_to_verify
from planner.services.control.work import Pile, list_work
from tests.services.control_story import NOW, TODAY, Town, a_photo, an_instruction, an_issue


def _reported(session: Session, town: Town, lat: float) -> Instruction:
    issue = an_issue(session, town, lat=lat)
    given = an_instruction(session, town, issue)
    report_done(session, town.oksana, id_of(given), text="Done", photo_ids=[a_photo(session, issue)], now=NOW)
    return given


def test_the_nearest_to_the_open_issue_comes_next(session: Session, town: Town) -> None:
    far, near, here = (_reported(session, town, lat) for lat in (50.9, 50.31, 50.3))

    def number(actor: Actor, beside: int) -> int | None:
        row = next_to_verify(session, actor, beside=beside)
        return row.issue.id if row else None

    assert [number(town.kira, each.issue_id) for each in (here, near, far)] == [
        near.issue_id,
        here.issue_id,
        near.issue_id,
    ]
    assert number(town.kira, 0) == far.issue_id  # no place is known: what has waited longest
    assert [number(actor, here.issue_id) for actor in (town.oksana, town.olga)] == [None, None]


def test_pages_of_the_queue_go_on_from_near_to_far(session: Session, town: Town) -> None:
    far, near, middle = (_reported(session, town, lat) for lat in (50.9, 50.3, 50.4))
    here = (Point(50.29, 127.54),)

    pages = [
        list_work(session, town.kira, Pile.TO_VERIFY, today=TODAY, near=here, page=page, page_size=2) for page in (1, 2)
    ]

    assert [[row.instruction for row in rows] for rows in pages] == [[near, middle], [far]]
    assert [row.metres for row in pages[0]] == [1112, 12231]


def test_one_stands_where_one_has_verified_last_within_half_a_day(session: Session, town: Town) -> None:
    first = _reported(session, town, 50.3)
    assert last_verified(session, town.kira, now=NOW) is None
    accept_report(session, town.kira, id_of(first), outcome=Outcome.FIXED, now=NOW)

    found = [last_verified(session, town.kira, now=NOW + timedelta(hours=hours)) for hours in (2, 13)]

    assert [issue.id if issue else None for issue in found] == [first.issue_id, None]
    assert last_verified(session, town.both, now=NOW) is None


def test_the_next_tour_gives_the_places_of_its_stops(session: Session, town: Town) -> None:
    for days, state in (
        (-1, TourState.PUBLISHED),
        (9, TourState.PUBLISHED),
        (3, TourState.PUBLISHED),
        (1, TourState.DRAFT),
    ):
        starts = NOW + timedelta(days=days)
        ends = starts + timedelta(hours=3)
        tour = Tour(title=f"In {days}", state=state, starts_at=starts, ends_at=ends, created_at=NOW)
        tour.start_lat = tour.start_lon = tour.end_lat = tour.end_lon = 50.0
        session.add(tour)
        session.flush()
        session.add(Stop(tour_id=id_of(tour), position=1, name="Yard", lat=50.0 + days, lon=127.5))
    session.flush()

    found = next_round(session, town.kira, now=NOW)

    assert found is not None
    assert (found.tour.title, list(found.points)) == ("In 3", [Point(53.0, 127.5)])
    assert nearest_to_verify(session, town.kira, near=found.points) == []
