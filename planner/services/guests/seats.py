"""Seats of a tour: how many are taken and by whom, and who moves up when one becomes free."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.models import Participant, Tour
from planner.domain.notices import CauseKind
from planner.domain.seating import Limits, served
from planner.domain.words import Answer, SeatGroup
from planner.services.access.scopes import visible_tour
from planner.services.outbox.causes import note_cause


@dataclass(frozen=True)
class GroupSeats:
    """One group: the largest number of seats (None: no limit of its own), taken, waiting, and invited without an answer."""

    quota: int | None
    taken: int
    waiting: int
    invited: int


@dataclass(frozen=True)
class Seats:
    """The bus: `total` seats (None: not said), and what became of them."""

    total: int | None
    groups: Mapping[SeatGroup, GroupSeats]

    @property
    def taken(self) -> int:
        """Seats taken by all groups."""
        return sum(group.taken for group in self.groups.values())

    @property
    def waiting(self) -> int:
        """People who wait for a seat."""
        return sum(group.waiting for group in self.groups.values())

    @property
    def free(self) -> int | None:
        """Seats left, or None where the bus has no number of seats."""
        return None if self.total is None else max(0, self.total - self.taken)

    @property
    def over(self) -> int:
        """People more than the bus has seats: the bus was changed for a smaller one, or people came by the short link."""
        return 0 if self.total is None else max(0, self.taken - self.total)


def limits_of(tour: Tour) -> Limits:
    """What the tour says of its seats."""
    return Limits(
        tour.seats,
        {
            SeatGroup.AGENCY: tour.quota_agency,
            SeatGroup.PRESS: tour.quota_press,
            SeatGroup.PUBLIC: tour.quota_public,
        },
    )


def seats_of(session: Session, actor: Actor, tour_id: int) -> Seats:
    """The seats of a tour that the actor may see; numbers only, so that every official knows whether there is room."""
    tour = visible_tour(session, actor, tour_id)
    query = (
        select(Participant.group, Participant.answer, func.count())
        .where(Participant.tour_id == tour_id)
        .group_by(col(Participant.group), col(Participant.answer))
    )
    numbers = {(group, answer): number for group, answer, number in session.exec(query)}
    quotas = limits_of(tour).quotas
    return Seats(
        tour.seats,
        {
            group: GroupSeats(
                quotas[group],
                numbers.get((group, Answer.YES), 0),
                numbers.get((group, Answer.WAITING), 0),
                numbers.get((group, Answer.INVITED), 0),
            )
            for group in SeatGroup
        },
    )


def taken_by_group(session: Session, tour: Tour) -> Counter[SeatGroup]:
    """How many seats each group has taken; the caller let them be asked for."""
    sitting = select(Participant.group).where(Participant.tour_id == tour.id, Participant.answer == Answer.YES)
    return Counter(SeatGroup(group) for group in session.exec(sitting))


def promote_waiting(session: Session, tour: Tour, *, now: datetime, answering: int | None = None) -> list[Participant]:
    """Gives free seats to those who wait, in the order of waiting; returns who got one.

    Called after every change that may free a seat; the caller has required the permission and holds the tour. They are to
    be told, but for the one who is `answering` and sees it at once.
    """
    session.flush()
    taken = taken_by_group(session, tour)
    line = session.exec(
        select(Participant)
        .where(Participant.tour_id == tour.id, Participant.answer == Answer.WAITING)
        .order_by(col(Participant.waiting_since), col(Participant.id))
    ).all()
    seated = [line[index] for index in served(limits_of(tour), taken, [waiting.group for waiting in line])]
    for participant in seated:
        participant.answer, participant.waiting_since = Answer.YES, None
        if participant.id != answering:
            participant.promoted_at = now
            note_cause(session, CauseKind.SEAT, now=now, participant=participant.id)
    session.flush()
    return seated
