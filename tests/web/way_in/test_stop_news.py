"""The link in letters to the media: opening it ends nothing, a POST does, and a wrong one tells nothing."""

from sqlmodel import select
from starlette.testclient import TestClient

from planner import links
from planner.database import Database
from planner.domain.models import MediaContact


def wanted(database: Database) -> bool:
    """Whether the letters still go there."""
    with database.reading() as session:
        return session.exec(select(MediaContact.wanted)).one()


def test_letters_to_the_media_end_by_the_button_and_not_by_the_link(site: TestClient, own_database: Database) -> None:
    with own_database.transaction() as session:
        session.add(MediaContact(outlet="Газета", email="a@b.ru", token="secret"))
    way = links.STOP_NEWS.to(token="secret")

    asked = site.get(way)
    before = wanted(own_database)
    done = site.post(way, data={"List-Unsubscribe": "One-Click"})

    assert (asked.status_code, before) == (200, True)
    assert (done.status_code, wanted(own_database)) == (200, False)
    assert site.get(links.STOP_NEWS.to(token="other")).status_code == 404
    assert site.post(links.STOP_NEWS.to(token="other")).status_code == 404
