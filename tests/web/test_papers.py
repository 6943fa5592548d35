"""The papers of a tour over HTTP: kinds of file, names in Russian, nothing kept by anybody's cache, and for whom."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import unquote

import pytest
import zxingcpp
from docx import Document
from pypdf import PdfReader
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Person, PersonRole, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.render.papers.word.fill import DOCX
from tests.services.issue_story import set_scene
from tests.web.issue_visitors import look_as, sign_everybody_in

PAPERS = {
    "route-sheet.pdf": ("application/pdf", "inline", "Маршрутный лист"),
    "leader-folder.pdf": ("application/pdf", "inline", "Папка руководителя"),
    "passengers.pdf": ("application/pdf", "inline", "Список пассажиров"),
    "stop-posters.pdf": ("application/pdf", "inline", "Объявления на остановки"),
    "stop-sheets.pdf": ("application/pdf", "inline", "Листы остановок"),
    "protocol.pdf": ("application/pdf", "inline", "Протокол № 1"),
    "protocol.docx": (DOCX, "attachment", "Протокол № 1"),
    "route.gpx": ("application/gpx+xml", "attachment", "Маршрут"),
    "route.geojson": ("application/geo+json", "attachment", "Маршрут"),
}

FOR_TABLETS = ("stop-posters.pdf", "route.gpx", "route.geojson")


@pytest.fixture
def tokens(own_database: Database) -> Mapping[str, str]:
    """Tour 1 rides; Pyotr's tablet is on it."""
    with own_database.transaction() as session:
        scene = set_scene(session)
        tokens = sign_everybody_in(session, scene)
        tour = session.get_one(Tour, scene.tour)
        tour.title, tour.starts_at = 'Объезд "Центр"/берег\u202e\n', datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
        return tokens


@pytest.mark.parametrize("path", PAPERS)
def test_paper_has_its_kind_a_russian_name_and_is_kept_nowhere(
    site: TestClient, tokens: Mapping[str, str], path: str
) -> None:
    kind, how, title = PAPERS[path]

    answer = look_as(site, tokens["olga"]).get(f"/tours/1/{path}")

    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind)
    assert answer.headers["cache-control"] == "private, no-store"
    plain, _, name = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert plain == f'{how}; filename="tour-1-{path}"'
    assert unquote(name) == f"{title} 2026-11-23 Объезд Центр берег.{path.rpartition('.')[2]}"


def test_papers_hold_the_tour(site: TestClient, tokens: Mapping[str, str]) -> None:
    olga = look_as(site, tokens["olga"])

    pdf = PdfReader(BytesIO(olga.get("/tours/1/route-sheet.pdf").content))
    collection = json.loads(olga.get("/tours/1/route.geojson").content)
    gpx = olga.get("/tours/1/route.gpx").text

    assert "ул. Зейская, 1" in pdf.pages[0].extract_text()
    assert [each["properties"]["kind"] for each in collection["features"]] == ["stop"]
    assert '<link href="http://testserver/tour?id=1" />' in gpx
    assert "<name>1. Двор</name>" in gpx


def test_code_of_a_stop_sheet_opens_the_report_form_of_the_stop(site: TestClient, tokens: Mapping[str, str]) -> None:
    codes = {}

    for name in ("olga", "boris"):
        pdf = PdfReader(BytesIO(look_as(site, tokens[name]).get("/tours/1/stop-sheets.pdf").content))
        codes[name] = [found.text for image in pdf.pages[0].images for found in zxingcpp.read_barcodes(image.image)]

    assert codes == {"olga": ["http://testserver/field/One#new/1"], "boris": []}


def test_papers_are_for_those_who_may_see_them(site: TestClient, tokens: Mapping[str, str]) -> None:
    statuses = {
        name: [look_as(site, token).get(f"/tours/1/{path}").status_code for path in PAPERS]
        for name, token in tokens.items()
    }

    assert statuses == {
        "olga": [200] * len(PAPERS),
        **{name: [403 if path == "passengers.pdf" else 200 for path in PAPERS] for name in ("oksana", "boris", "kira")},
        "pyotr": [200 if path in FOR_TABLETS else 403 for path in PAPERS],
        "stranger": [303] * len(PAPERS),
    }


@pytest.mark.parametrize("path", PAPERS)
def test_paper_of_an_unknown_tour_is_not_found(site: TestClient, tokens: Mapping[str, str], path: str) -> None:
    assert look_as(site, tokens["olga"]).get(f"/tours/99/{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("papers/month-plan.docx?month=2026-11", "ноябрь 2026"),
        ("papers/month-plan.docx", ""),
        ("papers/report.docx?since=2026-01-01&until=2026-12-31", "2026"),
    ],
)
def test_papers_of_the_press_office_are_for_the_press_office(
    site: TestClient, tokens: Mapping[str, str], own_database: Database, path: str, title: str
) -> None:
    with own_database.transaction() as session:
        kira = session.exec(select(Person).where(Person.name == "Kira")).one()
        session.add(PersonRole(person_id=id_of(kira), role=Role.PRESS))

    answer = look_as(site, tokens["kira"]).get(f"/{path}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, DOCX)
    assert title in " ".join(each.text for each in Document(BytesIO(answer.content)).paragraphs)
    assert look_as(site, tokens["boris"]).get(f"/{path}").status_code == 403
