"""The media at an event, or at the press approach of a tour: who is asked, who is let in, who came."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Agency, MediaGuest, Tour
from planner.domain.permissions import Action, may, require
from planner.domain.typed import typed_line
from planner.domain.words import Accreditation, AgencyKind, TourState
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, visible_tour

MOST_MEDIA = 300
_LINES = {"outlet": 200, "name": 100, "contact": 200, "note": 300}


def list_media(session: Session, actor: Actor, tour_id: int) -> Sequence[MediaGuest]:
    """Everybody of the media, by outlet and name, for whoever invites to this tour or leads it. One query beside the tour's."""
    require(actor, Action.SEE_PEOPLE)
    _changeable(session, actor, tour_id)
    rows = select(MediaGuest).where(MediaGuest.tour_id == tour_id)
    return session.exec(rows.order_by(col(MediaGuest.outlet), col(MediaGuest.name), col(MediaGuest.id))).all()


def known_outlets(session: Session, actor: Actor) -> Sequence[str]:
    """The outlets of the directory and those that were asked before, by name; for whoever invites."""
    require(actor, Action.INVITE)
    listed = select(Agency.name).where(Agency.kind == AgencyKind.MEDIA, col(Agency.archived).is_(False))
    asked = select(MediaGuest.outlet).distinct()
    return sorted({*session.exec(listed), *session.exec(asked)})


def save_media_guest(
    session: Session,
    actor: Actor,
    tour_id: int,
    guest_id: int | None = None,
    *,
    outlet: str,
    name: str = "",
    contact: str = "",
    note: str = "",
    state: Accreditation = Accreditation.ASKED,
    seen: Values | None = None,
) -> MediaGuest:
    """Asks somebody of the media, or changes what is known of them, until the tour is cancelled.

    Invalid without an outlet, for too long a text, for the same person of the same outlet a second time, for more than 300;
    NotFound for a row that is gone; ChangedMeanwhile as `beside_others` raises it.
    """
    _held(session, actor, tour_id)
    guest = _guest_of(session, tour_id, guest_id) if guest_id is not None else MediaGuest(tour_id=tour_id, outlet="")
    wanted = {"outlet": outlet, "name": name, "contact": contact, "note": note, "state": state}
    given = beside_others("media", guest.model_dump(include=set(wanted)), wanted, seen if guest_id else None)
    texts = {field: typed_line(given[field], field=field, longest=longest) for field, longest in _LINES.items()}
    if len(texts["outlet"]) < 2:
        raise Invalid("events.error.outlet", field="outlet")
    others = session.exec(select(MediaGuest).where(MediaGuest.tour_id == tour_id)).all()
    if any((each.outlet, each.name) == (texts["outlet"], texts["name"]) and each.id != guest.id for each in others):
        raise Invalid("events.error.media_twice", field="name" if texts["name"] else "outlet")
    if guest_id is None and len(others) >= MOST_MEDIA:
        raise Invalid("events.error.media_too_many", most=MOST_MEDIA)
    guest.outlet, guest.name, guest.contact, guest.note = (texts[field] for field in _LINES)
    guest.state = given["state"]
    session.add(guest)
    session.flush()
    return guest


def remove_media_guest(session: Session, actor: Actor, tour_id: int, guest_id: int) -> None:
    """Takes somebody off the list; NotFound where they are off it already."""
    _held(session, actor, tour_id)
    session.delete(_guest_of(session, tour_id, guest_id))
    session.flush()


def note_came(session: Session, actor: Actor, tour_id: int, came: dict[int, bool]) -> None:
    """Says who came and who did not, by their numbers; of others nothing is said. NotFound for a row that is gone."""
    _held(session, actor, tour_id)
    for guest_id, answer in came.items():
        _guest_of(session, tour_id, guest_id).came = answer


def _changeable(session: Session, actor: Actor, tour_id: int) -> Tour:
    """The tour, for whoever invites to it or leads it."""
    tour = visible_tour(session, actor, tour_id)
    if not may(actor, Action.INVITE).allowed:
        require(actor, Action.LEAD_TOUR, subject_of_tour(tour))
    return tour


def _held(session: Session, actor: Actor, tour_id: int) -> Tour:
    _changeable(session, actor, tour_id)
    tour = hold_tour(session, tour_id)
    if tour.state in (TourState.CANCELLED, TourState.DELETED):
        raise Conflict("events.error.over")
    return tour


def _guest_of(session: Session, tour_id: int, guest_id: int) -> MediaGuest:
    guest = session.get(MediaGuest, guest_id, populate_existing=True)
    if guest is None or guest.tour_id != tour_id:
        raise NotFound("events.error.media_gone")
    return guest
