"""Three proposals in a real browser: one is chosen and taken back, a colleague was faster, an order is mended with one tap."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.geo import Point, qk_of
from planner.domain.models import Category, Issue, Person, PersonRole, Stop, TourProposal
from planner.domain.models.types import id_of
from planner.domain.words import Role, Severity
from planner.i18n import Translator, translator
from planner.services.access.sign_in import open_sign_in_for
from planner.services.tours.stops import add_stop, edit_stop
from planner.services.tours.tours import create_tour, edit_tour
from tests.browser.screens import DESKTOP, press, type_into, unfold, visit, wait_idle
from tests.browser.servers import Server

FIRST_SEARCH_SECONDS = 180
"""The very first search in a new installation compiles the optimiser."""


@dataclass
class Backlog:
    """Olga's draft with one stop, far issues, and the way to its screens."""

    server: Server
    database: Database
    tour_id: int
    stop_id: int
    olga: Actor
    tokens: dict[str, str]
    t: Translator

    def open(self, page: Page, path: str, *, who: str = "olga") -> None:
        """Opens a screen as somebody, and waits until a search is over."""
        page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": self.tokens[who], "url": self.server.url}])
        page.goto(f"{self.server.url}{path}")
        wait_idle(page, seconds=FIRST_SEARCH_SECONDS)

    def do(self, change: Callable[[Session, Actor], object]) -> None:
        """Olga's colleague changes something on another screen."""
        with self.database.transaction() as session:
            change(session, self.olga)

    def stops(self) -> list[str]:
        """The names of the stops in order."""
        with self.database.reading() as session:
            stops = session.exec(select(Stop).where(Stop.tour_id == self.tour_id)).all()
        return [stop.name for stop in sorted(stops, key=lambda stop: stop.position)]

    def choices(self) -> list[tuple[str, str]]:
        """What was chosen, and why."""
        with self.database.reading() as session:
            kept = session.exec(select(TourProposal).where(TourProposal.tour_id == self.tour_id)).all()
        return [(each.chosen, each.reason) for each in kept]


@pytest.fixture(scope="module")
def database(server: Server) -> Database:
    """The server's own database."""
    return server.open_database()


@pytest.fixture
def backlog(server: Server, database: Database) -> Backlog:
    """A tour of tomorrow of its own for each test."""
    now = datetime.now(UTC)
    with database.transaction() as session:
        category = session.exec(select(Category)).first() or Category(name="Освещение")
        olga, oksana = Person(name="Ольга Ким"), Person(name="Оксана Белова")
        session.add_all([category, olga, oksana])
        session.flush()
        actors = {}
        for name, person, role in (("olga", olga, Role.ORGANIZER), ("oksana", oksana, Role.OFFICIAL)):
            session.add(PersonRole(person_id=id_of(person), role=role))
            actors[name] = Actor(person.name, frozenset({role}), id_of(person))
        if session.exec(select(Issue)).first() is None:
            for number in range(12):
                point = Point(50.26 + number * 0.004, 127.50 + number % 4 * 0.02)
                issue = Issue(
                    lat=point.lat, lon=point.lon, qk=qk_of(point), category_id=id_of(category), created_at=now
                )
                issue.severity, issue.address = list(Severity)[number % 3], f"ул. Ленина, {number}"
                session.add(issue)
        start = now + timedelta(days=1)
        ends: dict[str, Any] = {"start_lat": 50.26, "start_lon": 127.53, "end_lat": 50.26, "end_lon": 127.53}
        tour = create_tour(
            session,
            actors["olga"],
            now=now,
            title="Объезд Центра",
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            **ends,
        )
        stop = add_stop(session, actors["olga"], id_of(tour), name="Рынок", lat=50.262, lon=127.53)
        return Backlog(
            server=server,
            database=database,
            tour_id=id_of(tour),
            stop_id=id_of(stop),
            olga=actors["olga"],
            tokens={
                name: open_sign_in_for(session, session.get_one(Person, actor.person_id), now=now)
                for name, actor in actors.items()
            },
            t=translator("ru", "Asia/Yakutsk"),
        )


def test_one_of_three_is_chosen_and_taken_back(new_page: Callable[..., Page], backlog: Backlog) -> None:
    page, t = new_page(viewport=DESKTOP), backlog.t
    backlog.open(page, f"/tour?id={backlog.tour_id}")
    page.get_by_role("link", name=t("proposals.title")).click()
    page.wait_for_url("**/proposals?id=*")
    wait_idle(page, seconds=FIRST_SEARCH_SECONDS)

    for kind in ("most", "fairest", "shortest"):
        expect(page.get_by_role("heading", name=t(f"proposals.kind.{kind}"))).to_be_visible()
    for kind in ("shortest", "most"):
        page.locator(f".st-key-look_{kind} button").click()
        wait_idle(page)
        expect(page.locator(f".st-key-proposal_shown_{kind}")).to_be_visible()
    shown = page.locator("[class*=st-key-proposed_] strong").all_inner_texts()
    press(page, t("proposals.choose"))
    dialog = page.get_by_role("dialog")
    type_into(dialog, t("proposals.reason"), "Давно не были")
    press(dialog, t("proposals.choose"))
    page.wait_for_url(f"**/tour?id={backlog.tour_id}")
    wait_idle(page)

    assert len(shown) > 2
    assert [text.split(maxsplit=2)[2] for text in shown] == backlog.stops()
    assert backlog.choices() == [("most", "Давно не были")]
    press(page, t("plan.undo"))
    assert backlog.stops() == ["Рынок"]
    assert backlog.choices() == [("most", "Давно не были")]


def test_change_meanwhile_is_told_and_nothing_is_taken(new_page: Callable[..., Page], backlog: Backlog) -> None:
    page, t = new_page(viewport=DESKTOP), backlog.t
    backlog.open(page, f"/proposals?id={backlog.tour_id}")
    press(page, t("proposals.choose"))
    backlog.do(lambda session, olga: edit_tour(session, olga, backlog.tour_id, now=datetime.now(UTC), note="Иначе"))

    press(page.get_by_role("dialog"), t("proposals.choose"))

    said = t("tours.error.changed_by_you", at="|").partition("|")[0].strip()  # backlog.do is done by Olga too
    expect(page.get_by_role("dialog")).to_contain_text(said)
    assert (backlog.stops(), backlog.choices()) == (["Рынок"], [])


def test_every_place_left_out_has_its_reason(new_page: Callable[..., Page], backlog: Backlog) -> None:
    page, t = new_page(viewport=DESKTOP), backlog.t
    backlog.do(lambda session, olga: edit_stop(session, olga, backlog.stop_id, minutes_talk=90))
    backlog.open(page, f"/proposals?id={backlog.tour_id}")

    unfold(page.locator("summary").filter(has_text="Почему не вошло"))
    wait_idle(page)

    over = t("proposals.out.over", span="").strip()
    reasons = page.get_by_text(over)
    expect(reasons.first).to_be_visible()
    assert reasons.count() > 5


def test_rule_is_added_and_taken_away(new_page: Callable[..., Page], backlog: Backlog) -> None:
    page, t = new_page(viewport=DESKTOP), backlog.t
    backlog.do(lambda session, olga: add_stop(session, olga, backlog.tour_id, name="Школа", lat=50.27, lon=127.53))
    backlog.open(page, f"/proposals?id={backlog.tour_id}")
    unfold(page.locator("summary").filter(has_text=t("proposals.settings")))
    wait_idle(page)

    press(page, t("proposals.rule.add"))
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_role("combobox", name=t("proposals.rule.stop"), exact=True)
    field.fill("Школа")
    page.get_by_role("option", name="2. Школа", exact=True).click()
    wait_idle(page)
    dialog.get_by_text("1", exact=True).click()
    wait_idle(page)
    press(dialog, t("proposals.rule.add"))
    wait_idle(page, seconds=FIRST_SEARCH_SECONDS)

    rule = t("proposals.rule.position", name="2. Школа", place=t("proposals.place.number", number=1))
    expect(page.get_by_text(rule)).to_be_visible()
    expect(page.locator("[class*=st-key-proposed_] strong").first).to_contain_text("Школа")
    press(page, t("proposals.rule.remove"))
    expect(page.get_by_text(rule)).to_have_count(0)


def test_order_is_mended_with_one_tap_and_taken_back(new_page: Callable[..., Page], backlog: Backlog) -> None:
    page, t = new_page(viewport=DESKTOP), backlog.t

    def hurry(session: Session, olga: Actor) -> None:
        far = add_stop(session, olga, backlog.tour_id, name="Школа", lat=50.28, lon=127.53)
        edit_stop(session, olga, backlog.stop_id, minutes_talk=60)
        early = far.planned_arrival
        assert early is not None
        edit_stop(session, olga, id_of(far), window_to=early - timedelta(minutes=5))

    backlog.do(hurry)
    backlog.open(page, f"/proposals?id={backlog.tour_id}")
    page.get_by_role("radio", name=t("proposals.view.mine"), exact=True).click()
    wait_idle(page)

    expect(page.get_by_text(t("proposals.broken", n=1))).to_be_visible()
    swap = page.locator("[class*=st-key-help_]").filter(has_text=t("proposals.help.swap", number=1, other_number=2))
    press(swap.first, t("proposals.do_help"))
    expect(page.get_by_text(t("proposals.order_fits"))).to_be_visible()
    assert backlog.stops() == ["Школа", "Рынок"]
    press(page, t("plan.undo"))
    expect(page.get_by_text(t("proposals.broken", n=1))).to_be_visible()
    assert backlog.stops() == ["Рынок", "Школа"]


def test_official_is_told_who_plans(new_page: Callable[..., Page], backlog: Backlog) -> None:
    page, t = new_page(viewport=DESKTOP), backlog.t

    backlog.open(page, f"/proposals?id={backlog.tour_id}", who="oksana")

    expect(page.get_by_text(t("tours.not_planner"))).to_be_visible()
    expect(page.get_by_role("heading", name=t("proposals.kind.most"))).to_have_count(0)


def test_fairness_of_a_city_without_tours_says_so(new_page: Callable[..., Page], backlog: Backlog) -> None:
    page, t = new_page(viewport=DESKTOP), backlog.t

    backlog.open(page, "/fairness", who="oksana")

    expect(page.get_by_text(t("fairness.no_districts"))).to_be_visible()
    visit(page, f"{backlog.server.url}/tours")
    expect(page.get_by_role("heading", name=t("tours.title"), exact=True)).to_be_visible()
