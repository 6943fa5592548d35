"""Items about issues: raised, changed, withdrawn, supported, discussed, put under control."""

from datetime import date
from typing import Any

from planner.domain.errors import ChangedMeanwhile, Invalid
from planner.domain.models.types import id_of
from planner.domain.words import Outcome, Severity
from planner.services.control.closing import close_issue
from planner.services.control.instructions import give_instruction
from planner.services.field.place import PlaceFrom, place_of, place_of_report
from planner.services.field.sent import Fields
from planner.services.field.taking import Answer, Taking
from planner.services.issues.issues import add_comment, edit_issue, log_issue, support_issue
from planner.services.issues.voices import add_voice
from planner.services.issues.withdraw import withdraw_issue

_PLACE = {"lat": "line", "lon": "line"}
"""What is told as one thing."""


def take_report(taking: Taking) -> Answer:
    """A new issue."""
    fields, (found, stop) = taking.fields, place_of_report(taking)
    issue = log_issue(
        taking.session,
        taking.actor,
        uid=taking.sent.uid,
        category_id=_category(fields),
        text=fields.text("text"),
        severity=_severity(fields),
        address=fields.text("address") or found.address,
        behalf=fields.text("behalf"),
        tour_id=taking.tour.id,
        stop_id=stop.id if stop is not None else None,
        now=taking.at,
        **found.columns,
    )
    return {"issue": id_of(issue)}


def take_edit(taking: Taking) -> Answer:
    """Changes of an issue. What others have changed since the tablet saw it is changed all the same, and told: both stand
    in the history.
    """
    session, actor, at = taking.session, taking.actor, taking.at
    issue_id, changes, seen = taking.issue_id(), _changes(taking), _seen(taking.fields.part("seen"))
    try:
        edit_issue(session, actor, issue_id, now=at, seen=seen, **changes)
    except ChangedMeanwhile as error:
        mine = {name: value for name, value in changes.items() if name not in seen or value != seen[name]}
        edit_issue(session, actor, issue_id, now=at, **mine)
        return {"issue": issue_id, "beside": {"by": error.by, "fields": _told(error)}}
    return {"issue": issue_id}


def take_withdrawal(taking: Taking) -> Answer:
    """One's own issue is taken back."""
    issue_id = taking.issue_id()
    withdraw_issue(taking.session, taking.actor, issue_id, now=taking.at)
    return {"issue": issue_id}


def take_support(taking: Taking) -> Answer:
    """Somebody has the same problem."""
    issue_id = taking.issue_id()
    support_issue(taking.session, taking.actor, issue_id, now=taking.at)
    return {"issue": issue_id}


def take_comment(taking: Taking) -> Answer:
    """Something was said about an issue or at a stop."""
    said: dict[str, Any] = {"uid": taking.sent.uid, "text": taking.fields.text("text"), "now": taking.at}
    if taking.fields.has("about") or taking.fields.has("issue"):
        issue_id = taking.issue_id()
        add_comment(taking.session, taking.actor, issue_id=issue_id, **said)
        return {"issue": issue_id}
    add_comment(taking.session, taking.actor, stop_id=taking.needed_stop().id, **said)
    return {}


def take_voice(taking: Taking) -> Answer:
    """A recording of one's own issue, whose file has come whole."""
    fields, issue_id = taking.fields, taking.issue_id()
    add_voice(
        taking.session,
        taking.actor,
        taking.store,
        uid=taking.sent.uid,
        issue_id=issue_id,
        file_hash=fields.text("hash"),
        seconds=fields.count("seconds"),
        now=taking.at,
    )
    return {"issue": issue_id}


def take_instruction(taking: Taking) -> Answer:
    """An issue is put under control."""
    fields, issue_id = taking.fields, taking.issue_id()
    helpers = [Fields({"co": each}).id("co") for each in fields.list("co")]
    give_instruction(
        taking.session,
        taking.actor,
        issue_id,
        uid=taking.sent.uid,
        text=fields.text("text"),
        agency_id=fields.id("agency"),
        due_on=_day(fields.text("due")),
        co_executor_ids=[each for each in helpers if each is not None],
        now=taking.at,
        today=taking.today,
    )
    return {"issue": issue_id}


def take_closing(taking: Taking) -> Answer:
    """An issue needs no instruction, for a reason."""
    issue_id = taking.issue_id()
    given: dict[str, Any] = {"outcome": Outcome.NOT_NEEDED, "reason": taking.fields.text("text"), "now": taking.at}
    close_issue(taking.session, taking.actor, issue_id, **given)
    return {"issue": issue_id}


def _changes(taking: Taking) -> dict[str, Any]:
    """The fields of a report that the item holds, as columns."""
    fields = taking.fields
    changes = _columns(fields)
    if fields.has("place"):
        found = place_of(taking)
        if found.place_from is PlaceFrom.OPEN:
            raise Invalid("issues.error.no_place", field="place")
        changes |= found.columns
        if found.address:
            changes.setdefault("address", found.address)
    return changes


def _seen(seen: Fields) -> dict[str, Any]:
    columns = _columns(seen)
    if seen.has("place"):
        place = seen.part("place")
        columns |= {"lat": place.degrees("lat"), "lon": place.degrees("lon"), "line": place.list("line") or None}
    return columns


def _columns(fields: Fields) -> dict[str, Any]:
    columns: dict[str, Any] = {name: fields.text(name) for name in ("text", "address", "behalf") if fields.has(name)}
    if fields.has("category"):
        columns["category_id"] = _category(fields)
    if fields.has("severity"):
        columns["severity"] = _severity(fields)
    return columns


def _category(fields: Fields) -> int:
    category = fields.id("category")
    if category is None:
        raise Invalid("issues.error.category", field="category")
    return category


def _severity(fields: Fields) -> Severity:
    return fields.word("severity", Severity) if fields.has("severity") else Severity.NORMAL


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        raise Invalid("field.error.item", field="due", what="due") from None


def _told(error: ChangedMeanwhile) -> dict[str, Any]:
    """What others had put into the fields, as JSON: texts as they are, of all else only that it was changed."""
    return {
        _PLACE.get(name, name): value if name in ("text", "address") else True for name, value in error.present.items()
    }
