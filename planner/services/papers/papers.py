"""What the papers of a tour say: gathered for whoever may know it, and handed to the room that draws them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from planner.city.tiles.style import FIRST_ZOOM, LAST_ZOOM
from planner.config import settings
from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.models import City, Person, Tour
from planner.domain.permissions import Action, require
from planner.domain.timetable import whole_minutes
from planner.domain.words import TourKind
from planner.i18n import Translator, translator
from planner.links import PUBLIC_STOP, Site
from planner.render.files.navigators import paper_links
from planner.render.files.tour_route import RouteEnd, RouteStop, TourRoute
from planner.render.papers.leader_folder import AgendaLine, FolderContact, FolderStop, LeaderFolder
from planner.render.papers.map import Ground
from planner.render.papers.paper import PaperHead
from planner.render.papers.passenger_list import Passenger, PassengerList
from planner.render.papers.route_sheet import Contact, RouteSheet
from planner.render.papers.tiles import PaperTiles
from planner.services.access.scopes import visible_tour
from planner.services.city.city import get_city
from planner.services.city.extract import current_extract
from planner.services.guests.invitations import list_participants
from planner.services.papers.issues import contacts_at, issues_on_paper
from planner.services.papers.turns import turns_of_route
from planner.services.tours.plan import Plan, plan_of
from planner.services.travel.travel import travel_times
from planner.storage import FileStore


@dataclass(frozen=True)
class Posters:
    """What the posters of all stops are drawn from."""

    head: PaperHead
    route: TourRoute
    city: str


def tour_route(session: Session, actor: Actor, tour_id: int, *, now: datetime, site: Site | None = None) -> TourRoute:
    """The way of the tour, for everybody who may see the tour, a tablet on board too; it names nobody.

    `site` is where the public links of the stops lead; without it they are empty.
    """
    return _route(plan_of(session, actor, tour_id, now=now), site)


def route_sheet(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> RouteSheet:
    """The driver's sheet, with the leader's and the secretary's phones: for staff that may see the tour.

    As many queries for sixty stops as for one.
    """
    require(actor, Action.SEE_PEOPLE)
    city = get_city(session, actor)
    plan = plan_of(session, actor, tour_id, now=now)
    tour, route = plan.tour, _route(plan)
    t = translator(actor.language, city.timezone)
    contacts = [
        Contact(t(f"papers.sheet.{role}"), person.name, person.phone) for role, person in _runs(session, tour).items()
    ]
    return RouteSheet(
        head=_head(tour, now),
        route=route,
        needs_bus=tour.kind is TourKind.BUS_TOUR,
        bus_name=tour.bus_name,
        bus_plate=tour.bus_plate,
        seats=tour.seats,
        note=tour.note,
        contacts=contacts,
        ground=_ground(city, t),
        turns=turns_of_route(travel_times(session, actor), route),
        navigator=paper_links(route.points),
    )


def leader_folder(session: Session, actor: Actor, store: FileStore, tour_id: int, *, now: datetime) -> LeaderFolder:
    """The leader's folder, for staff that may see the tour; as many queries for sixty stops as for one.

    It holds the issues that this actor may see, and names people on the bus only to those who may see who rides. A
    picture whose file is gone is left out.
    """
    require(actor, Action.SEE_PEOPLE)
    city = get_city(session, actor)
    plan = plan_of(session, actor, tour_id, now=now)
    t = translator(actor.language, city.timezone)
    on_paper = issues_on_paper(session, actor, store, plan)
    contacts = contacts_at(session, actor, plan, on_paper)
    route = _route(plan)
    runs = [
        FolderContact(t(f"papers.sheet.{role}"), _with_post(person), person.phone)
        for role, person in _runs(session, plan.tour).items()
    ]
    stops = [
        FolderStop(
            stop=stop,
            minutes_talk=planned.stop.minutes_talk,
            agenda=[AgendaLine(item.text, item.speaker, item.minutes) for item in planned.agenda],
            issues=[on_paper[issue.id or 0].issue for issue in planned.issues],
            contacts=contacts[planned.stop.id or 0],
        )
        for stop, planned in zip(route.stops, plan.stops, strict=True)
    ]
    everybody = dict.fromkeys([*runs, *(contact for stop in stops for contact in stop.contacts)])
    return LeaderFolder(
        head=_head(plan.tour, now),
        route=route,
        today=today_in(city.timezone, now),
        note=plan.tour.note,
        contacts=list(everybody),
        stops=stops,
    )


def passenger_list(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> PassengerList:
    """Who rides, for staff that may see people and who invites or leads this tour. Three queries."""
    require(actor, Action.SEE_PEOPLE)
    rows = list_participants(session, actor, tour_id)
    tour = visible_tour(session, actor, tour_id)
    return PassengerList(
        head=_head(tour, now),
        starts_at=tour.starts_at,
        start_name=tour.start_name,
        bus=", ".join(filter(None, [tour.bus_name, tour.bus_plate])),
        seats=tour.seats,
        passengers=[
            Passenger(
                name=row.participant.name,
                agency=row.agency,
                post=row.post,
                group=row.participant.group,
                answer=row.participant.answer,
                instead_of=row.delegate_of,
                line=row.line,
                boarded_at=row.participant.boarded_at,
            )
            for row in rows
        ],
    )


def stop_posters(session: Session, actor: Actor, tour_id: int, *, now: datetime, site: Site) -> Posters:
    """What hangs at the stops, for everybody who may see the tour: times, names of places, public links; nobody's name."""
    city = get_city(session, actor)
    plan = plan_of(session, actor, tour_id, now=now)
    name = (city.name_en if actor.language == "en" else "") or city.name
    return Posters(_head(plan.tour, now), _route(plan, site), name)


def _head(tour: Tour, now: datetime) -> PaperHead:
    return PaperHead(tour.title, tour.state, now)


def _route(plan: Plan, site: Site | None = None) -> TourRoute:
    tour, last = plan.tour, plan.legs[-1]
    drives_back = tour.end_point is not None and last.is_passable
    return TourRoute(
        title=tour.title,
        starts_at=plan.timetable.start_at,
        start=RouteEnd(tour.start_name, tour.start_point, plan.timetable.start_at),
        end=RouteEnd(tour.end_name, tour.end_point, plan.timetable.finish_at),
        stops=_stops(plan, site),
        line=plan.line,
        km=plan.timetable.km,
        back_km=last.km if drives_back else None,
        back_minutes=whole_minutes(last.minutes) if drives_back else None,
        engine="+".join(dict.fromkeys(filter(None, plan.sources))) or plan.engine,
        back_source=plan.sources[-1],
    )


def _stops(plan: Plan, site: Site | None) -> Sequence[RouteStop]:
    stops = []
    comes_from_somewhere = plan.tour.start_point is not None
    for planned in plan.stops:
        stop, row = planned.stop, planned.row
        stops.append(
            RouteStop(
                number=stop.position,
                name=stop.name,
                address=stop.address,
                point=stop.point,
                arrival=row.arrival,
                departure=row.departure,
                km=row.km_from_previous if comes_from_somewhere else None,
                minutes=row.minutes_from_previous if comes_from_somewhere else None,
                must=stop.must,
                skipped=stop.skipped,
                source=planned.source,
                public_link=site.url(PUBLIC_STOP.to(code=stop.public_code)) if site and stop.public_code else "",
            )
        )
        comes_from_somewhere = comes_from_somewhere or not stop.skipped
    return stops


def _ground(city: City, t: Translator) -> Ground:
    """The tiles of the extract in place, and the city's own background for where they end."""
    extract = current_extract(settings().data)
    if extract is None:
        return Ground(city.background, None, city.tile_attribution if city.background else "")
    tiles = PaperTiles(extract.tiles_folder, extract.box, FIRST_ZOOM, LAST_ZOOM)
    return Ground(city.background, tiles, t("maps.attribution", source=extract.attribution))


def _runs(session: Session, tour: Tour) -> Mapping[str, Person]:
    """The leader and the secretary, by their role."""
    wanted = {"leader": tour.leader_id, "secretary": tour.secretary_id}
    ids = [person_id for person_id in wanted.values() if person_id is not None]
    people: Iterable[Person] = session.exec(select(Person).where(col(Person.id).in_(ids))).all() if ids else ()
    by_id = {person.id: person for person in people}
    return {role: by_id[person_id] for role, person_id in wanted.items() if person_id in by_id}


def _with_post(person: Person) -> str:
    return ", ".join(filter(None, [person.name, person.post]))
