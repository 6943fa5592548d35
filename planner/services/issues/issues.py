"""What people do with an issue: log, complete, support and discuss it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Conflict, Invalid
from planner.domain.geo import qk_of
from planner.domain.models import Category, Comment, District, Issue, Move, Stop, StopIssue, Support, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, require, require_somebody
from planner.domain.typed import typed_line, typed_text
from planner.domain.words import IssueState, Severity, Step, TourState
from planner.services.access.hold import hold_issue, unless_met
from planner.services.access.scopes import subject_of_issue, tours_visible_to, visible_issue, visible_tour
from planner.services.city.districts import district_map
from planner.services.issues.history import write_move
from planner.services.issues.near import mark_again
from planner.services.issues.place import Spot, checked_spot, spot_of_stop

LONGEST_TEXT = 4_000
LONGEST_ADDRESS = 300
LONGEST_NAME = 200
LONGEST_NUMBER = 60
EDITABLE = (
    *("category_id", "text", "severity", "address", "district_id", "lat", "lon", "line", "internal"),
    *("behalf", "external_number", "placed", "accuracy_m", "place_from"),
)
Row = TypeVar("Row", Issue, Comment)


def log_issue(
    session: Session,
    actor: Actor,
    *,
    uid: str,
    category_id: int,
    now: datetime,
    lat: float | None = None,
    lon: float | None = None,
    text: str = "",
    severity: Severity = Severity.NORMAL,
    address: str = "",
    line: Sequence[Sequence[float]] | None = None,
    tour_id: int | None = None,
    stop_id: int | None = None,
    internal: bool = False,
    behalf: str = "",
    external_number: str = "",
    placed: bool = True,
    accuracy_m: int | None = None,
    place_from: str = "",
) -> Issue:
    """Raises a new issue; the same `uid` again is the same issue, unchanged.

    The place is `line`, or the point, or by default the stop's. A stop gives the tour; a tablet's issue is of its own tour
    by itself. `behalf` is the resident in whose name it is raised, for staff alone; `external_number` its number in another system; `placed` is False where the place is only
    where the bus was, and somebody has yet to say it. The district is the one whose polygon holds the place. Refuses with NotFound or NotAllowed a stop or a tour
    that the actor may not see, with NotAllowed `internal` from those who may not hide things; with Invalid a place off the
    earth, an unknown category, a text that is too long; with Conflict a `uid` that somebody else has used.
    """
    stop = _stop(session, actor, stop_id)
    tour_id = tour_id if stop is None else stop.tour_id
    tour_id = actor.tour_id if tour_id is None else tour_id
    require(actor, Action.LOG_ISSUE, Subject(tour_id=tour_id))
    if internal:
        require(actor, Action.MARK_INTERNAL)
    uid = checked_uid(uid)
    known: Issue | None = _own_row(session, actor, select(Issue).where(Issue.uid == uid))
    if known is not None:
        return known
    if tour_id is not None:
        visible_tour(session, actor, tour_id)
    spot = checked_spot(lat, lon, line) or spot_of_stop(stop)
    issue = Issue(
        uid=uid,
        lat=spot.point.lat,
        lon=spot.point.lon,
        line=spot.line,
        address=typed_line(address, field="address", longest=LONGEST_ADDRESS) or spot.address,
        district_id=district_map(session, actor).id_at(spot.point),
        category_id=id_of(_category(session, category_id)),
        text=typed_text(text, field="text", longest=LONGEST_TEXT),
        severity=Severity(severity),
        internal=internal,
        behalf=typed_line(behalf, field="behalf", longest=LONGEST_NAME),
        external_number=typed_line(external_number, field="external_number", longest=LONGEST_NUMBER),
        placed=placed,
        accuracy_m=accuracy_m,
        place_from=place_from,
        tour_id=tour_id,
        stop_id=stop_id,
        raised_by_person_id=actor.person_id,
        raised_by_participant_id=actor.participant_id,
        raised_by=actor.name,
        created_at=now,
    )
    _follow(issue)
    mark_again(session, issue)
    stored = _insert_once(session, actor, issue, select(Issue).where(Issue.uid == uid))
    if stored is issue:
        write_move(session, actor, issue, Step.RAISE, now=now, to_state=issue.state)
    return stored


def edit_issue(
    session: Session, actor: Actor, issue_id: int, *, now: datetime, seen: Values | None = None, **changes: Any
) -> Issue:
    """Changes any of EDITABLE and writes one move with the old and the new values; what stays the same is no change.

    A moved place finds its district anew, unless one is given, and is no longer to be completed. Raises Conflict on a closed issue, NotAllowed where the actor
    may not edit it or may not hide it, Invalid as `log_issue` does; with `seen`, what the form began with, ChangedMeanwhile
    as `beside_others` raises it. Conflict("issues.error.named_stops") where it becomes internal and a stop of a plan that can
    still be changed tells everybody its address.
    """
    issue = hold_issue(session, actor, issue_id)
    require(actor, Action.EDIT_ISSUE, subject_of_issue(session, issue))
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"an issue has no editable {sorted(unknown)}")
    present = {name: getattr(issue, name) for name in changes}
    changes = beside_others("issue", present, changes, seen, by=_last_editor(session, issue))
    if changes.get("internal", issue.internal) != issue.internal:
        require(actor, Action.MARK_INTERNAL)
    if issue.state is IssueState.CLOSED:
        raise Conflict("issues.error.closed")
    if changes.get("internal") and not issue.internal:
        _refuse_named_stops(session, actor, issue)
    before = _told(session, issue)
    for name, value in _checked(session, actor, issue, changes).items():
        if getattr(issue, name) != value:
            setattr(issue, name, value)
    after = _told(session, issue)
    told = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if told:
        _follow(issue)
        if {"place", "category"} & told.keys():
            mark_again(session, issue)
        state = issue.state
        write_move(session, actor, issue, Step.EDIT, now=now, from_state=state, to_state=state, changes=told)
    return issue


def support_issue(session: Session, actor: Actor, issue_id: int, *, now: datetime) -> int:
    """Says "I have the same problem" and returns how many have; once for each person.

    Refuses with Conflict on a closed issue, and whoever raised it themselves.
    """
    issue = hold_issue(session, actor, issue_id)
    about = subject_of_issue(session, issue)
    require(actor, Action.SUPPORT, about)
    if issue.state is IssueState.CLOSED:
        raise Conflict("issues.error.closed")
    if about.owner == actor.supporter:
        raise Conflict("issues.error.own")
    if session.get(Support, (issue_id, actor.supporter)) is not None:
        return issue.supporters
    session.add(Support(issue_id=issue_id, supporter=actor.supporter, supported_at=now))
    session.flush()
    issue.supporters = session.exec(select(func.count()).where(Support.issue_id == issue_id)).one()
    session.flush()
    return issue.supporters


def add_comment(
    session: Session,
    actor: Actor,
    *,
    uid: str,
    text: str,
    now: datetime,
    issue_id: int | None = None,
    stop_id: int | None = None,
) -> Comment:
    """Says something about an issue or at a stop, exactly one of them; the same `uid` again is the same comment.

    Raises NotFound for what the actor may not see, Invalid for an empty or too long text.
    """
    if (issue_id is None) == (stop_id is None):
        raise ValueError("a comment belongs to an issue or to a stop")
    if issue_id is not None:
        require(actor, Action.COMMENT, subject_of_issue(session, visible_issue(session, actor, issue_id)))
    else:
        require(actor, Action.COMMENT, Subject())
        _stop(session, actor, stop_id)
    said = typed_text(text, field="text", longest=LONGEST_TEXT, needed="issues.error.empty_comment")
    comment = Comment(
        id=checked_uid(uid),
        issue_id=issue_id,
        stop_id=stop_id,
        author=actor.name,
        author_person_id=actor.person_id,
        author_participant_id=actor.participant_id,
        text=said,
        written_at=now,
    )
    same = select(Comment).where(Comment.id == comment.id)
    return _own_row(session, actor, same) or _insert_once(session, actor, comment, same)


def checked_uid(uid: str) -> str:
    """The id in its usual form; Invalid("issues.error.uid") for what is not a UUID."""
    try:
        return str(uuid.UUID(uid))
    except (ValueError, AttributeError, TypeError):
        raise Invalid("issues.error.uid", field="uid") from None


def _own_row(session: Session, actor: Actor, query: Any) -> Any:
    """What this actor has sent already under this id; Conflict where somebody else has used it."""
    row = session.exec(query).first()
    if row is None:
        return None
    writer = (
        (row.raised_by_person_id, row.raised_by_participant_id)
        if isinstance(row, Issue)
        else (row.author_person_id, row.author_participant_id)
    )
    if writer != (actor.person_id, actor.participant_id):
        raise Conflict("issues.error.used_uid")
    return row


def _insert_once(session: Session, actor: Actor, row: Row, same: Any) -> Row:
    """Inserts, or returns what another request inserted at this very moment under the same id."""
    try:
        with unless_met(session):
            session.add(row)
    except IntegrityError:
        known: Row | None = _own_row(session, actor, same)
        if known is None:
            raise
        return known
    return row


def _stop(session: Session, actor: Actor, stop_id: int | None) -> Stop | None:
    require_somebody(actor)
    if stop_id is None:
        return None
    stop = session.get(Stop, stop_id)
    if stop is None:
        raise Invalid("issues.error.stop", field="stop")
    visible_tour(session, actor, stop.tour_id)
    return stop


def _category(session: Session, category_id: int) -> Category:
    category = session.get(Category, category_id)
    if category is None or category.archived:
        raise Invalid("issues.error.category", field="category")
    return category


def _checked(session: Session, actor: Actor, issue: Issue, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes as values of columns."""
    values = dict(changes)
    if "text" in values:
        values["text"] = typed_text(values["text"], field="text", longest=LONGEST_TEXT)
    if "address" in values:
        values["address"] = typed_line(values["address"], field="address", longest=LONGEST_ADDRESS)
    if "behalf" in values:
        values["behalf"] = typed_line(values["behalf"], field="behalf", longest=LONGEST_NAME)
    if "external_number" in values:
        values["external_number"] = typed_line(
            values["external_number"], field="external_number", longest=LONGEST_NUMBER
        )
    if "severity" in values:
        values["severity"] = Severity(values["severity"])
    if values.get("category_id", issue.category_id) != issue.category_id:
        _category(session, values["category_id"])
    if values.get("district_id") is not None and session.get(District, values["district_id"]) is None:
        raise Invalid("issues.error.district", field="district")
    if values.keys() & {"lat", "lon", "line"}:
        spot = _moved_to(issue, values)
        values |= {"lat": spot.point.lat, "lon": spot.point.lon, "line": spot.line}
        values.setdefault("district_id", district_map(session, actor).id_at(spot.point))
        if (spot.point, spot.line) != (issue.point, issue.line):
            values = {"placed": True, "accuracy_m": None, "place_from": "map"} | values
    return values


def _refuse_named_stops(session: Session, actor: Actor, issue: Issue) -> None:
    """No to hiding an issue while a stop is called by its address; who rides and who reads the public pages sees the stop."""
    query = (
        select(Stop, Tour)
        .join(Tour, col(Tour.id) == Stop.tour_id)
        .join(StopIssue, col(StopIssue.stop_id) == Stop.id)
        .where(StopIssue.issue_id == issue.id, col(Tour.state).in_([TourState.DRAFT, TourState.PUBLISHED]))
        .order_by(col(Tour.id), col(Stop.position))
    )
    address = issue.address.casefold()
    named = [row for row in session.exec(query) if address and address in f"{row[0].name}\n{row[0].address}".casefold()]
    if named:
        ids = [tour.id for _, tour in named]
        known = dict(
            session.exec(select(Tour.id, Tour.title).where(col(Tour.id).in_(ids), tours_visible_to(actor))).all()
        )
        stops = "; ".join(f"{known.get(tour.id) or f'№ {tour.id}'}: {stop.name}" for stop, tour in named)
        raise Conflict("issues.error.named_stops", stops=stops)


def _moved_to(issue: Issue, values: Mapping[str, Any]) -> Spot:
    spot = checked_spot(values.get("lat", issue.lat), values.get("lon", issue.lon), values.get("line"))
    assert spot is not None
    return spot


def _follow(issue: Issue) -> None:
    """What follows from the other columns."""
    issue.qk = qk_of(issue.point)
    if issue.internal:
        issue.public_from = None  # and opened again, it is public only when somebody decides so anew


def _last_editor(session: Session, issue: Issue) -> str:
    query = select(Move.by).where(Move.issue_id == issue.id, Move.step == Step.EDIT).order_by(col(Move.id).desc())
    return session.exec(query).first() or ""


def _told(session: Session, issue: Issue) -> dict[str, Any]:
    """The issue as the history tells of it: names as they are now instead of ids."""
    district = session.get(District, issue.district_id) if issue.district_id is not None else None
    return {
        "category": session.exec(select(Category.name).where(col(Category.id) == issue.category_id)).one(),
        "text": issue.text,
        "severity": issue.severity.value,
        "address": issue.address,
        "district": district.name if district else "",
        "place": [issue.lat, issue.lon],
        "line": issue.line,
        "internal": issue.internal,
        "external_number": issue.external_number,
    }
