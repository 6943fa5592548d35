"""The photos of a list of issues, to be taken away in one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.errors import Invalid
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Category, Issue, Photo
from planner.domain.permissions import Action, require
from planner.domain.words import PhotoPhase
from planner.services.access.scopes import issues_visible_to
from planner.services.issues.internal import closed_in
from planner.services.issues.list import wanted_by
from planner.services.search.query import search_of

MOST_PHOTOS = 20_000


@dataclass(frozen=True, slots=True)
class ExportedPhoto:
    """One picture and what the table beside it tells; `place` counts those of the issue from 1, `clean` names the file."""

    issue: int
    place: int
    photo_id: str
    clean: str
    phase: PhotoPhase
    added_at: datetime
    taken_by: str
    category: str
    address: str
    text: str


def photos_to_export(
    session: Session, actor: Actor, wanted: IssueFilter, *, today: date, most: int = MOST_PHOTOS
) -> Sequence[ExportedPhoto]:
    """The photos of all issues that match, by number of the issue, without those that were hidden, or added while the issue
    was internal to the actor.

    Invalid("issues.error.too_many_photos") for more than `most`.
    """
    require(actor, Action.EXPORT_ISSUES)
    search = search_of(session, actor, wanted.text)
    asked = wanted_by(session, actor, wanted, search, today)
    shown = (col(Photo.hidden).is_(False), issues_visible_to(actor), asked)
    total = session.exec(
        select(func.count()).select_from(Photo).join(Issue, col(Issue.id) == Photo.issue_id).where(*shown)
    ).one()
    if total > most:
        raise Invalid("issues.error.too_many_photos", number=total, limit=most)
    query = (
        select(Photo, Issue.address, Issue.text, Category)
        .join(Issue, col(Issue.id) == Photo.issue_id)
        .join(Category, col(Category.id) == Issue.category_id)
        .where(*shown)
        .order_by(col(Photo.issue_id), col(Photo.added_at), col(Photo.id))
    )
    found: list[ExportedPhoto] = []
    rows = session.exec(query).all()
    closed = closed_in(session, actor, {photo.issue_id for photo, _, _, _ in rows})
    for photo, address, text, category in rows:
        if closed[photo.issue_id].moment(photo.added_at):
            continue
        place = found[-1].place + 1 if found and found[-1].issue == photo.issue_id else 1
        about = (photo.phase, photo.added_at, photo.taken_by, category.name_in(actor.language), address, text)
        found.append(ExportedPhoto(photo.issue_id, place, photo.id, photo.clean, *about))
    return found
