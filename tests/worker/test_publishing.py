"""The worker publishes what the rules of topics let out, and writes nothing where there is nothing."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from planner.database import Database, the_database
from planner.domain.models import Issue, PublicIssue
from planner.domain.models.types import id_of
from planner.domain.words import PublicRule
from planner.services.public.openness import set_public_rule
from planner.worker.publishing import publish_what_rules_let_out
from tests.services.public_story import log, open_scene


@pytest.fixture
def own(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database that this process uses."""
    monkeypatch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'planner.db')}")
    the_database.cache_clear()
    yield the_database()
    the_database().close()
    the_database.cache_clear()


def test_worker_publishes_what_the_rule_of_a_topic_lets_out(own: Database) -> None:
    now = datetime.now(UTC)
    with own.transaction() as session:
        city = open_scene(session)
        set_public_rule(session, city.inna, city.scene.town.potholes, PublicRule.TEXT, now=now)
        number = id_of(log(session, city.scene, text="Яма", now=now))
        log(session, city.scene, text="Лампа", category_id=city.scene.lights, now=now)

    published = [publish_what_rules_let_out() for _ in range(2)]

    with own.reading() as session:
        rows = [(row.issue_id, row.text, row.by_rule) for row in session.exec(select(PublicIssue))]
        shown = session.exec(select(Issue.id).where(Issue.public_from != None)).all()  # noqa: E711
    assert (published, rows, shown) == ([1, 0], [(number, "Яма", True)], [number])
