"""Photos of issues: kept by content, shown to those who may see the issue, the original to few."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.geo import Point
from planner.domain.models import Instruction, Issue, Photo
from planner.domain.permissions import Action, Subject, may, require
from planner.domain.typed import typed_line
from planner.domain.words import IssueState, PhotoPhase, PhotoSource, Step
from planner.render.photos.photos import prepare_photo
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import subject_of_instruction, subject_of_issue, visible_issue
from planner.services.issues.history import write_move
from planner.services.issues.internal import closed_to
from planner.services.issues.issues import checked_uid
from planner.storage import FileStore

MOST_PHOTOS = 40
"""Of one issue; a tablet gone wild does not fill the disk."""


class PhotoVariant(StrEnum):
    """The file as it came, the picture without what the camera wrote about the place, and a small one."""

    ORIGINAL = "original"
    CLEAN = "clean"
    THUMBNAIL = "thumbnail"


@dataclass(frozen=True)
class KeptPhoto:
    """A picture whose files are in the store, and that no row points to yet."""

    original: str
    clean: str
    thumbnail: str
    width: int
    height: int
    position: Point | None


@dataclass(frozen=True)
class Taken:
    """What the device says of a photo that was made or chosen on the spot; `point` is where it stood then."""

    source: PhotoSource
    at: datetime | None = None
    point: Point | None = None
    accuracy_m: int | None = None


def keep_photo(actor: Actor, store: FileStore, *, data: bytes) -> KeptPhoto:
    """Prepares a picture and puts its three files into the store, for whoever may comment on some issue.

    It wants no database: decoding takes up to a second, and waiting for it a minute, in which nobody may hold a connection.
    Raises Invalid on the field "photo" (see `prepare_photo`).
    """
    require(actor, Action.COMMENT, Subject())
    prepared = prepare_photo(data)
    return KeptPhoto(
        original=store.put(data),
        clean=store.put(prepared.clean),
        thumbnail=store.put(prepared.thumbnail),
        width=prepared.width,
        height=prepared.height,
        position=prepared.position,
    )


def add_photo(
    session: Session,
    actor: Actor,
    *,
    uid: str,
    issue_id: int,
    data: KeptPhoto,
    phase: PhotoPhase,
    now: datetime,
    instruction_id: int | None = None,
    taken: Taken | None = None,
) -> Photo:
    """Adds a picture that was kept (`keep_photo`) to an issue; the same `uid` again is the same photo.

    A picture of the problem may come from whoever may comment on the issue, while it is open. A picture of the work done
    comes from the agency that may report the instruction done, or from who verifies or closes. Raises NotFound for an
    invisible issue, NotAllowed, Invalid on the field "photo", Conflict on a closed issue or on a `uid` used elsewhere.
    """
    issue = hold_issue(session, actor, issue_id)
    _require_to_add(session, actor, issue, phase, instruction_id)
    uid = checked_uid(uid)
    known = session.get(Photo, uid)
    if known is not None:
        return _of_issue(known, issue)
    if issue.state is IssueState.CLOSED:
        raise Conflict("issues.error.closed")
    count = session.exec(select(func.count()).where(Photo.issue_id == issue_id, col(Photo.hidden).is_(False))).one()
    if count >= MOST_PHOTOS:
        raise Invalid("photos.error.too_many", field="photo", n=MOST_PHOTOS)
    said = taken or Taken(PhotoSource.FILE)
    position = said.point or data.position
    photo = Photo(
        id=uid,
        issue_id=issue_id,
        instruction_id=instruction_id,
        phase=phase,
        original=data.original,
        clean=data.clean,
        thumbnail=data.thumbnail,
        width=data.width,
        height=data.height,
        lat=position.lat if position else None,
        lon=position.lon if position else None,
        source=said.source,
        taken_at=said.at,
        accuracy_m=said.accuracy_m,
        taken_by=actor.name,
        added_at=now,
    )
    try:
        with session.begin_nested():
            session.add(photo)
    except IntegrityError:
        return _of_issue(session.get_one(Photo, uid), issue)
    write_move(session, actor, issue, Step.ADD_PHOTO, now=now, photo=uid, phase=phase.value)
    return photo


def read_photo(
    session: Session, actor: Actor, store: FileStore, photo_id: str, *, variant: PhotoVariant = PhotoVariant.CLEAN
) -> bytes:
    """The file of a photo. NotFound("photos.error.unknown") also where the actor may not see the issue, or the photo is
    hidden from this actor or was added while the issue was internal to them; NotAllowed for an original that is not for
    this actor.
    """
    photo, subject = _visible_photo(session, actor, photo_id)
    if variant is PhotoVariant.ORIGINAL:
        require(actor, Action.SEE_ORIGINAL_PHOTO, subject)
    return store.get(str(getattr(photo, variant.value)))


def hide_photo(session: Session, actor: Actor, photo_id: str, *, reason: str, now: datetime) -> Photo:
    """Hides a photo from all who may not hide photos themselves, and says why; again is no change."""
    photo, subject = _visible_photo(session, actor, photo_id)
    require(actor, Action.HIDE_PHOTO, subject)
    why = typed_line(reason, field="reason", longest=300, needed="photos.error.no_reason")
    issue = hold_issue(session, actor, photo.issue_id)
    session.refresh(photo)
    if not photo.hidden:
        photo.hidden = True
        write_move(session, actor, issue, Step.HIDE_PHOTO, now=now, text=why, photo=photo.id)
    return photo


def show_photo_again(session: Session, actor: Actor, photo_id: str, *, now: datetime) -> Photo:
    """Takes the hiding of a photo back: whoever may see the issue sees it again. What is not hidden stays as it is."""
    photo, subject = _visible_photo(session, actor, photo_id)
    require(actor, Action.HIDE_PHOTO, subject)
    issue = hold_issue(session, actor, photo.issue_id)
    session.refresh(photo)
    if photo.hidden:
        photo.hidden = False
        write_move(session, actor, issue, Step.SHOW_PHOTO, now=now, photo=photo.id)
    return photo


def _visible_photo(session: Session, actor: Actor, photo_id: str) -> tuple[Photo, Subject]:
    """The photo and its issue's subject; a stranger is asked to sign in before anything is looked for."""
    require(actor, Action.SEE_ISSUE, Subject())
    try:
        photo = session.get(Photo, checked_uid(photo_id))
    except Invalid:
        photo = None
    if photo is None:
        raise NotFound("photos.error.unknown")
    try:
        issue = visible_issue(session, actor, photo.issue_id)
    except NotFound:
        raise NotFound("photos.error.unknown") from None
    subject = subject_of_issue(session, issue)
    is_closed = closed_to(session, actor, [issue])[photo.issue_id].moment(photo.added_at)
    if is_closed or (photo.hidden and not may(actor, Action.HIDE_PHOTO, subject).allowed):
        raise NotFound("photos.error.unknown")
    return photo, subject


def _require_to_add(
    session: Session, actor: Actor, issue: Issue, phase: PhotoPhase, instruction_id: int | None
) -> None:
    about = subject_of_issue(session, issue)
    if instruction_id is not None:
        instruction = session.get(Instruction, instruction_id)
        if instruction is None or instruction.issue_id != issue.id:
            raise NotFound("instructions.error.unknown")
        about = subject_of_instruction(session, instruction)
    if phase is PhotoPhase.BEFORE:
        require(actor, Action.COMMENT, about)
    elif not any(may(actor, action, about).allowed for action in (Action.VERIFY, Action.CLOSE_ISSUE)):
        require(actor, Action.REPORT_DONE, about)


def _of_issue(photo: Photo, issue: Issue) -> Photo:
    if photo.issue_id != issue.id:
        raise Conflict("issues.error.used_uid")
    return photo
