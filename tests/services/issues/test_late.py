"""By how many days issues are late: on the rows of the list as in SQL, whatever their instructions went through."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, delete, select

from planner.database import Database
from planner.domain.issue_filter import IssueFilter
from planner.domain.lateness import lateness_told
from planner.domain.models import Issue, Move
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState
from planner.services.control.exported_instructions import export_instructions
from planner.services.issues.late import latest_of, never_late, with_days_late
from planner.services.issues.list import export_rows, list_issues
from tests.services.control_story import TODAY, Town, an_instruction, an_issue, make_town

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
    query, days = with_days_late(select(Issue.id), TODAY)
    never = session.exec(select(Issue.id).where(never_late(TODAY)).order_by(col(Issue.id))).all()
    counted = dict(session.execute(query.add_columns(days)).all())

    assert [lateness_told(late[number], TODAY) if number in late else 0 for number in numbers] == DAYS
    assert [counted.get(number, 0) for number in numbers] == DAYS
    assert never == [number for number, days in zip(numbers, DAYS, strict=True) if days == 0]


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


def test_export_keeps_the_days_late_of_what_was_reported_and_closed(database: Database) -> None:
    for sort in ("", "-late", "agency"):
        with database.transaction() as session:
            town = make_town(session)
            numbers = _issues(session, town)

            rows = export_rows(session, town.kira, IssueFilter(sort=sort), today=TODAY)

            told = {row.number: row.days_late for row in rows}
            assert [told[number] for number in numbers] == DAYS
            session.rollback()


def test_what_is_settled_follows_every_way_in_which_instructions_are_stored(session: Session, town: Town) -> None:
    first, second = an_issue(session, town), an_issue(session, town)
    given = an_instruction(session, town, first)
    told = [_settled(session, first, second)]
    changes: tuple[dict[str, Any], ...] = (
        {"state": S.REPORTED, "due_on": TODAY - timedelta(9), "reported_on": TODAY - timedelta(2)},
        {"state": S.RETURNED},
        {"state": S.CLOSED, "late_before": 8},
        {"issue_id": id_of(second)},
        {"state": S.CANCELLED},
    )

    for change in changes:
        for name, value in change.items():
            setattr(given, name, value)
        session.flush()
        told.append(_settled(session, first, second))
    given.state = S.CLOSED
    session.flush()
    session.exec(delete(Move))
    session.delete(given)
    session.flush()

    assert told == [(0, 0), (7, 0), (0, 0), (8, 0), (0, 8), (0, 0)]
    assert _settled(session, first, second) == (0, 0)


def _settled(session: Session, *issues: Issue) -> tuple[int, ...]:
    rows = dict(session.exec(select(Issue.id, Issue.late_settled)).all())
    return tuple(rows[issue.id] for issue in issues)
