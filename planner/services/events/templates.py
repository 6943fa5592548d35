"""Templates of tours: what was kept of one, and new ones made after it."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.clock import clock_of, moment_on
from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.models import AgendaItem, Person, Place, Stop, Tour, TourTemplate
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.tour_rules import TourRules
from planner.domain.typed import typed_line
from planner.domain.words import TourKind
from planner.services.access.scopes import visible_tour
from planner.services.city.city import get_city
from planner.services.events.copies import ask_again, invite_again, media_of, people_of
from planner.services.tours.event_place import keep_event_place
from planner.services.tours.in_order import stops_in_order
from planner.services.tours.plan import keep_times
from planner.services.tours.tours import EDITABLE, create_tour

_MOMENTS = frozenset({"starts_at", "ends_at"})
_PEOPLE = ("leader_id", "secretary_id")
_OF_STOP = frozenset(
    {*("id", "position", "place_id", "name", "address", "lat", "lon", "minutes_off", "minutes_talk")}
) | {
    "must",
    "pinned",
    "press",
}
_OF_TOPIC = frozenset({"position", "text", "speaker", "minutes"})


def list_tour_templates(session: Session, actor: Actor) -> Sequence[TourTemplate]:
    """All templates by name, for those who plan."""
    require(actor, Action.PLAN_TOUR)
    return session.exec(select(TourTemplate).order_by(col(TourTemplate.name), col(TourTemplate.id))).all()


def keep_as_template(
    session: Session, actor: Actor, tour_id: int, *, name: str, with_people: bool, now: datetime
) -> TourTemplate:
    """Keeps the details, the stops with what is talked about there, and `with_people` who was invited, under a name.

    Invalid without a name. Issues, times of its day and what happened on it are not kept.
    """
    require(actor, Action.PLAN_TOUR)
    tour = visible_tour(session, actor, tour_id)
    name = typed_line(name, field="name", longest=200, needed="tour_templates.error.name")
    content: dict[str, Any] = {
        "tour": {field: getattr(tour, field) for field in EDITABLE - _MOMENTS},
        "minutes": round((tour.ends_at - tour.starts_at) / timedelta(minutes=1)),
        "starts": clock_of(tour.starts_at, get_city(session).timezone).isoformat("minutes"),
        "stops": [_kept_stop(session, stop) for stop in session.exec(stops_in_order(tour_id))],
        "rules": tour.rules,
        "people": list(people_of(session, actor, tour_id)) if with_people else [],
        "media": list(media_of(session, actor, tour_id)) if with_people else [],
    }
    template = TourTemplate(name=name, content=content, made_by=actor.name, made_at=now)
    session.add(template)
    session.flush()
    return template


def remove_template(session: Session, actor: Actor, template_id: int) -> None:
    """Takes a template away; tours that were made after it stay. NotFound where it is gone already."""
    require(actor, Action.PLAN_TOUR)
    session.delete(_template(session, template_id, held=True))
    session.flush()


def usual_start(template: TourTemplate) -> time:
    """At what time of day a tour after this template begins."""
    return time.fromisoformat(template.content["starts"])


def make_from_template(
    session: Session,
    actor: Actor,
    template_id: int,
    *,
    title: str,
    starts_at: datetime,
    now: datetime,
    past_is_meant: bool = False,
) -> Tour:
    """A new draft after a template. Refuses what `create_tour` refuses, and NotFound for a template that is gone.

    People, places and agencies that are archived by now are left out.
    """
    require(actor, Action.PLAN_TOUR)
    content = _template(session, template_id).content
    fields = {name: value for name, value in content["tour"].items() if name in EDITABLE}
    for name in _PEOPLE:
        person = session.get(Person, fields[name]) if fields.get(name) else None
        fields[name] = None if person is None or person.archived else person.id
    fields |= {"kind": TourKind(fields["kind"]), "title": title}
    ends_at = starts_at + timedelta(minutes=content["minutes"])
    tour = create_tour(
        session, actor, now=now, starts_at=starts_at, ends_at=ends_at, past_is_meant=past_is_meant, **fields
    )
    ids = _make_stops(session, tour, content["stops"], get_city(session).timezone)
    if content["rules"] is not None:
        tour.rules = TourRules.from_data(content["rules"]).renamed(ids).to_data()
    keep_event_place(session, tour)
    keep_times(session, tour)
    invite_again(session, actor, id_of(tour), content["people"], now=now)
    ask_again(session, actor, id_of(tour), content["media"])
    return tour


def _template(session: Session, template_id: int, *, held: bool = False) -> TourTemplate:
    template = session.get(TourTemplate, template_id, populate_existing=True, with_for_update=held or None)
    if template is None:
        raise NotFound("tour_templates.error.unknown")
    return template


def _kept_stop(session: Session, stop: Stop) -> dict[str, Any]:
    rows = (
        select(AgendaItem).where(AgendaItem.stop_id == stop.id).order_by(col(AgendaItem.position), col(AgendaItem.id))
    )
    zone = get_city(session).timezone
    windows = {name: getattr(stop, name) for name in ("window_from", "window_to")}
    return {
        **stop.model_dump(include=set(_OF_STOP)),
        **{name: None if at is None else clock_of(at, zone).isoformat("minutes") for name, at in windows.items()},
        "topics": [each.model_dump(include=set(_OF_TOPIC)) for each in session.exec(rows)],
    }


def _make_stops(session: Session, tour: Tour, kept: Sequence[dict[str, Any]], zone: str) -> dict[int, int]:
    """The stops on the day of the tour; of an event its one stop gets the topics. Returns the new ids by the old ones."""
    ids: dict[int, int] = {}
    made = session.exec(stops_in_order(id_of(tour))).first() if tour.is_event else None
    day = today_in(zone, tour.starts_at)
    for each in kept:
        fields = {name: each[name] for name in _OF_STOP - {"id"}}
        place = session.get(Place, fields["place_id"]) if fields["place_id"] else None
        fields["place_id"] = None if place is None or place.archived else place.id
        for name in ("window_from", "window_to"):
            fields[name] = moment_on(day, time.fromisoformat(each[name]), zone) if each[name] else None
        stop = made or Stop(tour_id=id_of(tour), **fields)
        stop.address, stop.place_id = fields["address"], fields["place_id"]
        session.add(stop)
        session.flush()
        ids[each["id"]] = id_of(stop)
        session.add_all(AgendaItem(stop_id=id_of(stop), **topic) for topic in each["topics"])
    session.flush()
    return ids
