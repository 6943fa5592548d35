"""Photos that tablets send: noted as soon as the file is durable, shown to others once it was made safe to show."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Lock

from sqlmodel import Session, col, func, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound, Unavailable
from planner.domain.models import FieldPhoto, Issue, Move, Photo, PhotoFate
from planner.domain.permissions import Action, require
from planner.domain.words import IssueState, PhotoPhase, Step
from planner.render.photos.photos import PreparedPhoto, prepare_photo
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import subject_of_issue
from planner.services.field.taking import Answer, Taking
from planner.services.issues.photos import MOST_PHOTOS
from planner.storage import FileStore

_MOST_NUMBER = 999


class Bell:
    """Tells whoever listens in this process that photos wait; those of other processes are found by looking."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> None:
        """From now on `listener` is called at each ring, by whatever thread rings."""
        with self._lock:
            self._listeners.append(listener)

    def forget(self, listener: Callable[[], None]) -> None:
        """The listener is called no more."""
        with self._lock:
            self._listeners.remove(listener)

    def ring(self) -> None:
        """After the rows are committed."""
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener()


PHOTOS_WAIT = Bell()


def take_photo(taking: Taking) -> Answer:
    """A photo of an issue whose file has come whole; Unavailable("field.error.no_file") where it has not."""
    session, actor, fields = taking.session, taking.actor, taking.fields
    file_hash = fields.text("hash")
    issue = hold_issue(session, actor, taking.issue_id())
    require(actor, Action.COMMENT, subject_of_issue(session, issue))
    number = min(max(fields.count("number"), 0), _MOST_NUMBER) if fields.has("number") else 0
    if issue.state is IssueState.CLOSED:
        raise Conflict("issues.error.closed")
    if _photos_of(session, issue) >= MOST_PHOTOS:
        raise Invalid("photos.error.too_many", field="photo", n=MOST_PHOTOS)
    if taking.store.renew(file_hash) is None:
        raise Unavailable("field.error.no_file")
    photo = FieldPhoto(
        uid=taking.sent.uid,
        issue_id=issue.id or 0,
        original=file_hash,
        by=actor.supporter,
        taken_by=actor.name,
        person_id=actor.person_id,
        phase=PhotoPhase.BEFORE,
        added_at=taking.at + timedelta(microseconds=number),  # photos of one moment keep their order
    )
    if session.get(Photo, photo.uid) is not None:
        raise Conflict("issues.error.used_uid")
    session.add(photo)
    session.flush()
    return {"issue": issue.id, "photo": True}


def waiting_photos(session: Session, actor: Actor, *, limit: int) -> Sequence[str]:
    """The uids of the oldest photos that wait to be made safe to show; for the server itself."""
    require(actor, Action.MANAGE_CITY)
    waiting = select(FieldPhoto.uid).where(FieldPhoto.state == PhotoFate.WAITING)
    return session.exec(waiting.order_by(col(FieldPhoto.added_at), col(FieldPhoto.uid)).limit(limit)).all()


def develop_photo(database: Database, actor: Actor, store: FileStore, uid: str) -> PhotoFate:
    """Makes the pictures that others see, outside of any transaction, and adds them to the issue; once, whoever else does it
    at the same time. A file that cannot be read is said to be so. For the server itself.
    """
    require(actor, Action.MANAGE_CITY)
    with database.reading() as session:
        photo = session.get(FieldPhoto, uid)
    if photo is None:
        raise NotFound("photos.error.unknown")
    if photo.state is not PhotoFate.WAITING:
        return photo.state
    try:
        prepared = prepare_photo(store.get(photo.original))
    except (Invalid, NotFound):
        prepared = None
    clean = store.put(prepared.clean) if prepared else ""
    thumbnail = store.put(prepared.thumbnail) if prepared else ""
    with database.transaction() as session:
        return _settle(session, uid, prepared, clean, thumbnail)


def _settle(session: Session, uid: str, prepared: PreparedPhoto | None, clean: str, thumbnail: str) -> PhotoFate:
    photo = session.get_one(FieldPhoto, uid, populate_existing=True, with_for_update=True)
    if photo.state is not PhotoFate.WAITING:
        return photo.state
    if prepared is None:
        photo.state = PhotoFate.UNREADABLE
        return photo.state
    session.add(
        Photo(
            id=uid,
            issue_id=photo.issue_id,
            phase=photo.phase,
            original=photo.original,
            clean=clean,
            thumbnail=thumbnail,
            width=prepared.width,
            height=prepared.height,
            lat=prepared.position.lat if prepared.position else None,
            lon=prepared.position.lon if prepared.position else None,
            taken_by=photo.taken_by,
            added_at=photo.added_at,
        )
    )
    session.add(
        Move(
            issue_id=photo.issue_id,
            step=Step.ADD_PHOTO,
            by=photo.taken_by,
            by_person_id=photo.person_id,
            at=photo.added_at,
            facts={"photo": uid, "phase": photo.phase.value},
        )
    )
    photo.state = PhotoFate.READY
    session.flush()
    return photo.state


def _photos_of(session: Session, issue: Issue) -> int:
    shown = select(func.count()).where(Photo.issue_id == issue.id, col(Photo.hidden).is_(False))
    waiting = select(func.count()).where(FieldPhoto.issue_id == issue.id, FieldPhoto.state == PhotoFate.WAITING)
    return session.exec(shown).one() + session.exec(waiting).one()
