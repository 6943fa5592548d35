"""Every public page of the demo city by the rules of axe-core, at three sizes; found by the links that lead from page to page."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page
from pypdf import PdfReader
from sqlmodel import col, select
from starlette.routing import Match

from planner import links
from planner.domain.models import (
    AskedBallot,
    Issue,
    ResidentReport,
    Subscriber,
    Subscription,
    Vote,
    VoteOption,
)
from planner.domain.models.types import id_of
from planner.services.access.sign_in import hash_token
from planner.web.public.routes import ROUTES
from tests.browser.screens import DESKTOP, PHONE, TABLET
from tests.browser.serious_faults import serious_faults
from tests.browser.servers import Server
from tests.browser.whole.screen_faults import TOO_WIDE

EMBEDS = ("/embed/issues", "/embed/map")


def test_no_public_page_has_a_serious_fault_or_is_wider_than_its_screen(
    new_page: Callable[..., Page], demo: Server
) -> None:
    page, found = new_page(), []

    walked = list(_walk(page, demo.url))
    for address in walked:
        page.goto(demo.url + address)
        for size in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size(size)
            found += [(address, size["width"], fault) for fault in serious_faults(page)]
            found += [(address, size["width"], "too wide")] if page.evaluate(TOO_WIDE) > 0 else []

    assert len(walked) > 15
    assert found == []


def test_no_page_that_a_secret_or_a_form_leads_to_has_a_serious_fault_or_is_wider_than_its_screen(
    new_page: Callable[..., Page], demo: Server
) -> None:
    page, found = new_page(), []

    walked = list(_behind_secrets(page, demo))
    for shown in walked:
        for size in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size(size)
            found += [(shown, size["width"], fault) for fault in serious_faults(page)]
            found += [(shown, size["width"], "too wide")] if page.evaluate(TOO_WIDE) > 0 else []

    assert len(walked) == 8
    assert found == []


def test_public_pages_are_printed_whole_with_their_picture_of_the_map_and_without_what_one_taps(
    new_page: Callable[..., Page], demo: Server
) -> None:
    page = new_page(viewport=DESKTOP)
    page.goto(f"{demo.url}/open/issues")
    one = page.locator("main a[href*='/open/issues/']").first.get_attribute("href")
    page.goto(f"{demo.url}/open/tours")
    tour = page.locator("main a[href*='/open/tours/']").first.get_attribute("href")

    for address in ("/open", "/open/issues", one, tour, "/open/data"):
        page.goto(urljoin(demo.url, str(address)))
        titles = page.locator("main :is(h1, h2, h3):visible").all_inner_texts()
        taps = page.locator(".skip, header nav a, .filters button, .pager a").all_text_contents()
        has_map = page.locator(".on-map > img.map").count() > 0
        paper = PdfReader(BytesIO(page.pdf(format="A4")))
        said = "".join("".join(each.extract_text().split()) for each in paper.pages)

        assert [title for title in titles if "".join(title.split()) not in said] == [], address
        assert "".join("".join(taps).split()) not in said
        assert not has_map or any(
            image.image.width > 700 for each in paper.pages for image in each.images if image.image
        )


def _behind_secrets(page: Page, demo: Server) -> Iterator[str]:
    """Shows one after the other: links of mails, the own page of a report, forms that were sent with everything wrong."""
    for way in _secret_ways(demo):
        answer = page.goto(demo.url + way)
        assert answer is not None
        assert (way, answer.status) == (way, 200)
        yield way
    for way in ("/open/report-problem",):
        page.goto(demo.url + way)
        send = page.locator("main form button.button, main form button:not([type=button])").last
        if send.count():
            send.click()
            page.wait_for_load_state()
            yield f"{way}, sent with nothing in it"


def _secret_ways(demo: Server) -> list[str]:
    now, database = datetime.now(UTC), demo.open_database()
    with database.transaction() as session:
        reader = session.exec(select(Subscriber)).first()
        vote = session.exec(select(Vote).where(col(Vote.announced_at).is_not(None))).first()
        report = session.exec(select(ResidentReport).where(col(ResidentReport.confirm_code).is_not(None))).first()
        issue = session.exec(select(Issue.id).where(col(Issue.public_from) < now, Issue.state == "new")).first()
        fixed = session.exec(
            select(Issue).where(col(Issue.public_from) < now, Issue.state == "closed", Issue.outcome == "fixed")
        ).first()
        assert reader is not None
        assert vote is not None
        assert report is not None
        assert fixed is not None
        fixed.closed_at = now
        option = session.exec(select(VoteOption.id).where(VoteOption.vote_id == vote.id)).first()
        mark = hash_token("seen")
        session.add(Subscription(subscriber_id=id_of(reader), asked_at=now, token_hash=mark))
        session.add(AskedBallot(token_hash=mark, vote_id=id_of(vote), option_id=option, voter="seen", asked_at=now))
        ways = [
            links.OPEN_FOLLOW.to(secret=report.follow_code),
            links.OPEN_CONFIRM.to(secret=report.confirm_code),
            links.CONFIRM_SUBSCRIPTION.to(token="seen"),
            links.END_SUBSCRIPTION.to(token=reader.token),
            links.CONFIRM_VOTE.to(token="seen"),
            links.OPEN_SUPPORT.to(number=issue),
            links.OPEN_NOT_FIXED.to(number=fixed.id),
        ]
    database.close()
    return ways


def _walk(page: Page, url: str) -> Iterator[str]:
    """One page of each route that links lead to from the start, and those that no link leads to."""
    known: set[str] = set()
    waiting = ["/open", *EMBEDS]
    while waiting:
        address = waiting.pop(0)
        route = _route(urlsplit(address).path)
        if not route or route in known:
            continue
        known.add(route)
        answer = page.request.get(url + address)
        if "text/html" not in answer.headers["content-type"]:
            continue
        yield address
        page.goto(url + address)
        links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
        waiting += [urljoin(address, each.removeprefix(url)) for each in links if each.startswith(url)]


def _route(path: str) -> str:
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    return next((getattr(each, "path", "") for each in ROUTES if each.matches(scope)[0] is Match.FULL), "")
