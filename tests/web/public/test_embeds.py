"""The list and the map for the city's own site: who may frame them, and that nobody is known there."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.models.types import id_of
from planner.services.public.openness import set_embed_sites
from tests.services.public_story import OpenScene, log, publish
from tests.web.issue_visitors import look_as, sign_everybody_in

EMBEDS = ("/embed/issues", "/embed/map")


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Pages are no matter of SQL."""
    return sqlite_only


@pytest.fixture
def number(own_database: Database, open_town: OpenScene) -> int:
    """Of one public issue."""
    with own_database.transaction() as session:
        issue = log(session, open_town.scene, text="Открытый провал")
        publish(session, open_town, issue)
        return id_of(issue)


def frames(site: TestClient) -> list[str]:
    """Who may show each of them in a frame."""
    return [site.get(way).headers["content-security-policy"].rpartition("frame-ancestors ")[2] for way in EMBEDS]


def allow(session: Session, typed: str) -> None:
    """An administrator chooses."""
    set_embed_sites(session, KEEPER, typed)


def test_nobody_may_frame_them_before_the_city_has_chosen(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    before = frames(site)
    with own_database.transaction() as session:
        allow(session, "city.example https://www.city.example")

    assert before == ["'none'", "'none'"]
    assert frames(site) == ["https://city.example https://www.city.example"] * 2
    assert site.get("/open").headers["content-security-policy"].endswith("frame-ancestors 'self'")


def test_they_show_the_issues_in_both_languages_and_lead_out_of_the_frame(site: TestClient, number: int) -> None:
    pages = [site.get(f"{way}{query}").text for way in EMBEDS for query in ("", "?lang=en", "?look=fixed")]

    assert [f"/open/issues/{number}" in page for page in pages] == [True, True, False] * 2
    assert ["All issues" in page for page in pages] == [False, True, False] * 2
    assert ['<base target="_blank">' in page for page in pages] == [True] * 6
    assert ["<script" in page for page in pages] == [False] * 3 + [True, True, False]


def test_they_set_no_cookie_and_look_at_none(
    site: TestClient, own_database: Database, open_town: OpenScene, number: int
) -> None:
    strange = [site.get(way) for way in EMBEDS]
    with own_database.transaction() as session:
        tokens = sign_everybody_in(session, open_town.scene)

    signed_in = [look_as(site, tokens["olga"]).get(way) for way in EMBEDS]

    assert site.cookies[SIGN_IN_COOKIE] == tokens["olga"]
    assert [each.content for each in strange] == [each.content for each in signed_in]
    assert [each.headers.get("set-cookie") for each in (*strange, *signed_in)] == [None] * 4
