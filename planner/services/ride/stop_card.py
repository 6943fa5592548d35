"""What everybody on board should know before the bus is at a stop: its issues, what was promised, the last photo."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.deadlines import is_overdue
from planner.domain.errors import NotFound
from planner.domain.models import Agency, Category, Instruction, Issue, Photo, Stop, StopIssue
from planner.domain.permissions import Action, require
from planner.domain.words import OPEN_INSTRUCTION_STATES, InstructionState, Severity
from planner.services.access.scopes import issues_visible_to, subject_of_tour, visible_tour


@dataclass(frozen=True)
class Promise:
    """An open instruction: who, until when; `overdue` where the agency should have reported by now."""

    agency: str
    due_on: date
    state: InstructionState
    overdue: bool


@dataclass(frozen=True)
class CardIssue:
    """An issue of the stop with its latest photo that is not hidden, and what was promised about it."""

    issue: Issue
    category: Category
    photo_id: str | None
    promises: tuple[Promise, ...]


def stop_card(session: Session, actor: Actor, stop_id: int, *, today: date) -> tuple[CardIssue, ...]:
    """The issues for which the stop is made, as far as the actor may see them: overdue ones first, then dangerous ones.

    For everybody who may ride this tour. Three queries beside those for the tour, however many issues.
    """
    stop = session.get(Stop, stop_id)
    if stop is None:
        raise NotFound("ride.error.unknown_stop")
    require(actor, Action.RIDE_TOUR, subject_of_tour(visible_tour(session, actor, stop.tour_id)))
    rows = session.exec(
        select(Issue, Category)
        .join(StopIssue, col(StopIssue.issue_id) == Issue.id)
        .join(Category, col(Category.id) == Issue.category_id)
        .where(StopIssue.stop_id == stop_id, issues_visible_to(actor))
        .order_by(col(Issue.id))
    ).all()
    ids = [issue.id for issue, _ in rows]
    photos, promises = _latest_photos(session, ids), _promises(session, ids, today)
    cards = [
        CardIssue(issue, category, photos.get(issue.id), tuple(promises.get(issue.id, ()))) for issue, category in rows
    ]
    return tuple(sorted(cards, key=_gravest_first))


def _gravest_first(card: CardIssue) -> tuple[bool, bool]:
    late = any(promise.overdue for promise in card.promises)
    return not late, card.issue.severity is not Severity.DANGER


def _latest_photos(session: Session, ids: Sequence[int | None]) -> Mapping[int | None, str]:
    query = select(Photo.issue_id, Photo.id).where(col(Photo.issue_id).in_(ids), col(Photo.hidden).is_(False))
    return dict(session.exec(query.order_by(col(Photo.added_at), col(Photo.id))).all())  # of several the last one stays


def _promises(session: Session, ids: Sequence[int | None], today: date) -> Mapping[int | None, list[Promise]]:
    found: defaultdict[int | None, list[Promise]] = defaultdict(list)
    query = (
        select(Instruction, Agency)
        .join(Agency, col(Agency.id) == Instruction.agency_id)
        .where(col(Instruction.issue_id).in_(ids), col(Instruction.state).in_(OPEN_INSTRUCTION_STATES))
        .order_by(col(Instruction.due_on), col(Instruction.id))
    )
    for given, agency in session.exec(query):
        late = is_overdue(given.due_on, today) and given.state is not InstructionState.REPORTED
        found[given.issue_id].append(Promise(agency.short_name or agency.name, given.due_on, given.state, late))
    return found
