"""Tours: making, editing and copying them, and their way from draft to published, withdrawn or cancelled."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, and_, col, func, select

from planner.domain.actor import Actor
from planner.domain.clock import moved, moved_days
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid
from planner.domain.geo import is_on_earth
from planner.domain.models import AgendaItem, Issue, Person, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.notices import CauseKind, TourChange
from planner.domain.permissions import Action, require
from planner.domain.tour_rules import TourRules
from planner.domain.typed import typed_line, typed_text
from planner.domain.words import OPEN_ISSUE_STATES, TourKind, TourState
from planner.domain.workflow import TourMove, next_tour_state
from planner.services.access.scopes import visible_tour
from planner.services.city.city import get_city
from planner.services.guests.seats import promote_waiting
from planner.services.outbox.causes import note_cause
from planner.services.tours.event_place import keep_event_place
from planner.services.tours.in_order import stops_in_order
from planner.services.tours.plan import keep_times
from planner.services.tours.plannable import plan_is_newer, plannable_tour, refuse_past
from planner.services.tours.told import begin_telling

LONGEST_TOUR = timedelta(hours=24)
MOST_SEATS = 200
_LINES = {"title": 200, "start_name": 200, "end_name": 200, "bus_name": 100, "bus_plate": 20}
_LONGEST_NOTE = 2000
_LONGEST_MATERIALS = 4000
_NUMBERS = ("seats", "quota_agency", "quota_press", "quota_public")
_PEOPLE = ("leader_id", "secretary_id")
_COPIED = {
    "position",
    "place_id",
    "name",
    "address",
    "lat",
    "lon",
    "minutes_off",
    "minutes_talk",
    "must",
    "pinned",
    "press",
}
EDITABLE = frozenset(
    {
        "kind",
        "starts_at",
        "ends_at",
        "start_lat",
        "start_lon",
        "end_lat",
        "end_lon",
        "note",
        "materials",
        *_PEOPLE,
        *_LINES,
        *_NUMBERS,
    }
)
"""What `create_tour` and `edit_tour` take."""


def get_tour(session: Session, actor: Actor, tour_id: int) -> Tour:
    """The tour, or NotFound where the actor may not know of it."""
    return visible_tour(session, actor, tour_id)


def leader_of(session: Session, actor: Actor, tour_id: int) -> str:
    """The name of the tour's leader, empty where there is none yet; for everybody who may see the tour."""
    tour = visible_tour(session, actor, tour_id)
    leader = session.get(Person, tour.leader_id) if tour.leader_id is not None else None
    return leader.name if leader else ""


def create_tour(
    session: Session,
    actor: Actor,
    *,
    now: datetime,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    kind: TourKind = TourKind.BUS_TOUR,
    past_is_meant: bool = False,
    **fields: Any,
) -> Tour:
    """Makes a draft; `fields` are those of EDITABLE.

    Conflict("tours.error.past") for a start before now, unless `past_is_meant`.

    Invalid with the field at fault: no title, no time, an end that is not after the start or more than a day later, half a point,
    seats or quotas out of range, quotas for more people than seats, an unknown leader or secretary. An event gets its stop
    as soon as it has a place.
    """
    require(actor, Action.PLAN_TOUR)
    given = {"title": title, "starts_at": starts_at, "ends_at": ends_at, "kind": kind, **fields}
    tour = _new_draft(session, actor, given, now=now, past_is_meant=past_is_meant)
    keep_event_place(session, tour)
    return tour


def _new_draft(session: Session, actor: Actor, fields: dict[str, Any], *, now: datetime, past_is_meant: bool) -> Tour:
    tour = Tour(title="", starts_at=now, ends_at=now, created_by_id=actor.person_id, created_at=now)
    _fill(session, tour, fields)
    refuse_past(tour, now, is_meant=past_is_meant)
    session.add(tour)
    session.flush()
    return tour


def edit_tour(
    session: Session,
    actor: Actor,
    tour_id: int,
    *,
    version: int | None = None,
    now: datetime,
    seen: Values | None = None,
    past_is_meant: bool = False,
    **fields: Any,
) -> Tour:
    """Changes fields of EDITABLE; the times of the stops follow, and people who wait get seats that became free.

    Time windows stay at their hours, and go along to another day.

    Refuses what `create_tour` refuses, a past start only where it is a new one; a tour with stops that shall become an event; and
    Conflict where the plan was changed since `version`, or stands already; with `seen`, what the form began with,
    ChangedMeanwhile as `beside_others` raises it.
    """
    tour = plannable_tour(session, actor, tour_id, version=version)
    old_start, old_place = tour.starts_at, tour.start_name
    present = {name: getattr(tour, name, None) for name in fields}
    was_event = tour.is_event
    _fill(session, tour, beside_others("tour", present, fields, seen))
    if tour.is_event and not was_event and session.exec(stops_in_order(tour_id)).first() is not None:
        raise Invalid("events.error.kind", field="kind")
    refuse_past(tour, now, is_meant=past_is_meant or tour.starts_at == old_start)
    zone = get_city(session).timezone
    for stop in session.exec(select(Stop).where(Stop.tour_id == tour_id)).all():
        stop.window_from = _on_day(stop.window_from, old_start, tour.starts_at, zone)
        stop.window_to = _on_day(stop.window_to, old_start, tour.starts_at, zone)
    keep_event_place(session, tour)
    keep_times(session, tour)
    promote_waiting(session, tour, now=now)
    if tour.state is TourState.PUBLISHED and (tour.starts_at, tour.start_name) != (old_start, old_place):
        _tell(session, actor, tour, TourChange.MOVED, now, old_start=old_start.isoformat())
    return tour


def copy_tour(
    session: Session,
    actor: Actor,
    tour_id: int,
    *,
    title: str | None = None,
    starts_at: datetime,
    now: datetime,
    past_is_meant: bool = False,
) -> Tour:
    """A new draft with the same details, stops and agenda, which starts at `starts_at`; any tour may be copied. It keeps
    the title unless it is given another one.
    Conflict("tours.error.past") for a start before now, unless `past_is_meant`.

    Time windows keep their hours. Issues come along while they are open; people, real times and links do not.
    """
    require(actor, Action.PLAN_TOUR)
    old = visible_tour(session, actor, tour_id)
    zone = get_city(session).timezone
    fields = {name: getattr(old, name) for name in EDITABLE}
    for name in _PEOPLE:
        person = session.get(Person, fields[name]) if fields[name] is not None else None
        fields[name] = None if person is None or person.archived else person.id
    fields["title"] = old.title if title is None else title
    ends_at = moved(old.ends_at, old_start=old.starts_at, new_start=starts_at, zone=zone)
    fields |= {"starts_at": starts_at, "ends_at": ends_at}
    tour = _new_draft(session, actor, fields, now=now, past_is_meant=past_is_meant)
    _copy_stops(session, old, tour, zone)
    keep_event_place(session, tour)
    keep_times(session, tour)
    return tour


def publish_tour(
    session: Session,
    actor: Actor,
    tour_id: int,
    *,
    version: int | None = None,
    now: datetime,
    past_is_meant: bool = False,
) -> Tour:
    """Draft → published: invited people see it. Invalid("tours.error.no_stops") without a stop, Conflict("tours.error.past")
    where it should have started before now, unless `past_is_meant`.

    A plan that breaks may be published: the screen names what breaks, the organizer decides.
    """
    tour = plannable_tour(session, actor, tour_id, version=version)
    state = next_tour_state(tour.state, TourMove.PUBLISH)
    if session.exec(select(func.count()).select_from(Stop).where(Stop.tour_id == tour_id)).one() == 0:
        raise Invalid("events.error.no_place" if tour.is_event else "tours.error.no_stops")
    refuse_past(tour, now, is_meant=past_is_meant)
    tour.state = state
    keep_times(session, tour)
    begin_telling(session, tour)
    _tell(session, actor, tour, TourChange.PUBLISHED, now)
    return tour


def withdraw_tour(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> Tour:
    """Published → draft: only planners see it again; invitations and answers stay."""
    tour = plannable_tour(session, actor, tour_id)
    tour.state = next_tour_state(tour.state, TourMove.WITHDRAW)
    plan_is_newer(session, tour)
    _tell(session, actor, tour, TourChange.WITHDRAWN, now)
    return tour


def cancel_tour(session: Session, actor: Actor, tour_id: int, *, reason: str, now: datetime) -> Tour:
    """Draft or published → cancelled, for good, with a reason that everybody who sees the tour reads."""
    tour = plannable_tour(session, actor, tour_id)
    state = next_tour_state(tour.state, TourMove.CANCEL)
    reason = typed_text(reason, field="reason", longest=500)
    if len(reason) < 3:
        raise Invalid("tours.error.reason", field="reason")
    was_known = tour.state is TourState.PUBLISHED
    tour.state, tour.cancel_reason, tour.join_code = state, reason, None
    plan_is_newer(session, tour)
    if was_known:
        _tell(session, actor, tour, TourChange.CANCELLED, now, reason=reason)
    return tour


def _tell(session: Session, actor: Actor, tour: Tour, change: TourChange, now: datetime, **facts: str) -> None:
    """Notes a change that those who come along are told of, as it is at this moment."""
    facts |= {
        "tour_kind": tour.kind.value,
        "title": tour.title,
        "starts_at": tour.starts_at.isoformat(),
        "place": tour.start_name,
    }
    about = {"tour": tour.id, "change": change.value, "by": actor.name, "by_person": actor.person_id, **facts}
    note_cause(session, CauseKind.TOUR, now=now, **about)


def _copy_stops(session: Session, old: Tour, tour: Tour, zone: str) -> None:
    new_ids: dict[int | None, int] = {}
    for stop in session.exec(stops_in_order(old.id)).all():
        copied = Stop(
            **stop.model_dump(include=_COPIED),
            tour_id=id_of(tour),
            window_from=_on_day(stop.window_from, old.starts_at, tour.starts_at, zone),
            window_to=_on_day(stop.window_to, old.starts_at, tour.starts_at, zone),
        )
        session.add(copied)
        session.flush()
        new_ids[stop.id] = id_of(copied)
    old_ids = select(Stop.id).where(Stop.tour_id == old.id)
    for item in session.exec(select(AgendaItem).where(col(AgendaItem.stop_id).in_(old_ids))).all():
        entry = item.model_dump(include={"position", "text", "speaker", "minutes"})
        session.add(AgendaItem(**entry, stop_id=new_ids[item.stop_id]))
    still_open = and_(col(Issue.state).in_(OPEN_ISSUE_STATES), col(Issue.deleted).is_(False))
    links = select(StopIssue).join(Issue, col(Issue.id) == StopIssue.issue_id).where(still_open)
    for link in session.exec(links.where(col(StopIssue.stop_id).in_(old_ids))).all():
        session.add(StopIssue(stop_id=new_ids[link.stop_id], issue_id=link.issue_id))
    ids = {stop_id: copied for stop_id, copied in new_ids.items() if stop_id is not None}
    tour.rules = None if old.rules is None else TourRules.from_data(old.rules).renamed(ids).to_data()
    session.flush()


def _fill(session: Session, tour: Tour, fields: dict[str, Any]) -> None:
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"a tour has no {', '.join(sorted(unknown))} to edit")
    with session.no_autoflush:
        for name, value in fields.items():
            setattr(tour, name, value)
        _clean_texts(tour)
        _check_times(tour)
        _check_points(tour)
        _check_seats(tour)
        for name in _PEOPLE:
            person_id = getattr(tour, name)
            person = None if person_id is None else session.get(Person, person_id)
            if person_id is not None and (person is None or person.archived):
                raise Invalid("tours.error.person", field=name)


def _clean_texts(tour: Tour) -> None:
    for name, longest in _LINES.items():
        setattr(tour, name, typed_line(getattr(tour, name), field=name, longest=longest))
    tour.note = typed_text(tour.note, field="note", longest=_LONGEST_NOTE)
    tour.materials = typed_text(tour.materials, field="materials", longest=_LONGEST_MATERIALS)
    if len(tour.title) < 3:
        raise Invalid("tours.error.title", field="title")


def _check_times(tour: Tour) -> None:
    for field in ("starts_at", "ends_at"):
        if getattr(tour, field) is None:
            raise Invalid("tours.error.when", field=field)
    if tour.ends_at <= tour.starts_at:
        raise Invalid("tours.error.ends_before", field="ends_at")
    if tour.ends_at - tour.starts_at > LONGEST_TOUR:
        raise Invalid("tours.error.too_long", field="ends_at")


def _check_points(tour: Tour) -> None:
    for name, lat, lon in (
        ("start_name", tour.start_lat, tour.start_lon),
        ("end_name", tour.end_lat, tour.end_lon),
    ):
        if (lat is None) != (lon is None) or (lat is not None and lon is not None and not is_on_earth(lat, lon)):
            raise Invalid("tours.error.point", field=name)


def _check_seats(tour: Tour) -> None:
    for name in _NUMBERS:
        number = getattr(tour, name)
        is_seats = name == "seats"
        if number is not None and not (1 if is_seats else 0) <= number <= MOST_SEATS:
            raise Invalid("tours.error.seats" if is_seats else "tours.error.quota", field=name, most=MOST_SEATS)
    quotas = sum(quota or 0 for quota in (tour.quota_agency, tour.quota_press, tour.quota_public))
    if tour.seats is not None and quotas > tour.seats:
        raise Invalid("tours.error.quotas", field="quota_public", quotas=quotas, most=tour.seats)


def _on_day(moment: datetime | None, old_start: datetime, new_start: datetime, zone: str) -> datetime | None:
    return None if moment is None else moved_days(moment, old_start=old_start, new_start=new_start, zone=zone)
