"""Every screen over its socket, asked by everybody about everything: found in `pages/`, so the next one is asked too."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from websockets.exceptions import InvalidStatus

from planner.config import SIGN_IN_COOKIE
from planner.database import open_database
from planner.i18n import translator
from tests.browser.servers import ROOT, Server
from tests.browser.whole.raw_screens import raw_screens
from tests.whole.rights_visitors import LOST, let_everybody_in
from tests.whole.rights_world import KINDS, KNOWS_ISSUE, KNOWS_TOUR, MARKS, RightsWorld, make_rights_world

t = translator("ru", "Asia/Yakutsk")
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "shell")
ABOUT_A_TOUR = ("tour", "tour_edit", "proposals", "invitations", "ride", "boarding", "protocol")


@pytest.fixture(scope="module")
def city(
    start: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Server, RightsWorld, Mapping[str, str]]:
    """A server whose things all bear marks, and a sign-in for everybody."""
    folder: Path = tmp_path_factory.mktemp("rights")
    database = open_database(f"sqlite:///{folder / 'planner.db'}")
    database.migrate()
    world = make_rights_world(database, folder / "files")
    tokens, _ = let_everybody_in(world)
    return start(variables={"PLANNER_DATA": str(folder)}), world, tokens


def test_no_screen_tells_what_one_may_not_know(city: tuple[Server, RightsWorld, Mapping[str, str]]) -> None:
    server, world, tokens = city
    told, heard = [], set()

    for who in world.actors.keys() - {"stranger"}:
        with raw_screens(server, tokens[who]) as screens:
            for page, kind, query in _questions(world):
                answer = screens.draw(page, query)
                marks = {each for each in KINDS if MARKS[each].encode() in answer}
                heard |= marks
                told += [
                    f"{page}?{query} ({kind}) tells {who} {MARKS[each]}"
                    for each in sorted(marks)
                    if who not in KNOWS_TOUR[each] | KNOWS_ISSUE[each]
                ]

    assert told == []
    assert heard == {*KINDS}


@pytest.mark.parametrize("who", ["stranger", *LOST])
def test_socket_opens_for_nobody_who_is_not_signed_in(
    city: tuple[Server, RightsWorld, Mapping[str, str]], who: str
) -> None:
    server, _, tokens = city

    with pytest.raises(InvalidStatus, match="403"), raw_screens(server, tokens[who]):
        pass


@pytest.mark.parametrize("who", ["stranger", "revoked", "expired"])
def test_address_of_every_screen_leads_strangers_to_the_sign_in_page(
    city: tuple[Server, RightsWorld, Mapping[str, str]], who: str
) -> None:
    server, _, tokens = city

    leads = {page: _location(f"{server.url}/{page}?id=1", tokens[who]) for page in PAGES}

    assert leads == {page: f"/sign-in?next=/{page}%3Fid%3D1" for page in PAGES}


def test_every_screen_tells_a_tablet_that_its_tour_is_over_and_nothing_else(
    city: tuple[Server, RightsWorld, Mapping[str, str]],
) -> None:
    server, _, tokens = city

    told = {_told(f"{server.url}/{page}?id=1", tokens["gone"]) for page in PAGES}

    [(status, text)] = told
    assert (status, t("sign_in.tour_over") in text) == (403, True)
    assert [each for each in KINDS if MARKS[each] in text] == []


def _questions(world: RightsWorld) -> Iterator[tuple[str, str, str]]:
    """Screen, kind of thing and query; a screen that is about nothing is asked about what is internal."""
    for page in PAGES:
        kinds = KINDS if page in (*ABOUT_A_TOUR, "issue") else ("internal",)
        for kind in kinds:
            thing = world.things[kind]
            yield page, kind, f"id={thing.issue if page == 'issue' else thing.tour}&tour={thing.tour}"


class _Stay(HTTPRedirectHandler):
    """Follows no redirect, as the answer is what is looked at."""

    def redirect_request(self, *_: object) -> None:
        return None


def _location(address: str, token: str) -> str:
    asking = Request(address, headers={"Cookie": f"{SIGN_IN_COOKIE}={token}", "Accept": "text/html"})
    try:
        with build_opener(_Stay).open(asking) as answer:
            return f"answers {answer.status}"
    except OSError as redirected:
        return str(redirected.headers["location"])  # type: ignore[attr-defined]


def _told(address: str, token: str) -> tuple[int, str]:
    asking = Request(address, headers={"Cookie": f"{SIGN_IN_COOKIE}={token}", "Accept": "text/html"})
    try:
        with build_opener(_Stay).open(asking) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        # Apart from the way back in another language, it is one page for all screens.
        return refused.code, re.sub(r"next=[^\"]*", "next=", refused.read().decode())
