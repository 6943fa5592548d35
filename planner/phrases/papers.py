"""The papers of a tour in words: what services know of it becomes what the papers are drawn from."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from planner.city.tiles.style import FIRST_ZOOM, LAST_ZOOM
from planner.domain.deadlines import days_overdue, is_overdue
from planner.domain.models import Agency, City, Instruction, Issue, Tour
from planner.domain.models.types import id_of
from planner.domain.words import OPEN_INSTRUCTION_STATES, Severity, TourKind
from planner.i18n import Translator
from planner.links import Site
from planner.phrases.names import agency_name, city_name, person_with_post
from planner.phrases.tour_route import route_of
from planner.render.files.navigators import paper_links
from planner.render.files.tour_route import RouteStop
from planner.render.papers.leader_folder import (
    AgendaLine,
    FolderContact,
    FolderIssue,
    FolderPromise,
    FolderStop,
    LeaderFolder,
)
from planner.render.papers.map import Ground
from planner.render.papers.paper import PaperHead
from planner.render.papers.passenger_list import Passenger, PassengerList
from planner.render.papers.route_sheet import Contact, RouteSheet, Turn
from planner.render.papers.stop_posters import StopPosters
from planner.render.papers.tiles import PaperTiles
from planner.services.access.people import PersonFacts
from planner.services.city.extract import Extract
from planner.services.papers.issues import AgencyContact, PromisesOfIssue
from planner.services.papers.papers import FolderFacts, PassengerFacts, PosterFacts, SheetFacts
from planner.services.papers.turns import RideTurns
from planner.services.tours.plan import PlannedRow


def sheet_in_words(t: Translator, facts: SheetFacts, *, printed_at: datetime) -> RouteSheet:
    """The driver's sheet."""
    tour, route = facts.plan.tour, route_of(facts.plan)
    return RouteSheet(
        head=_head(tour, printed_at),
        route=route,
        needs_bus=tour.kind is TourKind.BUS_TOUR,
        bus_name=tour.bus_name,
        bus_plate=tour.bus_plate,
        seats=tour.seats,
        note=tour.note,
        contacts=[
            Contact(t(f"papers.sheet.{role}"), person.name, person.phone) for role, person in facts.in_charge.items()
        ],
        ground=_ground(t, facts.city, facts.extract),
        turns=list(_turns(facts.rides)),
        navigator=paper_links(route.points),
    )


def folder_in_words(t: Translator, facts: FolderFacts, *, printed_at: datetime) -> LeaderFolder:
    """The leader's folder."""
    route = route_of(facts.plan)
    stops = [_folder_stop(t, facts, row, stop) for row, stop in zip(facts.plan.stops, route.stops, strict=True)]
    everybody = [*_people_in_charge(t, facts.in_charge), *(contact for stop in stops for contact in stop.contacts)]
    return LeaderFolder(
        head=_head(facts.plan.tour, printed_at),
        route=route,
        note=facts.plan.tour.note,
        contacts=list(dict.fromkeys(everybody)),
        stops=stops,
    )


def passengers_in_words(facts: PassengerFacts, *, printed_at: datetime) -> PassengerList:
    """The list of passengers."""
    tour = facts.tour
    return PassengerList(
        head=_head(tour, printed_at),
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
            for row in facts.rows
        ],
    )


def posters_in_words(t: Translator, facts: PosterFacts, *, printed_at: datetime, site: Site) -> StopPosters:
    """The posters of all stops, with the addresses of their public pages."""
    return StopPosters(_head(facts.plan.tour, printed_at), route_of(facts.plan, site), city_name(t, facts.city))


def _head(tour: Tour, printed_at: datetime) -> PaperHead:
    return PaperHead(tour.title, tour.state, printed_at)


def _ground(t: Translator, city: City, extract: Extract | None) -> Ground:
    """The tiles of the extract in place, and the city's own background for where they end."""
    if extract is None:
        return Ground(city.background, None, city.tile_attribution if city.background else "")
    tiles = PaperTiles(extract.tiles_folder, extract.box, FIRST_ZOOM, LAST_ZOOM)
    return Ground(city.background, tiles, t("maps.attribution", source=extract.attribution))


def _turns(rides: Sequence[RideTurns]) -> Iterator[Turn]:
    """The lines of the turn list; a ride without a known turn is one line that says so."""
    for ride in rides:
        if not ride.turns:
            yield Turn("unknown", "", 0.0, stop=ride.stop)
        for turn in ride.turns:
            arrives = turn.kind == "arrive"
            # The street of an arrival is the one that the bus rides on already.
            street = "" if arrives else turn.street
            yield Turn(turn.kind, street, turn.metres, stop=ride.stop if arrives else None, exit=turn.exit)


def _people_in_charge(t: Translator, in_charge: Mapping[str, PersonFacts]) -> Sequence[FolderContact]:
    return [
        FolderContact(t(f"papers.sheet.{role}"), person_with_post(person.name, person.post), person.phone)
        for role, person in in_charge.items()
    ]


def _folder_stop(t: Translator, facts: FolderFacts, row: PlannedRow, stop: RouteStop) -> FolderStop:
    categories = facts.plan.categories
    return FolderStop(
        stop=stop,
        minutes_talk=row.stop.minutes_talk,
        agenda=[AgendaLine(item.text, item.speaker, item.minutes) for item in row.agenda],
        issues=[
            issue_on_paper(
                t,
                issue,
                categories[issue.category_id].name_in(t.language),
                facts.promises[id_of(issue)],
                today=facts.today,
            )
            for issue in row.issues
        ],
        contacts=[_contact(contact) for contact in facts.contacts[id_of(row.stop)]],
    )


def _contact(contact: AgencyContact) -> FolderContact:
    name = person_with_post(contact.name, contact.post)
    return FolderContact(agency_name(contact.agency), name, contact.phone, contact.email)


def issue_on_paper(t: Translator, issue: Issue, category: str, known: PromisesOfIssue, *, today: date) -> FolderIssue:
    """An issue as the leader reads it: what it is, who raised it when, and what was promised about it."""
    marks = [t("papers.folder.number", number=issue.id), category]
    marks += [t("words.severity.danger").upper()] if issue.severity is Severity.DANGER else []
    marks += [t("papers.folder.internal")] if issue.internal else []
    raised = t("papers.folder.raised", day=t.short_date(issue.created_at))
    raised += t("papers.folder.raised_by", name=issue.raised_by) if issue.raised_by else ""
    state = t("papers.folder.state", state=t(f"words.issue_state.{issue.state.value}"))
    return FolderIssue(
        title=" · ".join(marks),
        text=issue.text,
        address=issue.address,
        raised=raised,
        state="" if known.promises else state,
        photo=known.picture,
        promises=[promise_on_paper(t, given, agency, today=today) for given, agency in known.promises],
    )


def promise_on_paper(t: Translator, given: Instruction, agency: Agency, *, today: date) -> FolderPromise:
    """«Дороги, срок 20.11.2026. Просрочено на 3 дня. На контроле»"""
    is_late = given.state in OPEN_INSTRUCTION_STATES and is_overdue(given.due_on, today)
    until = t("papers.folder.until", day=t.short_date(given.due_on))
    state = t(f"words.instruction_state.{given.state.value}")
    if is_late:
        state = f"{t('papers.folder.overdue', n=days_overdue(given.due_on, today))}. {state}"
    return FolderPromise(f"{agency_name(agency)}, {until}. {state}", given.text, is_late)
