"""Agencies accept the text of a protocol or object to it, by themselves or by whoever keeps the minutes."""

from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import ProtocolStance
from planner.domain.permissions import Action, Subject, may, require
from planner.domain.protocol import seal_of_point
from planner.domain.typed import one_line, typed_name, typed_text
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.protocol.editions import Protocol, protocol_of

LONGEST_OBJECTION = 1000


def take_stance(
    session: Session,
    actor: Actor,
    tour_id: int,
    *,
    agency_id: int | None,
    accepts: bool,
    seal: str,
    now: datetime,
    text: str = "",
    said_by: str = "",
    point: str = "",
) -> ProtocolStance:
    """Notes what an agency says to the text with the seal `seal`; an objection says why.

    With a `point` it is said to the instruction with that number, and `seal` is that of the point: changes elsewhere in the
    text leave it alone.

    An official speaks for the own agency; whoever leads the tour notes it for others, and `said_by` names who said it.
    Raises Conflict where the text has changed since it was read, or is confirmed.
    """
    require(actor, Action.SEE_PEOPLE)
    tour = visible_tour(session, actor, tour_id)
    own = Subject(responsible=agency_id, agencies=frozenset() if agency_id is None else frozenset({agency_id}))
    speaks = may(actor, Action.REPORT_DONE, own).allowed
    if not speaks:
        require(actor, Action.LEAD_TOUR, subject_of_tour(tour))
    hold_tour(session, tour_id)
    protocol = _open_protocol(session, actor, tour_id)
    if agency_id not in _asked(protocol, point, seal):
        raise Invalid("protocol.error.agency", field="agency")
    needed = "" if accepts else "protocol.error.objection"
    stance = ProtocolStance(
        tour_id=tour_id,
        edition=protocol.number,
        point=point,
        seal=seal,
        agency_id=agency_id or 0,
        accepts=accepts,
        text=typed_text(text, field="text", longest=LONGEST_OBJECTION, needed=needed),
        said_by=actor.name if speaks else typed_name(said_by, field="said_by"),
        noted_by=actor.name,
        noted_by_id=actor.person_id,
        at=now,
    )
    session.add(stance)
    session.flush()
    return stance


def checked_protocol(session: Session, actor: Actor, tour_id: int, *, seal: str) -> Protocol:
    """The protocol that can be agreed on, of a tour that the caller holds; Conflict where it cannot, or was read otherwise."""
    require(actor, Action.SEE_PEOPLE)
    protocol = _open_protocol(session, actor, tour_id)
    if protocol.seal != seal:
        raise Conflict("protocol.error.changed")
    return protocol


def _asked(protocol: Protocol, number: str, seal: str) -> set[int | None]:
    """Which agencies may say something to it; Conflict where the text, or the point, is not what was read."""
    if not number:
        if protocol.seal != seal:
            raise Conflict("protocol.error.changed")
        return {each.agency.id for each in protocol.stances}
    point = protocol.text.point(number)
    if point is None or seal_of_point(point) != seal:
        raise Conflict("protocol.error.point_changed", number=one_line(number))
    return {each.agency.id for each in protocol.on_points if each.point == number}


def _open_protocol(session: Session, actor: Actor, tour_id: int) -> Protocol:
    protocol = protocol_of(session, actor, tour_id)
    if protocol.is_confirmed:
        raise Conflict("protocol.error.confirmed", number=protocol.number)
    if not protocol.is_open:
        raise Conflict("protocol.error.not_open")
    return protocol
