"""Tests of `planner.services.tours.undo`."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotAllowed
from planner.domain.models import AgendaItem, Comment, Stop, StopIssue, Tour
from planner.services.tours.plan import apply_order
from planner.services.tours.stops import AgendaEntry, edit_stop, move_stop, remove_stop, set_agenda, set_stop_issues
from planner.services.tours.tours import edit_tour, publish_tour
from planner.services.tours.undo import PlanMemory, remember_plan, restore_plan
from tests.services.plan_story import MINUTE, Story, names, write_story


def version(session: Session, tour_id: int) -> int:
    """The version of the plan now."""
    return session.get_one(Tour, tour_id).version


def undo(session: Session, story: Story, memory: PlanMemory, actor: Actor | None = None) -> None:
    """Takes the last change back, as the screen does."""
    now = version(session, memory.tour_id)
    restore_plan(session, actor or story.olga, memory, version=now, now=story.now)


def test_removed_stop_comes_back_with_agenda_and_issues(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        _, second, _ = story.stops(session, tour_id, 1, 2, 3)
        issue_id = story.issue(session)
        set_agenda(session, story.olga, second, [AgendaEntry("Свет", "Борис", 7)])
        set_stop_issues(session, story.olga, second, [issue_id])
        memory = remember_plan(session, story.olga, tour_id)
        remove_stop(session, story.olga, second)

        undo(session, story, memory)

        assert names(session, tour_id) == ["1 км", "2 км", "3 км"]
        agenda = session.exec(select(AgendaItem)).all()
        assert [(item.stop_id, item.text, item.speaker, item.minutes) for item in agenda] == [
            (second, "Свет", "Борис", 7)
        ]
        assert session.exec(select(StopIssue.stop_id, StopIssue.issue_id)).all() == [(second, issue_id)]


def test_removed_stop_whose_number_was_given_away_comes_back_under_another(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id, other_id = story.tour(session), story.tour(session)
        _, last = story.stops(session, tour_id, 1, 2)
        set_agenda(session, story.olga, last, [AgendaEntry("Свет")])
        memory = remember_plan(session, story.olga, tour_id)
        remove_stop(session, story.olga, last)
        session.add(Stop(id=last, tour_id=other_id, position=1, name="Чужая", lat=50.26, lon=127.53))
        session.flush()

        undo(session, story, memory)

        assert (names(session, tour_id), names(session, other_id)) == (["1 км", "2 км"], ["Чужая"])
        (item,) = session.exec(select(AgendaItem)).all()
        assert item.stop_id not in (last, None)


@pytest.mark.parametrize("change", ["move", "edit", "add", "order", "details"])
def test_change_is_taken_back(database: Database, now: datetime, change: str) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        one, two = story.stops(session, tour_id, 1, 2)
        memory = remember_plan(session, story.olga, tour_id)
        if change == "move":
            move_stop(session, story.olga, two, to=1)
        elif change == "edit":
            edit_stop(session, story.olga, one, name="Другое", minutes_talk=90, pinned=True)
        elif change == "add":
            story.stops(session, tour_id, 5)
        elif change == "order":
            apply_order(session, story.olga, tour_id, [two, one], version=version(session, tour_id))
        else:
            edit_tour(session, story.olga, tour_id, now=now, title="Другое", starts_at=story.start + 5 * MINUTE)

        undo(session, story, memory)

        again = remember_plan(session, story.olga, tour_id)
        assert (again.details, again.stops) == (memory.details, memory.stops)
        assert session.get_one(Stop, one).planned_arrival == story.start + 3 * MINUTE


def test_somebody_elses_change_is_not_lost(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        _, two = story.stops(session, tour_id, 1, 2)
        memory = remember_plan(session, story.olga, tour_id)
        move_stop(session, story.olga, two, to=1)
        mine = version(session, tour_id)
        story.stops(session, tour_id, 5)

        with pytest.raises(Conflict, match="changed"):
            restore_plan(session, story.olga, memory, version=mine, now=now)

        assert names(session, tour_id) == ["2 км", "1 км", "5 км"]


def test_stop_that_came_meanwhile_and_was_spoken_of_stays(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        memory = remember_plan(session, story.olga, tour_id)
        (stop_id,) = story.stops(session, tour_id, 1)
        session.add(Comment(stop_id=stop_id, author="Пётр", text="Скользко", written_at=now))
        session.flush()

        with pytest.raises(Conflict, match="has_records"):
            undo(session, story, memory)


def test_undo_is_for_planners(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)
        memory = remember_plan(session, story.olga, tour_id)
        publish_tour(session, story.olga, tour_id, now=now)

        with pytest.raises(NotAllowed):
            remember_plan(session, story.boris, tour_id)
        with pytest.raises(NotAllowed):
            undo(session, story, memory, story.boris)


def test_removed_stop_of_a_published_tour_comes_back_with_its_public_address(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        first, _ = story.stops(session, tour_id, 1, 2)
        publish_tour(session, story.olga, tour_id, now=now)
        code = session.get_one(Stop, first).public_code
        memory = remember_plan(session, story.olga, tour_id)
        remove_stop(session, story.olga, first)

        undo(session, story, memory)

        codes = session.exec(select(Stop.public_code).order_by(col(Stop.position))).all()
        assert (codes[0], len(set(codes)), None in codes) == (code, 2, False)


def test_stop_added_to_a_published_tour_has_a_public_address_and_one_of_a_draft_has_none(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        (first,) = story.stops(session, tour_id, 1)
        draft = session.get_one(Stop, first).public_code
        publish_tour(session, story.olga, tour_id, now=now)

        (second,) = story.stops(session, tour_id, 2)

        assert (draft, session.get_one(Stop, second).public_code is None) == (None, False)


def test_published_tour_does_not_go_back_to_a_start_that_has_passed(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)
        publish_tour(session, story.olga, tour_id, now=now)
        memory = remember_plan(session, story.olga, tour_id)
        later: dict[str, Any] = {"starts_at": story.start + 300 * MINUTE, "ends_at": story.start + 400 * MINUTE}
        edit_tour(session, story.olga, tour_id, now=now, **later)

        with pytest.raises(Conflict) as refusal:
            restore_plan(
                session,
                story.olga,
                memory,
                version=version(session, tour_id),
                now=story.start + MINUTE,
            )

        assert refusal.value.key == "tours.error.past"
