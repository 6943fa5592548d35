"""Pages that one reader alone gets, by a secret, after a form, or before they are public: valid as all others; no template is left out."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select
from starlette.requests import Request
from starlette.testclient import TestClient

from planner.config import ROOT
from planner.database import Database
from planner.domain.models import Issue, Mail, Person, ResidentReport, Subscriber, Vote
from planner.domain.models.types import id_of
from planner.domain.open_filter import OpenFilter
from planner.domain.words import IssueState, Outcome, VoteKind
from planner.services.access.sign_in import open_sign_in_for
from planner.services.access.visit import Visit
from planner.services.votes.making import OptionDraft, options_of
from planner.storage import FileStore
from planner.web.public import answers
from tests.services.issue_story import jpeg, uid
from tests.services.public_story import OpenScene, log, publish
from tests.services.vote_story import a_draft, follow
from tests.web.issue_visitors import look_as
from tests.web.public import test_html, test_routes
from tests.web.public.html_faults import read_page
from tests.web.public.test_routes import walk

pytestmark = pytest.mark.usefixtures("one_by_one")

city, store, database_url = test_routes.city, test_routes.store, test_html.database_url
TEMPLATES = ROOT / "planner/web/templates/open"
_PART_OF_OTHERS = re.compile(r'{% (?:extends|include|import) "open/(\w+\.html)"')
ANNA: dict[str, str] = {"email": "anna@city.example", "consent": "1"}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Every page that is drawn, by its template."""
    found: dict[str, list[str]] = {}
    render = answers.render

    def note(request: Request, visit: Visit, template: str, **told: object) -> str:
        page = render(request, visit, template, **told)
        found.setdefault(template, []).append(page)
        return page

    monkeypatch.setattr(answers, "render", note)
    return found


def letter_link(database: Database) -> str:
    """The way in the letter that was kept last."""
    with database.reading() as session:
        mail = session.exec(select(Mail).order_by(col(Mail.id).desc())).first()
        assert mail is not None
        link: str = mail.letter["parts"][0]["link"]
        return "/open" + link.partition("/open")[2]


def _report(site: TestClient, database: Database, city: OpenScene) -> None:
    """A report that lacks something, one that may be another, one that is kept, its page, and the link in its mail."""
    near = {"uid": uid(), "category": str(city.scene.town.potholes), "lat": "50.27", "lon": "127.54", "text": "Яма"}
    site.post("/open/report-problem", data={"uid": uid(), "address": '"<'})
    site.post("/open/report-problem", data={**near, **ANNA})
    kept = site.post("/open/report-problem", data={**near, **ANNA, "anyway": "1"})
    site.get(kept.headers["location"])
    with database.reading() as session:
        code = session.exec(select(ResidentReport.confirm_code).where(col(ResidentReport.confirm_code).is_not(None)))
        site.get(f"/open/confirm/{code.first()}")


def _doubt(site: TestClient, number: int) -> None:
    site.get(f"/open/issues/{number}/not-fixed")
    site.post(f"/open/issues/{number}/not-fixed", data={"uid": uid()})
    files = {"photo": ("a.jpg", jpeg(), "image/jpeg")}
    kept = site.post(f"/open/issues/{number}/not-fixed", data={"uid": uid(), "text": "Яма", **ANNA}, files=files)
    site.get(kept.headers["location"])


def _vote(site: TestClient, database: Database, vote_id: int, choice: int) -> None:
    site.post(f"/open/vote/{vote_id}", data={"email": "anna"})
    site.post(f"/open/vote/{vote_id}", data={"choice": str(choice), **ANNA})
    way = letter_link(database)
    for ask in (site.get, site.post, site.get):
        ask(way)
    site.get("/open/vote/confirm/none")


def _subscribe(site: TestClient, database: Database, topic: int) -> None:
    site.post("/open/subscribe", data={"district": "99", "email": "anna"})
    site.post("/open/subscribe", data={"topic": str(topic), **ANNA})
    way = letter_link(database)
    for ask in (site.get, site.post):
        ask(way)
    site.get("/open/subscribe/confirm/none")
    with database.transaction() as session:
        follow(session, ANNA["email"], OpenFilter(district=1), now=datetime.now(UTC))
        token = session.exec(select(Subscriber.token).where(Subscriber.address == ANNA["email"])).one()
    site.get(f"/open/subscribe/end/{token}")
    site.post(f"/open/subscribe/end/{token}")


def _preview(site: TestClient, database: Database, city: OpenScene) -> None:
    """An issue and a vote as those read them who decide."""
    with database.transaction() as session:
        number = id_of(log(session, city.scene, text="Ещё не решено"))
        options = [OptionDraft("Да"), OptionDraft("Нет")]
        vote_id = id_of(a_draft(session, city.inna, options, kind=VoteKind.QUESTION, title="Черновик"))
        token = open_sign_in_for(session, session.get_one(Person, city.inna.person_id), now=datetime.now(UTC))
    look_as(site, token)
    site.get(f"/open/preview/{number}")
    site.get(f"/open/preview/vote/{vote_id}")


def test_every_page_for_one_reader_is_valid_and_no_template_is_left_out(
    site: TestClient, own_database: Database, city: OpenScene, store: FileStore, drawn: dict[str, list[str]]
) -> None:
    with own_database.transaction() as session:
        fixed = log(session, city.scene, text="Исправлено")
        publish(session, city, fixed)
        fixed.state, fixed.outcome, fixed.closed_at = IssueState.CLOSED, Outcome.FIXED, datetime.now(UTC) - timedelta(1)
        vote = session.exec(select(Vote)).one()
        about: dict[str, Any] = {"fixed": id_of(fixed), "vote": id_of(vote)}
        about["choice"] = id_of(options_of(session, id_of(vote))[0])
        known = session.exec(select(Issue.id).order_by(col(Issue.id))).first()

    walk(site, own_database)
    _report(site, own_database, city)
    _doubt(site, about["fixed"])
    for ask in (site.get, site.post):
        ask(f"/open/issues/{known}/support")
    _vote(site, own_database, about["vote"], about["choice"])
    _subscribe(site, own_database, city.scene.town.potholes)
    _preview(site, own_database, city)

    faults = {f"{name}: {fault}" for name, pages in drawn.items() for page in pages for fault in read_page(page)[0]}
    assert "\n".join(sorted(faults)) == ""
    assert sorted(whole_pages() - drawn.keys()) == []
    assert {name for name, pages in drawn.items() if any('class="preview"' in page for page in pages)} == {
        "issue.html",
        "vote.html",
    }


def whole_pages() -> set[str]:
    """The templates that are pages and no parts of others."""
    files = {file.name: file.read_text("utf-8") for file in Path(TEMPLATES).glob("*.html")}
    parts = {name for text in files.values() for name in _PART_OF_OTHERS.findall(text)}
    return files.keys() - parts
