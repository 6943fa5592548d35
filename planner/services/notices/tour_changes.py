"""Who is told of a tour: those who lead it, and those who are invited and have not said no."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import col, select

from planner.domain.models import Participant, Tour
from planner.domain.notices import NoticeKind, TourChange
from planner.domain.words import Answer
from planner.services.notices.recipients import Recipients

_KINDS: Mapping[TourChange, NoticeKind] = {
    TourChange.PUBLISHED: NoticeKind.TOUR_PUBLISHED,
    TourChange.MOVED: NoticeKind.TOUR_MOVED,
    TourChange.CHANGED: NoticeKind.TOUR_CHANGED,
    TourChange.CANCELLED: NoticeKind.TOUR_CANCELLED,
}


def tell_tour_change(recipients: Recipients, cause_id: int, about: Mapping[str, Any]) -> int:
    """Writes the notices of one change of a tour; how many there were."""
    tour = recipients.session.get(Tour, about["tour"])
    if tour is None:
        return 0
    kind = _KINDS[TourChange(about["change"])]
    facts = {name: value for name, value in about.items() if name not in ("tour", "change", "by_person")}
    told = 0
    for person_id in _people(recipients, tour):
        if person_id != about.get("by_person"):
            told += recipients.tell(person_id, kind, f"tour:{cause_id}", thing=tour, facts=facts) is not None
    return told


def _people(recipients: Recipients, tour: Tour) -> Iterator[int]:
    yield from (person_id for person_id in (tour.leader_id, tour.secretary_id) if person_id is not None)
    coming = select(Participant).where(Participant.tour_id == tour.id, col(Participant.answer) != Answer.NO)
    for row in recipients.session.exec(coming.order_by(col(Participant.id))).all():
        if row.person_id is not None:
            yield row.person_id
        elif row.agency_id is not None and not row.tablet:
            yield from recipients.officials(row.agency_id)
