"""An instruction is given its number once: by the tour and the stop where it was decided, and never the same twice."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from planner.database import Database
from planner.domain.instruction_number import instruction_number
from planner.domain.models import Instruction, Issue, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.words import TourState
from planner.services.control.hand_overs import ask_hand_over, hand_over
from planner.services.control.instructions import cancel_instruction
from tests.services.control_story import NOW, Town, an_instruction, an_issue, make_town
from tests.whole.at_once import at_once


def a_stop(session: Session, *, position: int = 3, **fields: Any) -> Stop:
    """A stop of a tour of its own."""
    values: dict[str, Any] = {"title": "Centre", "starts_at": NOW, "ends_at": NOW + timedelta(hours=4)}
    tour = Tour(**(values | {"created_at": NOW, "state": TourState.RIDING, "started_at": NOW} | fields))
    session.add(tour)
    session.flush()
    stop = Stop(tour_id=id_of(tour), position=position, name="Yard", lat=50.27, lon=127.54)
    session.add(stop)
    session.flush()
    return stop


def number_of(session: Session, town: Town, issue: Issue) -> str:
    return instruction_number(an_instruction(session, town, issue))


def test_numbers_count_what_is_given_at_one_stop(session: Session, town: Town) -> None:
    stop = a_stop(session)
    first, second = (an_issue(session, town, tour_id=stop.tour_id, stop_id=stop.id) for _ in range(2))

    numbers = [number_of(session, town, issue) for issue in (first, second, first)]

    assert numbers == [f"{stop.tour_id}–3–1", f"{stop.tour_id}–3–2", f"{stop.tour_id}–3–3"]


def test_number_of_what_was_raised_between_stops_has_a_nought_for_the_stop(session: Session, town: Town) -> None:
    stop = a_stop(session)

    assert number_of(session, town, an_issue(session, town, tour_id=stop.tour_id)) == f"{stop.tour_id}–0–1"


def test_number_outside_of_tours_counts_by_the_issue(session: Session, town: Town) -> None:
    first, second = an_issue(session, town), an_issue(session, town)

    numbers = [number_of(session, town, issue) for issue in (first, first, second)]

    assert numbers == [f"0–{first.id}–1", f"0–{first.id}–2", f"0–{second.id}–1"]


def test_number_is_of_the_ride_that_stops_for_an_older_issue(session: Session, town: Town) -> None:
    old = a_stop(session, position=1, state=TourState.CLOSED)
    issue = an_issue(session, town, tour_id=old.tour_id, stop_id=old.id)
    now = a_stop(session, position=2)
    session.add(StopIssue(stop_id=id_of(now), issue_id=id_of(issue)))
    session.flush()

    on_the_way = number_of(session, town, issue)
    session.get_one(Tour, now.tour_id).state = TourState.CLOSED
    afterwards = number_of(session, town, issue)

    assert (on_the_way, afterwards) == (f"{now.tour_id}–2–1", f"{old.tour_id}–1–1")


def test_number_stays_when_the_instruction_is_handed_over_or_cancelled(session: Session, town: Town) -> None:
    stop = a_stop(session)
    issue = an_issue(session, town, tour_id=stop.tour_id, stop_id=stop.id)
    given = an_instruction(session, town, issue)
    ask_hand_over(session, town.oksana, id_of(given), agency_id=town.parks, reason="Theirs", now=NOW)
    hand_over(session, town.kira, id_of(given), now=NOW)
    cancel_instruction(session, town.olga, id_of(given), reason="A slip", now=NOW)

    assert instruction_number(given) == f"{stop.tour_id}–3–1"
    assert number_of(session, town, issue) == f"{stop.tour_id}–3–2"


def test_two_at_one_stop_at_once_never_get_the_same_number(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        stop = a_stop(session)
        issues = [an_issue(session, town, tour_id=stop.tour_id, stop_id=stop.id) for _ in range(4)]

    at_once(database, *(lambda session, issue=issue: an_instruction(session, town, issue) for issue in issues))

    with database.reading() as session:
        items = sorted(session.exec(select(Instruction.item)).all())
    assert items == [1, 2, 3, 4]


def test_two_about_one_issue_at_once_never_get_the_same_number(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        issue = an_issue(session, town)

    at_once(database, *([lambda session: an_instruction(session, town, issue)] * 3))

    with database.reading() as session:
        assert sorted(session.exec(select(Instruction.item)).all()) == [1, 2, 3]
