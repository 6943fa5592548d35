"""Tests of `planner.services.ride.changes`: choosing on the way, and taking it back; the plan of record stays."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from threading import Barrier

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, PlannerError
from planner.domain.models import Agency, Category, Instruction, Issue, RideChange, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.ride_choices import Choice
from planner.domain.ride_state import Change, ChangeKind
from planner.domain.words import InstructionState, IssueState, TourState
from planner.services.ride.changes import change_ride, last_change, list_changes, undo_change, way_out
from planner.services.ride.public_arrival import Standing, public_arrival
from planner.services.ride.ride import arrive, leave, start_ride, undo_tap
from planner.services.ride.under_way import ride_mark, ride_of
from planner.services.tours.plan import plan_of
from planner.services.tours.tours import publish_tour
from tests.services.ride_story import MINUTE, Story, add_tour, pyotr_joins, write_story

PLANNED = ("position", "minutes_talk", "planned_arrival", "planned_departure", "window_from", "window_to")


def late_story(session: Session, now: datetime, *, late: int = 25) -> Story:
    """The tour is published; Oksana starts it late, and at the last stop people wait until the 60th minute."""
    story = write_story(session, now, state=TourState.DRAFT)
    last = story.stop(session, 3)
    last.window_to = story.start + 60 * MINUTE
    story.stop(session, 2).must = False
    publish_tour(session, story.olga, story.tour_id, now=now)
    start_ride(session, story.oksana, story.tour_id, now=story.start + late * MINUTE)
    return story


def plan_of_record(session: Session, story: Story) -> list[dict[str, object]]:
    return [story.stop(session, number).model_dump(include=set(PLANNED)) for number in (1, 2, 3)]


def taken(session: Session, story: Story, choice: Choice, *, minute: int) -> RideChange:
    """Oksana takes a choice that she sees."""
    seen = last_change(session, story.oksana, story.tour_id)
    return change_ride(
        session, story.oksana, story.tour_id, choice.changes, seen=seen, now=story.start + minute * MINUTE
    )


def test_late_start_breaks_a_window_and_each_choice_keeps_its_word(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        at = story.start + 25 * MINUTE
        out = way_out(session, story.oksana, story.tour_id, now=at)

        told = []
        for choice in out.choices:
            row = taken(session, story, choice, minute=25)
            plan = plan_of(session, story.oksana, story.tour_id, now=at)
            told.append((plan.timetable.rows, plan.timetable.finish_at) == (choice.times.rows, choice.times.finish_at))
            undo_change(session, story.oksana, story.tour_id, id_of(row), now=at)

        assert [(each.kind, each.stop_key) for each in out.breaks] == [("late", story.stop_ids[2])]
        assert told == [True] * len(out.choices)
        assert any(choice.mends for choice in out.choices)


def test_choice_changes_the_real_plan_and_never_the_plan_of_record(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        before, version = plan_of_record(session, story), session.get_one(Tour, story.tour_id).version
        first, second, third = story.stop_ids
        at = story.start + 25 * MINUTE

        steps = [Change(ChangeKind.CUT, first, 8), Change(ChangeKind.SWAP, second, other=third)]
        change_ride(session, story.oksana, story.tour_id, steps, seen=0, now=at)
        plan = plan_of(session, story.oksana, story.tour_id, now=at)

        assert [row.stop.id for row in plan.stops] == [first, third, second]
        assert [row.stop.talk for row in plan.stops] == [8, 15, 15]
        assert (plan_of_record(session, story), session.get_one(Tour, story.tour_id).version) == (before, version)


def test_choice_is_written_down_with_who_when_what_and_why(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        at = story.start + 26 * MINUTE
        row = change_ride(
            session, story.oksana, story.tour_id, [Change(ChangeKind.SKIP, story.stop_ids[1])], seen=0, now=at
        )
        undo_change(session, story.olga, story.tour_id, id_of(row), now=at + MINUTE)

        history = list_changes(session, story.oksana, story.tour_id)

        assert [(each.by, each.at, each.undoes_id) for each in history] == [
            ("Оксана", at, None),
            ("Ольга", at + MINUTE, row.id),
        ]
        assert [(step["kind"], step["stop"]) for step in history[0].changes] == [("skip", story.stop_ids[1])]
        assert [(each["kind"], each["stop_key"]) for each in history[0].breaks] == [("late", story.stop_ids[2])]


def test_undo_gives_back_talks_order_and_skipped_stops(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        first, second, third = story.stop_ids
        at = story.start + 25 * MINUTE
        before = plan_of(session, story.oksana, story.tour_id, now=at).timetable
        steps: list[list[Change]] = [
            [Change(ChangeKind.CUT, first, 8), Change(ChangeKind.CUT, second, 6)],
            [Change(ChangeKind.SWAP, second, other=third)],
            [Change(ChangeKind.SKIP, third)],
        ]
        for each in steps:
            seen = last_change(session, story.oksana, story.tour_id)
            change_ride(session, story.oksana, story.tour_id, each, seen=seen, now=at)

        for _ in steps:
            last = way_out(session, story.oksana, story.tour_id, now=at).last
            assert last is not None
            undo_change(session, story.oksana, story.tour_id, id_of(last), now=at)

        assert way_out(session, story.oksana, story.tour_id, now=at).last is None
        assert plan_of(session, story.oksana, story.tour_id, now=at).timetable == before


def test_undo_tapped_on_two_tablets_takes_one_choice_back(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        at = story.start + 25 * MINUTE
        first = change_ride(
            session, story.oksana, story.tour_id, [Change(ChangeKind.CUT, story.stop_ids[0], 8)], seen=0, now=at
        )
        second = change_ride(
            session,
            story.oksana,
            story.tour_id,
            [Change(ChangeKind.CUT, story.stop_ids[1], 8)],
            seen=id_of(first),
            now=at,
        )
        with pytest.raises(Conflict, match=r"ride_changes\.error\.not_last"):
            undo_change(session, story.oksana, story.tour_id, id_of(first), now=at)

        for actor in (story.oksana, story.olga):
            undo_change(session, actor, story.tour_id, id_of(second), now=at)

        assert [story.stop(session, number).talk for number in (1, 2, 3)] == [8, 15, 15]


def test_choice_that_the_bus_has_driven_past_stays(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        at = story.start + 25 * MINUTE
        row = change_ride(
            session, story.oksana, story.tour_id, [Change(ChangeKind.SKIP, story.stop_ids[0])], seen=0, now=at
        )
        arrive(session, story.oksana, story.stop_ids[1], now=at + 9 * MINUTE)

        with pytest.raises(Conflict, match=r"ride_changes\.error\.passed"):
            undo_change(session, story.oksana, story.tour_id, id_of(row), now=at + 10 * MINUTE)

        out = way_out(session, story.oksana, story.tour_id, now=at + 10 * MINUTE)
        assert (out.last, story.stop(session, 1).skipped) == (None, True)


def test_leave_now_is_the_departure_itself_and_can_be_taken_back(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 30 * MINUTE)
        at = story.start + 40 * MINUTE
        row = change_ride(
            session, story.oksana, story.tour_id, [Change(ChangeKind.LEAVE, story.stop_ids[0])], seen=0, now=at
        )
        left = story.stop(session, 1).departed_at

        undo_change(session, story.oksana, story.tour_id, id_of(row), now=at + MINUTE)

        assert (left, story.stop(session, 1).departed_at) == (at, None)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda ids: Change(ChangeKind.CUT, ids[1], 4), Invalid),
        (lambda ids: Change(ChangeKind.CUT, ids[1], 15), Conflict),
        (lambda ids: Change(ChangeKind.SKIP, ids[0]), Conflict),
        (lambda ids: Change(ChangeKind.SWAP, ids[0], other=ids[1]), Conflict),
        (lambda ids: Change(ChangeKind.LEAVE, ids[1]), Conflict),
        (lambda ids: Change(ChangeKind.SKIP, 9999), Conflict),
    ],
)
def test_step_that_cannot_be_done_changes_nothing(
    database: Database, now: datetime, change: Callable[[list[int]], Change], error: type[PlannerError]
) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        at = story.start + 30 * MINUTE
        arrive(session, story.oksana, story.stop_ids[0], now=at)

        with pytest.raises(error):
            change_ride(session, story.oksana, story.tour_id, [change(story.stop_ids)], seen=0, now=at)

        assert session.exec(select(RideChange)).all() == []
        assert [story.stop(session, number).talk for number in (1, 2, 3)] == [15, 15, 15]


def test_choice_made_on_an_old_screen_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        at = story.start + 25 * MINUTE
        cut = [Change(ChangeKind.CUT, story.stop_ids[1], 9)]
        change_ride(session, story.oksana, story.tour_id, cut, seen=0, now=at)

        with pytest.raises(Conflict, match=r"ride_changes\.error\.changed"):
            change_ride(session, story.olga, story.tour_id, cut, seen=0, now=at)

        assert len(session.exec(select(RideChange)).all()) == 1


def test_choice_tapped_on_two_tablets_at_once_is_taken_once(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
    at, at_once = story.start + 25 * MINUTE, Barrier(2)

    def tap(minutes: int) -> str:
        at_once.wait(timeout=10)
        try:
            with database.transaction() as session:
                cut = [Change(ChangeKind.CUT, story.stop_ids[1], minutes)]
                change_ride(session, story.oksana, story.tour_id, cut, seen=0, now=at)
        except Conflict as refused:
            return refused.key
        return "taken"

    with ThreadPoolExecutor(2) as tablets:
        seen = sorted(tablets.map(tap, (8, 9)))

    with database.reading() as session:
        assert seen == ["ride_changes.error.changed_by", "taken"]
        assert len(list_changes(session, story.oksana, story.tour_id)) == 1


def test_wait_for_a_window_that_was_planned_is_not_told_as_trouble(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now, state=TourState.DRAFT)
        first = story.stop(session, 1)
        first.window_from = story.start + 40 * MINUTE
        publish_tour(session, story.olga, story.tour_id, now=now)
        start_ride(session, story.oksana, story.tour_id, now=story.start)

        plan = plan_of(session, story.oksana, story.tour_id, now=story.start)
        out = way_out(session, story.oksana, story.tour_id, now=story.start)

        assert [each.kind for each in plan.timetable.breaks] == ["waits"]
        assert out.breaks == ()


def test_choice_before_the_start_is_refused_and_nothing_is_offered(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        with pytest.raises(Conflict, match=r"ride\.error\.published"):
            change_ride(
                session, story.oksana, story.tour_id, [Change(ChangeKind.SKIP, story.stop_ids[0])], seen=0, now=now
            )
        out = way_out(session, story.oksana, story.tour_id, now=now)

        assert (out.breaks, out.choices, out.last) == ((), (), None)


def test_start_taken_back_forgets_what_was_chosen(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        at = story.start + 25 * MINUTE
        swap = [Change(ChangeKind.SWAP, story.stop_ids[1], other=story.stop_ids[2])]
        change_ride(session, story.oksana, story.tour_id, swap, seen=0, now=at)
        ride = ride_of(session, story.oksana, story.tour_id, now=at)
        assert ride.last_tap is not None

        undo_tap(session, story.oksana, story.tour_id, ride.last_tap)
        start_ride(session, story.oksana, story.tour_id, now=at + 5 * MINUTE)

        out = way_out(session, story.oksana, story.tour_id, now=at + 5 * MINUTE)
        assert [row.stop.id for row in out.plan.stops] == story.stop_ids
        assert (out.last, len(list_changes(session, story.oksana, story.tour_id))) == (None, 1)


def test_cost_counts_open_issues_and_promises_of_a_stop(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        category, agency = Category(name="Свет"), Agency(name="Ремонт")
        session.add_all([category, agency])
        session.flush()
        for state, promised in ((IssueState.NEW, 0), (IssueState.ASSIGNED, 2), (IssueState.CLOSED, 1)):
            issue = Issue(lat=50.28, lon=127.53, category_id=id_of(category), state=state, created_at=now)
            session.add(issue)
            session.flush()
            session.add(StopIssue(stop_id=story.stop_ids[1], issue_id=id_of(issue)))
            for _ in range(promised):
                session.add(
                    Instruction(
                        issue_id=id_of(issue),
                        text="Сделать",
                        agency_id=id_of(agency),
                        due_on=date(2026, 12, 1),
                        state=InstructionState.CLOSED if state is IssueState.CLOSED else InstructionState.ASSIGNED,
                        given_at=now,
                    )
                )
        session.flush()

        out = way_out(session, story.oksana, story.tour_id, now=story.start + 25 * MINUTE)

        skip = next(c for c in out.choices if c.skipped and c.skipped[0].key == story.stop_ids[1])
        assert [(s.must, s.issues, s.promises) for s in skip.skipped] == [(False, 2, 2)]


def test_tour_without_start_and_end_places_has_choices_too(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        tour = session.get_one(Tour, story.tour_id)
        tour.start_lat = tour.start_lon = tour.end_lat = tour.end_lon = None
        at = story.start + 40 * MINUTE

        choices = way_out(session, story.oksana, story.tour_id, now=at).choices
        taken(session, story, choices[0], minute=40)
        plan = plan_of(session, story.oksana, story.tour_id, now=at)

        assert plan.timetable.rows == choices[0].times.rows


def test_whole_ride_with_a_late_start_a_choice_an_undo_and_a_skipped_stop(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        codes = [story.stop(session, number).public_code or "" for number in (1, 2, 3)]
        record = plan_of_record(session, story)

        def page(minute: int) -> list[tuple[Standing, int | None]]:
            """What stands on the public pages, in minutes after the planned start."""
            shown = [public_arrival(session, code, now=story.start + minute * MINUTE) for code in codes]
            return [
                (one.standing, round((one.expected - story.start) / MINUTE) if one.expected else None) for one in shown
            ]

        late = page(25)
        skip = [Change(ChangeKind.SKIP, story.stop_ids[1])]
        row = change_ride(session, story.oksana, story.tour_id, skip, seen=0, now=story.start + 25 * MINUTE)
        without = page(25)
        undo_change(session, story.oksana, story.tour_id, id_of(row), now=story.start + 26 * MINUTE)
        again = page(26)
        swap = [Change(ChangeKind.SWAP, story.stop_ids[1], other=story.stop_ids[2])]
        seen = last_change(session, story.oksana, story.tour_id)
        change_ride(session, story.oksana, story.tour_id, swap, seen=seen, now=story.start + 26 * MINUTE)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 30 * MINUTE)
        leave(session, story.oksana, story.stop_ids[0], now=story.start + 45 * MINUTE)
        arrive(session, story.oksana, story.stop_ids[2], now=story.start + 54 * MINUTE)
        there = page(54)

        coming, been = Standing.COMING, Standing.BEEN
        assert late == [(coming, 30), (coming, 52), (coming, 74)]
        assert [one[0] for one in without] == [coming, Standing.SKIPPED, coming]
        assert without[2][1] == 57
        assert again == late
        assert there == [(been, 30), (coming, 76), (Standing.HERE, 54)]
        assert plan_of_record(session, story) == record


def test_arrival_in_the_real_order_is_accepted_and_in_the_old_one_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        first, second, third = story.stop_ids
        at = story.start + 25 * MINUTE
        change_ride(
            session, story.oksana, story.tour_id, [Change(ChangeKind.SWAP, first, other=second)], seen=0, now=at
        )

        with pytest.raises(Conflict, match=r"ride\.error\.unfinished"):
            arrive(session, story.oksana, first, now=at)
        arrive(session, story.oksana, second, now=at)

        ride = ride_of(session, story.oksana, story.tour_id, now=at)
        assert (ride.number, [row.stop.id for row in ride.plan.stops]) == (1, [second, first, third])
        assert ride.here is not None
        assert ride.here.stop.position == 2


def test_choice_changes_the_mark_by_which_screens_catch_up(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        marks = [ride_mark(session, story.oksana, story.tour_id)]
        at = story.start + 25 * MINUTE
        cut = [Change(ChangeKind.CUT, story.stop_ids[1], 9)]
        row = change_ride(session, story.oksana, story.tour_id, cut, seen=0, now=at)
        marks.append(ride_mark(session, story.oksana, story.tour_id))

        undo_change(session, story.oksana, story.tour_id, id_of(row), now=at)

        assert len({*marks, ride_mark(session, story.oksana, story.tour_id)}) == 3


def test_choosing_is_for_those_who_lead_this_tour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = late_story(session, now)
        pyotr = pyotr_joins(session, story)
        other = add_tour(session, now, state=TourState.PUBLISHED)
        visitor = Actor(name="Пётр", roles=pyotr.roles, tour_id=other.id, participant_id=pyotr.participant_id)
        at = story.start + 25 * MINUTE
        steps = [Change(ChangeKind.CUT, story.stop_ids[1], 9)]
        row = change_ride(session, story.oksana, story.tour_id, steps, seen=0, now=at)  # the leader may
        assert way_out(session, story.oksana, story.tour_id, now=at).breaks  # there is something to leak

        refused = []
        for somebody in (pyotr, visitor, story.boris, STRANGER):
            attempts: list[Callable[[], object]] = [
                partial(way_out, session, somebody, story.tour_id, now=at),
                partial(list_changes, session, somebody, story.tour_id),
                partial(change_ride, session, somebody, story.tour_id, steps, seen=id_of(row), now=at),
                partial(undo_change, session, somebody, story.tour_id, id_of(row), now=at),
            ]
            for attempt in attempts:
                with pytest.raises((NotAllowed, NotFound)) as no:
                    attempt()
                refused.append(type(no.value))

        assert refused == [NotAllowed] * 4 + [NotFound] * 4 + [NotAllowed] * 8
        rows = session.exec(select(RideChange).order_by(col(RideChange.id))).all()
        assert [each.id for each in rows] == [row.id]
        assert session.exec(select(Stop.ride_minutes_talk).where(Stop.id == story.stop_ids[1])).one() == 9
