"""Leading a ride on the page on the bus, without a network: taps, heads, names, instructions; they arrive in order."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from planner.database import Database
from planner.domain.models import (
    Agency,
    HeadCount,
    Instruction,
    Issue,
    Participant,
    Person,
    PersonRole,
    ProtocolEdition,
    ProtocolStance,
    Stop,
)
from planner.domain.words import IssueState, Outcome, Role
from planner.services.access.passwords import hash_pin
from planner.services.ride.ride import arrive, leave
from tests.browser.field.conftest import ride_at_first_stop
from tests.browser.field.field_steps import SENDING_MS, expect_all_sent, expect_received, open_field, report
from tests.browser.field.field_views import decide
from tests.browser.field.proxy import Proxy, Weather
from tests.browser.ride.ride_story import Ride, make_ride, sign_in
from tests.browser.screens import screenshot
from tests.browser.servers import Server


@pytest.fixture(scope="module")
def server(common_server: Server) -> Server:
    """Shared with other files: each test here makes a tour of its own."""
    return common_server


@pytest.fixture
def ride(server: Server, database: Database) -> Ride:
    """A tour that is published, led by Oksana."""
    return make_ride(server, database, "ru")


@pytest.fixture
def leader(new_page: Callable[..., Page], network: Proxy, ride: Ride) -> Page:
    """Oksana's tablet, signed in by her account."""
    page = new_page()
    sign_in(page, ride, ride.token)
    open_field(page, network.url, ride)
    return page


def test_taps_made_without_a_network_arrive_in_order_with_their_own_times(
    leader: Page, network: Proxy, ride: Ride
) -> None:
    t = ride.t
    network.turn(Weather.CUT)
    begun = datetime.now(UTC)
    leader.get_by_role("button", name=t("ride.tap.start")).click()
    leader.get_by_role("button", name=t("ride.tap.arrive")).click()
    expect(leader.get_by_role("heading", name="Рынок", exact=True)).to_be_visible()
    leader.get_by_role("button", name=t("tablet.heads_more"), exact=True).click()
    leader.get_by_role("link", name=t("tablet.on_board", n=0)).click()
    leader.get_by_role("button", name=f"{t('tablet.people.board')}: Анна Крылова").click()
    leader.get_by_role("button", name=t("tablet.back"), exact=True).click()
    leader.get_by_role("button", name=t("ride.tap.leave")).click()
    expect(leader.get_by_text(t("tablet.driving"), exact=True)).to_be_visible()
    leader.wait_for_timeout(2000)

    network.turn(Weather.FINE)
    expect_all_sent(leader, t)

    with ride.database.reading() as session:
        first = session.get_one(Stop, ride.stop_ids[0])
        heads = session.get_one(HeadCount, first.id)
        anna = session.exec(select(Participant).where(Participant.tour_id == ride.tour_id)).one()
    assert first.arrived_at is not None
    assert first.departed_at is not None
    assert (
        begun - timedelta(seconds=2) < first.arrived_at < first.departed_at < datetime.now(UTC) - timedelta(seconds=1)
    )
    assert (heads.people, anna.boarded_at is not None) == (1, True)


def test_tap_is_taken_back_before_and_after_it_was_sent(leader: Page, network: Proxy, ride: Ride) -> None:
    t = ride.t
    leader.get_by_role("button", name=t("ride.tap.start")).click()
    expect(leader.get_by_role("button", name=t("ride.tap.arrive"))).to_be_visible()
    expect_all_sent(leader, t)
    network.turn(Weather.CUT)
    leader.get_by_role("button", name=t("ride.tap.arrive")).click()
    expect(leader.get_by_role("heading", name="Рынок", exact=True)).to_be_visible()

    leader.get_by_role("button", name=t("tablet.undo"), exact=True).click()
    expect(leader.get_by_role("button", name=t("ride.tap.arrive"))).to_be_visible()
    network.turn(Weather.FINE)
    leader.get_by_role("button", name=t("ride.tap.arrive")).click()
    expect(leader.get_by_role("button", name=t("ride.tap.leave"))).to_be_visible()
    expect_all_sent(leader, t)
    leader.reload()
    expect(leader.get_by_role("button", name=t("ride.tap.leave"))).to_be_visible()
    leader.get_by_role("button", name=t("tablet.undo"), exact=True).click()
    expect(leader.get_by_role("button", name=t("ride.tap.arrive"))).to_be_visible()
    expect_all_sent(leader, t)

    with ride.database.reading() as session:
        assert session.get_one(Stop, ride.stop_ids[0]).arrived_at is None


def test_instruction_at_the_stop_takes_two_taps_without_a_network(
    new_page: Callable[..., Page], network: Proxy, server: Server, database: Database
) -> None:
    ride = ride_at_first_stop(server, database)
    with database.transaction() as session:
        assert ride.oksana.person_id is not None
        session.add(PersonRole(person_id=ride.oksana.person_id, role=Role.SECRETARY))
    t, tablet, secretary = ride.t, new_page(), new_page()
    open_field(tablet, network.url, ride)
    report(tablet, t, "Освещение", text="Не горит фонарь")
    expect_received(tablet, t, 1)
    sign_in(secretary, ride, ride.token)
    open_field(secretary, network.url, ride)
    expect(secretary.get_by_role("heading", name=t("tablet.undecided_here", n=1))).to_be_visible()
    screenshot(secretary, "field-leader-768")
    network.turn(Weather.CUT)

    secretary.get_by_role("button", name=f"{t('tablet.decide')}: Не горит фонарь").click()
    screenshot(secretary, "field-decide-768")
    secretary.get_by_label(t("tablet.decide_form.text"), exact=True).fill("Заменить лампу")
    offered = date.fromisoformat(secretary.locator("input[type=date]").input_value())
    give = secretary.get_by_role("button", name=t("tablet.decide_form.give"), exact=True)
    give.evaluate("button => { button.click(); button.click(); }")  # a tap too many gives no second one
    expect(secretary.get_by_text(t("tablet.all_decided"), exact=True)).to_be_visible()
    network.turn(Weather.FINE)
    expect_all_sent(secretary, t)

    with database.reading() as session:
        issue = session.exec(select(Issue).where(Issue.tour_id == ride.tour_id)).one()
        given = session.exec(select(Instruction).where(Instruction.issue_id == issue.id)).one()
        agency = session.get_one(Agency, given.agency_id).name
    assert (given.text, agency, given.due_on) == ("Заменить лампу", "Горсвет", offered)
    # A month, or the working day before it.
    assert timedelta(days=15) < given.due_on - t.local(given.given_at).date() <= timedelta(days=30)


def test_issue_is_closed_at_the_stop_without_a_network(
    new_page: Callable[..., Page], network: Proxy, server: Server, database: Database
) -> None:
    ride = ride_at_first_stop(server, database)
    with database.transaction() as session:
        assert ride.oksana.person_id is not None
        session.add(PersonRole(person_id=ride.oksana.person_id, role=Role.SECRETARY))
    t, secretary = ride.t, new_page()
    sign_in(secretary, ride, ride.token)
    open_field(secretary, network.url, ride)
    report(secretary, t, "Освещение", text="Не горит фонарь")
    expect(secretary.get_by_role("heading", name=t("tablet.undecided_here", n=1))).to_be_visible()
    network.turn(Weather.CUT)

    secretary.get_by_role("button", name=f"{t('tablet.decide')}: Не горит фонарь").click()
    secretary.get_by_text(t("tablet.close_form.title"), exact=True).click()
    secretary.get_by_role("button", name=t("tablet.close_form.close"), exact=True).click()
    expect(secretary.get_by_text(t("tablet.close_form.no_reason"), exact=True)).to_be_visible()
    secretary.get_by_role("button", name=t("tablet.close_form.planned"), exact=True).click()
    screenshot(secretary, "field-close-768")
    secretary.get_by_role("button", name=t("tablet.close_form.close"), exact=True).click()
    expect(secretary.get_by_text(t("tablet.all_decided"), exact=True)).to_be_visible()
    network.turn(Weather.FINE)
    expect_all_sent(secretary, t)

    [issue] = ride.issues()
    assert (issue.state, issue.outcome) == (IssueState.CLOSED, Outcome.NOT_NEEDED)


def test_protocol_is_read_point_by_point_and_agreed_on_without_a_network_and_confirmed_with_one(
    new_page: Callable[..., Page], network: Proxy, server: Server, database: Database
) -> None:
    ride = ride_at_first_stop(server, database)
    t, leader = ride.t, new_page(has_touch=True)
    ride.do(lambda session, oksana, now: leave(session, oksana, ride.stop_ids[0], now=now))
    ride.do(lambda session, oksana, now: arrive(session, oksana, ride.stop_ids[1], now=now))
    ride.do(lambda session, oksana, now: leave(session, oksana, ride.stop_ids[1], now=now))
    with database.transaction() as session:
        session.get_one(Person, ride.oksana.person_id).pin_hash = hash_pin("271845")
    sign_in(leader, ride, ride.token)
    open_field(leader, network.url, ride)
    report(leader, t, "Освещение", text="Темно во дворе")
    expect_all_sent(leader, t)
    decide(ride, "Заменить лампу", "Поставить вторую опору")
    leader.reload()

    leader.get_by_role("button", name=t("tablet.protocol.read"), exact=True).click()
    expect(leader.get_by_role("heading", name="Заменить лампу")).to_be_visible()
    expect(leader.locator(".read .at")).to_have_text(t("protocol.between_stops"))
    network.turn(Weather.CUT)
    begun = datetime.now(UTC)
    leader.get_by_role("button", name=t("protocol.agree"), exact=True).click()
    expect(leader.get_by_text(t("tablet.protocol.no_name"), exact=True)).to_be_visible()
    leader.get_by_label(f"{t('protocol.note.said_by')}: Горсвет", exact=True).fill("Иванов И. И.")
    leader.get_by_role("button", name=t("protocol.agree"), exact=True).click()
    expect(leader.locator(".stance .state")).to_have_text(t("tablet.state.waiting"))
    leader.locator(".read h2").click()
    leader.keyboard.press("ArrowRight")
    expect(leader.get_by_role("heading", name="Поставить вторую опору")).to_be_visible()
    screenshot(leader, "field-protocol-768")
    _swipe(leader, 300, 60)
    expect(leader.get_by_role("heading", name=t("protocol.confirm.title"))).to_be_visible()
    _swipe(leader, 60, 300)
    leader.get_by_role("button", name=t("protocol.object"), exact=True).click()
    leader.get_by_label(f"{t('protocol.note.text')}: Горсвет", exact=True).fill("Срок мал")
    leader.get_by_role("button", name=t("protocol.note.save"), exact=True).click()
    expect(leader.locator(".stance .state")).to_have_text(t("tablet.state.waiting"))
    leader.get_by_role("button", name=t("tablet.protocol.to_end"), exact=True).click()
    expect(leader.get_by_text(t("tablet.protocol.offline"), exact=True)).to_be_visible(timeout=SENDING_MS)
    network.turn(Weather.FINE)
    expect_all_sent(leader, t)
    leader.get_by_label(t("protocol.confirm.pin"), exact=True).fill("271845")
    leader.get_by_role("button", name=t("protocol.confirm"), exact=True).click()
    expect(leader.get_by_text(t("protocol.state.confirmed"), exact=True)).to_be_visible()
    leader.get_by_role("button", name=t("protocol.read.back"), exact=True).click()

    expect(leader.get_by_role("button", name=t("protocol.agree"), exact=True)).to_have_count(0)
    with database.reading() as session:
        said = session.exec(
            select(ProtocolStance).where(ProtocolStance.tour_id == ride.tour_id).order_by(col(ProtocolStance.id))
        ).all()
        [edition] = session.exec(select(ProtocolEdition).where(ProtocolEdition.tour_id == ride.tour_id)).all()
    assert [(each.accepts, each.text, each.said_by) for each in said] == [
        (True, "", "Иванов И. И."),
        (False, "Срок мал", "Иванов И. И."),
    ]
    assert begun - timedelta(seconds=2) < said[0].at < said[1].at < edition.confirmed_at


def _swipe(page: Page, start: int, end: int) -> None:
    """A finger goes along the point that is read."""
    for name, x in (("pointerdown", start), ("pointerup", end)):
        given = {"clientX": x, "clientY": 300, "pointerId": 7, "pointerType": "touch", "bubbles": True}
        page.locator(".read").dispatch_event(name, given)
