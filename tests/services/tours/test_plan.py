"""Tests of `planner.services.tours.plan`: the timetable of a tour, and a better order of its stops."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import event
from sqlmodel import Session

from planner.database import Database
from planner.domain.errors import Conflict, NotAllowed, NotFound
from planner.domain.models import City, Stop, Tour
from planner.domain.timetable import Break
from planner.domain.words import IssueState, TourState
from planner.services.tours.plan import Figures, Plan, apply_order, plan_of, propose_order
from planner.services.tours.stops import AgendaEntry, add_stop, edit_stop, set_agenda
from planner.services.tours.tours import publish_tour
from tests.services.plan_story import MINUTE, Story, names, write_story


def minutes(story: Story, moment: datetime | None) -> int | None:
    """Minutes after 10:00."""
    return None if moment is None else round((moment - story.start) / MINUTE)


def times(story: Story, plan: Plan) -> list[tuple[int | None, int | None]]:
    """When the bus comes and leaves, in minutes after 10:00."""
    return [(minutes(story, row.row.arrival), minutes(story, row.row.departure)) for row in plan.stops]


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The queries that are sent meanwhile."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_plan_goes_from_start_over_the_stops_to_the_end(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1, 3)

        plan = plan_of(session, story.olga, tour_id, now=now)

        assert times(story, plan) == [(3, 20), (26, 43)]
        assert minutes(story, plan.timetable.finish_at) == 52
        assert [round(leg.km, 2) for leg in plan.legs] == [1.0, 2.0, 3.0]
        assert plan.timetable.breaks == ()
        assert len(plan.line) == 4
        assert plan.engine == "estimate"


@pytest.mark.parametrize(
    ("ends", "expected", "kilometres"),
    [
        ({"start_lat": None, "start_lon": None}, [(0, 17), (23, 40)], [0.0, 2.0, 3.0]),
        ({"end_lat": None, "end_lon": None}, [(3, 20), (26, 43)], [1.0, 2.0, 0.0]),
        (
            {"start_lat": None, "start_lon": None, "end_lat": None, "end_lon": None},
            [(0, 17), (23, 40)],
            [0.0, 2.0, 0.0],
        ),
    ],
)
def test_plan_without_start_or_end_begins_or_ends_at_a_stop(
    database: Database,
    now: datetime,
    ends: dict[str, None],
    expected: list[tuple[int, int]],
    kilometres: list[float],
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, **ends)
        story.stops(session, tour_id, 1, 3)

        plan = plan_of(session, story.olga, tour_id, now=now)

        assert times(story, plan) == expected
        assert [round(leg.km, 2) for leg in plan.legs] == kilometres


@pytest.mark.parametrize("ends", [{}, {"start_lat": None, "start_lon": None, "end_lat": None, "end_lon": None}])
def test_plan_without_stops_is_a_plan(database: Database, now: datetime, ends: dict[str, None]) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        plan = plan_of(session, story.olga, story.tour(session, **ends), now=now)

        assert (plan.stops, plan.timetable.finish_at) == ((), story.start)


def test_plan_says_what_breaks(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, ends_at=story.start + 45 * MINUTE)
        first, second = story.stops(session, tour_id, 1, 3)
        edit_stop(session, story.olga, second, window_to=story.start + 22 * MINUTE)
        set_agenda(session, story.olga, first, [AgendaEntry("Свет", minutes=20)])

        plan = plan_of(session, story.olga, tour_id, now=now)

        assert [row.breaks for row in plan.stops] == [
            (Break("agenda_over", first, 5),),
            (Break("late", second, 6),),
        ]
        assert plan.breaks_at_end == (Break("over_end", None, 7),)


def test_plan_knows_where_there_is_no_way(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        (stop_id,) = story.stops(session, tour_id, 3)
        river = {"name": "Амур", "line": [[50.27, 127.0], [50.27, 128.0]], "crossings": []}
        session.get_one(City, 1).barriers = [river]

        plan = plan_of(session, story.olga, tour_id, now=now)

        assert [leg.is_passable for leg in plan.legs] == [False, False]
        assert plan.stops[0].breaks == (Break("unreachable", stop_id, 0),)
        assert plan.timetable.finish_at is None


def test_plan_of_a_riding_tour_follows_what_happened(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        first, _ = story.stops(session, tour_id, 1, 3)
        tour = session.get_one(Tour, tour_id)
        tour.state, tour.started_at = TourState.RIDING, story.start + 5 * MINUTE
        session.get_one(Stop, first).arrived_at = story.start + 10 * MINUTE

        plan = plan_of(session, story.olga, tour_id, now=story.start + 30 * MINUTE)

        assert times(story, plan) == [(10, 30), (36, 53)]
        assert session.get_one(Stop, first).planned_arrival == story.start + 3 * MINUTE


def test_plan_tells_each_visitor_of_the_issues_he_may_see(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        open_one, internal = story.issue(session), story.issue(session, internal=True)
        add_stop(session, story.olga, tour_id, name="Двор", lat=50.27, lon=127.53, issue_ids=[open_one, internal])
        publish_tour(session, story.olga, tour_id, now=now)

        seen = {
            actor.name: [issue.id for issue in plan_of(session, actor, tour_id, now=now).stops[0].issues]
            for actor in (story.olga, story.boris)
        }

        assert seen == {"Ольга": [open_one, internal], "Борис": [open_one]}


def test_plan_takes_as_many_queries_for_many_stops_as_for_one(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        small, large = story.tour(session), story.tour(session)
        story.stops(session, small, 1)
        story.stops(session, large, *range(1, 16))
        for number in range(15):
            add_stop(
                session,
                story.olga,
                large,
                name="Двор",
                lat=50.27,
                lon=127.53,
                issue_ids=[story.issue(session, state=IssueState.ASSIGNED)],
                minutes_talk=number,
            )

    numbers = []
    for tour_id in (small, large):
        with database.reading() as session, counted(session) as sent:
            plan_of(session, story.olga, tour_id, now=now)
            numbers.append(len([statement for statement in sent if statement.startswith("SELECT")]))

    assert numbers == [7, 7]


def test_draft_is_for_planners(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)

        with pytest.raises(NotFound):
            plan_of(session, story.boris, tour_id, now=now)
        assert len(plan_of(session, story.olga, tour_id, now=now).stops) == 1


def test_order_is_proposed_and_nothing_changes(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        third, first, second = story.stops(session, tour_id, 3, 1, 2)
        version = session.get_one(Tour, tour_id).version

        proposal = propose_order(session, story.olga, tour_id)

        assert proposal.stop_ids in ((first, second, third), (third, second, first))
        assert (proposal.present.minutes, proposal.proposed.minutes) == (9 + 6 + 3 + 6 + 51, 6 * 3 + 51)
        assert (round(proposal.present.km, 1), round(proposal.proposed.km, 1)) == (8.0, 6.0)
        assert (proposal.is_better, proposal.exact, proposal.version) == (True, True, version)
        assert names(session, tour_id) == ["3 км", "1 км", "2 км"]


def test_order_proposed_keeps_pins(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        second, _, third = story.stops(session, tour_id, 2, 1, 3)
        edit_stop(session, story.olga, second, pinned=True)

        proposal = propose_order(session, story.olga, tour_id)

        assert proposal.stop_ids[0] == second
        assert proposal.stop_ids == (second, third, proposal.stop_ids[2])


def test_order_that_is_the_best_is_said_to_be(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, start_lat=None, start_lon=None, end_lat=None, end_lon=None)
        stops = story.stops(session, tour_id, 1, 2, 3)

        proposal = propose_order(session, story.olga, tour_id)

        assert (proposal.is_better, proposal.stop_ids) == (False, tuple(stops))
        assert proposal.present == proposal.proposed == Figures(57, proposal.present.km, 0, 0)
        assert math.isclose(proposal.present.km, 2.0, abs_tol=0.001)


def test_order_applied_is_the_order(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 3, 1, 2)
        proposal = propose_order(session, story.olga, tour_id)

        apply_order(session, story.olga, tour_id, proposal.stop_ids, version=proposal.version)

        assert propose_order(session, story.olga, tour_id).is_better is False
        assert session.get_one(Stop, proposal.stop_ids[0]).position == 1


def test_order_for_an_older_plan_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 3, 1, 2)
        proposal = propose_order(session, story.olga, tour_id)
        story.stops(session, tour_id, 4)

        with pytest.raises(Conflict, match="changed"):
            apply_order(session, story.olga, tour_id, proposal.stop_ids, version=proposal.version)

        assert names(session, tour_id) == ["3 км", "1 км", "2 км", "4 км"]


def test_order_of_other_stops_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        one, _ = story.stops(session, tour_id, 3, 1)
        version = session.get_one(Tour, tour_id).version

        with pytest.raises(Conflict, match="changed"):
            apply_order(session, story.olga, tour_id, [one, one], version=version)


def test_order_is_for_planners(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        stops = story.stops(session, tour_id, 3, 1)
        publish_tour(session, story.olga, tour_id, now=now)

        with pytest.raises(NotAllowed):
            propose_order(session, story.boris, tour_id)
        with pytest.raises(NotAllowed):
            apply_order(session, story.boris, tour_id, stops[::-1], version=4)

        assert names(session, tour_id) == ["3 км", "1 км"]
