"""By how many days issues are late: on the rows of the list as in SQL, whatever their instructions went through."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.issue_filter import IssueFilter
from planner.domain.lateness import lateness_told
from planner.domain.models import Issue
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState
from planner.services.control.exported_instructions import export_instructions
from planner.services.issues.late import days_late, latest_of
from planner.services.issues.list import export_rows, list_issues
from tests.services.control_story import TODAY, Town, an_instruction, an_issue

S = InstructionState
LIVES: tuple[tuple[dict[str, Any], ...], ...] = (
    (),
    ({"state": S.ASSIGNED, "due_on": TODAY},),
    ({"state": S.ASSIGNED, "due_on": TODAY - timedelta(3)},),
    ({"state": S.IN_WORK, "due_on": TODAY + timedelta(3), "late_before": 5},),
    ({"state": S.RETURNED, "due_on": TODAY - timedelta(2), "late_before": 9},),
    ({"state": S.REPORTED, "due_on": TODAY - timedelta(20), "reported_on": TODAY - timedelta(4)},),
    ({"state": S.CLOSED, "due_on": TODAY - timedelta(20), "reported_on": TODAY - timedelta(21), "late_before": 1},),
    ({"state": S.CANCELLED, "due_on": TODAY - timedelta(40), "late_before": 4},),
    (
        {"state": S.CLOSED, "due_on": TODAY - timedelta(20), "reported_on": TODAY - timedelta(13)},
        {"state": S.ASSIGNED, "due_on": TODAY - timedelta(6)},
    ),
)
DAYS = [0, 0, 3, 5, 2, 16, 1, 0, 7]


def _issues(session: Session, town: Town) -> list[int]:
    numbers = []
    for life in LIVES:
        issue = an_issue(session, town)
        for fields in life:
            given = an_instruction(session, town, issue)
            for name, value in fields.items():
                setattr(given, name, value)
        numbers.append(id_of(issue))
    session.flush()
    return numbers


def test_days_late_of_an_issue_are_the_same_in_words_and_in_sql(session: Session, town: Town) -> None:
    numbers = _issues(session, town)
    issues = session.exec(select(Issue).order_by(col(Issue.id))).all()

    late = latest_of(session, issues, TODAY)
    counted = dict(session.execute(days_late(TODAY)).all())

    assert [lateness_told(late[number], TODAY) if number in late else 0 for number in numbers] == DAYS
    assert [counted.get(number, 0) for number in numbers] == DAYS


def test_list_by_days_late_begins_with_the_most(session: Session, town: Town) -> None:
    numbers = _issues(session, town)

    rows = list_issues(session, town.kira, IssueFilter(sort="-late"), today=TODAY).rows

    exported = [row.number for row in export_rows(session, town.kira, IssueFilter(sort="-late"), today=TODAY)]
    instructions = export_instructions(session, town.kira, IssueFilter(sort="-late"), today=TODAY)

    assert exported == [row.issue.id for row in rows]
    assert [row.issue for row in instructions][0] == numbers[5]
    told = [lateness_told(row.late, TODAY) if row.late else 0 for row in rows]
    assert told == sorted(DAYS, reverse=True)
    assert rows[0].issue.id == numbers[5]
