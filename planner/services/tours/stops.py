"""Stops of a tour: adding, editing, moving, removing them, and what is talked about there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, func, or_, select

from planner.domain.actor import Actor
from planner.domain.coordinates import km_from_city
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.geo import Point, distance_m, is_on_earth
from planner.domain.models import AgendaItem, Category, Comment, HeadCount, Issue, Place, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.typed import typed_line
from planner.services.access.scopes import issues_visible_to
from planner.services.city.city import get_city
from planner.services.tours.event_place import refuse_event
from planner.services.tours.in_order import stops_in_order
from planner.services.tours.plan import keep_times
from planner.services.tours.plannable import plannable_stop, plannable_tour

ONE_STOP_M = 150.0
"""Issues nearer than this to the first of them are looked at from one stop."""
LONGEST_STOP = 480
MOST_STOPS = 60
_MINUTES = frozenset({"minutes_off", "minutes_talk"})
_EDITABLE = _MINUTES | {
    "name",
    "address",
    "lat",
    "lon",
    "place_id",
    "window_from",
    "window_to",
    "must",
    "pinned",
    "press",
}


@dataclass(frozen=True)
class AgendaEntry:
    """One thing to talk about: the text, who speaks, for how many minutes."""

    text: str
    speaker: str = ""
    minutes: int = 5


def add_stop(
    session: Session,
    actor: Actor,
    tour_id: int,
    *,
    name: str,
    lat: float,
    lon: float,
    address: str = "",
    place_id: int | None = None,
    issue_ids: Iterable[int] = (),
    minutes_off: int = 2,
    minutes_talk: int = 15,
    window_from: datetime | None = None,
    window_to: datetime | None = None,
    must: bool = True,
    pinned: bool = False,
    far_is_meant: bool = False,
) -> Stop:
    """Adds a stop at the end of the tour.

    Conflict("stops.error.far") for a point far from the city, unless `far_is_meant`. Invalid with the field at fault: an empty name, a point off the earth, minutes below 0 or over 480, a window that ends
    before it begins, more than 60 stops. Issues and a place that the actor does not know are NotFound.
    """
    tour = plannable_tour(session, actor, tour_id)
    stop = Stop(
        tour_id=tour_id,
        position=0,
        place_id=place_id,
        name=name,
        address=address,
        lat=lat,
        lon=lon,
        minutes_off=minutes_off,
        minutes_talk=minutes_talk,
        window_from=window_from,
        window_to=window_to,
        must=must,
        pinned=pinned,
    )
    return _added(session, actor, tour, stop, issue_ids, far_is_meant)


def add_stop_at_place(
    session: Session, actor: Actor, tour_id: int, place_id: int, *, far_is_meant: bool = False
) -> Stop:
    """Adds a place of the catalogue as a stop, with its name, address and point. Refuses what `add_stop` refuses."""
    tour = plannable_tour(session, actor, tour_id)
    place = session.get(Place, place_id)
    if place is None or place.archived:
        raise NotFound("stops.error.place")
    stop = Stop(
        tour_id=tour_id,
        position=0,
        place_id=place.id,
        name=place.name,
        address=place.address,
        lat=place.lat,
        lon=place.lon,
    )
    return _added(session, actor, tour, stop, (), far_is_meant)


def add_stops_from_issues(
    session: Session,
    actor: Actor,
    tour_id: int,
    issue_ids: Sequence[int],
    *,
    public_name: str = "",
    public_address: str = "",
    far_is_meant: bool = False,
) -> list[Stop]:
    """Adds stops for these issues, one for all that lie within 150 m of the first of them, in the order given.

    A stop is called by the first issue's address, where it has none by its category; its point is the middle of its issues. Issues that already
    have a stop on this tour are passed over. Each further issue adds 5 minutes of talk, up to 30.

    Everybody sees a stop: one for an internal issue takes `public_name` and `public_address` instead; without them
    Conflict("stops.error.internal"), so that the planner is asked first. So is who wants a stop for an issue far from the
    city: Conflict("stops.error.far"), unless `far_is_meant`.
    """
    tour = plannable_tour(session, actor, tour_id)
    taken = select(StopIssue.issue_id).join(Stop, col(Stop.id) == StopIssue.stop_id).where(Stop.tour_id == tour_id)
    rows = session.exec(
        select(Issue, Category)
        .join(Category, col(Category.id) == Issue.category_id)
        .where(col(Issue.id).in_(issue_ids), issues_visible_to(actor), col(Issue.id).not_in(taken))
    ).all()
    order = {issue_id: position for position, issue_id in enumerate(issue_ids)}
    groups: list[list[tuple[Issue, Category]]] = []
    for issue, category in sorted(rows, key=lambda row: order[id_of(row[0])]):
        near = next((group for group in groups if distance_m(group[0][0].point, issue.point) <= ONE_STOP_M), None)
        if near is None:
            groups.append([(issue, category)])
        else:
            near.append((issue, category))
    hidden = sorted(id_of(issue) for issue, _ in rows if issue.internal)
    if hidden and not public_name:
        raise Conflict("stops.error.internal", field="name", numbers=", ".join(map(str, hidden)))
    for issue, _ in rows:
        _refuse_far(session, issue.point, far_is_meant)
    public = (public_name, public_address)
    stops = [_add_stop_for(session, actor, tour_id, group, public) for group in groups]
    keep_times(session, tour)
    return stops


def edit_stop(
    session: Session,
    actor: Actor,
    stop_id: int,
    *,
    version: int | None = None,
    far_is_meant: bool = False,
    **changes: Any,
) -> Stop:
    """Changes name, address, lat, lon, place_id, minutes_off, minutes_talk, window_from, window_to, must, pinned or
    press.

    Refuses what `add_stop` refuses, a far point only where it is a new one; with `version`, Conflict("tours.error.changed") where the plan has changed since.
    """
    tour, stop = plannable_stop(session, actor, stop_id, version=version)
    unknown = set(changes) - _EDITABLE
    if unknown:
        raise TypeError(f"a stop has no {', '.join(sorted(unknown))} to edit")
    if changes:
        refuse_event(tour)
    before = stop.point
    for name, value in changes.items():
        setattr(stop, name, value)
    check_stop(session, stop)
    _refuse_far(session, stop.point, far_is_meant or stop.point == before)
    keep_times(session, tour)
    return stop


def move_stop(
    session: Session, actor: Actor, stop_id: int, *, to: int | None = None, by: int = 0, version: int | None = None
) -> Stop:
    """Puts a stop at position `to` (from 1), or `by` places further (negative: earlier); beyond an end means at the end."""
    tour, stop = plannable_stop(session, actor, stop_id, version=version)
    others = session.exec(stops_in_order(tour.id).where(Stop.id != stop_id)).all()
    target = max(0, min(len(others), (stop.position + by if to is None else to) - 1))
    for position, each in enumerate([*others[:target], stop, *others[target:]], start=1):
        each.position = position
    keep_times(session, tour)
    return stop


def remove_stop(session: Session, actor: Actor, stop_id: int, *, version: int | None = None) -> None:
    """Takes a stop with its agenda off the tour.

    Conflict("stops.error.has_records") where issues, comments or head-counts were written down there.
    """
    tour, stop = plannable_stop(session, actor, stop_id, version=version)
    refuse_event(tour)
    if _has_records(session, stop_id):
        raise Conflict("stops.error.has_records")
    session.exec(delete(AgendaItem).where(col(AgendaItem.stop_id) == stop_id))
    session.exec(delete(StopIssue).where(col(StopIssue.stop_id) == stop_id))
    session.delete(stop)
    session.flush()
    for position, each in enumerate(session.exec(stops_in_order(tour.id)).all(), start=1):
        each.position = position
    keep_times(session, tour)


def set_agenda(
    session: Session, actor: Actor, stop_id: int, items: Sequence[AgendaEntry], *, version: int | None = None
) -> list[AgendaItem]:
    """Replaces the agenda of a stop; entries without a text are dropped. Invalid on minutes below 0 or over 480."""
    tour, _ = plannable_stop(session, actor, stop_id, version=version)
    cleaned = [
        AgendaEntry(
            typed_line(entry.text, field="agenda", longest=500),
            typed_line(entry.speaker, field="agenda", longest=200),
            entry.minutes,
        )
        for entry in items
    ]
    wanted = [entry for entry in cleaned if entry.text]
    if any(not 0 <= entry.minutes <= LONGEST_STOP for entry in wanted):
        raise Invalid("stops.error.agenda_minutes", field="agenda", most=LONGEST_STOP)
    session.exec(delete(AgendaItem).where(col(AgendaItem.stop_id) == stop_id))
    agenda = [
        AgendaItem(
            stop_id=stop_id,
            position=position,
            text=entry.text,
            speaker=entry.speaker,
            minutes=entry.minutes,
        )
        for position, entry in enumerate(wanted, start=1)
    ]
    session.add_all(agenda)
    keep_times(session, tour)
    return agenda


def set_stop_issues(session: Session, actor: Actor, stop_id: int, issue_ids: Iterable[int]) -> None:
    """Says for which issues the stop is made; those that the actor may not know of stay as they are."""
    tour, stop = plannable_stop(session, actor, stop_id)
    visible = select(Issue.id).where(issues_visible_to(actor))
    session.exec(delete(StopIssue).where(col(StopIssue.stop_id) == stop_id, col(StopIssue.issue_id).in_(visible)))
    link_issues(session, actor, stop, issue_ids)
    keep_times(session, tour)


def save_stop(
    session: Session,
    actor: Actor,
    stop_id: int,
    *,
    agenda: Sequence[AgendaEntry],
    issue_ids: Collection[int],
    seen: Values,
    **changes: Any,
) -> Stop:
    """`edit_stop`, `set_agenda` and `set_stop_issues` as one form does them, which began with `seen`.

    ChangedMeanwhile as `beside_others` raises it.
    """
    _, stop = plannable_stop(session, actor, stop_id)
    present = {**{name: getattr(stop, name, None) for name in changes}, **_talk(session, actor, stop)}
    wanted = {**changes, "agenda": tuple(agenda), "issue_ids": frozenset(issue_ids)}
    given = beside_others("stop", present, wanted, seen)
    set_agenda(session, actor, stop_id, given.pop("agenda"))
    set_stop_issues(session, actor, stop_id, given.pop("issue_ids"))
    return edit_stop(session, actor, stop_id, **given)


def _talk(session: Session, actor: Actor, stop: Stop) -> Values:
    """What is talked about there, as a form has it; issues as far as the actor may see them."""
    items = session.exec(
        select(AgendaItem).where(AgendaItem.stop_id == stop.id).order_by(col(AgendaItem.position), col(AgendaItem.id))
    )
    linked = select(StopIssue.issue_id).join(Issue).where(StopIssue.stop_id == stop.id, issues_visible_to(actor))
    return {
        "agenda": tuple(AgendaEntry(item.text, item.speaker, item.minutes) for item in items),
        "issue_ids": frozenset(session.exec(linked).all()),
    }


def _add_stop_for(
    session: Session, actor: Actor, tour_id: int, group: Sequence[tuple[Issue, Category]], public: tuple[str, str]
) -> Stop:
    (first, category), issues = group[0], [issue for issue, _ in group]
    own = (first.address or category.name_in(actor.language), "")
    name, address = public if any(issue.internal for issue in issues) else own
    stop = Stop(
        tour_id=tour_id,
        position=0,
        name=name,
        lat=sum(issue.lat for issue in issues) / len(issues),
        lon=sum(issue.lon for issue in issues) / len(issues),
        address=address,
        minutes_talk=min(30, 10 + 5 * len(issues)),
    )
    _append(session, actor, stop, [id_of(issue) for issue in issues])
    return stop


def _added(
    session: Session, actor: Actor, tour: Tour, stop: Stop, issue_ids: Iterable[int], far_is_meant: bool
) -> Stop:
    if is_on_earth(stop.lat, stop.lon):
        _refuse_far(session, stop.point, far_is_meant)
    _append(session, actor, stop, issue_ids)
    keep_times(session, tour)
    return stop


def _refuse_far(session: Session, point: Point, is_meant: bool) -> None:
    """Conflict("stops.error.far") for a point that is hardly meant: somebody has mixed up two numbers, or two cities."""
    city = get_city(session)
    km = km_from_city(Point(city.view_lat, city.view_lon), point)
    if km is not None and not is_meant:
        raise Conflict("stops.error.far", field="place", km=km)


def _append(session: Session, actor: Actor, stop: Stop, issue_ids: Iterable[int]) -> None:
    refuse_event(session.get_one(Tour, stop.tour_id))
    count = session.exec(select(func.count()).select_from(Stop).where(Stop.tour_id == stop.tour_id)).one()
    if count >= MOST_STOPS:
        raise Invalid("stops.error.too_many", most=MOST_STOPS)
    check_stop(session, stop)
    stop.position = count + 1
    session.add(stop)
    session.flush()
    link_issues(session, actor, stop, issue_ids)


def link_issues(session: Session, actor: Actor, stop: Stop, issue_ids: Iterable[int]) -> None:
    """The stop is made for these issues too; NotFound for one that the actor may not know of."""
    wanted = set(issue_ids)
    if not wanted:
        return
    known = session.exec(select(Issue.id).where(col(Issue.id).in_(wanted), issues_visible_to(actor))).all()
    if len(known) != len(wanted):
        raise NotFound("issues.error.unknown", number=min(wanted - set(known)))
    session.add_all(StopIssue(stop_id=id_of(stop), issue_id=issue_id) for issue_id in known if issue_id is not None)


def check_stop(session: Session, stop: Stop) -> None:
    """Cleans the stop's texts, and refuses what `add_stop` refuses of a single stop; the caller has let them plan."""
    with session.no_autoflush:
        stop.name = typed_line(stop.name, field="name", longest=200, needed="stops.error.name")
        stop.address = typed_line(stop.address, field="address", longest=300)
        if not is_on_earth(stop.lat, stop.lon):
            raise Invalid("stops.error.off_map", field="place")
        for field in sorted(_MINUTES):
            if not 0 <= getattr(stop, field) <= LONGEST_STOP:
                raise Invalid(f"stops.error.{field}", field=field, most=LONGEST_STOP)
        if stop.window_from is not None and stop.window_to is not None and stop.window_to < stop.window_from:
            raise Invalid("stops.error.window", field="window_to")
        if stop.place_id is not None and session.get(Place, stop.place_id) is None:
            raise NotFound("stops.error.place")


def _has_records(session: Session, stop_id: int) -> bool:
    query = select(Stop.id).where(
        Stop.id == stop_id,
        or_(
            col(Stop.id).in_(select(Issue.stop_id).where(Issue.stop_id == stop_id)),
            col(Stop.id).in_(select(Comment.stop_id).where(Comment.stop_id == stop_id)),
            col(Stop.id).in_(select(HeadCount.stop_id).where(HeadCount.stop_id == stop_id)),
        ),
    )
    return session.exec(query).first() is not None
