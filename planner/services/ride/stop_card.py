"""What everybody on board should know before the bus is at a stop: its issues, what was promised, the last photo."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.deadlines import is_overdue
from planner.domain.errors import NotFound
from planner.domain.instruction_number import instruction_number
from planner.domain.models import Agency, Category, Instruction, Issue, Stop, StopIssue
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, require, require_somebody
from planner.domain.words import OPEN_INSTRUCTION_STATES, InstructionState, Severity
from planner.services.access.scopes import issues_visible_to, subject_of_tour, visible_tour
from planner.services.control.promises import promises_of
from planner.services.issues.pictures import latest, photo_ids


@dataclass(frozen=True)
class Promise:
    """An open instruction: its number, who, until when; `overdue` where the agency should have reported by now."""

    number: str
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
    return cards_of(session, actor, [stop_id], today=today)[stop_id]


def cards_of(
    session: Session, actor: Actor, stop_ids: Sequence[int], *, today: date
) -> Mapping[int, tuple[CardIssue, ...]]:
    """The cards of several stops by their ids, as `stop_card` gives one; the caller found that the actor rides there.

    Five queries at most, however many stops.
    """
    require(actor, Action.SEE_ISSUE, Subject())
    rows = session.exec(
        select(StopIssue.stop_id, Issue, Category)
        .join(Issue, col(Issue.id) == StopIssue.issue_id)
        .join(Category, col(Category.id) == Issue.category_id)
        .where(col(StopIssue.stop_id).in_(stop_ids), issues_visible_to(actor))
        .order_by(col(Issue.id))
    ).all()
    ids = {id_of(issue) for _, issue, _ in rows}
    photos, promises = photo_ids(session, actor, ids, latest), open_promises(session, ids, today=today)
    cards: dict[int, list[CardIssue]] = {stop_id: [] for stop_id in stop_ids}
    for stop_id, issue, category in rows:
        number = id_of(issue)
        cards[stop_id].append(CardIssue(issue, category, photos.get(number), promises.get(number, ())))
    return {stop_id: tuple(sorted(found, key=_gravest_first)) for stop_id, found in cards.items()}


def open_promises(session: Session, issue_ids: Iterable[int], *, today: date) -> Mapping[int, tuple[Promise, ...]]:
    """What was promised about each issue and is still open; the caller found that the actor sees these issues."""
    return {issue_id: _open_ones(promised, today) for issue_id, promised in promises_of(session, issue_ids).items()}


def _gravest_first(card: CardIssue) -> tuple[bool, bool]:
    late = any(promise.overdue for promise in card.promises)
    return not late, card.issue.severity is not Severity.DANGER


def _open_ones(promises: Iterable[tuple[Instruction, Agency]], today: date) -> tuple[Promise, ...]:
    return tuple(
        Promise(
            instruction_number(given),
            agency.short_name or agency.name,
            given.due_on,
            given.state,
            _is_late(given, today),
        )
        for given, agency in promises
        if given.state in OPEN_INSTRUCTION_STATES
    )


def _is_late(given: Instruction, today: date) -> bool:
    return is_overdue(given.due_on, today) and given.state is not InstructionState.REPORTED
