"""Photos that everybody may see: passed one by one, with parts blacked out in a copy; the original stays with staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Issue, Photo, PublicDecision, PublicPhoto
from planner.domain.permissions import Action, may, require
from planner.render.photos.black_out import black_out
from planner.render.photos.suggested import can_suggest, suggested_boxes
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import issues_visible_to, visible_issue
from planner.services.issues.internal import closed_to
from planner.services.issues.issues import checked_uid
from planner.services.public.openness import open_city, shown_issues
from planner.storage import FileStore

MOST_BOXES = 50


@dataclass(frozen=True)
class PublicCopy:
    """A copy whose files are in the store, and that no row points to yet."""

    photo_id: str
    picture: str
    thumbnail: str
    boxes: Sequence[Sequence[float]]


@dataclass(frozen=True)
class PhotoToDraw:
    """A photo of which a public copy may be made: its files, and the boxes that are to be blacked out."""

    photo_id: str
    clean: str
    thumbnail: str
    boxes: Sequence[Sequence[float]]


def photo_to_draw(
    session: Session, actor: Actor, photo_id: str, *, boxes: Sequence[Sequence[float]] = ()
) -> PhotoToDraw:
    """What `make_public_copy` and `suggest_boxes` work on, for those who may publish it.

    Invalid on the field "boxes" for one that is no box within the picture (left, top, right, bottom as shares of 1).
    """
    require(actor, Action.PUBLISH)
    photo = _known(session, actor, photo_id)
    checked = [_checked_box(box) for box in boxes]
    if len(checked) > MOST_BOXES:
        raise Invalid("publicity.error.boxes", field="boxes")
    return PhotoToDraw(photo.id, photo.clean, photo.thumbnail, checked)


def unboxed_copy(wanted: PhotoToDraw) -> PublicCopy:
    """The photo as it is, in which nothing is to be blacked out: there is nothing to draw."""
    assert not wanted.boxes, "boxes are drawn by make_public_copy"
    return PublicCopy(wanted.photo_id, wanted.clean, wanted.thumbnail, ())


def make_public_copy(store: FileStore, wanted: PhotoToDraw) -> PublicCopy:
    """Blacks the boxes out in a copy and keeps its files. Drawing takes a moment, and wants no database."""
    if not wanted.boxes:
        return unboxed_copy(wanted)
    drawn = black_out(store.get(wanted.clean), wanted.boxes)
    return PublicCopy(wanted.photo_id, store.put(drawn.picture), store.put(drawn.thumbnail), wanted.boxes)


def suggest_boxes(store: FileStore, wanted: PhotoToDraw) -> Sequence[Sequence[float]]:
    """Where faces and number plates may be in a photo, at most `MOST_BOXES`; nothing is blacked out by it. It wants no database.

    Conflict("publicity.error.no_suggestions") where this installation has nothing that looks for them.
    """
    if not can_suggest():
        raise Conflict("publicity.error.no_suggestions")
    return suggested_boxes(store.get(wanted.clean))[:MOST_BOXES]


def pass_photo(session: Session, actor: Actor, copy: PublicCopy, *, now: datetime) -> PublicPhoto:
    """Lets everybody who may read of the issue see this copy of its photo.

    Conflict("publicity.error.hidden") for a photo that was hidden: whoever hid it had a reason.
    """
    require(actor, Action.PUBLISH)
    photo = _known(session, actor, copy.photo_id)
    hold_issue(session, actor, photo.issue_id)
    session.refresh(photo)
    if photo.hidden:
        raise Conflict("publicity.error.hidden")
    files = {"picture": copy.picture, "thumbnail": copy.thumbnail, "boxes": [list(box) for box in copy.boxes]}
    return _decide(session, actor, photo, {"passed": True, **files}, now=now)


def withhold_photo(session: Session, actor: Actor, photo_id: str, *, now: datetime) -> PublicPhoto:
    """Shows a photo to nobody outside, from now on; a copy that was made is kept for staff."""
    require(actor, Action.PUBLISH)
    photo = _known(session, actor, photo_id)
    hold_issue(session, actor, photo.issue_id)
    return _decide(session, actor, photo, {"passed": False}, now=now)


def open_photo(session: Session, store: FileStore, photo_id: str, *, small: bool, now: datetime) -> tuple[str, bytes]:
    """The name of the file and the file, for a stranger.

    NotFound alike for a photo that there is not, that was not passed or is hidden, and for one of an issue that is not shown.
    """
    open_city(session)
    name = _passed(session, photo_id, shown_issues(now), small=small)
    return name, store.get(name)


def preview_photo(session: Session, actor: Actor, store: FileStore, photo_id: str, *, small: bool) -> bytes:
    """The file that a stranger will see once the issue is public, for those who decide that; NotFound as `open_photo`."""
    require(actor, Action.PUBLISH)
    return store.get(_passed(session, photo_id, col(Issue.internal).is_(False), issues_visible_to(actor), small=small))


def _passed(session: Session, photo_id: str, *wanted: ColumnElement[bool], small: bool) -> str:
    query = (
        select(PublicPhoto)
        .join(Photo, col(Photo.id) == PublicPhoto.photo_id)
        .join(Issue, col(Issue.id) == PublicPhoto.issue_id)
        .where(PublicPhoto.photo_id == _uid(photo_id), col(PublicPhoto.passed).is_(True), col(Photo.hidden).is_(False))
        .where(*wanted)
    )
    found = session.exec(query).first()
    name = (found.thumbnail if small else found.picture) if found else None
    if name is None:
        raise NotFound("app.unknown_page")
    return name


def _uid(photo_id: str) -> str:
    try:
        return checked_uid(photo_id)
    except Invalid:
        return ""


def _known(session: Session, actor: Actor, photo_id: str) -> Photo:
    photo = session.get(Photo, _uid(photo_id))
    if photo is None or (photo.hidden and not may(actor, Action.HIDE_PHOTO).allowed):
        raise NotFound("photos.error.unknown")
    issue = visible_issue(session, actor, photo.issue_id)
    if closed_to(session, actor, [issue])[photo.issue_id].moment(photo.added_at):
        raise NotFound("photos.error.unknown")
    return photo


def _checked_box(box: Sequence[float]) -> list[float]:
    sides = [float(side) for side in box]
    if len(sides) != 4 or not all(isfinite(side) and 0 <= side <= 1 for side in sides):
        raise Invalid("publicity.error.boxes", field="boxes")
    left, top, right, bottom = sides
    if left >= right or top >= bottom:
        raise Invalid("publicity.error.boxes", field="boxes")
    return sides


def _decide(session: Session, actor: Actor, photo: Photo, wanted: dict[str, Any], *, now: datetime) -> PublicPhoto:
    row = session.get(PublicPhoto, photo.id, populate_existing=True)
    before = _told(row)
    if row is None:
        row = PublicPhoto(photo_id=photo.id, issue_id=photo.issue_id, decided_at=now)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.width, row.height = photo.width, photo.height
    row.decided_by, row.decided_by_id, row.decided_at = actor.name, actor.person_id, now
    session.add(row)
    session.flush()
    decision: dict[str, Any] = {"issue_id": photo.issue_id, "photo_id": photo.id, "at": now}
    decision |= {"by": actor.name, "by_person_id": actor.person_id}
    session.add(PublicDecision(**decision, before=before, after=_told(row)))
    session.flush()
    return row


def _told(row: PublicPhoto | None) -> dict[str, Any] | None:
    return None if row is None else {"passed": row.passed, "picture": row.picture, "boxes": row.boxes}
