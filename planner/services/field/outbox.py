"""An outbox that was saved as a file on a tablet: the last way for what was made there when nothing else works."""

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from sqlmodel import Session, col, select

from planner.database import Database, disk_failure
from planner.domain.actor import Actor
from planner.domain.errors import Invalid
from planner.domain.models import FieldItem, Participant, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may, require, require_somebody
from planner.domain.typed import one_line
from planner.domain.words import Role
from planner.render.photos.photos import MAX_PHOTO_BYTES
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.access.sign_in import actor_of_person
from planner.services.field.files import check_file
from planner.services.field.items import Answered, State, take_items
from planner.services.field.sent import Fields, ms_of
from planner.storage import FileStore
from planner.storage.hashes import hash_of

LARGEST_JSON = 64 * 1024**2
MOST_FILES = 5_000
MOST_ITEMS = 20_000
_FILE = re.compile(r"files/([0-9a-f]{64})", re.ASCII)
_BY = re.compile(r"(person|participant):([1-9]\d{0,8})", re.ASCII)
_RIDING_ALONG = frozenset({Role.OFFICIAL, Role.OBSERVER})
"""On a ride they may nothing that who plans it may not."""
# What the standard library raises on archives that are damaged, locked or packed in some other way.
_DAMAGE = (BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)


@dataclass(frozen=True)
class Imported:
    """What became of each item, in their order, and which files were no photos or not what their names say.

    `known` are the uids that had come before this file.
    """

    tour: str
    items: Sequence[object]
    answers: Sequence[Answered]
    bad_files: Sequence[str]
    known: frozenset[str] = frozenset()

    @property
    def taken(self) -> Sequence[Answered]:
        """What came in by this file."""
        return [one for one in self.answers if one.state is State.RECEIVED and one.uid not in self.known]

    @property
    def there(self) -> Sequence[Answered]:
        """What had come before, and was answered the same."""
        return [one for one in self.answers if one.state is State.RECEIVED and one.uid in self.known]


@dataclass(frozen=True)
class _Outbox:
    tour: Fields
    items: Sequence[object]
    late_ms: int


def import_outbox(
    database: Database, actor: Actor, store: FileStore, file: BinaryIO, *, tour_id: int | None = None, now: datetime
) -> Imported:
    """Takes files and items as if each had been sent by who made it; what was taken already is answered the same.

    For who plans the tour `tour_id`, to which the file must belong (else Invalid("field.error.outbox_other_tour")), and
    without one for administrators. They vouch for the file, which says itself who made what, and it is noted that they
    have brought it; what a planner brings is of those who lead the tour, ride it or were invited, and does nothing that the
    planner may not. Invalid("field.error.outbox") for what is no such file, with "field.error.outbox_tour" where it belongs
    to no tour that is here.
    """
    _require_to_bring(database, actor, tour_id)
    try:
        with ZipFile(file) as archive:
            outbox = _read(archive)
            with database.reading() as session:
                tour = _tour(session, outbox)
                if tour_id not in (None, tour.id):
                    raise Invalid("field.error.outbox_other_tour", field="file", tour=tour.title)
                actors = _actors(session, actor, tour, outbox.items)
                known = _known(session, outbox.items)
            bad_files = list(_take_files(archive, store))
    except _DAMAGE as error:
        if isinstance(error, OSError) and (failure := disk_failure(error)):
            raise failure from error
        raise Invalid("field.error.outbox", field="file") from error
    tablet_now = ms_of(now) - outbox.late_ms

    def taken(item: object) -> Answered:
        by = _by(item)
        if by not in actors:
            return Answered(by, State.REFUSED, error=Invalid("field.error.outbox_by", by=by))
        about: Any = {"tablet_now": tablet_now, "now": now, "brought_by": actor.name}
        return take_items(database, actors[by], store, id_of(tour), [item], **about)[0]

    answers = [taken(item) for item in outbox.items]
    for at, answer in enumerate(answers):
        if answer.state is State.LATER:
            answers[at] = taken(outbox.items[at])  # what it belongs to may have come behind it
    return Imported(tour.title, outbox.items, answers, bad_files, known)


def _require_to_bring(database: Database, actor: Actor, tour_id: int | None) -> None:
    if tour_id is None:
        require(actor, Action.MANAGE_CITY)
        return
    require_somebody(actor)
    with database.reading() as session:
        require(actor, Action.PLAN_TOUR, subject_of_tour(visible_tour(session, actor, tour_id)))


def _known(session: Session, items: Sequence[object]) -> frozenset[str]:
    """Those of these items that are here already."""
    uids = [item["uid"] for item in items if isinstance(item, dict) and isinstance(item.get("uid"), str)]
    parts = (uids[at : at + 500] for at in range(0, len(uids), 500))
    return frozenset(
        uid for part in parts for uid in session.exec(select(FieldItem.uid).where(col(FieldItem.uid).in_(part)))
    )


def _read(archive: ZipFile) -> _Outbox:
    if len(archive.infolist()) > MOST_FILES:
        raise ValueError("too many files")
    try:
        given = json.loads(_bytes_of(archive, archive.getinfo("outbox.json"), LARGEST_JSON).decode())
    except (KeyError, RecursionError) as error:
        raise ValueError("no outbox.json") from error
    if not isinstance(given, dict) or given.get("version") != 1:
        raise Invalid("field.error.outbox", field="file")
    fields = Fields(given)
    items = fields.list("items")
    if len(items) > MOST_ITEMS:
        raise Invalid("field.error.outbox", field="file")
    late_ms = fields.ms("made") - fields.ms("tablet_now") if fields.has("made") else 0
    return _Outbox(fields, items, late_ms)


def _bytes_of(archive: ZipFile, info: ZipInfo, most: int) -> bytes:
    """The content; ValueError where it is longer than `most`, whatever its head says."""
    with archive.open(info) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(f"{info.filename} is too large")
    return data


def _take_files(archive: ZipFile, store: FileStore) -> Iterator[str]:
    """Puts the photos into the store and gives the names of those that are none. Only names of hashes are looked at."""
    for info in archive.infolist():
        name = _FILE.fullmatch(info.filename)
        if name is None:
            continue
        try:
            data = _bytes_of(archive, info, MAX_PHOTO_BYTES)
            if hash_of(data) != name[1]:
                raise Invalid("photos.error.broken", field="photo")
            check_file(data)
        except (Invalid, BadZipFile, zlib.error, EOFError, ValueError):
            yield name[1]
            continue
        store.put(data)


def _tour(session: Session, outbox: _Outbox) -> Tour:
    """By its link, by its number, or by who made something: a link may have been revoked since."""
    code, number = outbox.tour.text("tour"), outbox.tour.id("tour_id")
    tour = session.exec(select(Tour).where(Tour.join_code == one_line(code))).first() if code else None
    tour = tour or (session.get(Tour, number) if number is not None else None)
    for item in outbox.items:
        if tour is not None:
            break
        known = _BY.fullmatch(_by(item))
        guest = session.get(Participant, int(known[2])) if known and known[1] == "participant" else None
        tour = session.get(Tour, guest.tour_id) if guest is not None else None
    if tour is None:
        raise Invalid("field.error.outbox_tour", field="file")
    return tour


def _actors(session: Session, bringer: Actor, tour: Tour, items: Sequence[object]) -> dict[str, Actor]:
    """Everybody who made something and is known here, by their keys; a tablet must be one of this tour."""
    found = {by: _actor(session, bringer, tour, by) for by in {_by(item) for item in items}}
    return {by: actor for by, actor in found.items() if actor is not None}


def _actor(session: Session, bringer: Actor, tour: Tour, by: str) -> Actor | None:
    known = _BY.fullmatch(by)
    if known is None:
        return None
    if known[1] == "person":
        person = actor_of_person(session, int(known[2]))
        return person if may(bringer, Action.MANAGE_CITY).allowed else _of_this_tour(session, bringer, tour, person)
    guest = session.get(Participant, int(known[2]))
    if guest is None or guest.tour_id != tour.id:
        return None
    return Actor(
        name=guest.name, roles=frozenset({Role.PARTICIPANT}), tour_id=guest.tour_id, participant_id=id_of(guest)
    )


def _of_this_tour(session: Session, bringer: Actor, tour: Tour, person: Actor | None) -> Actor | None:
    """The person, if they have to do with this tour, without roles that would let them do more than who brings the file."""
    if person is None:
        return None
    asked = select(Participant.id).where(Participant.tour_id == tour.id, Participant.person_id == person.person_id)
    sent = select(FieldItem.uid).where(FieldItem.tour_id == tour.id, FieldItem.by == person.supporter)
    leads = person.person_id in (tour.leader_id, tour.secretary_id)
    if not (leads or session.exec(asked).first() or session.exec(sent).first()):
        return None
    return replace(person, roles=person.roles & (bringer.roles | _RIDING_ALONG) or bringer.roles)


def _by(item: object) -> str:
    by = item.get("by") if isinstance(item, dict) else None
    return by if isinstance(by, str) else ""
