"""Every view of the page on the bus, reached as a visitor reaches it, for tests that look at all of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, Route, expect
from sqlmodel import col, select

from planner.domain.actor import Actor
from planner.domain.models import Agency, Issue, PersonRole
from planner.domain.models.types import id_of, new_id
from planner.domain.words import Role
from planner.services.control.instructions import give_instruction
from planner.services.ride.ride import arrive, start_ride
from tests.browser.field.field_steps import (
    SENDING_MS,
    add_photo,
    begin_report,
    choose_topic,
    expect_received,
    noise_photo,
    open_field,
    report,
)
from tests.browser.ride.ride_story import Ride, sign_in

LONG = "У остановки возле дома № 12 третью неделю не горит фонарь, вечером ничего не видно, дети идут в темноте"


def views_of_a_rider(page: Page, ride: Ride) -> Iterator[str]:
    """Yields the name of each view once it is drawn, from the door to the outbox."""
    t = ride.t
    page.goto(f"{ride.server.url}/field/{ride.code}")
    expect(page.locator("form.door")).to_be_visible()
    yield "door"
    open_field(page, ride.server.url, ride)
    yield "waiting"
    ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))
    page.reload()
    expect(page.get_by_text(t("tablet.driving"), exact=True)).to_be_visible()
    yield "driving"
    ride.do(lambda session, oksana, now: arrive(session, oksana, ride.stop_ids[0], now=now))
    page.reload()
    expect(page.get_by_text(t("tablet.arrived"), exact=True)).to_be_visible()
    report(page, t, topic(ride, 1), noise_photo(), text=LONG)
    expect_received(page, t, 1)
    yield "at a stop"
    page.get_by_role("button", name=t("tablet.speakers.add"), exact=True).click()
    expect(page.locator("form.door")).to_be_visible()
    yield "speakers"
    page.get_by_label(t("join.name"), exact=True).fill("Александра Константинопольская")
    page.get_by_role("button", name=t("tablet.speakers.go"), exact=True).click()
    page.get_by_role("button", name="Пётр Орлов", exact=True).click()
    page.get_by_label(t("tablet.talk.yours"), exact=True).fill(LONG)
    page.get_by_role("button", name=t("tablet.talk.say"), exact=True).click()
    expect(page.locator(".said li")).to_be_visible()
    yield "shared"
    begin_report(page, t)
    yield "report"
    add_photo(page, t, noise_photo(), noise_photo(seed=3))
    choose_topic(page, topic(ride, 0))
    page.get_by_text(t("tablet.report.more"), exact=True).click()
    yield "report filled"
    page.get_by_role("button", name=t("tablet.place.correct"), exact=True).click()
    expect(page.locator("dialog .leaflet-container")).to_be_visible()
    yield "map"
    page.get_by_role("button", name=t("tablet.map.leave"), exact=True).click()
    page.get_by_role("button", name=t("tablet.report.arrow"), exact=True).click()
    expect(page.locator("dialog canvas")).to_be_visible()
    yield "marks"
    page.get_by_role("button", name=t("tablet.marks.leave"), exact=True).click()
    page.route("**/items", _refuse)
    page.get_by_role("button", name=t("tablet.report.save"), exact=True).click()
    expect(page.locator(".head")).to_be_visible()
    page.goto(f"{ride.server.url}/field/{ride.code}#outbox")
    expect(page.locator(".card.refused")).to_be_visible(timeout=SENDING_MS)
    expect(page.locator("#connection")).to_have_text(t("tablet.connection.refused", n=1))
    yield "outbox"
    page.unroute("**/items")
    page.goto(f"{ride.server.url}/field/{ride.code}#issue/{ride.issues()[-1].id}")
    expect(page.locator("h2.title")).to_be_visible()
    yield "issue"
    page.context.set_offline(True)
    page.goto(f"{ride.server.url}/field/{ride.code}")
    expect(page.locator(".badge.amber")).to_be_visible()
    yield "offline"
    page.context.set_offline(False)


def views_of_who_leads(page: Page, ride: Ride) -> Iterator[str]:
    """Yields the views that only who leads and decides has; the bus stands at its first stop, with one issue."""
    assert ride.oksana.person_id is not None
    with ride.database.transaction() as session:
        session.add(PersonRole(person_id=ride.oksana.person_id, role=Role.SECRETARY))
    t = ride.t
    sign_in(page, ride, ride.token)
    open_field(page, ride.server.url, ride)
    expect(page.get_by_role("button", name=t("ride.tap.leave"))).to_be_visible()
    yield "leader"
    page.locator("section", has=page.get_by_role("heading", name=t("tablet.undecided_here", n=1))).get_by_role(
        "button"
    ).first.click()
    expect(page.locator(".decide")).to_be_visible()
    page.get_by_text(t("tablet.close_form.title"), exact=True).click()
    yield "decide"
    page.get_by_role("button", name=t("tablet.back"), exact=True).click()
    page.get_by_role("link", name=t("tablet.on_board", n=0)).click()
    expect(page.get_by_text("Анна Крылова")).to_be_visible()
    yield "people"
    decide(ride)
    page.goto(f"{ride.server.url}/field/{ride.code}#protocol")
    page.reload()
    expect(page.locator(".stance")).to_be_visible()
    page.get_by_role("button", name=t("protocol.object"), exact=True).click()
    yield "protocol"
    page.get_by_role("button", name=t("tablet.protocol.to_end"), exact=True).click()
    expect(page.get_by_label(t("protocol.confirm.pin"), exact=True)).to_be_visible()
    yield "confirmation"


def decide(ride: Ride, *texts: str) -> None:
    """The lights' agency is given instructions about the first issue that was raised on the ride."""
    with ride.database.transaction() as session:
        secretary = Actor("Соня", frozenset({Role.SECRETARY}))
        agency = session.exec(select(Agency).where(Agency.name == "Горсвет")).one()
        now = datetime.now(UTC)
        issue = session.exec(select(Issue).where(Issue.tour_id == ride.tour_id).order_by(col(Issue.id))).first()
        for text in texts or (LONG,):
            give_instruction(
                session,
                secretary,
                id_of(issue) if issue else 0,
                uid=new_id(),
                text=text,
                agency_id=id_of(agency),
                due_on=now.date() + timedelta(days=10),
                now=now,
                today=now.date(),
            )


def topic(ride: Ride, number: int) -> str:
    """The name of one of the two topics."""
    names = {"ru": ("Дорога", "Освещение"), "en": ("Road", "Lighting")}
    return names[ride.t.language][number]


def _refuse(route: Route) -> None:
    items = (route.request.post_data_json or {})["items"]
    answers = [
        {
            "uid": item["uid"],
            "state": "refused",
            "error": "Это место дальше 200 км от города.",
            "key": "field.error.far",
        }
        for item in items
    ]
    route.fulfill(json={"now": items[0]["at"], "answers": answers}, headers={"X-Planner": "1"})
