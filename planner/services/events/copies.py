"""Copying a tour with those who were on it: participants are invited anew, media asked anew."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import Agency, MediaGuest, Participant, Person, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.words import Answer, SeatGroup
from planner.services.access.scopes import visible_tour
from planner.services.tours.tours import copy_tour

INVITED = frozenset({"person_id", "agency_id", "name", "agency_name", "group", "phone", "email", "post", "note"})
"""What is known of somebody before they have answered."""
ASKED = frozenset({"outlet", "name", "contact", "note"})
_COMING = (Answer.INVITED, Answer.YES, Answer.WAITING)


def copy_with_people(
    session: Session,
    actor: Actor,
    tour_id: int,
    *,
    title: str | None = None,
    starts_at: datetime,
    with_people: bool,
    now: datetime,
    past_is_meant: bool = False,
) -> Tour:
    """`copy_tour`; `with_people` those who had not said no are invited anew and the media asked anew. Nobody is told yet."""
    require(actor, Action.PLAN_TOUR)
    tour = copy_tour(session, actor, tour_id, title=title, starts_at=starts_at, now=now, past_is_meant=past_is_meant)
    if with_people:
        invite_again(session, actor, id_of(tour), people_of(session, actor, tour_id), now=now)
        ask_again(session, actor, id_of(tour), media_of(session, actor, tour_id))
    return tour


def people_of(session: Session, actor: Actor, tour_id: int) -> Sequence[dict[str, Any]]:
    """Who was invited and has not said no, as it was before they answered; for those who invite."""
    require(actor, Action.INVITE)
    visible_tour(session, actor, tour_id)
    rows = select(Participant).where(
        Participant.tour_id == tour_id, col(Participant.answer).in_(_COMING), col(Participant.tablet).is_(False)
    )
    found = [each.model_dump(include=set(INVITED)) for each in session.exec(rows.order_by(col(Participant.id)))]
    return [each | ({"name": ""} if each["agency_id"] and not each["person_id"] else {}) for each in found]


def media_of(session: Session, actor: Actor, tour_id: int) -> Sequence[dict[str, Any]]:
    """Who of the media was on the list; for those who invite."""
    require(actor, Action.INVITE)
    visible_tour(session, actor, tour_id)
    rows = select(MediaGuest).where(MediaGuest.tour_id == tour_id).order_by(col(MediaGuest.id))
    return [each.model_dump(include=set(ASKED)) for each in session.exec(rows)]


def invite_again(
    session: Session, actor: Actor, tour_id: int, people: Sequence[dict[str, Any]], *, now: datetime
) -> None:
    """Puts them on the list of a tour that was made just now; whoever is archived by then stays away."""
    require(actor, Action.INVITE)
    for each in people:
        person = session.get(Person, each["person_id"]) if each["person_id"] else None
        agency = session.get(Agency, each["agency_id"]) if each["agency_id"] else None
        named = (each["person_id"], person), (each["agency_id"], agency)
        if all(number is None or (row is not None and not row.archived) for number, row in named):
            session.add(Participant(tour_id=tour_id, invited_at=now, **each | {"group": SeatGroup(each["group"])}))
    session.flush()


def ask_again(session: Session, actor: Actor, tour_id: int, media: Sequence[dict[str, Any]]) -> None:
    """Puts them on the list of media of a tour that was made just now."""
    require(actor, Action.INVITE)
    session.add_all(MediaGuest(tour_id=tour_id, **each) for each in media)
    session.flush()
