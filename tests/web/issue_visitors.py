"""The people of the issue tests as browsers: each with a sign-in of one's own."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlmodel import Session
from starlette.testclient import TestClient

from planner.config import SIGN_IN_COOKIE
from planner.domain.models import Person, Tour
from planner.services.access.join import join_tour
from planner.services.access.sign_in import open_sign_in_for
from tests.services.issue_story import Scene


def sign_everybody_in(session: Session, scene: Scene) -> Mapping[str, str]:
    """A token for each name; Pyotr's tablet joins by the tour's link."""
    now = datetime.now(UTC)
    session.get_one(Tour, scene.tour).ends_at = now + timedelta(hours=3)
    town = scene.town
    people = {"olga": town.olga, "oksana": town.oksana, "boris": town.boris, "kira": town.kira}
    tokens = {
        name: open_sign_in_for(session, session.get_one(Person, actor.person_id), now=now)
        for name, actor in people.items()
    }
    return tokens | {"pyotr": join_tour(session, "One", name="Pyotr", again=True, now=now), "stranger": ""}


def look_as(site: TestClient, token: str) -> TestClient:
    """The same browser, from now on with this sign-in; without a token, with none."""
    site.cookies.clear()
    if token:
        site.cookies.set(SIGN_IN_COOKIE, token)
    return site
