"""What happens at a facility: dated notes of events and results."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid, NotFound
from planner.domain.facilities import NoteKind
from planner.domain.models import FacilityNote
from planner.domain.typed import typed_text
from planner.services.layers.facilities import get_facility
from planner.services.layers.layers import hold_kept_layer

LONGEST = 1_000


def list_notes(session: Session, actor: Actor, place_id: int) -> Sequence[FacilityNote]:
    """The notes of a facility, the latest day first."""
    get_facility(session, actor, place_id)
    return notes_at(session, [place_id]).get(place_id, ())


def notes_at(session: Session, place_ids: Sequence[int]) -> Mapping[int, Sequence[FacilityNote]]:
    """The notes by the facilities that have any, the latest day first; the caller has let the reader see them."""
    query = select(FacilityNote).where(col(FacilityNote.place_id).in_(place_ids))
    found: dict[int, list[FacilityNote]] = {}
    for note in session.exec(query.order_by(col(FacilityNote.on_day).desc(), col(FacilityNote.id).desc())):
        found.setdefault(note.place_id, []).append(note)
    return found


def save_note(
    session: Session,
    actor: Actor,
    *,
    place_id: int,
    kind: NoteKind,
    on_day: date | None,
    text: str,
    now: datetime,
    note_id: int | None = None,
    seen: Values | None = None,
) -> FacilityNote:
    """Writes a note at a facility, or changes the one with `note_id`; for who keeps its layer.

    Invalid without a day or a text. With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    _hold(session, actor, place_id)
    note = _of(session, place_id, note_id) if note_id else None
    wanted = {"kind": kind, "on_day": on_day, "text": text}
    if note is not None:
        wanted = beside_others("facility_note", note.model_dump(include=set(wanted)), wanted, seen, by=note.made_by)
    day = wanted["on_day"]
    if not isinstance(day, date):
        raise Invalid("layers.error.day", field="on_day")
    kept = typed_text(str(wanted["text"]), field="text", longest=LONGEST, needed="layers.error.text")
    note = note or FacilityNote(place_id=place_id, kind=kind, on_day=day, text=kept, made_at=now)
    note.kind, note.on_day, note.text = NoteKind(str(wanted["kind"])), day, kept
    note.made_by, note.made_at = actor.name, now
    session.add(note)
    session.flush()
    return note


def remove_note(session: Session, actor: Actor, *, place_id: int, note_id: int) -> None:
    """Takes a note away for good; NotFound for one that is gone."""
    _hold(session, actor, place_id)
    session.delete(_of(session, place_id, note_id))
    session.flush()


def _hold(session: Session, actor: Actor, place_id: int) -> None:
    """Nobody else changes the notes of this layer until the transaction ends."""
    _, layer = get_facility(session, actor, place_id)
    hold_kept_layer(session, actor, layer.id or 0)


def _of(session: Session, place_id: int, note_id: int) -> FacilityNote:
    note = session.get(FacilityNote, note_id, populate_existing=True)
    if note is None or note.place_id != place_id:
        raise NotFound("layers.error.unknown_note")
    return note
