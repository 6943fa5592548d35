"""Tablets that join a tour by its short link."""

import hashlib
import uuid
from datetime import datetime

from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import Agency, FieldSpeaker, FieldTablet, Participant, SignIn, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, require
from planner.domain.typed import one_line, typed_line, typed_name
from planner.domain.words import Answer, SeatGroup, TourState
from planner.services.access.guesses import count_try
from planner.services.access.sign_in import TABLET_STAYS_AFTER_END, hash_token, open_sign_in, tablet_is_off
from planner.services.city.agencies import agency_called

SPARE_TABLETS = 50
"""Over the seats of a tour: who lost their cookie joins again, and some come with two."""
SEATS_OF_NO_LIMIT = 100
"""Counted for a tour that has no limit of seats."""
OF_NETWORK = 60
"""Joins in a row that are free from one network; a whole bus may sit behind one address, so never less than its seats."""


def tour_of_link(session: Session, code: str, *, now: datetime) -> Tour:
    """The tour that a tablet's short link leads to.

    NotFound("join.error.link") where the link was revoked, the tour is not published or has been over for 12 hours.
    """
    return _open_tour(session.exec(select(Tour).where(Tour.join_code == one_line(code))).first() if code else None, now)


def code_of_tablet(session: Session, actor: Actor) -> str:
    """The code of the link by which this tablet came, and so of its page on the bus; NotAllowed for who is no tablet."""
    require(actor, Action.RIDE_TOUR, Subject(tour_id=actor.tour_id))
    code = session.exec(select(Tour.join_code).where(Tour.id == actor.tour_id)).first()
    if not code:
        raise NotAllowed("permissions.sign_in")
    return code


def agencies_to_join(session: Session, code: str, *, now: datetime) -> list[str]:
    """Names that the joining form suggests; whoever holds a link may read them. NotFound as for `tour_of_link`."""
    tour_of_link(session, code, now=now)
    rows = session.exec(select(Agency).where(col(Agency.archived).is_(False)).order_by(Agency.name)).all()
    return [agency.name for agency in rows]


def join_tour(
    session: Session,
    code: str,
    *,
    name: str,
    agency_name: str = "",
    again: bool = False,
    uid: str = "",
    network: str = "",
    now: datetime,
    device: str = "",
    before: str = "",
) -> str:
    """Signs a tablet in as a participant of the link's tour and returns the token.

    A name that was invited, said yes and sits on no tablet yet is that person; any other name is added to the list. A name
    that sits on a tablet already is refused with Conflict("join.error.same_name"); with `again` it is the same person.
    `uid` is a secret that the tablet made by chance for this one try: the same again is the same sign-in, so that whoever
    never got the answer may ask once more. Refuses with Invalid a `uid` that is none, with Conflict("join.error.full")
    beyond the seats and 50, with Conflict("join.error.slowed") where too many come from one network, and with NotAllowed
    the browser whose token `before` says that it was turned off.
    """
    tour = _held_tour(session, code, now)
    if tablet_is_off(session, before):
        raise NotAllowed("permissions.tablet_off")
    token = _token_of(tour, uid) if uid else None
    if token and _is_open(session, token, now):
        return token
    participant = _participant(session, tour, name, agency_name, again=again, network=network, now=now)
    tablet = FieldTablet(tour_id=id_of(tour), device=one_line(device)[:200], joined_at=now, seen_at=now)
    session.add(tablet)
    session.flush()
    session.add(FieldSpeaker(tablet_id=id_of(tablet), participant_id=id_of(participant)))
    return open_sign_in(
        session,
        now=now,
        expires_at=tour.ends_at + TABLET_STAYS_AFTER_END,
        device=device,
        participant_id=participant.id,
        tablet_id=tablet.id,
        token=token or "",
    )


def join_beside(
    session: Session,
    actor: Actor,
    code: str,
    *,
    name: str,
    agency_name: str = "",
    again: bool = False,
    network: str = "",
    now: datetime,
) -> Participant:
    """Somebody more speaks on the tablet that asks; who speaks there already is told again.

    Who that is on the list, and what is refused, is as for `join_tour`; NotAllowed for who does not ride this tour, Conflict for who is no tablet.
    """
    require(actor, Action.RIDE_TOUR, Subject(tour_id=actor.tour_id))
    tour = _held_tour(session, code, now)
    require(actor, Action.RIDE_TOUR, Subject(tour_id=tour.id))
    if actor.tablet_id is None:
        raise Conflict("join.error.no_tablet")
    here = select(Participant).join(FieldSpeaker).where(FieldSpeaker.tablet_id == actor.tablet_id)
    known = session.exec(here.where(Participant.name == typed_name(name))).first()
    if known is not None:
        return known
    participant = _participant(session, tour, name, agency_name, again=again, network=network, now=now)
    session.add(FieldSpeaker(tablet_id=actor.tablet_id, participant_id=id_of(participant)))
    session.flush()
    return participant


def _held_tour(session: Session, code: str, now: datetime) -> Tour:
    """The tour of the link, locked, so that those who join it follow one another."""
    locked = select(Tour).where(Tour.join_code == one_line(code)).with_for_update(key_share=True)
    found = session.exec(locked, execution_options={"populate_existing": True}).first() if code else None
    return _open_tour(found, now)


def _participant(
    session: Session, tour: Tour, name: str, agency_name: str, *, again: bool, network: str, now: datetime
) -> Participant:
    """Who this name is on the list from now on, on a tablet."""
    wanted, agency_name = typed_name(name), typed_line(agency_name, field="agency_name", longest=200)
    there = _on_tablet(session, id_of(tour), wanted)
    if there is not None and not again:
        raise Conflict("join.error.same_name", field="name", name=wanted)
    _check_room(session, tour, network, now, is_new=there is None)
    participant = (
        there
        or _known_participant(session, id_of(tour), wanted)
        or _new_participant(session, id_of(tour), wanted, agency_name, now)
    )
    participant.tablet = True
    session.flush()
    return participant


def _open_tour(tour: Tour | None, now: datetime) -> Tour:
    if tour is None or tour.state not in (TourState.PUBLISHED, TourState.RIDING):
        raise NotFound("join.error.link")
    if now > tour.ends_at + TABLET_STAYS_AFTER_END:
        raise NotFound("join.error.link")
    return tour


def _token_of(tour: Tour, uid: str) -> str:
    """The token of this very try: nobody knows it who does not know the `uid`, and by another link it is another one."""
    try:
        known = uuid.UUID(uid)
    except ValueError:
        raise Invalid("join.error.uid", field="uid") from None
    return hashlib.sha256(f"join {tour.join_code} {known}".encode()).hexdigest()


def _is_open(session: Session, token: str, now: datetime) -> bool:
    known = session.get(SignIn, hash_token(token))
    return known is not None and known.expires_at > now


def _check_room(session: Session, tour: Tour, network: str, now: datetime, *, is_new: bool) -> None:
    seats = tour.seats if tour.seats is not None else SEATS_OF_NO_LIMIT
    on_tablets = select(func.count()).where(Participant.tour_id == tour.id, col(Participant.tablet).is_(True))
    if is_new and session.exec(on_tablets).one() >= seats + SPARE_TABLETS:
        raise Conflict("join.error.full")
    wait_s = count_try(session, {f"join:{hash_token(network)}": max(OF_NETWORK, seats)}, now=now)
    if wait_s:
        raise Conflict("join.error.slowed", n=wait_s)


def _on_tablet(session: Session, tour_id: int, name: str) -> Participant | None:
    """Who of this name came in by the link; the first one, where there are several from before names had to differ."""
    same = select(Participant).where(
        Participant.tour_id == tour_id, Participant.name == name, col(Participant.tablet).is_(True)
    )
    return session.exec(same.order_by(col(Participant.id))).first()


def _known_participant(session: Session, tour_id: int, name: str) -> Participant | None:
    known = session.exec(
        select(Participant).where(
            Participant.tour_id == tour_id,
            Participant.name == name,
            Participant.answer == Answer.YES,
            col(Participant.tablet).is_(False),
        )
    ).all()
    return known[0] if len(known) == 1 else None


def _new_participant(session: Session, tour_id: int, name: str, agency_name: str, now: datetime) -> Participant:
    agency = agency_called(session, agency_name)
    participant = Participant(
        tour_id=tour_id,
        name=name,
        agency_id=agency.id if agency else None,
        agency_name=agency_name,
        group=SeatGroup.AGENCY if agency else SeatGroup.PUBLIC,
        answer=Answer.YES,
        invited_at=now,
        answered_at=now,
    )
    session.add(participant)
    return participant
