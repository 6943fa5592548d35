"""Days late are counted to the report, and a report that was returned does not stop the count."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.lateness import days_late, lateness_of, lateness_told
from planner.domain.models import Instruction
from planner.domain.words import InstructionState

DUE = date(2026, 11, 10)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize(
    ("state", "reported_on", "late"),
    [
        (InstructionState.ASSIGNED, None, 14),
        (InstructionState.RETURNED, date(2026, 11, 9), 14),
        (InstructionState.REPORTED, date(2026, 11, 12), 2),
        (InstructionState.CLOSED, date(2026, 11, 12), 2),
        (InstructionState.CLOSED, date(2026, 11, 10), 0),
        (InstructionState.CANCELLED, None, 0),
    ],
)
def test_lateness_of_a_state(state: InstructionState, reported_on: date | None, late: int) -> None:
    assert days_late(state, DUE, reported_on, date(2026, 11, 24)) == late


def test_lateness_of_a_date_that_was_moved_stays() -> None:
    late = [days_late(InstructionState.CLOSED, DUE, DUE + timedelta(days), DUE, before=5) for days in (0, 2, 9)]

    assert late == [5, 5, 9]


@given(DAYS, DAYS, st.integers(0, 400))
def test_lateness_of_a_report_never_changes_with_the_day_of_asking(due: date, reported: date, later: int) -> None:
    asked = [
        days_late(InstructionState.REPORTED, due, reported, day) for day in (reported, reported + timedelta(later))
    ]

    assert asked[0] == asked[1] == max(0, (reported - due).days)


@pytest.mark.parametrize(
    ("state", "due_on", "reported_on", "fact", "told"),
    [
        (InstructionState.IN_WORK, DUE - timedelta(2), None, 5, 2),
        (InstructionState.ASSIGNED, DUE + timedelta(9), None, 5, 5),
        (InstructionState.REPORTED, DUE - timedelta(2), DUE - timedelta(1), 5, 5),
        (InstructionState.CLOSED, DUE - timedelta(9), DUE, 9, 9),
        (InstructionState.CANCELLED, DUE - timedelta(9), None, 0, 0),
    ],
)
def test_a_page_tells_the_days_since_the_present_date(
    state: InstructionState, due_on: date, reported_on: date | None, fact: int, told: int
) -> None:
    given = Instruction(issue_id=1, text="", agency_id=1, given_at=NOW, state=state, due_on=due_on, late_before=5)
    given.reported_on = reported_on

    assert (lateness_of(given, DUE), lateness_told(given, DUE)) == (fact, told)
