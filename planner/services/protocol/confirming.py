"""The chair confirms the protocol with a PIN: count the try, verify it outside any transaction, keep the edition."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed
from planner.domain.models import Person, ProtocolEdition, Tour
from planner.domain.permissions import Action, own_account, require
from planner.domain.protocol import seal_of, to_json
from planner.services.access.guesses import count_try, forgive
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import visible_tour
from planner.services.protocol.editions import last_edition
from planner.services.protocol.stances import checked_protocol
from planner.services.protocol.text import protocol_text

FREE_TRIES = 5


@dataclass(frozen=True)
class PinTry:
    """A try that was counted; `pin_hash` is what to verify the PIN against."""

    person_id: int
    pin_hash: str


def begin_confirmation(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> PinTry:
    """Counts a try at the chair's PIN, which is to be verified next; five are free. To be committed at once.

    Invalid on "pin" where one has to wait, or has set no PIN.
    """
    require(actor, Action.SEE_PEOPLE)
    person_id = _chair(actor, visible_tour(session, actor, tour_id))
    person = session.get_one(Person, person_id, populate_existing=True)
    if person.pin_hash is None:
        raise Invalid("protocol.error.no_pin", field="pin")
    if wait_s := count_try(session, {_key(person_id): FREE_TRIES}, now=now):
        raise Invalid("sign_in.error.slowed", field="pin", n=wait_s)
    return PinTry(person_id, person.pin_hash)


def confirm_protocol(
    session: Session, actor: Actor, tour_id: int, right: PinTry, *, seal: str, now: datetime
) -> ProtocolEdition:
    """Keeps the text with the seal `seal` as the next edition, after the PIN was right; the same text twice is one edition.

    Raises Conflict where the text has changed since it was read, or the PIN has.
    """
    require(actor, Action.SEE_PEOPLE)
    person_id = _chair(actor, visible_tour(session, actor, tour_id))
    person = session.get_one(Person, person_id, populate_existing=True)
    if right != PinTry(person_id, person.pin_hash or ""):
        raise Conflict("sign_in.error.changed_meanwhile")
    forgive(session, whole=[_key(person_id)], now=now)
    _chair(actor, hold_tour(session, tour_id))
    last = last_edition(session, actor, tour_id)
    text = protocol_text(session, actor, tour_id)
    if last is not None and last.seal == seal == seal_of(text):
        return last
    number = checked_protocol(session, actor, tour_id, seal=seal).number
    edition = ProtocolEdition(
        tour_id=tour_id,
        number=number,
        content=to_json(text),
        seal=seal,
        confirmed_by=actor.name,
        confirmed_by_id=person_id,
        confirmed_at=now,
    )
    session.add(edition)
    session.flush()
    return edition


def _chair(actor: Actor, tour: Tour) -> int:
    """The person who chairs: nobody else confirms, whatever their role."""
    person_id = own_account(actor)
    if person_id != tour.leader_id:
        raise NotAllowed("permissions.not_chair")
    return person_id


def _key(person_id: int) -> str:
    return f"pin:{person_id}"
