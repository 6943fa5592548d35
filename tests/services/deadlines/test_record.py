"""An agency's record in a category, counted from its own instructions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from planner.domain.models import Category, Instruction
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState
from planner.services.deadlines.record import Record, record_of
from tests.services.control_story import TODAY, Town, an_issue

CLOSED, REPORTED, ASSIGNED = InstructionState.CLOSED, InstructionState.REPORTED, InstructionState.ASSIGNED


def given(
    session: Session, town: Town, days: int, *, late: int = 0, on: date = date(2026, 10, 1), **fields: Any
) -> None:
    """An instruction that was reported after so many days, so many of them late."""
    issue = an_issue(session, town, category_id=fields.pop("category_id", town.potholes))
    values: dict[str, Any] = {
        "agency_id": town.roads,
        "state": CLOSED,
        "given_at": datetime(on.year, on.month, on.day, 3, tzinfo=UTC),
        "due_on": on + timedelta(days=days - late),
        "reported_on": on + timedelta(days=days),
    }
    session.add(Instruction(issue_id=id_of(issue), text="Fill", **(values | fields)))
    session.flush()


def the_record(session: Session, town: Town) -> Record:
    return record_of(session, town.olga, agency_id=town.roads, category_id=town.potholes, today=TODAY)


def test_a_record_counts_what_was_kept_and_by_how_much_the_rest_was_late(session: Session, town: Town) -> None:
    for days, late in ((10, 0), (12, 0), (20, 4), (30, 8), (40, 9)):
        given(session, town, days, late=late)

    assert the_record(session, town) == Record(cases=5, in_time=2, usual_over=8, usual_days=20, season_days=20)


def test_what_waits_past_its_date_is_late_and_what_has_time_or_was_cancelled_is_no_case(
    session: Session, town: Town
) -> None:
    given(session, town, 10, state=ASSIGNED, reported_on=None)
    given(session, town, 90, state=ASSIGNED, reported_on=None)
    given(session, town, 10, state=InstructionState.CANCELLED, reported_on=None)
    given(session, town, 10, state=REPORTED)

    record = the_record(session, town)

    assert (record.cases, record.in_time, record.usual_over, record.tells) == (2, 1, 43, False)


def test_other_agencies_categories_and_old_cases_are_not_in_the_record(session: Session, town: Town) -> None:
    other = Category(name="Свет")
    session.add(other)
    session.flush()
    given(session, town, 10, agency_id=town.parks)
    given(session, town, 10, category_id=id_of(other))
    given(session, town, 10, on=date(2023, 1, 1))

    assert the_record(session, town) == Record(0, 0, None, None, None)


def test_the_season_is_told_of_the_whole_city_and_of_the_same_months(session: Session, town: Town) -> None:
    for days in (6, 7, 8, 9, 10):
        given(session, town, days, agency_id=town.parks, on=date(2025, 9, 5))
        given(session, town, 3, on=date(2026, 5, 5))

    record = the_record(session, town)

    assert (record.usual_days, record.season_days) == (3, 8)


def test_a_promise_of_less_than_half_the_usual_days_beats_the_record_by_far() -> None:
    record = Record(cases=5, in_time=1, usual_over=3, usual_days=20, season_days=None)

    assert [record.is_beaten_by_far(days) for days in (9, 10, 30)] == [True, False, False]
    assert Record(4, 1, 3, 20, None).is_beaten_by_far(1) is False
