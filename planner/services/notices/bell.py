"""The notices of whoever asks: how many are unread, a page of them, and marking them as read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select, update

from planner.domain.actor import Actor
from planner.domain.models import Issue, Notice, Tour
from planner.domain.notices import DIGESTS
from planner.domain.permissions import Action, own_account, require
from planner.services.access.scopes import issues_visible_to, tours_visible_to

MOST_UNREAD, MOST_LISTED = 100, 1_000
"""Beyond these nobody counts: reading more rows at every screen would tell nothing more."""


@dataclass(frozen=True)
class NoticePage:
    """A page of notices, the newest first; how many can be listed, and how many of all nobody has read yet."""

    rows: Sequence[Notice]
    total: int
    unread: int


def unread_count(session: Session, actor: Actor) -> int:
    """How many notices the actor has not read yet, at most `MOST_UNREAD`; one query."""
    person_id = own_account(actor)
    require(actor, Action.SEE_LISTS)
    return _count(session, [*_mine(actor, person_id), col(Notice.read_at).is_(None)], MOST_UNREAD)


def list_notices(session: Session, actor: Actor, *, page: int = 1, page_size: int = 20) -> NoticePage:
    """A page (from 1) of the actor's newest `MOST_LISTED` notices, the newest first. What one may know of no longer is left
    out.
    """
    person_id = own_account(actor)
    require(actor, Action.SEE_LISTS)
    mine = _mine(actor, person_id)
    total = _count(session, mine, MOST_LISTED)
    query = select(Notice).where(*mine).order_by(col(Notice.id).desc())
    rows = session.exec(query.offset(max(0, page - 1) * page_size).limit(page_size)).all()
    return NoticePage(rows, total, unread_count(session, actor))


def mark_read(session: Session, actor: Actor, notice_id: int, *, now: datetime) -> None:
    """Notes that the actor has read this one; somebody else's, or one read already, stays as it is."""
    person_id = own_account(actor)
    mine = [col(Notice.id) == notice_id, col(Notice.person_id) == person_id, col(Notice.read_at).is_(None)]
    session.exec(update(Notice).where(*mine).values(read_at=now))


def mark_all_read(session: Session, actor: Actor, *, up_to: int, now: datetime) -> None:
    """The same for all up to the newest one that the actor was shown: what has come since stays unread."""
    person_id = own_account(actor)
    mine = [col(Notice.id) <= up_to, col(Notice.person_id) == person_id, col(Notice.read_at).is_(None)]
    session.exec(update(Notice).where(*mine).values(read_at=now))


def _count(session: Session, wanted: Sequence[ColumnElement[bool]], most: int) -> int:
    rows = select(Notice.id).where(*wanted).limit(most).subquery()
    return session.exec(select(func.count()).select_from(rows)).one()


def _mine(actor: Actor, person_id: int) -> Sequence[ColumnElement[bool]]:
    issue_id, tour_id = col(Notice.issue_id), col(Notice.tour_id)
    issues = select(Issue.id).where(col(Issue.id) == issue_id, issues_visible_to(actor)).correlate(Notice)
    tours = select(Tour.id).where(col(Tour.id) == tour_id, tours_visible_to(actor)).correlate(Notice)
    return [
        col(Notice.person_id) == person_id,
        col(Notice.kind).not_in(DIGESTS),
        or_(issue_id.is_(None), issues.exists()),
        or_(tour_id.is_(None), tours.exists()),
    ]
