"""A city's own template is what Russian papers are printed by; those who plan take templates along."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Person
from planner.services.access.sign_in import open_sign_in_for
from planner.services.papers.templates import look_at_template, upload_template
from tests.render.papers.word.test_fill import a_template
from tests.services.protocol_story import set_scene
from tests.web.issue_visitors import look_as


@pytest.fixture
def people(own_database: Database) -> Mapping[str, str]:
    """A sign-in for each by the name; Olga has replaced the template of the protocol."""
    now = datetime.now(UTC)
    with own_database.transaction() as session:
        scene = set_scene(session, now)
        ours = a_template("Город печатает: {{ title }}")
        upload_template(
            session, scene.olga, look_at_template(scene.olga, "protocol", data=ours), name="наш.docx", now=now
        )
        return {each.name: open_sign_in_for(session, each, now=now) for each in session.exec(select(Person))}


def first_line(document: bytes) -> str:
    return Document(BytesIO(document)).paragraphs[0].text


def test_russian_papers_are_printed_by_the_citys_template(site: TestClient, people: Mapping[str, str]) -> None:
    oksana = look_as(site, people["Оксана"])

    russian = first_line(oksana.get("/tours/1/protocol.docx").content)
    oksana.get("/language/en")
    english = first_line(oksana.get("/tours/1/protocol.docx").content)

    assert (russian, english) == ("Город печатает: ПРОТОКОЛ № 1", "MINUTES No. 1")


def test_template_in_use_and_the_planners_are_taken_by_those_who_plan(
    site: TestClient, people: Mapping[str, str]
) -> None:
    olga = look_as(site, people["Ольга"])

    answers = [olga.get(f"/papers/templates/protocol.docx{query}") for query in ("", "?own=1")]
    unknown = olga.get("/papers/templates/passport.docx").status_code
    refused = look_as(site, people["Оксана"]).get("/papers/templates/protocol.docx").status_code

    assert [first_line(answer.content) for answer in answers] == ["Город печатает: {{ title }}", "{{ title }}"]
    assert (unknown, refused) == (404, 403)
