"""Check-in: who is on the bus, who came without an invitation, who got off midway, and how many heads were counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Agency, HeadCount, Participant, Person, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require, require_somebody
from planner.domain.typed import typed_line, typed_name
from planner.domain.words import Answer, SeatGroup, TourState
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.city.agencies import agency_called

MOST_PEOPLE = 300
"""No bus holds more, nor do three of them: a number above is a slip of the finger."""


@dataclass(frozen=True)
class Traveller:
    """Somebody on the list: who it is, and from where. `name` is empty where an agency has not said whom it sends."""

    participant: Participant
    name: str
    agency: str

    @property
    def on_board(self) -> bool:
        """Sits in the bus now."""
        return self.participant.boarded_at is not None and self.participant.left_at is None

    @property
    def got_off(self) -> bool:
        """Was on the bus and left before the end."""
        return self.participant.left_at is not None

    @property
    def is_expected(self) -> bool:
        """Neither said no nor sent somebody else."""
        return self.participant.answer not in (Answer.NO, Answer.DELEGATED)


@dataclass(frozen=True)
class StopHeads:
    """The heads at one stop: counted, and how many the list says; None where nobody counted or the bus has not come yet."""

    stop: Stop
    counted: int | None
    listed: int | None

    @property
    def difference(self) -> int:
        """Counted minus listed; 0 where there is nothing to compare."""
        return 0 if self.counted is None or self.listed is None else self.counted - self.listed


@dataclass(frozen=True)
class CheckIn:
    """The list in the order of names, the heads in the order of stops, and the stop where heads are counted now.

    `counting_at` is where the bus stands or was last; None before the first stop.
    """

    tour: Tour
    travellers: list[Traveller]
    heads: list[StopHeads]
    counting_at: StopHeads | None

    @property
    def on_board(self) -> int:
        """People on the bus now, by the list."""
        return sum(traveller.on_board for traveller in self.travellers)

    @property
    def missing(self) -> int:
        """Who is expected and has not come yet."""
        return sum(one.is_expected and not (one.on_board or one.got_off) for one in self.travellers)

    @property
    def is_open(self) -> bool:
        """Whether people can still be checked in: published or under way."""
        return self.tour.state in (TourState.PUBLISHED, TourState.RIDING)

    @property
    def over_seats(self) -> int:
        """How many more people than seats are on the bus."""
        return max(0, self.on_board - self.tour.seats) if self.tour.seats is not None else 0


def check_in_of(session: Session, actor: Actor, tour_id: int) -> CheckIn:
    """The list and the heads of a tour, for those who lead it: names are nobody else's business."""
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.LEAD_TOUR, subject_of_tour(tour))
    travellers = _travellers(session, tour_id)
    heads = _heads(session, tour_id, [traveller.participant for traveller in travellers])
    counting = next((row for row in reversed(heads) if row.stop.arrived_at is not None), None)
    return CheckIn(tour, travellers, heads, counting)


def board(session: Session, actor: Actor, participant_id: int, *, now: datetime) -> Participant:
    """Notes that somebody is on the bus; a second tap keeps the first time, and who had got off is back."""
    participant, _ = _checked_in(session, actor, participant_id)
    participant.boarded_at = participant.boarded_at or now
    participant.left_at = None
    return participant


def unboard(session: Session, actor: Actor, participant_id: int) -> Participant:
    """Takes a mistaken boarding back, as if it had never been tapped."""
    participant, _ = _checked_in(session, actor, participant_id)
    participant.boarded_at = participant.left_at = None
    return participant


def get_off(session: Session, actor: Actor, participant_id: int, *, now: datetime) -> Participant:
    """Notes that somebody left before the end of the ride; a second tap keeps the first time.

    Refuses whoever is not on board, and a tour that is not riding: before the start a boarding is simply taken back.
    """
    participant, tour = _checked_in(session, actor, participant_id)
    if tour.state is not TourState.RIDING:
        raise Conflict("ride.error.published")
    if participant.boarded_at is None:
        raise Conflict("boarding.error.not_on_board")
    participant.left_at = participant.left_at or now
    return participant


def add_walk_in(
    session: Session,
    actor: Actor,
    tour_id: int,
    *,
    name: str,
    now: datetime,
    agency_name: str = "",
    group: SeatGroup = SeatGroup.PUBLIC,
) -> Participant:
    """Puts somebody who was not invited on the list and on the bus.

    An agency known by its full or short name is linked. The same name from the same agency is the same person: the
    second tap boards nobody twice. Refuses a name that is not 2 to 100 signs with Invalid on "name".
    """
    tour = _open_tour(session, actor, tour_id)
    wanted, agency_name = typed_name(name), typed_line(agency_name, field="agency_name", longest=200)
    agency = agency_called(session, agency_name)
    known = session.exec(select(Participant).where(Participant.tour_id == tour.id, Participant.name == wanted)).all()
    participant = next((p for p in known if _comes_from(p, agency, agency_name)), None) or Participant(
        tour_id=tour_id,
        name=wanted,
        agency_id=agency.id if agency else None,
        agency_name=agency_name,
        group=SeatGroup.AGENCY if agency else group,
        answer=Answer.YES,
        invited_at=now,
        answered_at=now,
    )
    participant.boarded_at, participant.left_at = participant.boarded_at or now, None
    session.add(participant)
    session.flush()
    return participant


def count_heads(session: Session, actor: Actor, stop_id: int, *, people: int, now: datetime) -> HeadCount:
    """Notes how many people were counted as the bus leaves a stop; counting again replaces the number.

    Refuses a number below 0 or above MOST_PEOPLE with Invalid on "people".
    """
    require_somebody(actor)
    stop = session.get(Stop, stop_id)
    if stop is None:
        raise NotFound("ride.error.unknown_stop")
    _open_tour(session, actor, stop.tour_id)
    if not 0 <= people <= MOST_PEOPLE:
        raise Invalid("boarding.error.people", field="people", most=MOST_PEOPLE)
    count = session.get(HeadCount, stop_id) or HeadCount(stop_id=stop_id, people=people, counted_at=now)
    count.people, count.counted_at, count.counted_by = people, now, actor.name
    session.add(count)
    session.flush()
    return count


def _open_tour(session: Session, actor: Actor, tour_id: int) -> Tour:
    require(actor, Action.LEAD_TOUR, subject_of_tour(visible_tour(session, actor, tour_id)))
    tour = hold_tour(session, tour_id)
    if tour.state not in (TourState.PUBLISHED, TourState.RIDING):
        raise Conflict(f"ride.error.{tour.state.value}")
    return tour


def _checked_in(session: Session, actor: Actor, participant_id: int) -> tuple[Participant, Tour]:
    require_somebody(actor)
    tour_id = session.exec(select(Participant.tour_id).where(Participant.id == participant_id)).first()
    if tour_id is None:
        raise NotFound("boarding.error.unknown")
    tour = _open_tour(session, actor, tour_id)
    return session.get_one(Participant, participant_id), tour


def _travellers(session: Session, tour_id: int) -> list[Traveller]:
    rows = session.exec(
        select(Participant, Person, Agency)
        .outerjoin(Person, col(Person.id) == Participant.person_id)
        .outerjoin(Agency, col(Agency.id) == Participant.agency_id)
        .where(Participant.tour_id == tour_id)
    ).all()
    travellers = [
        Traveller(
            participant,
            participant.name or (person.name if person else ""),
            (agency.short_name or agency.name) if agency else participant.agency_name,
        )
        for participant, person, agency in rows
    ]
    return sorted(travellers, key=lambda one: ((one.name or one.agency).casefold(), id_of(one.participant)))


def _heads(session: Session, tour_id: int, participants: Iterable[Participant]) -> list[StopHeads]:
    people = list(participants)
    rows = session.exec(
        select(Stop, HeadCount)
        .outerjoin(HeadCount, col(HeadCount.stop_id) == Stop.id)
        .where(Stop.tour_id == tour_id, col(Stop.skipped).is_(False))
        .order_by(col(Stop.position), col(Stop.id))
    ).all()
    return [StopHeads(stop, count.people if count else None, _listed(people, stop)) for stop, count in rows]


def _listed(people: Iterable[Participant], stop: Stop) -> int | None:
    if stop.arrived_at is None:
        return None
    return sum(_was_on_board(one, stop.departed_at) for one in people)


def _was_on_board(participant: Participant, moment: datetime | None) -> bool:
    boarded, left = participant.boarded_at, participant.left_at
    if moment is None:
        return boarded is not None and left is None
    return boarded is not None and boarded <= moment and (left is None or left > moment)


def _comes_from(participant: Participant, agency: Agency | None, agency_name: str) -> bool:
    return participant.agency_id == agency.id if agency else participant.agency_name == agency_name
