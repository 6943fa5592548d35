"""Nobody comes in without signing in: not by an address, not past the gate, not with a cookie that ended."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from urllib.request import Request, urlopen

import pytest
from PIL import Image
from playwright.sync_api import Page, WebSocket, expect
from sqlmodel import Session, select
from starlette.routing import Route

from planner import links
from planner.config import SIGN_IN_COOKIE
from planner.database import Database, open_database
from planner.domain.actor import Actor
from planner.domain.models import Person
from planner.domain.models.types import id_of, new_id
from planner.domain.words import PhotoPhase
from planner.i18n import translator
from planner.links import ACCREDITATION, ANNOUNCEMENT_DOCX, ANNOUNCEMENT_PDF, EVENT_POSTER, PROGRAMME
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator
from planner.services.access.sign_in import PERSON_STAYS, find_actor, open_sign_in_for, sign_out_everywhere
from planner.services.city.agencies import save_category
from planner.services.guests.invitations import invite_person
from planner.services.issues.issues import log_issue
from planner.services.issues.photos import add_photo, keep_photo
from planner.services.tours.tours import create_tour
from planner.storage import open_store
from planner.web.public.routes import ROUTES as PUBLIC_ROUTES
from planner.web.routes import ROUTES
from tests.browser.screens import visit, wait_idle
from tests.browser.servers import Server

EMAIL, PASSWORD = "olga@example.org", "Ольга на площади"
SECRET = "Дело о синем заборе"
TILE = "/map/tiles/{version}/{zoom:int}/{x:int}/{y:int}.png"
WAYS_IN = {"/set-up", "/sign-in", "/sign-out", "/join/{code}", "/language/{language}", "/demo/{token}", TILE}
WAYS_IN |= {"/field/api/1/tours/{code}/join", "/field/api/{rest:path}"}
WAYS_IN |= {"/field/{code}", "/field/sw.js", "/field/app.webmanifest", "/field/assets/{version}/{name:path}"}
PREVIEWS = {
    *(links.OPEN_PREVIEW.pattern, links.OPEN_PREVIEW_MAP.pattern, links.OPEN_PREVIEW_PHOTO.pattern),
    *(links.OPEN_VOTE_PREVIEW.pattern, links.OPEN_VOTE_PREVIEW_MAP.pattern, links.OPEN_VOTE_PREVIEW_PICTURE.pattern),
}
WAYS_IN |= {each.path for each in PUBLIC_ROUTES if isinstance(each, Route)} - PREVIEWS
"""Routes that answer a stranger; they tell nothing of the city's work."""
SECRET_ADDRESSES = {
    "/set-password/{token}",
    "/stop/{code}",
    "/answer/{code}",
    "/answer/{code}/tour.ics",
    "/calendar/{token}.ics",
    "/mail/stop/{token}",
    "/mail/news/{token}",
    "/field/api/1/tours/{code}",
}
"""Whoever has one of these is meant to read it; what it tells is tested beside it in `tests/web`."""
ASKED_ROUTES = {route.path for route in ROUTES if isinstance(route, Route) and "GET" in (route.methods or ())}
"""What only takes something is asked by `tests/whole/test_address_rights.py`."""
GUARDED_ROUTES = sorted(ASKED_ROUTES - WAYS_IN - SECRET_ADDRESSES)
NOT_THERE = {
    path
    for path in GUARDED_ROUTES
    if re.search(r"instruction_id|voice_id|agency_id|vote_id|layer_id|repair_id|/reports/", path)
}
NOT_THERE |= {links.OPEN_PREVIEW_PHOTO.pattern, links.OPEN_VOTE_PREVIEW_PICTURE.pattern}
NOT_THERE |= {path.pattern for path in (PROGRAMME, ACCREDITATION, ANNOUNCEMENT_PDF, ANNOUNCEMENT_DOCX, EVENT_POSTER)}
"""What Olga's city has none of, which she is told; a stranger is not."""
VALUES = {
    "photo_id": "{photo}",
    "voice_id": "none",
    "uid": "none",
    "size": "small",
    "variant": "clean",
    "form": "csv",
    "tour_id": "1",
    "issue_id": "1",
    "number": "1",
    "participant_id": "1",
    "agency_id": "1",
    "instruction_id": "1",
    "paper": "protocol",
    "year": "2026",
    "news_id": "1",
    "report_id": "1",
    "figure": "raised",
    "vote_id": "1",
    "option_id": "1",
    "layer_id": "1",
    "repair_id": "1",
}
"""What stands for the parameters of a route's path."""
ROUTE_QUERIES = {"/api/issues": "?bbox=127,50,128,51&zoom=12", "/map/issue": "?id=1"}
ADDRESSES = ("/tours", "/issue?id=1")
"""What the first visitors after a start ask for; `test_screen_rights.py` asks for every screen."""

t = translator("ru", "Asia/Yakutsk")


@dataclass
class City:
    """A running server with secrets: Olga's tour and her issue with a photo."""

    server: Server
    database: Database
    photo_id: str

    def olgas_token(self, *, ago: timedelta = timedelta(0)) -> str:
        """A new sign-in of Olga's, made `ago`."""
        with self.database.transaction() as session:
            return open_sign_in_for(session, _olga(session), now=datetime.now(UTC) - ago)

    def end_sign_ins(self) -> None:
        """Signs Olga out on all devices."""
        with self.database.transaction() as session:
            sign_out_everywhere(session, Actor(name="Ольга", person_id=_olga(session).id))


@dataclass
class Heard:
    """All that the server said over websockets."""

    frames: list[bytes] = field(default_factory=list)

    def tells(self, secret: str) -> bool:
        """Whether the words were among it."""
        return any(secret.encode() in frame for frame in self.frames)


@pytest.fixture(scope="module")
def city(start: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> City:
    """The city, whose server nobody has asked for anything when the first test begins."""
    return _open_city(start, tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="module")
def other_city(start: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> City:
    """Another one, because only one request to a server can be the first."""
    return _open_city(start, tmp_path_factory.mktemp("city"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_deep_link_of_a_stranger_meets_the_sign_in_page(page: Page, city: City, address: str) -> None:
    page.goto(city.server.url + address)

    assert page.url == f"{city.server.url}/sign-in?next={quote(address, safe='/')}"
    expect(page.get_by_role("heading", name=t("sign_in.title"), exact=True)).to_be_visible()
    assert SECRET not in page.content()


@pytest.mark.parametrize("address", ADDRESSES)
def test_stranger_past_the_gate_is_told_nothing(page: Page, other_city: City, address: str) -> None:
    heard = _listen(page)

    _open_past_the_gate(page, other_city, address)

    page.wait_for_url("**/sign-in?next=**")
    assert unquote(page.url) == f"{other_city.server.url}/sign-in?next={address}"
    expect(page.get_by_role("heading", name=t("sign_in.title"), exact=True)).to_be_visible()
    assert heard.frames == []


def test_olga_is_told_her_tours(page: Page, city: City) -> None:
    _give_cookie(page, city, city.olgas_token())
    heard = _listen(page)

    visit(page, f"{city.server.url}/tours")

    expect(page.get_by_text(SECRET)).to_be_visible()
    assert heard.tells(SECRET)


def test_made_up_cookie_past_the_gate_is_told_nothing(page: Page, city: City) -> None:
    _give_cookie(page, city, "x" * 43)
    heard = _listen(page)

    _open_past_the_gate(page, city, "/tours")

    page.wait_for_url("**/sign-in?next=**")
    assert heard.frames == []


def test_expired_cookie_past_the_gate_is_told_nothing(page: Page, city: City) -> None:
    _give_cookie(page, city, city.olgas_token(ago=PERSON_STAYS))
    heard = _listen(page)

    _open_past_the_gate(page, city, "/tours")

    page.wait_for_url("**/sign-in?next=**")
    assert heard.frames == []


def test_password_leads_to_the_screen_that_was_asked_for(page: Page, city: City) -> None:
    page.goto(f"{city.server.url}/tour?id=1")

    _sign_in(page)

    assert page.url == f"{city.server.url}/tour?id=1"
    expect(page.get_by_role("heading", name=SECRET)).to_be_visible()


def test_sign_in_that_ended_meanwhile_shows_nothing_more(page: Page, city: City) -> None:
    page.goto(f"{city.server.url}/account")
    _sign_in(page)
    expect(page.get_by_text("Ольга", exact=True)).to_be_visible()
    heard = _listen(page)

    city.end_sign_ins()
    page.get_by_role("link", name=t("nav.tours"), exact=True).click()

    page.wait_for_url("**/sign-in?next=**")
    assert not heard.tells(SECRET)


@pytest.mark.parametrize("path", sorted(SECRET_ADDRESSES))
def test_secret_address_that_nobody_gave_out_tells_nothing(page: Page, city: City, path: str) -> None:
    answer = page.request.get(city.server.url + re.sub(r"\{\w+\}", "guessed", path))

    assert answer.status == 404
    assert SECRET not in answer.text()


def test_guarded_routes_refuse_a_stranger(page: Page, city: City) -> None:
    addresses = {path: city.server.url + _filled(path, city) + ROUTE_QUERIES.get(path, "") for path in GUARDED_ROUTES}
    olga = {"Cookie": f"{SIGN_IN_COOKIE}={city.olgas_token()}"}

    to_olga = {path: page.request.get(address, headers=olga).status for path, address in addresses.items()}
    to_stranger = {path: page.request.get(address) for path, address in addresses.items()}

    assert to_olga == dict.fromkeys(addresses, 200) | dict.fromkeys(NOT_THERE, 404)
    assert {path: answer.status for path, answer in to_stranger.items()} == dict.fromkeys(addresses, 403)
    assert {*chain(*(answer.json() for answer in to_stranger.values()))} == {"error", "key", "field"}


@pytest.mark.parametrize("path", GUARDED_ROUTES[:1])
def test_route_sends_a_stranger_with_a_browser_to_the_sign_in_page(page: Page, city: City, path: str) -> None:
    address = _filled(path, city) + ROUTE_QUERIES.get(path, "")

    page.goto(city.server.url + address)

    assert page.url.startswith(f"{city.server.url}/sign-in?next=")


def _open_city(start: Callable[..., Server], folder: Path) -> City:
    database = open_database(f"sqlite:///{folder / 'planner.db'}")
    database.migrate()
    now = datetime.now(UTC)
    with database.transaction() as session:
        token = create_first_administrator(
            session, name="Ольга", email=EMAIL, password_hash=hash_password(PASSWORD), now=now
        )
        photo_id = _keep_secrets(session, find_actor(session, token, now=now), folder, now)
    return City(start(variables={"PLANNER_DATA": str(folder)}), database, photo_id)


def _keep_secrets(session: Session, olga: Actor, folder: Path, now: datetime) -> str:
    """Makes the tour and the issue; returns the id of the issue's photo."""
    tomorrow = now + timedelta(days=1)
    tour = create_tour(session, olga, now=now, title=SECRET, starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=3))
    invite_person(session, olga, id_of(tour), olga.person_id or 0, now=now)
    category = save_category(session, olga, name="Заборы")
    place: dict[str, Any] = {"lat": 50.26, "lon": 127.53}
    issue = log_issue(session, olga, uid=new_id(), category_id=id_of(category), now=now, text=SECRET, **place)
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "blue").save(picture, "JPEG")
    photo = add_photo(
        session,
        olga,
        uid=new_id(),
        issue_id=id_of(issue),
        data=keep_photo(olga, open_store(folder / "files"), data=picture.getvalue()),
        phase=PhotoPhase.BEFORE,
        now=now,
    )
    return photo.id


def _olga(session: Session) -> Person:
    return session.exec(select(Person).where(Person.email == EMAIL)).one()


def _filled(path: str, city: City) -> str:
    """A route's path with a value for each parameter."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: VALUES[found[1]].replace("{photo}", city.photo_id), path)


def _listen(page: Page) -> Heard:
    heard = Heard()

    def note(payload: bytes | str) -> None:
        heard.frames.append(payload if isinstance(payload, bytes) else payload.encode())

    def follow(socket: WebSocket) -> None:
        socket.on("framereceived", note)

    page.on("websocket", follow)
    return heard


def _open_past_the_gate(page: Page, city: City, path: str) -> None:
    """Runs the page of a screen as if the gate had let it pass: what Olga's browser is given, in this one."""
    asking = Request(city.server.url + path, headers={"Cookie": f"{SIGN_IN_COOKIE}={city.olgas_token()}"})
    with urlopen(asking) as answer:
        body = answer.read().decode()
    page.route(city.server.url + path, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(city.server.url + path)


def _give_cookie(page: Page, city: City, token: str) -> None:
    page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": city.server.url}])


def _sign_in(page: Page) -> None:
    page.get_by_label(t("sign_in.email"), exact=True).fill(EMAIL)
    page.get_by_label(t("sign_in.password"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=t("sign_in.go"), exact=True).click()
    wait_idle(page)
