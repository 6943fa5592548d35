"""What everybody on board should know before the bus is at a stop: its issues, what was promised, the last photo."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.deadlines import is_overdue
from planner.domain.errors import NotFound
from planner.domain.models import Agency, Category, Instruction, Issue, Stop, StopIssue
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require, require_somebody
from planner.domain.words import OPEN_INSTRUCTION_STATES, InstructionState, Severity
from planner.services.access.scopes import issues_visible_to, subject_of_tour, visible_tour
from planner.services.control.promises import promises_of
from planner.services.issues.pictures import latest, photo_ids


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
    require_somebody(actor)
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
    ids = [id_of(issue) for issue, _ in rows]
    photos, promises = photo_ids(session, ids, latest), promises_of(session, ids)
    cards = [
        CardIssue(issue, category, photos.get(issue_id), _open_ones(promises.get(issue_id, ()), today))
        for issue_id, (issue, category) in zip(ids, rows, strict=True)
    ]
    return tuple(sorted(cards, key=_gravest_first))


def _gravest_first(card: CardIssue) -> tuple[bool, bool]:
    late = any(promise.overdue for promise in card.promises)
    return not late, card.issue.severity is not Severity.DANGER


def _open_ones(promises: Iterable[tuple[Instruction, Agency]], today: date) -> tuple[Promise, ...]:
    return tuple(
        Promise(agency.short_name or agency.name, given.due_on, given.state, _is_late(given, today))
        for given, agency in promises
        if given.state in OPEN_INSTRUCTION_STATES
    )


def _is_late(given: Instruction, today: date) -> bool:
    return is_overdue(given.due_on, today) and given.state is not InstructionState.REPORTED
