"""One tour from an empty installation to the last instruction, told by real browsers on a real server: in Russian, and read in English."""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect
from sqlmodel import select

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import Person, Tour
from planner.domain.words import InstructionState, IssueState, Outcome, PhotoPhase, Role, Severity, Step, TourState
from planner.i18n import translator
from planner.services.access.sign_in import open_sign_in_for
from planner.services.issues.details import IssueDetails, issue_details
from planner.services.issues.photos import PhotoVariant, read_photo
from planner.services.tours.plan import Plan, plan_of
from planner.storage import open_store
from tests.browser.field import field_steps
from tests.browser.issues import control_steps
from tests.browser.issues.control_steps import Line
from tests.browser.ride import ride_steps
from tests.browser.ride.ride_steps import CATCHING_UP_MS, GPS, camera_photo
from tests.browser.screens import DESKTOP, TABLET, badge, visit
from tests.browser.servers import SERVE, Server
from tests.browser.tours import plan_steps
from tests.browser.tours.plan_steps import Card
from tests.browser.whole import english_steps
from tests.browser.whole.english import English, Listening, english_faults

ZONE = "Asia/Yakutsk"
OLGA = Actor(name="Ольга", roles=frozenset({Role.ADMIN, Role.ORGANIZER}), person_id=1)
FIRST = "first@example.org"
SECRETARY, OFFICIAL, CONTROLLER = "natalya@example.org", "oksana@example.org", "mikhail@example.org"
AGENCY, HELPER = "Управление дорог", "Амурдорстрой-Сервис"
LIGHTS, ROADS, PAVEMENTS = "Освещение", "Дорожное полотно", "Тротуары и доступность"


@dataclass
class Story:
    """Who tells it, who reads it in English, and what has happened so far."""

    t: Listening
    english: English
    server: Server
    database: Database
    new_page: Callable[..., Page]
    tour_id: int = 0
    stops: list[str] = field(default_factory=list)
    hole: int = 0
    tiles: int = 0

    def browser_of(self, email: str) -> Page:
        """A browser in which one of the demo's people is signed in."""
        page = self.new_page(viewport=TABLET)
        with self.database.transaction() as session:
            person = session.exec(select(Person).where(Person.email == email)).one()
            token = open_sign_in_for(session, person, now=datetime.now(UTC))
        page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": self.server.url}])
        return page

    def plan(self) -> Plan:
        """The plan as the services tell it."""
        with self.database.reading() as session:
            return plan_of(session, OLGA, self.tour_id, now=datetime.now(UTC))

    def issue(self, number: int) -> IssueDetails:
        """An issue as the services tell it."""
        with self.database.reading() as session:
            return issue_details(session, OLGA, number)


@pytest.fixture
def story(start: Callable[..., Server], new_page: Callable[..., Page]) -> Iterator[Story]:
    """The beginning: a server whose database is empty."""
    server = start(command=SERVE)
    database = server.open_database()
    english = English(translator("en", ZONE), server, database, new_page)
    yield Story(Listening("ru", ZONE), english, server, database, new_page)
    database.close()
    server.stop()


def test_tour_from_the_set_up_to_the_last_instruction(story: Story) -> None:
    olga = story.new_page(viewport=DESKTOP)

    set_up_the_city(story, olga)
    plan_a_tour(story, olga)
    ride_it(story, olga)
    report_and_verify(story)

    the_list_and_its_file_agree(story, olga)
    the_database_tells_the_same(story)
    positions_are_in_the_originals_only(story)
    assert english_faults(story.t.said, story.english.t) == []


def set_up_the_city(story: Story, olga: Page) -> None:
    """Olga makes herself the first administrator and loads the demo city."""
    en = story.english.t
    english_steps.read_set_up(story.english.stranger(), story.server.url)
    plan_steps.set_up(olga, story.server, story.t)
    # A second account, to read this screen in English, would be one too many for an untouched installation.
    plan_steps.load_demo(olga, story.t)
    story.english.like(FIRST).open("/", en("start.coming"))


def plan_a_tour(story: Story, olga: Page) -> None:
    """Six stops in a bad order; too long at first, then with more time, in a better order, and published."""
    t, reader = story.t, story.english.like(FIRST)
    english_steps.read_tour_form(reader)
    story.tour_id = plan_steps.make_tour(olga, t, title="История", start="1000", end="1200")
    plan_steps.add_place(olga, t, "Областная больница")
    plan_steps.add_place(olga, t, "Первомайский парк")
    plan_steps.add_coordinates(olga, t, 50.2905, 127.53, "Пустырь у рынка")
    plan_steps.add_by_map(olga, t, 100, 100, "Двор с западной стороны")
    plan_steps.add_by_map(olga, t, 480, 100, "Двор с восточной стороны")
    plan_steps.add_issue(olga, t, "Северный", LIGHTS)
    the_screen_shows_the_plan(story, olga)
    expect(olga.get_by_text(t("plan.left", n=1))).to_be_visible()
    english_steps.read_plan(reader, story.tour_id)

    plan_steps.give_more_time(olga, t, 1, minutes=25, topic="Подъезд скорой помощи", speaker="Оксана")
    plan_steps.change_end(olga, t, story.tour_id, "1500")
    expect(olga.get_by_text(t("plan.left", n=1))).to_have_count(0)
    the_screen_shows_the_plan(story, olga)

    before = story.plan().timetable.km
    plan_steps.take_better_order(olga, t)
    the_screen_shows_the_plan(story, olga)
    assert story.plan().timetable.km < before

    english_steps.read_publishing(reader, story.tour_id)
    plan_steps.publish(olga, t)
    reader.open(f"/tour?id={story.tour_id}", reader.t("words.tour_state.published"))
    story.stops = [card.name for card in plan_steps.cards_of(olga)]


def the_screen_shows_the_plan(story: Story, olga: Page) -> None:
    """The cards say the same times as the services, one after the other."""
    t, plan = story.t, story.plan()

    cards = plan_steps.cards_of(olga)

    assert len(cards) == 6
    assert cards == [
        Card(row.stop.position, t.time(row.row.arrival), t.time(row.row.departure), row.stop.name)
        for row in plan.stops
        if row.row.arrival and row.row.departure
    ]
    times = [time for card in cards for time in (card.arrival, card.departure)]
    assert times == sorted(times)


def ride_it(story: Story, olga: Page) -> None:
    """Pyotr joins by the link and raises two issues at the first stop; Natalya leads, and gives two instructions."""
    t, server, tour_id = story.t, story.server, story.tour_id
    ride_steps.open_ride(olga, server, tour_id)
    link = ride_steps.share_link(olga, server, t)
    english_steps.read_sharing(story.english.like(FIRST), tour_id)
    english_steps.read_joining(story.english.stranger(), link)
    pyotr = story.new_page(viewport=TABLET)
    ride_steps.join(pyotr, link, t, name="Пётр", agency=AGENCY)
    natalya = story.browser_of(SECRETARY)
    ride_steps.open_ride(natalya, server, tour_id)
    reader, en = story.english.like(SECRETARY), story.english.t
    ride_steps.board(natalya, t, "Пётр")
    reader.open(f"/boarding?tour={tour_id}", en("boarding.on_board", number=1), en("boarding.to_ride"))
    ride_steps.start(natalya, t)
    reader.open(f"/ride?tour={tour_id}", en("ride.tap.arrive"))
    ride_steps.arrive(natalya, t, number=1, total=6, name=story.stops[0])
    the_tablet_follows(story, pyotr)
    reader.open(f"/ride?tour={tour_id}", en("ride.number", number=1, total=6), en("ride.tap.leave"))
    english_steps.read_tablet(story.english.beside(pyotr), pyotr.url)

    story.hole = the_tablet_reports(
        story, pyotr, ROADS, camera_photo("яма.jpg", "gray"), camera_photo("край.jpg", "tan")
    )
    field_steps.begin_report(pyotr, t)
    field_steps.describe(pyotr, t, text="Плитка провалилась", address="ул. Первомайская, 1")
    story.tiles = the_tablet_reports(story, pyotr, PAVEMENTS, camera_photo("плитка.jpg", "red"))

    english_steps.read_instruction(reader, tour_id, story.hole)
    ride_steps.open_ride(natalya, server, tour_id)
    today = f"{t.local(datetime.now(UTC)):%d%m%Y}"
    ride_steps.instruct(natalya, t, story.hole, text="Заделать яму", agency=AGENCY, due=today)
    ride_steps.instruct(natalya, t, story.tiles, text="Переложить плитку", agency=AGENCY, helper=HELPER)
    ride_steps.leave(natalya, t)
    for number, name in enumerate(story.stops[1:], start=2):
        ride_steps.arrive(natalya, t, number=number, total=6, name=name)
        ride_steps.leave(natalya, t)
    reader.open(f"/ride?tour={tour_id}", en("ride.tap.close"))
    reader.press(en("ride.tap.close"))
    ride_steps.close(natalya, t)
    reader.open(f"/ride?tour={tour_id}", en("words.tour_state.closed"))


def the_tablet_reports(story: Story, pyotr: Page, category: str, *photos: FilePayload) -> int:
    """Photos, topic, save, from the beginning or in a form that is open; the number, once others can see the photos."""
    t = story.t
    if pyotr.locator(".report").count() == 0:
        field_steps.begin_report(pyotr, t)
    field_steps.add_photo(pyotr, t, *photos)
    field_steps.choose_topic(pyotr, category)
    field_steps.save(pyotr, t)
    number = field_steps.latest_number(pyotr, t)
    until = time.monotonic() + 30
    while len(story.issue(number).photos) < len(photos) and time.monotonic() < until:
        time.sleep(0.1)
    return number


def the_tablet_follows(story: Story, pyotr: Page) -> None:
    """Nobody touches it, and it shows where the bus is."""
    card = pyotr.locator("section.card", has=pyotr.get_by_role("heading", name=story.stops[0], exact=True))
    # On the way there the same heading names the next stop: only the time of arrival tells that the bus is there.
    expect(card.get_by_text(story.t("tablet.arrived"), exact=True)).to_be_visible(timeout=CATCHING_UP_MS)


def report_and_verify(story: Story) -> None:
    """Oksana reports both done, one from her pile and one on its page; Mikhail returns one and closes one."""
    t, server = story.t, story.server
    oksana = story.browser_of(OFFICIAL)
    control_steps.open_pile(oksana, server, t, "due_soon")
    done = [camera_photo("после.jpg", "green")]
    english_steps.read_report(story.english.like(OFFICIAL), story.hole, story.tiles)
    control_steps.report_from_pile(oksana, t, story.hole, text="Яма заделана", photos=done)
    control_steps.open_pile(oksana, server, t, "later")
    control_steps.report_from_issue(oksana, t, story.tiles, text="Плитка переложена", photos=done)

    mikhail = story.browser_of(CONTROLLER)
    english_steps.read_verifying(story.english.like(CONTROLLER), story.hole, story.tiles)
    control_steps.return_work(mikhail, t, server, story.hole, reason="Края не подрезаны")
    expect(badge(mikhail, t("words.instruction_state.returned"))).to_be_visible()
    control_steps.accept_work(mikhail, t, server, story.tiles)
    expect(badge(mikhail, t("instructions.closed_in_time"))).to_be_visible()

    english_steps.read_end(story.english.like(CONTROLLER), story.hole, story.tiles)
    control_steps.open_pile(oksana, server, t, "returned")
    expect(oksana.locator(f"a[href$='issue?id={story.hole}']")).to_be_visible()


def the_list_and_its_file_agree(story: Story, olga: Page) -> None:
    """The tour's issues on the screen, on the map and in the file; then the city's, by their number."""
    t, server = story.t, story.server
    visit(olga, f"{server.url}/issues?tour={story.tour_id}")
    cards = control_steps.cards_of_list(olga, t)
    rows = control_steps.downloaded_csv(olga, t)
    on_map = olga.request.get(f"{server.url}/api/issues?tour={story.tour_id}&bbox=127,50,128,51&zoom=12").json()

    due_on = story.issue(story.hole).issue.due_on
    number, state, tour = (t(f"issues.export.{name}") for name in ("number", "state", "tour"))
    assert cards == [
        Line(story.hole, t("issues.look.returned_due", day=f"{due_on:%d.%m}")),
        Line(story.tiles, t("words.outcome.fixed")),
    ]
    assert [(row[number], row[state], row[tour]) for row in rows] == [
        (str(story.hole), t("words.issue_state.returned"), "История"),
        (str(story.tiles), t("words.issue_state.closed"), "История"),
    ]
    assert (on_map["total"], on_map["in_view"]) == (2, 2)
    expect(olga.frame_locator("iframe[src*='/map/issues']").locator(".leaflet-marker-pane .pin")).to_have_count(2)

    assert due_on is not None
    english_steps.read_list(story.english.like(FIRST), story.tour_id, story.hole, story.tiles, due_on)

    visit(olga, f"{server.url}/issues")
    rows = control_steps.downloaded_csv(olga, t)
    expect(olga.get_by_text(t("issues.found", number=t.number(len(rows))), exact=True)).to_be_visible()
    assert len(control_steps.cards_of_list(olga, t)) == 20


def the_database_tells_the_same(story: Story) -> None:
    """The tour is closed, every stop was made, and the issues went the way that was seen."""
    with story.database.reading() as session:
        tour = session.get_one(Tour, story.tour_id)
    hole, tiles = story.issue(story.hole), story.issue(story.tiles)
    given = [details.instructions[0] for details in (hole, tiles)]

    assert tour.state is TourState.CLOSED
    assert [row.stop.departed_at is not None for row in story.plan().stops] == [True] * 6
    assert (hole.issue.state, tiles.issue.state) == (IssueState.RETURNED, IssueState.CLOSED)
    assert (tiles.issue.outcome, tiles.issue.severity) == (Outcome.FIXED, Severity.DANGER)
    assert [row.instruction.state for row in given] == [InstructionState.RETURNED, InstructionState.CLOSED]
    # It was due on the day of the ride; who returned it left the week that the dialog offers.
    week_later = story.t.local(tour.started_at or datetime.now(UTC)).date() + timedelta(days=7)
    assert given[0].instruction.due_on == week_later
    assert [agency.short_name for agency in given[1].co_executors] == [HELPER]
    raised, one, did = [Step.RAISE, Step.ADD_PHOTO], [Step.ADD_PHOTO], [Step.INSTRUCT, Step.ADD_PHOTO, Step.REPORT]
    assert [move.step for move in hole.moves] == [*raised, *one, *did, Step.RETURN]
    assert [move.step for move in tiles.moves] == [*raised, *did, Step.ACCEPT]


def positions_are_in_the_originals_only(story: Story) -> None:
    """The camera wrote where it was; that stays with the original and is in nothing that others download."""
    store = open_store(story.server.data / "files")
    photos = [*story.issue(story.hole).photos, *story.issue(story.tiles).photos]
    tells = {}
    with story.database.reading() as session:
        for variant in PhotoVariant:
            files = [read_photo(session, OLGA, store, photo.id, variant=variant) for photo in photos]
            tells[variant] = [_tells_position(file) for file in files]

    assert sorted(photo.phase for photo in photos) == [PhotoPhase.AFTER] * 2 + [PhotoPhase.BEFORE] * 3
    assert tells == {
        PhotoVariant.ORIGINAL: [True] * 5,
        PhotoVariant.CLEAN: [False] * 5,
        PhotoVariant.THUMBNAIL: [False] * 5,
    }


def _tells_position(data: bytes) -> bool:
    with Image.open(io.BytesIO(data)) as picture:
        return bool(picture.getexif().get_ifd(GPS))
