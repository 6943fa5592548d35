"""What is done with a report besides deciding on it: mended before it is accepted, brought back after it was refused; all of it kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, delete, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Conflict
from planner.domain.models import Cause, ReportMove, ResidentReport
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_text
from planner.domain.words import ReportKind, ReportState, ReportStep
from planner.services.issues.issues import LONGEST_TEXT
from planner.services.residents.hold import hold_report
from planner.services.residents.places import place_of
from planner.services.residents.reporting import checked_category

Coordinates = tuple[float, float]


def edit_report(
    session: Session,
    actor: Actor,
    report_id: int,
    *,
    text: str,
    category_id: int,
    address: str,
    point: Coordinates | None,
    data: Path,
    now: datetime,
    seen: Values | None = None,
) -> ResidentReport:
    """Changes what a report that waits says, before anything is made of it; what was sent is kept as the first of its moves.

    Of what is said not to be fixed only the text may be another: its topic and its place are the issue's. Invalid at the field
    for no text, a topic that is none, a place outside the city; Conflict where it was decided meanwhile; ChangedMeanwhile as
    `beside_others` raises it.
    """
    require(actor, Action.PUBLISH)
    report = hold_report(session, report_id)
    _refuse_decided(report)
    wanted = {"text": text, "category_id": category_id, "address": address, "point": point}
    present = report.says
    given = beside_others("report", present, wanted, seen)
    said = {"text": typed_text(given["text"], field="text", longest=LONGEST_TEXT, needed="residents.error.text")}
    if report.kind is ReportKind.PROBLEM:
        said |= _topic_and_place(session, given, present, data)
    changed = {name: present[name] for name, value in said.items() if value != present[name]}
    if changed:
        _write(report, said)
        _note(session, actor, report_id, ReportStep.EDITED, changed, now)
    return report


def bring_back(session: Session, actor: Actor, report_id: int, *, now: datetime) -> ResidentReport:
    """Lets a refused report wait for a decision again, however long ago that was; its answer is kept, and a new one goes out later.

    Conflict("residents.error.not_refused") for one that is not refused, or not any more.
    """
    require(actor, Action.PUBLISH)
    report = hold_report(session, report_id)
    if report.state is not ReportState.REFUSED:
        raise Conflict("residents.error.not_refused")
    session.exec(delete(Cause).where(col(Cause.id) == report.answer_cause, col(Cause.told_at).is_(None)))
    decided_at = report.decided_at.isoformat() if report.decided_at else ""
    refusal = {"answer": report.answer, "decided_by": report.decided_by, "decided_at": decided_at}
    report.state, report.answer, report.answer_cause = ReportState.WAITING, "", None
    report.decided_by, report.decided_by_id, report.decided_at = "", None, None
    _note(session, actor, report_id, ReportStep.BROUGHT_BACK, refusal, now)
    return report


def report_moves(session: Session, actor: Actor, report_ids: Sequence[int]) -> Mapping[int, Sequence[ReportMove]]:
    """What was done with each of these reports besides deciding, the oldest first; one query."""
    require(actor, Action.PUBLISH)
    query = select(ReportMove).where(col(ReportMove.report_id).in_(list(report_ids))).order_by(col(ReportMove.id))
    found: dict[int, list[ReportMove]] = {}
    for move in session.exec(query):
        found.setdefault(move.report_id, []).append(move)
    return found


def _topic_and_place(session: Session, given: Values, present: Values, data: Path) -> dict[str, Any]:
    """Looked at where they are others than before: what came from a program may lie where nobody looks."""
    said = {"category_id": given["category_id"], "address": given["address"], "point": given["point"]}
    if said["category_id"] != present["category_id"]:
        said["category_id"] = checked_category(session, str(said["category_id"]))
    if any(said[name] != present[name] for name in ("address", "point")):
        lat, lon = given["point"] or (None, None)
        place = place_of(session, address=given["address"], lat=lat, lon=lon, data=data)
        said |= {"address": place.address, "point": (place.point.lat, place.point.lon) if place.point else None}
    return said


def _write(report: ResidentReport, said: Values) -> None:
    for name in ("text", "category_id", "address"):
        setattr(report, name, said.get(name, getattr(report, name)))
    if "point" in said:
        report.lat, report.lon = said["point"] or (None, None)


def _note(session: Session, actor: Actor, report_id: int, step: ReportStep, before: Values, now: datetime) -> None:
    about: dict[str, Any] = {"by": actor.name, "by_person_id": actor.person_id, "at": now}
    session.add(ReportMove(report_id=report_id, step=step, before=dict(before), **about))
    session.flush()


def _refuse_decided(report: ResidentReport) -> None:
    if report.state is not ReportState.WAITING:
        raise Conflict("residents.error.decided")
