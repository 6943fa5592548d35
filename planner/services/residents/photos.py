"""Pictures of residents: made safe before anything keeps them, and seen by nobody but those who decide on the report."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Invalid, NotFound
from planner.domain.models import ReportPhoto
from planner.domain.permissions import Action, require
from planner.render.photos.photos import prepare_photo
from planner.services.issues.issues import checked_uid
from planner.services.residents.openness import city_that_listens
from planner.storage import FileStore


@dataclass(frozen=True)
class SafePicture:
    """The two copies of a picture, in the store; no row points to them yet."""

    clean: str
    thumbnail: str
    width: int
    height: int


def make_safe(store: FileStore, *, data: bytes) -> SafePicture:
    """Draws the picture anew, without anything that the camera wrote into it, and keeps that; the file itself is not kept.

    Whoever calls it has asked whether the city listens (`count_picture`). It takes a moment, and wants no database: nobody
    may hold a connection meanwhile. Invalid on the field "photo" as `prepare_photo`.
    """
    prepared = prepare_photo(data)
    return SafePicture(store.put(prepared.clean), store.put(prepared.thumbnail), prepared.width, prepared.height)


def keep_picture(session: Session, picture: SafePicture, *, uid: str, now: datetime) -> None:
    """Keeps it as the picture of the form `uid`, in the place of the one before: so it outlives a form that has to be mended."""
    city_that_listens(session)
    uid = checked_uid(uid)
    photo = session.get(ReportPhoto, uid, with_for_update=True) or ReportPhoto(uid=uid, added_at=now, **vars(picture))
    for name, value in vars(picture).items():
        setattr(photo, name, value)
    try:
        with session.begin_nested():
            session.add(photo)
    except IntegrityError:  # the same form at this very moment, whose picture is there
        return


def has_picture(session: Session, uid: str) -> bool:
    """Whether a picture came with the form of this `uid` already; for whoever has the form."""
    try:
        return session.get(ReportPhoto, checked_uid(uid)) is not None
    except Invalid:
        return False


def read_picture(session: Session, actor: Actor, store: FileStore, uid: str, *, small: bool) -> bytes:
    """The file, for those who decide on reports; NotFound for one that there is not."""
    require(actor, Action.PUBLISH)
    try:
        photo = session.get(ReportPhoto, checked_uid(uid))
    except Invalid:
        photo = None
    if photo is None:
        raise NotFound("photos.error.unknown")
    return store.get(photo.thumbnail if small else photo.clean)
