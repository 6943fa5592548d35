"""Who takes part in a tour, as its protocol says: chair, secretary, who was on the bus, who was invited and did not come."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from planner.domain.models import Agency, Participant, Person, Tour
from planner.domain.protocol import Attendant
from planner.domain.words import Answer, SeatGroup, TourState

NOT_BEGUN = frozenset({TourState.DRAFT, TourState.PUBLISHED, TourState.CANCELLED})


@dataclass(frozen=True)
class ProtocolPeople:
    """By the list of the check-in; residents are counted and not named."""

    chair: Attendant | None
    secretary: Attendant | None
    present: tuple[Attendant, ...]
    absent: tuple[Attendant, ...]
    residents: int


def people_of(session: Session, tour: Tour) -> ProtocolPeople:
    """Of a tour that the caller may tell of: two queries. Until it begins nobody has failed to come."""
    in_charge = [person_id for person_id in (tour.leader_id, tour.secretary_id) if person_id is not None]
    rows = session.exec(
        select(Participant, Person, Agency)
        .outerjoin(Person, col(Person.id) == Participant.person_id)
        .outerjoin(Agency, col(Agency.id) == func.coalesce(Participant.agency_id, Person.agency_id))
        .where(Participant.tour_id == tour.id)
        .order_by(col(Participant.id))
    ).all()
    named = select(Person, Agency).outerjoin(Agency, col(Agency.id) == Person.agency_id)
    chairs = {
        person.id: _attendant(person.name, person, agency.name if agency else "")
        for person, agency in session.exec(named.where(col(Person.id).in_(in_charge)))
    }
    boarded = [row for row in rows if row[0].boarded_at is not None]
    to_come = [] if tour.state in NOT_BEGUN else [row for row in rows if row[0].boarded_at is None]
    missing = [row for row in to_come if row[0].answer in (Answer.YES, Answer.INVITED)]
    others = frozenset(in_charge)
    return ProtocolPeople(
        chair=chairs.get(tour.leader_id),
        secretary=chairs.get(tour.secretary_id),
        present=_named(boarded, others),
        absent=_named(missing, others),
        residents=sum(row[0].group is SeatGroup.PUBLIC for row in boarded),
    )


def _named(
    rows: Iterable[tuple[Participant, Person | None, Agency | None]], in_charge: frozenset[int]
) -> tuple[Attendant, ...]:
    """In the order of agencies and names, without residents and those who lead."""
    people = (
        _attendant(
            row.name or (person.name if person else ""), person, agency.name if agency else row.agency_name, row.post
        )
        for row, person, agency in rows
        if row.group is not SeatGroup.PUBLIC and row.person_id not in in_charge
    )
    told = {each for each in people if each.name or each.agency}
    return tuple(sorted(told, key=lambda each: (each.agency.casefold(), each.name.casefold(), each.post)))


def _attendant(name: str, person: Person | None, agency: str, post: str = "") -> Attendant:
    """`post`: as it was written down for this tour; else the person's own."""
    return Attendant(name, post or (person.post if person else ""), agency)
