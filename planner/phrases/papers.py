"""The papers of a tour in words: what services know of it becomes what the papers are drawn from."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from planner.city.tiles.style import FIRST_ZOOM, LAST_ZOOM
from planner.domain.deadlines import days_overdue, is_overdue
from planner.domain.models import Agency, City, Instruction, Issue, Tour
from planner.domain.models.types import id_of
from planner.domain.words import OPEN_INSTRUCTION_STATES, Severity, TourKind, TourState
from planner.i18n import Translator
from planner.links import Site, new_report
from planner.phrases.instructions import say_number, say_promise_now, say_state
from planner.phrases.issues import issue_in_words, issue_place, issue_title
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
from planner.render.papers.stop_sheets import SheetIssue, SheetPromise, StopSheet, StopSheets
from planner.render.papers.tiles import PaperTiles
from planner.services.access.people import PersonFacts
from planner.services.city.extract import Extract
from planner.services.papers.issues import AgencyContact, PromisesOfIssue
from planner.services.papers.papers import FolderFacts, PassengerFacts, PosterFacts, SheetFacts
from planner.services.papers.stop_sheets import StopSheetFacts
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


def stop_sheets_in_words(t: Translator, facts: StopSheetFacts, *, printed_at: datetime, site: Site) -> StopSheets:
    """The sheets of the stops that are driven to, in their planned times, with the address of each one's report form."""
    tour = facts.plan.tour
    return StopSheets(
        head=_head(tour, printed_at),
        starts_at=tour.starts_at,
        sheets=[_stop_sheet(t, facts, row, site) for row in facts.plan.stops if not row.stop.skipped],
        no_code=_why_no_code(t, facts),
    )


def _stop_sheet(t: Translator, facts: StopSheetFacts, row: PlannedRow, site: Site) -> StopSheet:
    stop, stop_id, known = row.stop, id_of(row.stop), facts.known
    made_for, near = (card.issue for card in known.points[stop_id]), known.near[stop_id]
    return StopSheet(
        number=stop.position,
        name=stop.name,
        address=stop.address,
        arrival=stop.planned_arrival,
        departure=stop.planned_departure,
        made_for=[_sheet_issue(t, facts, issue) for issue in made_for],
        near=[_sheet_issue(t, facts, issue, metres=metres) for metres, issue in near],
        topics=[category.name_in(t.language) for category in facts.likely[stop_id]],
        link=site.url(new_report(facts.join_code, stop_id)) if facts.join_code else "",
    )


def _sheet_issue(t: Translator, facts: StopSheetFacts, issue: Issue, *, metres: float | None = None) -> SheetIssue:
    known = facts.known.issues[id_of(issue)]
    category = known.category.name_in(t.language)
    promises = [SheetPromise(say_promise_now(t, each, facts.today), each.overdue) for each in known.promises]
    title = [t("papers.folder.number", number=issue.id), issue_title(issue, category), *_issue_marks(t, issue)]
    distance = [] if metres is None else [t("papers.stops.metres", metres=round(metres))]
    return SheetIssue(
        title=" · ".join(title),
        place=" · ".join([issue_place(issue, category), *distance]),
        promises=promises or [SheetPromise(issue_in_words(t, issue, facts.today), False)],
    )


def _why_no_code(t: Translator, facts: StopSheetFacts) -> str:
    """Nothing for a tour that is over, whose sheets lead nowhere."""
    if facts.join_code or facts.plan.tour.state in (TourState.CLOSED, TourState.CANCELLED):
        return ""
    if not facts.may_share:
        return t("papers.stops.not_yours")
    return t("papers.stops.no_code", screen=t("nav.ride"), button=t("ride.tablets"))


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
    marks += _issue_marks(t, issue)
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


def _issue_marks(t: Translator, issue: Issue) -> Sequence[str]:
    """What must not be overlooked: danger, and that it is not for everybody."""
    danger = [t("words.severity.danger").upper()] if issue.severity is Severity.DANGER else []
    return danger + ([t("papers.folder.internal")] if issue.internal else [])


def promise_on_paper(t: Translator, given: Instruction, agency: Agency, *, today: date) -> FolderPromise:
    """«№ 12–3–2. Дороги, срок 20.11.2026. Просрочено на 3 дня. На контроле»"""
    is_late = given.state in OPEN_INSTRUCTION_STATES and is_overdue(given.due_on, today)
    until = t("papers.folder.until", day=t.short_date(given.due_on))
    state = say_state(t, given, today)
    if is_late:
        state = f"{t('papers.folder.overdue', n=days_overdue(given.due_on, today))}. {state}"
    return FolderPromise(f"{say_number(t, given)}. {agency_name(agency)}, {until}. {state}", given.text, is_late)
