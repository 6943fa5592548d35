"""Deciding what everybody may read of an issue: publish it, perhaps later and in other words, keep it back, take it back, undo."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Category, Issue, PublicDecision, PublicIssue
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_line, typed_text
from planner.domain.words import Publicity, PublicRule
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import visible_issue
from planner.services.issues.issues import LONGEST_ADDRESS, LONGEST_TEXT

MOST = 200
"""So many are decided at once."""


def publish_issue(
    session: Session,
    actor: Actor,
    issue_id: int,
    *,
    now: datetime,
    text: str | None = None,
    address: str | None = None,
    text_closed: bool = False,
    place_closed: bool = False,
    shown_from: datetime | None = None,
) -> PublicDecision:
    """Lets everybody read of an issue, from `shown_from` on or at once, in these words; without any, in its own.

    The issue's own text stays as it is, for those who work with it. Photos are passed one by one (`photos.pass_photo`).
    Conflict("publicity.error.internal") for one that is internal.
    """
    require(actor, Action.PUBLISH)
    issue = hold_issue(session, actor, issue_id)
    if issue.internal:
        raise Conflict("publicity.error.internal")
    before = session.get(PublicIssue, issue_id)
    wanted = {
        "choice": Publicity.PUBLIC,
        "text": issue.text if text is None else typed_text(text, field="text", longest=LONGEST_TEXT),
        "address": issue.address if address is None else typed_line(address, field="address", longest=LONGEST_ADDRESS),
        "text_closed": text_closed,
        "place_closed": place_closed,
        "shown_from": shown_from if shown_from is not None and shown_from > now else None,
    }
    return _decide(session, actor, issue, before, wanted, now=now)


def keep_issue(session: Session, actor: Actor, issue_id: int, *, now: datetime) -> PublicDecision:
    """Keeps an issue off the public pages, and takes it off them at once where it is there; its public words are kept."""
    require(actor, Action.PUBLISH)
    issue = hold_issue(session, actor, issue_id)
    before = session.get(PublicIssue, issue_id)
    words = _told(before) or {"text": issue.text, "address": issue.address}
    return _decide(session, actor, issue, before, {**words, "choice": Publicity.KEPT, "shown_from": None}, now=now)


def publish_many(session: Session, actor: Actor, issue_ids: Iterable[int], *, now: datetime) -> Sequence[int]:
    """Publishes each in the words that were decided before, else in its own; the numbers of the decisions, to undo them."""
    require(actor, Action.PUBLISH)
    decisions = []
    for number in _in_order(issue_ids):
        known = session.get(PublicIssue, number)
        kept: dict[str, Any] = {"text_closed": known.text_closed, "place_closed": known.place_closed} if known else {}
        if known is not None and known.text != known.of_text:
            kept["text"] = known.text
        if known is not None and known.address != known.of_address:
            kept["address"] = known.address
        decisions.append(id_of(publish_issue(session, actor, number, now=now, **kept)))
    return decisions


def keep_many(session: Session, actor: Actor, issue_ids: Iterable[int], *, now: datetime) -> Sequence[int]:
    """Keeps each off the public pages; the numbers of the decisions, to undo them."""
    require(actor, Action.PUBLISH)
    return [id_of(keep_issue(session, actor, number, now=now)) for number in _in_order(issue_ids)]


def undo_decisions(session: Session, actor: Actor, decision_ids: Iterable[int], *, now: datetime) -> int:
    """Makes it as it was before these decisions, where nobody has decided again since; how many were undone.

    The undoing is a decision of its own in the history. What became internal meanwhile does not become public again.
    """
    require(actor, Action.PUBLISH)
    undone = 0
    for decision_id in sorted(set(decision_ids), reverse=True)[:MOST]:
        decision = session.get(PublicDecision, decision_id)
        if decision is None or decision.photo_id is not None:
            raise NotFound("publicity.error.unknown")
        issue = hold_issue(session, actor, decision.issue_id)
        if _last_decision(session, decision.issue_id) == decision_id:
            _decide(session, actor, issue, session.get(PublicIssue, decision.issue_id), decision.before, now=now)
            undone += 1
    return undone


def decisions_of(session: Session, actor: Actor, issue_id: int) -> Sequence[PublicDecision]:
    """Everything that was decided about an issue and its photos, the latest first."""
    require(actor, Action.PUBLISH)
    visible_issue(session, actor, issue_id)
    query = select(PublicDecision).where(PublicDecision.issue_id == issue_id)
    return session.exec(query.order_by(col(PublicDecision.id).desc())).all()


def publish_by_rule(session: Session, actor: Actor, *, now: datetime, most: int = MOST) -> int:
    """Publishes what the rules of categories let out without anybody deciding on each; how many. Photos stay back."""
    require(actor, Action.PUBLISH)
    found = session.exec(_by_rule().order_by(col(Issue.id)).limit(most)).all()
    for number, rule in found:
        bare: dict[str, Any] = {"text_closed": True, "address": ""} if rule is PublicRule.FACTS else {}
        publish_issue(session, actor, number or 0, now=now, **bare)
        session.get_one(PublicIssue, number).by_rule = True
    session.flush()
    return len(found)


def waits_for_rule(session: Session, actor: Actor) -> bool:
    """Whether there is anything that `publish_by_rule` would publish."""
    require(actor, Action.PUBLISH)
    return session.exec(_by_rule().limit(1)).first() is not None


def _by_rule() -> Any:
    """The issues that rules let out and nobody has decided on, with their rules."""
    return (
        select(Issue.id, Category.public_rule)
        .join(Category, col(Category.id) == Issue.category_id)
        .join(PublicIssue, col(PublicIssue.issue_id) == Issue.id, isouter=True)
        .where(
            col(Category.public_rule) != PublicRule.ASK,
            col(Issue.created_at) >= col(Category.public_since),
            col(Issue.internal).is_(False),
            col(Issue.deleted).is_(False),
            col(Issue.by_resident).is_(False),  # a resident may have typed anything: somebody looks at it
            col(PublicIssue.issue_id).is_(None),
        )
    )


def _in_order(issue_ids: Iterable[int]) -> Sequence[int]:
    """By number, so that two who decide on many at once wait for each other in one order."""
    numbers = sorted(set(issue_ids))
    if len(numbers) > MOST:
        raise Invalid("publicity.error.too_many", number=MOST)
    return numbers


def _last_decision(session: Session, issue_id: int) -> int | None:
    query = select(PublicDecision.id).where(PublicDecision.issue_id == issue_id, col(PublicDecision.photo_id).is_(None))
    return session.exec(query.order_by(col(PublicDecision.id).desc()).limit(1)).first()


def _decide(
    session: Session,
    actor: Actor,
    issue: Issue,
    before: PublicIssue | None,
    wanted: Mapping[str, Any] | None,
    *,
    now: datetime,
) -> PublicDecision:
    """Writes what holds from now on, and that it was decided; `wanted` None: nobody has decided."""
    told_before = _told(before)
    row = before
    if wanted is None:
        if row is not None:
            session.delete(row)
        row = None
    else:
        row = row or PublicIssue(issue_id=id_of(issue), choice=Publicity.KEPT, decided_at=now)
        for name, value in _read({"of_text": issue.text, "of_address": issue.address, **wanted}).items():
            setattr(row, name, value)
        row.by_rule = False
        row.decided_by, row.decided_by_id, row.decided_at = actor.name, actor.person_id, now
        session.add(row)
    issue.public_from = _public_from(issue, row, now)
    decision = PublicDecision(
        issue_id=id_of(issue),
        at=now,
        by=actor.name,
        by_person_id=actor.person_id,
        before=told_before,
        after=_told(row),
    )
    session.add(decision)
    session.flush()
    return decision


def _public_from(issue: Issue, row: PublicIssue | None, now: datetime) -> datetime | None:
    if row is None or row.choice is Publicity.KEPT or issue.internal:
        return None
    been = issue.public_from is not None and issue.public_from <= now
    return row.shown_from or (issue.public_from if been else now)


_TOLD = ("choice", "text", "address", "text_closed", "place_closed", "of_text", "of_address")


def _told(row: PublicIssue | None) -> dict[str, Any] | None:
    """The decision as JSON."""
    if row is None:
        return None
    told = {name: getattr(row, name) for name in _TOLD}
    return told | {"shown_from": row.shown_from.isoformat() if row.shown_from else None}


def _read(told: Mapping[str, Any]) -> dict[str, Any]:
    """The same as values of columns, from JSON or as it is."""
    values = dict(told)
    if isinstance(values.get("shown_from"), str):
        values["shown_from"] = datetime.fromisoformat(values["shown_from"])
    return values | {"choice": Publicity(values["choice"])}
