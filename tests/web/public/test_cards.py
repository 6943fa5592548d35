"""The pictures beside shared links: on each page that has one, and there exactly as long as the page is."""

import re
from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Issue
from planner.domain.models.types import id_of
from planner.services.public.deciding import keep_issue
from tests.services.public_story import NOW, OpenScene
from tests.web.public import test_routes

city, store = test_routes.city, test_routes.store
PAGES = (
    *("/open/issues/1", "/open/tours/1", "/open/districts/1"),
    *("/open/news/1", "/open/vote/1", "/open/layers/1/1"),
)


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Pictures are no matter of SQL."""
    return sqlite_only


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_page_names_its_card_in_its_language_and_the_card_is_there(
    site: TestClient, city: OpenScene, page: str, language: str
) -> None:
    said = site.get(page + language).text

    [card] = re.findall(r'<meta property="og:image" content="([^"]+)">', said)
    answer = site.get(card.removeprefix("https://tours.city.example"))

    assert card == f"https://tours.city.example{page}/card.png{language}"
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert (Image.open(BytesIO(answer.content)).size, len(answer.content) < 400_000) == ((1200, 630), True)


def test_card_of_what_is_taken_back_is_gone_with_it(site: TestClient, own_database: Database, city: OpenScene) -> None:
    before = site.get("/open/issues/1/card.png").status_code

    with own_database.transaction() as session:
        keep_issue(session, city.inna, id_of(session.exec(select(Issue).where(Issue.id == 1)).one()), now=NOW)

    assert (before, site.get("/open/issues/1/card.png").status_code) == (200, 404)


def test_pages_that_are_about_nothing_single_have_no_card(site: TestClient, city: OpenScene) -> None:
    pages = [site.get(way).text for way in ("/open", "/open/issues", "/open/report-problem")]

    assert ["og:image" in each for each in pages] == [False, False, False]
