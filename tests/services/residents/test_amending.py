"""A report is mended before it is accepted and brought back after a refusal: what was sent is kept, and who did what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.errors import Conflict, Invalid, PlannerError
from planner.domain.models import Category, Cause, Issue, ResidentReport
from planner.domain.models.types import id_of
from planner.domain.words import ReportKind, ReportState, ReportStep
from planner.services.residents.amending import bring_back, edit_report, report_moves
from planner.services.residents.moderating import accept_reports, refuse_reports
from tests.services.public_story import NOW, OpenScene
from tests.services.residents.resident_story import listening_scene, report

NO_MAP = Path("/nonexistent")
LATER = NOW + timedelta(days=3)


def edit(session: Session, city: OpenScene, sent: ResidentReport, **given: Any) -> ResidentReport:
    """Inna mends it."""
    wanted = {**sent.says, **given}
    return edit_report(session, city.inna, id_of(sent), **wanted, data=NO_MAP, now=NOW)


def test_mended_report_becomes_an_issue_as_it_was_mended(session: Session, city: OpenScene) -> None:
    sent = report(session, city, text="Яма, сосед Крюков из 45-й")
    lamps = Category(name="Фонари", name_en="Lamps", days=5)
    session.add(lamps)
    session.flush()
    edit(session, city, sent, text="Яма", category_id=id_of(lamps), point=(50.28, 127.55))
    accept_reports(session, city.inna, [id_of(sent)], now=NOW)

    made = session.get_one(Issue, sent.issue_id)

    assert (made.text, made.category_id, made.lat, made.lon) == ("Яма", lamps.id, 50.28, 127.55)


def test_what_was_sent_is_kept_with_who_changed_it(session: Session, city: OpenScene) -> None:
    sent = report(session, city, text="Яма, сосед Крюков из 45-й")
    edit(session, city, sent, text="Яма, сосед")
    edit(session, city, sent, text="Яма", address="Зейская, 3")
    edit(session, city, sent)

    moves = report_moves(session, city.inna, [id_of(sent)])[id_of(sent)]

    assert [(each.step, each.before, each.by) for each in moves] == [
        (ReportStep.EDITED, {"text": "Яма, сосед Крюков из 45-й"}, city.inna.name),
        (ReportStep.EDITED, {"text": "Яма, сосед", "address": "Зейская, 1"}, city.inna.name),
    ]


@pytest.mark.parametrize(
    ("given", "key", "field"),
    [
        ({"text": " "}, "residents.error.text", "text"),
        ({"category_id": 999}, "residents.error.category", "category"),
        ({"address": "", "point": None}, "residents.error.place", "address"),
        ({"point": (10.0, 20.0)}, "residents.error.outside", "address"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    session: Session, city: OpenScene, given: dict[str, Any], key: str, field: str
) -> None:
    sent = report(session, city)

    with pytest.raises(Invalid) as refused:
        edit(session, city, sent, **given)

    assert (refused.value.key, refused.value.field) == (key, field)


def test_of_what_is_said_not_to_be_fixed_the_text_alone_is_changed(session: Session, city: OpenScene) -> None:
    sent = report(session, city)
    sent.kind = ReportKind.NOT_FIXED

    edited = edit(session, city, sent, text="Плита шатается", address="Другое место", point=(50.28, 127.55))

    assert (edited.text, edited.address, edited.lat) == ("Плита шатается", "Зейская, 1", 50.27)


def test_decided_report_is_not_mended(session: Session, city: OpenScene) -> None:
    sent = report(session, city)
    accept_reports(session, city.inna, [id_of(sent)], now=NOW)

    with pytest.raises(Conflict, match="residents.error.decided"):
        edit(session, city, sent, text="Иначе")


def test_refused_report_is_brought_back_days_later_and_decided_anew(session: Session, city: OpenScene) -> None:
    sent = report(session, city, mails=True)
    refuse_reports(session, city.inna, [id_of(sent)], answer="Не наша дорога", now=NOW)
    told = session.exec(select(Cause).where(Cause.id == sent.answer_cause)).one()
    told.told_at = NOW

    waiting = bring_back(session, city.inna, id_of(sent), now=LATER).state
    accept_reports(session, city.inna, [id_of(sent)], now=LATER)

    (move,) = report_moves(session, city.inna, [id_of(sent)])[id_of(sent)]
    assert (waiting, sent.state, sent.answer) == (ReportState.WAITING, ReportState.ACCEPTED, "")
    assert (move.step, move.before["answer"], move.at) == (ReportStep.BROUGHT_BACK, "Не наша дорога", LATER)
    assert sent.answer_cause not in (None, told.id)


def test_refusal_that_nobody_was_told_of_is_told_no_more(session: Session, city: OpenScene) -> None:
    sent = report(session, city)
    refuse_reports(session, city.inna, [id_of(sent)], answer="Нет", now=NOW)

    bring_back(session, city.inna, id_of(sent), now=NOW)

    assert session.exec(select(Cause.kind).where(Cause.told_at == None, Cause.held_until != None)).all() == []  # noqa: E711


def test_only_a_refused_report_is_brought_back(session: Session, city: OpenScene) -> None:
    sent = report(session, city)

    with pytest.raises(Conflict, match="residents.error.not_refused"):
        bring_back(session, city.inna, id_of(sent), now=NOW)


def test_whoever_accepts_and_whoever_mends_at_once_follow_one_another(database: Database) -> None:
    with database.transaction() as session:
        city = listening_scene(session)
        number = id_of(report(session, city, text="Яма"))
        wanted = session.get_one(ResidentReport, number).says | {"text": "Яма у дома"}

    def at_once(mends: bool) -> str:
        try:
            with database.transaction() as session:
                if mends:
                    edit_report(session, city.inna, number, **wanted, data=NO_MAP, now=NOW)
                else:
                    accept_reports(session, city.inna, [number], now=NOW)
        except PlannerError as refused:
            return refused.key
        return "done"

    with ThreadPoolExecutor(2) as pool:
        mended, accepted = pool.map(at_once, (True, False))

    with database.reading() as session:
        sent = session.get_one(ResidentReport, number)
        issue = session.get_one(Issue, sent.issue_id)
        assert (accepted, issue.text) == ("done", sent.text)
        assert (mended, sent.text) in (("done", "Яма у дома"), ("residents.error.decided", "Яма"))
