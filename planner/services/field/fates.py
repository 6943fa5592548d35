"""What became of what somebody raised on a ride, once others have acted on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, and_, col, select

from planner.domain.actor import Actor
from planner.domain.models import FieldItem, FieldPhoto, Issue, PhotoFate
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.words import IssueState
from planner.services.access.scopes import issues_visible_to, subject_of_tour, visible_tour
from planner.services.ride.stop_card import Promise, open_promises


class FateKind(StrEnum):
    """What happened to an item of a tablet after it was received."""

    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Fate:
    """An own item, by its `uid`: an issue that was decided, with what was promised, one that was withdrawn, or a photo that cannot be shown."""

    kind: FateKind
    uid: str
    issue: Issue | None = None
    promises: Sequence[Promise] = ()


def fates_of(session: Session, actor: Actor, tour_id: int, *, today: date) -> list[Fate]:
    """What became of the actor's own issues of this tour, for whoever may ride it; the same queries for any number.

    Of one that they may not see any more they learn nothing but that it was withdrawn, where it was.
    """
    require(actor, Action.RIDE_TOUR, subject_of_tour(visible_tour(session, actor, tour_id)))
    own = and_(
        col(Issue.tour_id) == tour_id,
        col(Issue.raised_by_person_id).is_not_distinct_from(actor.person_id),
        col(Issue.raised_by_participant_id).is_not_distinct_from(actor.participant_id),
    )
    query = select(Issue).where(own, issues_visible_to(actor), col(Issue.state) != IssueState.NEW)
    decided = session.exec(query.order_by(col(Issue.id))).all()
    withdrawn = session.exec(select(Issue.uid).where(own, col(Issue.deleted)).order_by(col(Issue.id))).all()
    photos = select(FieldPhoto.uid).join(FieldItem, col(FieldItem.uid) == FieldPhoto.uid)
    unreadable = photos.where(
        FieldItem.tour_id == tour_id, FieldPhoto.by == actor.supporter, FieldPhoto.state == PhotoFate.UNREADABLE
    )
    promises = open_promises(session, [id_of(issue) for issue in decided], today=today)
    return [
        *(Fate(FateKind.DECIDED, issue.uid, issue, promises.get(id_of(issue), ())) for issue in decided),
        *(Fate(FateKind.WITHDRAWN, uid) for uid in withdrawn),
        *(Fate(FateKind.UNREADABLE, uid) for uid in session.exec(unreadable.order_by(col(FieldPhoto.uid)))),
    ]
