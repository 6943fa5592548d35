"""Items about the ride: taps of whoever leads, who is on board, how many heads were counted, what agencies say to the protocol.

A tap comes late where there was no network. It tells when it was made, and never goes before what was told already; one
that somebody else has made meanwhile is done.
"""

from datetime import datetime

from sqlmodel import Session, select

from planner.domain.errors import Invalid, NotFound, Unavailable
from planner.domain.models import FieldItem, HeadCount, Participant, Stop, Tour
from planner.domain.words import TourState
from planner.services.field.sent import Fields, ms_of
from planner.services.field.taking import Answer, Taking
from planner.services.guests.boarding import board, count_heads, get_off, unboard
from planner.services.protocol.stances import take_stance
from planner.services.ride.ride import Tap, TapKind, arrive, leave, led_tour, start_ride, undo_tap
from planner.services.tours.in_order import stops_in_order


def take_start(taking: Taking) -> Answer:
    """The bus sets off."""
    tour = led_tour(taking.session, taking.actor, taking.tour.id or 0)
    if tour.started_at is None or tour.state is TourState.PUBLISHED:
        start_ride(taking.session, taking.actor, tour.id or 0, now=taking.at)
    return _tapped(TapKind.START, None, tour.started_at)


def take_arrival(taking: Taking) -> Answer:
    """The bus is at a stop."""
    stop = _led_stop(taking)
    if stop.arrived_at is None:
        stop = arrive(taking.session, taking.actor, stop.id or 0, now=_after_all(taking))
    return _tapped(TapKind.ARRIVE, stop.id, stop.arrived_at)


def take_departure(taking: Taking) -> Answer:
    """The bus leaves a stop."""
    stop = _led_stop(taking)
    if stop.departed_at is None:
        stop = leave(taking.session, taking.actor, stop.id or 0, now=_after_all(taking))
    return _tapped(TapKind.LEAVE, stop.id, stop.departed_at)


def take_undo(taking: Taking) -> Answer:
    """The last tap is taken back; it is told by itself, or as the item that it was."""
    tour = led_tour(taking.session, taking.actor, taking.tour.id or 0)
    tap = taking.fields.part("tap")
    if taking.fields.has("of"):
        tap = _tap_of_item(taking.session, tour, taking.fields.uid("of"))
    kind, stop_id, ms = tap.word("kind", TapKind), tap.id("stop"), tap.ms("at")
    if tour.state is TourState.PUBLISHED:
        return {}  # nothing is tapped any more
    at = _recorded(taking.session, tour, kind, stop_id)
    if at is not None and abs(ms_of(at) - ms) <= 1:  # moments are told in whole milliseconds
        undo_tap(taking.session, taking.actor, tour.id or 0, Tap(kind, stop_id, at))
    return {}


def take_heads(taking: Taking) -> Answer:
    """So many were counted; an older count does not replace a newer one."""
    stop = _led_stop(taking)
    known = taking.session.get(HeadCount, stop.id)
    people = taking.fields.count("people")
    if known is None or known.counted_at <= taking.at:
        count_heads(taking.session, taking.actor, stop.id or 0, people=people, now=taking.at)
    return {}


def take_boarding(taking: Taking) -> Answer:
    """Somebody is on the bus."""
    board(taking.session, taking.actor, _guest(taking), now=taking.at)
    return {}


def take_unboarding(taking: Taking) -> Answer:
    """A mistaken boarding is taken back."""
    unboard(taking.session, taking.actor, _guest(taking))
    return {}


def take_getting_off(taking: Taking) -> Answer:
    """Somebody left before the end."""
    get_off(taking.session, taking.actor, _guest(taking), now=taking.at)
    return {}


def take_agency_stance(taking: Taking) -> Answer:
    """An agency accepts a point of the protocol that was read, or objects to it; said when it was noted."""
    fields = taking.fields
    take_stance(
        taking.session,
        taking.actor,
        taking.tour.id or 0,
        agency_id=fields.id("agency"),
        accepts=fields.flag("accepts"),
        seal=fields.text("seal"),
        text=fields.text("text"),
        said_by=fields.text("said_by"),
        point=fields.text("point"),
        now=taking.at,
    )
    return {}


def _led_stop(taking: Taking) -> Stop:
    """The stop of the ride that the actor leads, read after the tour was locked."""
    led_tour(taking.session, taking.actor, taking.tour.id or 0)
    stop = taking.needed_stop()
    taking.session.refresh(stop)
    return stop


def _after_all(taking: Taking) -> datetime:
    """The moment of the tap, and not before what is recorded of this ride."""
    stops = taking.session.exec(stops_in_order(taking.tour.id).execution_options(populate_existing=True)).all()
    told = [moment for stop in stops for moment in (stop.arrived_at, stop.departed_at) if moment is not None]
    return max([taking.at, *told, taking.tour.started_at or taking.at])


def _tapped(kind: TapKind, stop_id: int | None, at: datetime | None) -> Answer:
    return {} if at is None else {"tap": {"kind": kind.value, "stop": stop_id, "at": ms_of(at)}}


def _tap_of_item(session: Session, tour: Tour, uid: str) -> Fields:
    item = session.get(FieldItem, uid)
    if item is None:
        raise Unavailable("field.error.not_yet")
    if item.tour_id != tour.id or "tap" not in item.answer:
        raise Invalid("field.error.item", field="of", what="of")
    return Fields(item.answer["tap"])


def _recorded(session: Session, tour: Tour, kind: TapKind, stop_id: int | None) -> datetime | None:
    if kind is TapKind.START:
        return tour.started_at
    stop = session.exec(select(Stop).where(Stop.id == stop_id, Stop.tour_id == tour.id)).first()
    if stop is None:
        raise NotFound("ride.error.unknown_stop")
    session.refresh(stop)
    return stop.arrived_at if kind is TapKind.ARRIVE else stop.departed_at


def _guest(taking: Taking) -> int:
    guest_id = taking.fields.id("participant")
    guest = taking.session.get(Participant, guest_id) if guest_id is not None else None
    if guest is None:
        raise NotFound("boarding.error.unknown")
    if guest.tour_id != taking.tour.id:
        raise Invalid("field.error.other_tour", field="participant")
    return guest.id or 0
