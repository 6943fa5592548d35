"""The queue of those who decide what everybody may read: what waits, what is public, what is kept back; and one issue as the
public would see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String
from sqlmodel import Session, and_, cast, col, exists, func, not_, or_, select

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.errors import Conflict
from planner.domain.models import Category, Issue, Move, Photo, PublicIssue, PublicPhoto, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, may, require
from planner.domain.words import Publicity, Step, TourState
from planner.services.access.scopes import issues_visible_to, tours_visible_to, visible_issue
from planner.services.city.city import get_city
from planner.services.issues.internal import closed_in
from planner.services.public.issues import OpenPhoto, photos_of, tell_issues
from planner.services.public.timeline import OpenDetails, tell_details

PAGE_SIZE = 20


class QueuePart(StrEnum):
    """What somebody has to look at, what everybody may read, what only later, and what was kept back."""

    WAITING = "waiting"
    PUBLIC = "public"
    LATER = "later"
    KEPT = "kept"


@dataclass(frozen=True)
class QueueRow:
    """One issue to decide on, with what was decided; `photos` with what was decided about each, without those that
    are hidden or were added while the issue was internal to who looks.
    """

    issue: Issue
    category: Category
    copy: PublicIssue | None
    photos: Sequence[tuple[Photo, PublicPhoto | None]]

    @property
    def changed(self) -> bool:
        """Whether the issue says something else than when it was decided."""
        copy = self.copy
        return copy is not None and (copy.of_text, copy.of_address) != (self.issue.text, self.issue.address)


@dataclass(frozen=True)
class QueuePage:
    """One page of the queue; `waiting` is how many wait for a decision, whatever part this is."""

    rows: Sequence[QueueRow]
    total: int
    waiting: int
    page: int
    pages: int


def publicity_queue(
    session: Session, actor: Actor, part: QueuePart, *, now: datetime, page: int = 1, page_size: int = PAGE_SIZE
) -> QueuePage:
    """A page of it: what waits from the oldest, the rest from the newest. Internal issues are in no part."""
    require(actor, Action.PUBLISH)
    closed = _closed_photos(session, actor)
    total = _count(session, _in_part(actor, part, closed, now))
    waiting = total if part is QueuePart.WAITING else _count(session, _in_part(actor, QueuePart.WAITING, closed, now))
    pages = max(1, -(-total // page_size))
    page = min(max(1, page), pages)
    order = col(Issue.id).asc() if part is QueuePart.WAITING else col(Issue.id).desc()
    query = select(Issue, Category, PublicIssue).join(Category, col(Category.id) == Issue.category_id)
    query = query.join(PublicIssue, col(PublicIssue.issue_id) == Issue.id, isouter=True)
    asked = (
        query.where(_in_part(actor, part, closed, now)).order_by(order).offset((page - 1) * page_size).limit(page_size)
    )
    found = session.exec(asked).all()
    photos = _photos(session, actor, [id_of(issue) for issue, _, _ in found])
    rows = [QueueRow(issue, category, copy, photos.get(id_of(issue), ())) for issue, category, copy in found]
    return QueuePage(rows, total, waiting, page, pages)


def preview_issue(session: Session, actor: Actor, issue_id: int, *, now: datetime) -> OpenDetails:
    """The issue as everybody would read it: as it was decided, else with its own words and without photos.

    Conflict("publicity.error.internal") for one that is internal.
    """
    require(actor, Action.PUBLISH)
    issue = visible_issue(session, actor, issue_id)
    if issue.internal:
        raise Conflict("publicity.error.internal")
    copy = session.get(PublicIssue, issue_id) or PublicIssue(
        issue_id=issue_id, choice=Publicity.KEPT, text=issue.text, address=issue.address, decided_at=now
    )
    photos: Sequence[OpenPhoto] = photos_of(session, [issue_id]).get(issue_id, ())
    [told] = tell_issues(
        session, [(issue, copy)], today_in(get_city(session).timezone, now), {issue_id: photos} if photos else {}
    )
    return tell_details(session, told, now=now)


def _count(session: Session, lies_in: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(Issue)
    query = query.join(PublicIssue, col(PublicIssue.issue_id) == Issue.id, isouter=True)
    return session.exec(query.where(lies_in)).one()


def _closed_photos(session: Session, actor: Actor) -> Sequence[str]:
    """Those that nobody has looked at and that are not for this actor, of public issues that were internal for a time."""
    if may(actor, Action.SEE_ISSUE, Subject(internal=True)).allowed:
        return ()
    switched = exists().where(
        col(Move.issue_id) == Photo.issue_id,
        col(Move.step) == Step.EDIT,
        cast(Move.facts, String).contains('"internal"'),
    )
    is_public = exists().where(col(PublicIssue.issue_id) == Photo.issue_id, col(PublicIssue.choice) == Publicity.PUBLIC)
    query = select(Photo.id, Photo.issue_id, Photo.added_at).where(is_public, _is_undecided(), switched)
    rows = session.exec(query).all()
    closed = closed_in(session, actor, {issue_id for _, issue_id, _ in rows})
    return [photo_id for photo_id, issue_id, added_at in rows if closed[issue_id].moment(added_at)]


def _is_undecided() -> ColumnElement[bool]:
    looked_at = exists().where(col(PublicPhoto.photo_id) == Photo.id).correlate(Photo)
    return and_(col(Photo.hidden).is_(False), not_(looked_at))


def _in_part(actor: Actor, part: QueuePart, closed: Sequence[str], now: datetime) -> ColumnElement[bool]:
    """The condition on `Issue` beside its `PublicIssue`, if it has one."""
    open_to_press = and_(issues_visible_to(actor), col(Issue.internal).is_(False))
    is_public = col(PublicIssue.choice) == Publicity.PUBLIC
    match part:
        case QueuePart.WAITING:
            return and_(open_to_press, or_(col(PublicIssue.issue_id).is_(None), and_(is_public, _stale(closed))))
        case QueuePart.PUBLIC:
            return and_(open_to_press, is_public, col(Issue.public_from) <= now)
        case QueuePart.LATER:
            return and_(open_to_press, is_public, col(Issue.public_from) > now)
        case QueuePart.KEPT:
            return and_(open_to_press, col(PublicIssue.choice) == Publicity.KEPT)


def _stale(closed: Sequence[str]) -> ColumnElement[bool]:
    """The issue says something else by now, was internal in between, or has a photo that nobody has looked at and that is not
    closed to who asks.
    """
    undecided = select(Photo.id).where(Photo.issue_id == Issue.id, _is_undecided())
    if closed:
        undecided = undecided.where(col(Photo.id).not_in(closed))
    return or_(
        col(PublicIssue.of_text) != Issue.text,
        col(PublicIssue.of_address) != Issue.address,
        col(Issue.public_from).is_(None),
        exists(undecided.correlate(Issue)),
    )


def _photos(
    session: Session, actor: Actor, numbers: Sequence[int]
) -> dict[int, list[tuple[Photo, PublicPhoto | None]]]:
    closed = closed_in(session, actor, numbers)
    query = (
        select(Photo, PublicPhoto)
        .join(PublicPhoto, col(PublicPhoto.photo_id) == Photo.id, isouter=True)
        .where(col(Photo.issue_id).in_(numbers), col(Photo.hidden).is_(False))
        .order_by(col(Photo.added_at), col(Photo.id))
    )
    found: dict[int, list[tuple[Photo, PublicPhoto | None]]] = {}
    for photo, copy in session.exec(query):
        if not closed[photo.issue_id].moment(photo.added_at):
            found.setdefault(photo.issue_id, []).append((photo, copy))
    return found


def words_to_decide(session: Session, actor: Actor, issue_id: int) -> tuple[Issue, PublicIssue]:
    """The issue, and in which words it is or would be public: what a form begins with."""
    require(actor, Action.PUBLISH)
    issue = visible_issue(session, actor, issue_id)
    copy = session.get(PublicIssue, issue_id)
    if copy is None:
        words: dict[str, Any] = {"text": issue.text, "address": issue.address}
        copy = PublicIssue(issue_id=issue_id, choice=Publicity.KEPT, decided_at=issue.created_at, **words)
    return issue, copy


def tours_to_show(session: Session, actor: Actor, *, limit: int = 100) -> Sequence[Tour]:
    """The tours that may be on the public pages, the latest first."""
    require(actor, Action.PUBLISH)
    known = col(Tour.state).in_([TourState.PUBLISHED, TourState.RIDING, TourState.CLOSED])
    query = select(Tour).where(known, tours_visible_to(actor)).order_by(col(Tour.starts_at).desc(), col(Tour.id).desc())
    return session.exec(query.limit(limit)).all()
