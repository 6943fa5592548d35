"""How the city stands at present: open issues by agency and district, in which trouble."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, case, col, func, select

from planner.domain.actor import Actor
from planner.domain.board import Standing
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Issue
from planner.domain.permissions import Action, require
from planner.domain.words import OPEN_ISSUE_STATES, IssueState
from planner.services.access.scopes import issues_visible_to
from planner.services.issues.list import matches
from planner.services.issues.trouble import is_quiet, is_twice_late

Cells = Mapping[tuple[int | None, int | None], Standing]
"""By the numbers of the agency and the district; None: nobody's, nowhere's."""


def standing_of(session: Session, actor: Actor, *, today: date, quiet_days: int) -> Cells:
    """What is open, counted by the conditions that the list of issues filters by: one query each for three of them."""
    require(actor, Action.SEE_BOARD)
    conditions = (
        matches(IssueFilter(overdue=True), today),
        col(Issue.state) == IssueState.RETURNED,
        col(Issue.state) == IssueState.NEW,
        col(Issue.state) == IssueState.REPORTED,
    )
    by = (col(Issue.agency_id), col(Issue.district_id))
    wanted = (issues_visible_to(actor), col(Issue.state).in_(OPEN_ISSUE_STATES))
    counted = [func.count(case((condition, 1))) for condition in conditions]
    rows = session.execute(select(*by, func.count(), *counted).where(*wanted).group_by(*by)).all()
    troubled = [
        {
            (agency, district): number
            for agency, district, number in session.execute(
                select(*by, func.count()).where(*wanted, condition).group_by(*by)
            )
        }
        for condition in (is_twice_late(today), is_quiet(quiet_days, today))
    ]
    return {
        (agency, district): Standing(
            all_open,
            overdue,
            twice_late=troubled[0].get((agency, district), 0),
            returned=returned,
            new=new,
            reported=reported,
            quiet=troubled[1].get((agency, district), 0),
        )
        for agency, district, all_open, overdue, returned, new, reported in rows
    }
