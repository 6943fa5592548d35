"""«Не исправлено»: for a short time after the end, with a picture; held, and returned to the controller's care by who decides."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.errors import Conflict, Invalid, NotAllowed
from planner.domain.models import Instruction, Issue, Move, Photo, ResidentReport
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, IssueState, Outcome, ReportState, Step
from planner.services.control.instructions import accept_report, report_done
from planner.services.residents.moderating import accept_reports, undo_reports
from planner.services.residents.not_fixed import DOUBTED_FOR, return_issue
from tests.services.control_story import a_photo, an_instruction
from tests.services.issue_story import jpeg, uid
from tests.services.public_story import NOW, OpenScene, log, publish
from tests.services.residents.resident_story import listening_scene


@pytest.fixture
def city(own_database: Database) -> OpenScene:
    with own_database.transaction() as session:
        return listening_scene(session)


@pytest.fixture
def number(own_database: Database, city: OpenScene) -> int:
    """A public issue that was closed as fixed yesterday."""
    with own_database.transaction() as session:
        town, issue = city.scene.town, log(session, city.scene, text="Яма")
        publish(session, city, issue)
        instruction = an_instruction(session, town, issue)
        report_done(
            session, town.oksana, id_of(instruction), text="Засыпали", photo_ids=[a_photo(session, issue)], now=NOW
        )
        accept_report(session, town.kira, id_of(instruction), outcome=Outcome.FIXED, text="Да", now=NOW)
        issue.closed_at = datetime.now(UTC) - timedelta(days=1)
        return id_of(issue)


def send(site: TestClient, number: int, photo: bytes = b"", **more: str) -> Any:
    given = {"uid": uid(), "text": "Яма на месте", "email": "anna@example.org", "consent": "1"} | more
    return site.post(f"/open/issues/{number}/not-fixed", data=given, files={"photo": ("a.jpg", photo, "image/jpeg")})


def the_report(database: Database) -> ResidentReport:
    with database.reading() as session:
        return session.exec(select(ResidentReport)).one()


def test_doubt_is_held_and_changes_nothing(site: TestClient, own_database: Database, number: int) -> None:
    page = site.get(f"/open/issues/{number}")

    sent = send(site, number, jpeg())

    assert (f"/open/issues/{number}/not-fixed" in page.text, sent.status_code) == (True, 303)
    assert "Ждёт решения" in site.get(sent.headers["location"]).text
    assert site.get(f"/open/issues/{number}").content == page.content
    assert the_report(own_database).about_issue_id == number


def test_doubt_without_a_picture_or_words_is_refused_and_loses_nothing(site: TestClient, number: int) -> None:
    refused = send(site, number, text="", name="Анна")

    assert re.findall(r'id="problem-(\w+)"', refused.text) == ["text", "photo"]
    assert (refused.status_code, 'value="Анна"' in refused.text) == (400, True)


def test_doubt_is_for_what_was_fixed_a_short_time_ago(
    site: TestClient, own_database: Database, city: OpenScene, number: int
) -> None:
    with own_database.transaction() as session:
        publish(session, city, open_one := log(session, city.scene))
        hidden = log(session, city.scene)
        others = [id_of(open_one), id_of(hidden), 999]
        session.get_one(Issue, number).closed_at = datetime.now(UTC) - DOUBTED_FOR

    answers = [send(site, each, jpeg()).status_code for each in (number, *others)]

    assert answers == [409, 409, 404, 404]
    assert "not-fixed" not in site.get(f"/open/issues/{number}").text


def test_accepted_doubt_is_returned_in_the_words_of_the_resident(
    site: TestClient, own_database: Database, city: OpenScene, number: int
) -> None:
    sent = send(site, number, jpeg())
    held, day = id_of(the_report(own_database)), NOW.date() + timedelta(days=9)

    with own_database.transaction() as session:
        return_issue(session, city.inna, held, until=day, now=NOW, today=NOW.date())

    with own_database.reading() as session:
        issue, instruction = session.get_one(Issue, number), session.exec(select(Instruction)).one()
        move = session.exec(select(Move).where(Move.step == Step.REOPEN)).one()
        photos = session.exec(select(Photo).where(col(Photo.instruction_id).is_(None))).all()
        assert (issue.state, instruction.state, instruction.due_on) == (
            *(IssueState.RETURNED, InstructionState.RETURNED),
            day,
        )
        assert (move.text, move.by, len(photos)) == ("Яма на месте", "Inna", 1)
    public = site.get(f"/open/issues/{number}").text
    assert ("Возвращали на доработку 1 раз" in public, "Яма на месте" in public) == (True, False)
    assert "вернули на доработку" in site.get(sent.headers["location"]).text


def test_doubt_is_returned_once_by_those_who_may_and_never_accepted_as_a_problem(
    site: TestClient, own_database: Database, city: OpenScene, number: int
) -> None:
    send(site, number, jpeg())
    held = id_of(the_report(own_database))
    given: dict[str, Any] = {"until": NOW.date(), "now": NOW, "today": NOW.date()}

    with own_database.reading() as session:
        with pytest.raises(NotAllowed):
            return_issue(session, city.scene.town.oksana, held, **given)
        with pytest.raises(Conflict):
            accept_reports(session, city.inna, [held], now=NOW)
        with pytest.raises(Invalid):
            return_issue(session, city.inna, held, **(given | {"until": None}))
    with own_database.transaction() as session:
        return_issue(session, city.inna, held, **given)

    with own_database.reading() as session:
        for again in (
            lambda: return_issue(session, city.inna, held, **given),
            lambda: undo_reports(session, city.inna, [held], now=NOW),
        ):
            with pytest.raises(Conflict):
                again()
    assert the_report(own_database).state is ReportState.ACCEPTED
