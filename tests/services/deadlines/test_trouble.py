"""Issues that are late for longer than their term was, and issues that do not move, as the list and its export find them."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from planner.domain.issue_filter import IssueFilter
from planner.domain.models.types import id_of, new_id
from planner.services.control.instructions import extend_deadline
from planner.services.issues.issues import add_comment
from planner.services.issues.list import list_issues
from tests.services.control_story import NOW, TODAY, Town, an_instruction, an_issue

DAY = timedelta(days=1)


def found(session: Session, town: Town, wanted: IssueFilter, days: int) -> set[int | None]:
    page = list_issues(session, town.olga, wanted, today=TODAY + days * DAY)
    return {row.issue.id for row in page.rows}


@pytest.mark.parametrize(("days", "is_found"), [(10, False), (20, False), (21, True)])
def test_twice_late_begins_when_the_delay_is_longer_than_the_term(
    session: Session, town: Town, days: int, is_found: bool
) -> None:
    issue = an_issue(session, town)
    an_instruction(session, town, issue, due_on=TODAY + 10 * DAY)

    assert found(session, town, IssueFilter(twice_late=True), days) == ({issue.id} if is_found else set())


def test_an_extension_makes_the_term_longer(session: Session, town: Town) -> None:
    given = an_instruction(session, town, an_issue(session, town), due_on=TODAY + 10 * DAY)

    extend_deadline(session, town.kira, id_of(given), until=TODAY + 15 * DAY, now=NOW, today=TODAY)

    assert found(session, town, IssueFilter(twice_late=True), 30) == set()
    assert len(found(session, town, IssueFilter(twice_late=True), 31)) == 1


@pytest.mark.parametrize(("days", "is_found"), [(13, False), (14, False), (15, True)])
def test_an_issue_is_quiet_after_so_many_days_without_a_move(
    session: Session, town: Town, days: int, is_found: bool
) -> None:
    issue = an_issue(session, town)
    an_instruction(session, town, issue, now=NOW + timedelta(hours=5))

    assert found(session, town, IssueFilter(quiet=14), days) == ({issue.id} if is_found else set())


@pytest.mark.parametrize(("hour", "is_found"), [(14, True), (15, False), (23, False)])
def test_quiet_days_begin_at_midnight_of_the_city(session: Session, town: Town, hour: int, is_found: bool) -> None:
    issue = an_issue(session, town)  # in a zone nine hours ahead: Tuesday begins on Monday at 15:00 UTC
    an_instruction(session, town, issue, now=NOW.replace(hour=hour))

    assert found(session, town, IssueFilter(quiet=14), 15) == ({issue.id} if is_found else set())


def test_talk_is_no_move_and_what_is_closed_may_rest(session: Session, town: Town) -> None:
    silent, closed = an_issue(session, town), an_issue(session, town, state="closed")
    add_comment(session, town.olga, issue_id=id_of(silent), text="Где?", uid=new_id(), now=NOW)

    assert found(session, town, IssueFilter(quiet=14), 40) == {silent.id}
    assert closed.id not in found(session, town, IssueFilter(quiet=14), 40)


def test_the_filter_goes_through_an_address_and_back() -> None:
    wanted = IssueFilter(twice_late=True, quiet=14)

    assert wanted.to_query() == {"twice_late": "true", "quiet": "14"}
    assert IssueFilter.from_query(wanted.to_query()) == wanted
