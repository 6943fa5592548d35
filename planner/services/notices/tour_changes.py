"""Who is told of a tour: those who lead it, those who are invited and have not said no, guests with an address; of one that is
moved, cancelled or withdrawn the agencies of its stops, too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Invalid
from planner.domain.models import Agency, DemoLoad, Issue, Notice, Participant, Person, Stop, StopIssue, Tour
from planner.domain.notices import NoticeKind, TourChange
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_email
from planner.domain.words import Answer
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.notices.recipients import Recipients

KINDS: Mapping[TourChange, NoticeKind] = {
    TourChange.PUBLISHED: NoticeKind.TOUR_PUBLISHED,
    TourChange.MOVED: NoticeKind.TOUR_MOVED,
    TourChange.CHANGED: NoticeKind.TOUR_CHANGED,
    TourChange.CANCELLED: NoticeKind.TOUR_CANCELLED,
    TourChange.WITHDRAWN: NoticeKind.TOUR_WITHDRAWN,
}


_ADDRESS = re.compile(r"[^\s,;:<>()\[\]\"'«»]+@[^\s,;:<>()\[\]\"'«»]+")


@dataclass(frozen=True)
class ToldOfTour:
    """Who will be told of a change: the names of those who have accounts, and the addresses of guests and agencies."""

    people: Sequence[str]
    addresses: Sequence[str]


def tell_tour_change(recipients: Recipients, cause_id: int, about: Mapping[str, Any]) -> int:
    """Writes the notices of one change of a tour; how many there were."""
    tour = recipients.session.get(Tour, about["tour"])
    if tour is None:
        return 0
    change = TourChange(about["change"])
    facts = {name: value for name, value in about.items() if name not in ("tour", "change", "by_person")}
    # A withdrawn tour is a draft again, which most of them cannot see: they are told that it is so, and led to no page.
    thing = None if change is TourChange.WITHDRAWN else tour
    told = 0
    for person_id in _people(recipients, tour, change):
        if person_id != about.get("by_person"):
            told += recipients.tell(person_id, KINDS[change], f"tour:{cause_id}", thing=thing, facts=facts) is not None
    for address in _addresses(recipients, tour, change):
        told += _tell_address(recipients, address, KINDS[change], f"tour:{cause_id}", facts)
    return told


def told_of_tour(session: Session, actor: Actor, tour_id: int, change: TourChange, *, now: datetime) -> ToldOfTour:
    """Who would be told of that change now, but for whoever makes it; for those who plan."""
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.PLAN_TOUR, subject_of_tour(tour))
    recipients = Recipients(session, now)
    people = dict.fromkeys(each for each in _people(recipients, tour, change) if each != actor.person_id)
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(people))).all())
    addresses = dict.fromkeys(_addresses(recipients, tour, change))
    return ToldOfTour(sorted(names[each] for each in people if each in names), sorted(addresses))


def _people(recipients: Recipients, tour: Tour, change: TourChange) -> Iterator[int]:
    yield from (person_id for person_id in (tour.leader_id, tour.secretary_id) if person_id is not None)
    for row in _coming(recipients, tour):
        if row.person_id is not None:
            yield row.person_id
        elif row.agency_id is not None and not row.tablet:
            yield from recipients.officials(row.agency_id)
    if change is not TourChange.PUBLISHED:
        for agency_id in _agencies_of_stops(recipients.session, tour):
            yield from recipients.officials(agency_id)


def _addresses(recipients: Recipients, tour: Tour, change: TourChange) -> Iterator[str]:
    """Of guests who have no account, as they were typed, and of invited agencies in which nobody has one."""
    if change is TourChange.PUBLISHED:
        return  # they get the invitation, which somebody sends after having read it
    session = recipients.session
    demo = session.get(DemoLoad, 1)
    unreal = frozenset(demo.brought["agency"]) if demo else frozenset()
    for row in _coming(recipients, tour):
        if row.person_id is not None or row.tablet:
            continue
        yield from _addresses_in(row.note)
        if row.agency_id is not None and row.agency_id not in unreal and not recipients.officials(row.agency_id):
            agency = session.get_one(Agency, row.agency_id)
            yield from _addresses_in(agency.email or "")


def _coming(recipients: Recipients, tour: Tour) -> Sequence[Participant]:
    coming = select(Participant).where(Participant.tour_id == tour.id, col(Participant.answer) != Answer.NO)
    return recipients.session.exec(coming.order_by(col(Participant.id))).all()


def _agencies_of_stops(session: Session, tour: Tour) -> Sequence[int]:
    """Those that are responsible for an issue at one of the stops."""
    query = (
        select(Issue.agency_id)
        .join(StopIssue, col(StopIssue.issue_id) == Issue.id)
        .join(Stop, col(Stop.id) == StopIssue.stop_id)
        .where(Stop.tour_id == tour.id, col(Issue.agency_id).is_not(None))
    )
    return [each for each in session.exec(query.distinct().order_by(col(Issue.agency_id))) if each is not None]


def _addresses_in(typed: str) -> Iterator[str]:
    """Mail addresses in what was typed: «Иванова, 8-914…, ivanova@mail.ru»."""
    for word in _ADDRESS.findall(typed):
        try:
            yield typed_email(word.strip("."))
        except Invalid:
            continue


def _tell_address(recipients: Recipients, address: str, kind: NoticeKind, about: str, facts: Mapping[str, Any]) -> int:
    key = f"{about}:address:{address}"
    if recipients.session.exec(select(Notice.id).where(Notice.key == key)).first() is not None:
        return 0
    now = recipients.now
    recipients.session.add(Notice(key=key, kind=kind, address=address, facts=dict(facts), at=now, mail_after=now))
    recipients.session.flush()
    return 1
