"""Deciding on reports: an issue of its own, a part of one that is there, or none; each once, however many decide, and undone for a while."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Cause, Comment, Issue, Move, ResidentReport, Support
from planner.domain.models.types import id_of
from planner.domain.notices import CauseKind
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_text
from planner.domain.words import IssueState, ReportKind, ReportState, Step
from planner.services.access.hold import hold_issue
from planner.services.issues.history import write_move
from planner.services.outbox.causes import held_back, note_cause
from planner.services.public.deciding import publish_issue
from planner.services.residents.becoming import make_issue
from planner.services.residents.hold import hold_report

TIME_TO_UNDO = timedelta(minutes=10)
"""So long the resident is told nothing, and a decision is undone."""
MOST = 100
LONGEST_ANSWER = 1_000
_PROBLEMS = frozenset({ReportKind.PROBLEM})
"""What is said not to be fixed is returned, one by one (`not_fixed.return_issue`), or refused."""


def accept_reports(
    session: Session, actor: Actor, report_ids: Iterable[int], *, publish: bool = False, now: datetime
) -> Sequence[int]:
    """Makes an issue of each that waits; with `publish` everybody may read it at once. The reports that were decided by this.

    What somebody else has decided meanwhile is passed over; Conflict("residents.error.decided") where that is all of them.
    """
    require(actor, Action.PUBLISH)

    def accept(report: ResidentReport) -> None:
        issue = make_issue(session, actor, report, now=now)
        report.state, report.issue_id = ReportState.ACCEPTED, issue.id
        if publish:
            publish_issue(session, actor, id_of(issue), now=now)

    return _decide(session, actor, report_ids, _PROBLEMS, accept, now=now)


def refuse_reports(
    session: Session, actor: Actor, report_ids: Iterable[int], *, answer: str, now: datetime
) -> Sequence[int]:
    """Refuses each that waits, with the words that the resident reads; Invalid without any."""
    require(actor, Action.PUBLISH)
    said = typed_text(answer, field="answer", longest=LONGEST_ANSWER, needed="residents.error.answer")

    def refuse(report: ResidentReport) -> None:
        report.state, report.answer = ReportState.REFUSED, said

    return _decide(session, actor, report_ids, frozenset(ReportKind), refuse, now=now)


def join_reports(
    session: Session, actor: Actor, report_ids: Iterable[int], *, into_id: int | None, now: datetime
) -> Sequence[int]:
    """Makes each that waits a voice for an issue that is there, which has one more supporter for each.

    Invalid on the field "issue" for an issue that is unknown to the actor, or closed.
    """
    require(actor, Action.PUBLISH)

    def join(report: ResidentReport) -> None:
        issue = _open_issue(session, actor, into_id)  # after the report, as whoever undoes it
        report.state, report.issue_id = ReportState.JOINED, id_of(issue)
        session.add(Support(issue_id=id_of(issue), supporter=_voice(report), supported_at=now))
        issue.supporters += 1

    return _decide(session, actor, report_ids, _PROBLEMS, join, now=now)


def undo_reports(session: Session, actor: Actor, report_ids: Iterable[int], *, now: datetime) -> Sequence[int]:
    """Takes decisions back for ten minutes, where nobody was told of them and nobody has acted on the issue; which it were.

    Conflict("residents.error.late") where it was none.
    """
    require(actor, Action.PUBLISH)
    undone = [number for number in _in_order(report_ids) if _undo(session, actor, number, now)]
    if not undone:
        raise Conflict("residents.error.late")
    return undone


def _decide(
    session: Session,
    actor: Actor,
    report_ids: Iterable[int],
    kinds: Collection[ReportKind],
    decide: Callable[[ResidentReport], None],
    *,
    now: datetime,
) -> Sequence[int]:
    decided = []
    for number in _in_order(report_ids):
        report = hold_report(session, number)
        if report.state is not ReportState.WAITING or report.kind not in kinds:
            continue
        decide(report)
        report.decided_by, report.decided_by_id, report.decided_at = actor.name, actor.person_id, now
        with held_back(session, until=now + TIME_TO_UNDO) as causes:
            note_cause(session, CauseKind.REPORT_ANSWER, now=now, report=number)
        report.answer_cause = causes[0] if causes else None
        session.flush()
        decided.append(number)
    if not decided:
        raise Conflict("residents.error.decided")
    return decided


def _undo(session: Session, actor: Actor, number: int, now: datetime) -> bool:
    report = hold_report(session, number)
    returned = report.kind is ReportKind.NOT_FIXED and report.state is ReportState.ACCEPTED
    if report.decided_at is None or now >= report.decided_at + TIME_TO_UNDO or returned:
        return False
    if not _is_untold(session, report) or not _leave_issue(session, actor, report, now):
        return False
    session.exec(delete(Cause).where(col(Cause.id) == report.answer_cause))
    report.state, report.issue_id, report.answer, report.answer_cause = ReportState.WAITING, None, "", None
    report.decided_by, report.decided_by_id, report.decided_at = "", None, None
    session.flush()
    return True


def _leave_issue(session: Session, actor: Actor, report: ResidentReport, now: datetime) -> bool:
    """Takes its issue back, or its voice from one; False where somebody has acted on it."""
    if report.issue_id is None:
        return True
    try:
        issue = hold_issue(session, actor, report.issue_id)
    except NotFound:
        return False
    if report.state is ReportState.JOINED:
        session.exec(delete(Support).where(col(Support.issue_id) == issue.id, col(Support.supporter) == _voice(report)))
        issue.supporters -= 1
        return True
    if _is_touched(session, issue, report):
        return False
    issue.deleted = True
    write_move(session, actor, issue, Step.WITHDRAW, now=now, from_state=issue.state, to_state=issue.state)
    return True


def _is_touched(session: Session, issue: Issue, report: ResidentReport) -> bool:
    """Whether anybody has done anything with the issue beside what came with the report."""
    if issue.state is not IssueState.NEW or issue.supporters:
        return True
    moves = session.exec(select(Move.step, Move.at).where(Move.issue_id == issue.id)).all()
    if any(step not in (Step.RAISE, Step.ADD_PHOTO) or at != report.decided_at for step, at in moves):
        return True
    return session.exec(select(Comment.id).where(Comment.issue_id == issue.id)).first() is not None


def _is_untold(session: Session, report: ResidentReport) -> bool:
    """Whether nobody was told, and nobody is being told: the cause is held with the report."""
    if report.answer_cause is None:
        return True
    query = select(Cause).where(Cause.id == report.answer_cause, col(Cause.told_at).is_(None)).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first() is not None


def _open_issue(session: Session, actor: Actor, issue_id: int | None) -> Issue:
    try:
        issue = hold_issue(session, actor, issue_id or 0)
    except NotFound:
        raise Invalid("residents.error.no_issue", field="issue") from None
    if issue.state is IssueState.CLOSED:
        raise Invalid("residents.error.closed_issue", field="issue", number=issue.id)
    return issue


def _voice(report: ResidentReport) -> str:
    return f"report:{report.id}"


def _in_order(report_ids: Iterable[int]) -> Sequence[int]:
    """By number, so that two who decide on many at once wait for each other in one order."""
    numbers = sorted(set(report_ids))
    if len(numbers) > MOST:
        raise Invalid("publicity.error.too_many", number=MOST)
    return numbers
