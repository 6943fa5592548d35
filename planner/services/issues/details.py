"""One issue whole: what its page shows, as far as the visitor may know it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import (
    Agency,
    Category,
    CoExecutor,
    Comment,
    District,
    Instruction,
    Issue,
    Move,
    Person,
    Photo,
    Stop,
    Support,
    Tour,
)
from planner.domain.permissions import Action, Subject, may
from planner.domain.words import Step
from planner.services.access.scopes import issues_visible_to, subject_of_issue, tours_visible_to, visible_issue
from planner.services.issues.internal import Closed, closed_to

_OTHER_ISSUES = ("duplicate_of", "repeat")
"""Facts of the history that name another issue: told to those who may know of that one."""


@dataclass(frozen=True)
class InstructionDetails:
    """An instruction with the names that it points to."""

    instruction: Instruction
    agency: Agency
    co_executors: Sequence[Agency]
    controller_name: str
    wished_agency: Agency | None = None
    """The agency that shall take it over, by a wish that nobody has answered yet."""


@dataclass(frozen=True)
class IssueDetails:
    """Everything about one issue, oldest first in each part. What the actor may not know is missing: a hidden photo and
    why it was hidden, a tour that is still a draft, an original that is internal to others, what was said and shown while the
    issue itself was internal.
    """

    issue: Issue
    category: Category
    district: District | None
    agency: Agency | None
    photos: Sequence[Photo]
    comments: Sequence[Comment]
    instructions: Sequence[InstructionDetails]
    moves: Sequence[Move]
    tour: Tour | None
    stop: Stop | None
    duplicate_of: Issue | None
    supported_by_me: bool
    subject: Subject


def issue_details(session: Session, actor: Actor, issue_id: int) -> IssueDetails:
    """The issue's page; NotFound also where the actor may not know that there is one."""
    issue = visible_issue(session, actor, issue_id)
    subject = subject_of_issue(session, issue)
    seen_tour = select(Tour).where(Tour.id == issue.tour_id, tours_visible_to(actor))
    tour = session.exec(seen_tour).first() if issue.tour_id is not None else None
    closed = closed_to(session, actor, [issue])[issue_id]
    seen_original = select(Issue).where(Issue.id == issue.duplicate_of_id, issues_visible_to(actor))
    original = session.exec(seen_original).first() if issue.duplicate_of_id is not None else None
    comments = session.exec(
        select(Comment).where(Comment.issue_id == issue_id).order_by(col(Comment.written_at), col(Comment.id))
    ).all()
    return IssueDetails(
        issue=issue,
        category=session.get_one(Category, issue.category_id),
        district=session.get(District, issue.district_id) if issue.district_id is not None else None,
        agency=session.get(Agency, issue.agency_id) if issue.agency_id is not None else None,
        photos=_photos(session, actor, issue, subject, closed),
        comments=[comment for comment in comments if not closed.moment(comment.written_at)],
        instructions=_instructions(session, issue_id, closed),
        moves=_moves(session, actor, issue_id, subject, closed),
        tour=tour,
        stop=session.get(Stop, issue.stop_id) if tour is not None and issue.stop_id is not None else None,
        duplicate_of=original,
        supported_by_me=session.get(Support, (issue_id, actor.supporter)) is not None,
        subject=subject,
    )


def _photos(session: Session, actor: Actor, issue: Issue, subject: Subject, closed: Closed) -> Sequence[Photo]:
    query = select(Photo).where(Photo.issue_id == issue.id).order_by(col(Photo.added_at), col(Photo.id))
    if not may(actor, Action.HIDE_PHOTO, subject).allowed:
        query = query.where(col(Photo.hidden).is_(False))
    return [photo for photo in session.exec(query) if not closed.moment(photo.added_at)]


def _moves(session: Session, actor: Actor, issue_id: int, subject: Subject, closed: Closed) -> Sequence[Move]:
    """The history as far as the actor may know it: without what was written inside, and without facts about others."""
    moves = session.exec(select(Move).where(Move.issue_id == issue_id).order_by(col(Move.id))).all()
    named = {move.facts[name] for move in moves for name in _OTHER_ISSUES if name in move.facts}
    known = set(session.exec(select(Issue.id).where(col(Issue.id).in_(named), issues_visible_to(actor))).all())
    may_hide = may(actor, Action.HIDE_PHOTO, subject).allowed
    own = {
        _file_of(move)
        for move in moves
        if move.step in (Step.ADD_PHOTO, Step.ADD_VOICE)
        and move.by_person_id is not None
        and move.by_person_id == actor.person_id
    }
    moves = [each for move in moves if (each := _of_tablets(move) if actor.is_tablet else move) is not None]
    return [
        _told(move, without_reason=not may_hide and _file_of(move) not in own, known=known)
        for move in moves
        if not closed.move(move.id or 0)
    ]


def _file_of(move: Move) -> str | None:
    """The photo or the voice note that a step is about."""
    return move.facts.get("photo") or move.facts.get("voice")


def _of_tablets(move: Move) -> Move | None:
    """The step without the issue's number elsewhere, which accounts alone are told; None where nothing else was changed."""
    changes = move.facts.get("changes", {})
    if move.step is not Step.EDIT or "external_number" not in changes:
        return move
    left = {name: pair for name, pair in changes.items() if name != "external_number"}
    return Move(**move.model_dump() | {"facts": move.facts | {"changes": left}}) if left else None


def _told(move: Move, *, without_reason: bool, known: Collection[int | None]) -> Move:
    """The step, or a copy of it that says less; the history itself is never changed."""
    facts = {name: fact for name, fact in move.facts.items() if name not in _OTHER_ISSUES or fact in known}
    text = "" if move.step in (Step.HIDE_PHOTO, Step.HIDE_VOICE) and without_reason else move.text
    if (facts, text) == (move.facts, move.text):
        return move
    return Move(**move.model_dump() | {"facts": facts, "text": text})


def _instructions(session: Session, issue_id: int, closed: Closed) -> Sequence[InstructionDetails]:
    query = (
        select(Instruction, Agency, Person.name)
        .join(Agency, col(Agency.id) == Instruction.agency_id)
        .join(Person, col(Person.id) == Instruction.controller_id, isouter=True)
        .where(Instruction.issue_id == issue_id)
        .order_by(col(Instruction.id))
    )
    rows = session.exec(query).all()
    helping = _co_executors(session, [instruction.id for instruction, _, _ in rows])
    wished_ids = [given.wished_agency_id for given, _, _ in rows if given.wished_agency_id is not None]
    wished = {a.id: a for a in session.exec(select(Agency).where(col(Agency.id).in_(wished_ids)))} if wished_ids else {}
    return [
        InstructionDetails(
            closed.instruction(instruction),
            agency,
            helping.get(instruction.id, ()),
            controller or "",
            wished.get(instruction.wished_agency_id),
        )
        for instruction, agency, controller in rows
    ]


def _co_executors(session: Session, ids: Sequence[int | None]) -> Mapping[int | None, list[Agency]]:
    query = select(CoExecutor.instruction_id, Agency).join(Agency, col(Agency.id) == CoExecutor.agency_id)
    found: dict[int | None, list[Agency]] = {}
    for instruction_id, agency in session.exec(
        query.where(col(CoExecutor.instruction_id).in_(ids)).order_by(Agency.name)
    ):
        found.setdefault(instruction_id, []).append(agency)
    return found
