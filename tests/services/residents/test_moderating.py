"""Deciding on reports: once, by those who may, told after ten minutes and undone until then."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import Conflict, Invalid, NotAllowed, PlannerError
from planner.domain.models import Cause, Issue, Notice, Photo, ResidentReport, Support
from planner.domain.models.types import id_of
from planner.domain.words import PublicRule, ReportState
from planner.services.issues.issues import add_comment
from planner.services.public.deciding import publish_by_rule
from planner.services.public.issues import open_issue
from planner.services.public.openness import set_public_rule
from planner.services.residents.following import confirm_report, follow_report
from planner.services.residents.moderating import (
    TIME_TO_UNDO,
    accept_reports,
    join_reports,
    refuse_reports,
    undo_reports,
)
from planner.services.residents.photos import keep_picture, make_safe
from planner.services.residents.queue import ReportPart, report_queue
from planner.storage import FileStore
from tests.services.issue_story import jpeg, uid
from tests.services.notices.notice_story import tell_all
from tests.services.public_story import NOW, OpenScene, log
from tests.services.residents.resident_story import listening_scene, report


def numbers(session: Session, city: OpenScene, part: ReportPart) -> list[int]:
    return [id_of(row.report) for row in report_queue(session, city.inna, part).rows]


def issues(session: Session) -> list[Issue]:
    return list(session.exec(select(Issue).where(col(Issue.deleted).is_(False)).order_by(col(Issue.id))))


def test_queue_has_what_waits_what_is_unconfirmed_and_what_was_decided(session: Session, city: OpenScene) -> None:
    plain, mailed, confirmed, decided = (report(session, city, mails=mails) for mails in (False, True, True, False))
    confirm_report(session, confirmed.confirm_code or "", now=NOW)
    refuse_reports(session, city.inna, [id_of(decided)], answer="Это частный двор", now=NOW)

    parts = {part: numbers(session, city, part) for part in ReportPart}

    assert parts == {
        ReportPart.WAITING: [plain.id, confirmed.id],
        ReportPart.UNCONFIRMED: [mailed.id],
        ReportPart.DECIDED: [decided.id],
    }


def test_accepted_report_is_an_issue_without_whose_it_was(session: Session, city: OpenScene, store: FileStore) -> None:
    held = report(session, city)
    keep_picture(session, make_safe(store, data=jpeg()), uid=held.uid, now=NOW)

    accept_reports(session, city.inna, [id_of(held)], now=NOW)

    [issue] = issues(session)
    photo = session.exec(select(Photo)).one()
    assert (issue.text, issue.address, issue.point, issue.district_id) == (
        *(held.text, held.address, held.point),
        city.scene.town.district,
    )
    assert (issue.by_resident, issue.raised_by, issue.behalf, issue.public_from) == (True, "", "", None)
    assert (photo.issue_id, photo.original == photo.clean, photo.lat) == (issue.id, True, None)
    assert (held.state, held.issue_id) == (ReportState.ACCEPTED, issue.id)


def test_report_whose_place_nobody_knows_is_an_issue_to_complete(session: Session, city: OpenScene) -> None:
    held = report(session, city, lat="", lon="", address="За котельной")

    accept_reports(session, city.inna, [id_of(held)], now=NOW)

    [issue] = issues(session)
    assert (issue.placed, issue.district_id, issue.address) == (False, None, "За котельной")


def test_accepted_report_is_public_only_where_somebody_says_so(session: Session, city: OpenScene) -> None:
    set_public_rule(session, city.inna, city.scene.town.potholes, PublicRule.TEXT, now=NOW - timedelta(days=9))
    first, second = report(session, city), report(session, city)

    accept_reports(session, city.inna, [id_of(first)], now=NOW)
    accept_reports(session, city.inna, [id_of(second)], publish=True, now=NOW)
    by_rule = publish_by_rule(session, city.inna, now=NOW)

    kept, shown = issues(session)
    assert (by_rule, kept.public_from, open_issue(session, id_of(shown), now=NOW).text) == (0, None, second.text)


def test_joined_report_is_one_more_voice(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene)
    held = [id_of(report(session, city)) for _ in range(2)]

    join_reports(session, city.inna, held, into_id=issue.id, now=NOW)

    assert (issue.supporters, len(session.exec(select(Support)).all()), len(issues(session))) == (2, 2, 1)
    assert follow_report(session, session.get_one(ResidentReport, held[0]).follow_code, now=NOW).number == issue.id


@pytest.mark.parametrize("wanted", [None, 0, 999])
def test_report_is_joined_to_no_issue_that_nobody_knows(session: Session, city: OpenScene, wanted: int | None) -> None:
    held = id_of(report(session, city))

    with pytest.raises(Invalid) as no:
        join_reports(session, city.inna, [held], into_id=wanted, now=NOW)

    assert (no.value.key, no.value.field) == ("residents.error.no_issue", "issue")


def test_refusal_wants_words_for_the_resident(session: Session, city: OpenScene) -> None:
    held = report(session, city)

    with pytest.raises(Invalid):
        refuse_reports(session, city.inna, [id_of(held)], answer=" \u200b", now=NOW)

    assert held.state is ReportState.WAITING


def test_decision_is_told_to_a_confirmed_address_when_its_time_to_undo_is_over(
    session: Session, city: OpenScene
) -> None:
    unconfirmed, confirmed = (report(session, city, mails=True) for _ in range(2))
    confirm_report(session, confirmed.confirm_code or "", now=NOW)
    accept_reports(session, city.inna, [id_of(unconfirmed), id_of(confirmed)], now=NOW)

    tell_all(session, NOW + TIME_TO_UNDO - timedelta(seconds=1))
    before = [notice.kind for notice in session.exec(select(Notice)) if notice.kind != "report_sent"]
    tell_all(session, NOW + TIME_TO_UNDO)

    after = [notice for notice in session.exec(select(Notice)) if notice.kind != "report_sent"]
    assert (before, [(each.kind.value, each.facts["issue"]) for each in after]) == (
        [],
        [("report_accepted", confirmed.issue_id)],
    )


def test_decision_that_is_undone_leaves_nothing(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene)
    accepted, joined, refused = (report(session, city) for _ in range(3))
    accept_reports(session, city.inna, [id_of(accepted)], now=NOW)
    join_reports(session, city.inna, [id_of(joined)], into_id=issue.id, now=NOW)
    refuse_reports(session, city.inna, [id_of(refused)], answer="Не город", now=NOW)

    undo_reports(session, city.inna, [id_of(each) for each in (accepted, joined, refused)], now=NOW)

    assert ([each.id for each in issues(session)], issue.supporters) == ([issue.id], 0)
    assert {(each.state, each.issue_id, each.answer) for each in (accepted, joined, refused)} == {
        (ReportState.WAITING, None, "")
    }
    assert [cause for cause in session.exec(select(Cause)) if cause.kind == "report_answer"] == []


def test_decision_is_final_after_its_time_and_where_somebody_has_acted(session: Session, city: OpenScene) -> None:
    late, acted = report(session, city), report(session, city)
    accept_reports(session, city.inna, [id_of(late), id_of(acted)], now=NOW)
    add_comment(session, city.scene.town.olga, uid=uid(), issue_id=acted.issue_id, text="Едем", now=NOW)

    with pytest.raises(Conflict):
        undo_reports(session, city.inna, [id_of(acted)], now=NOW)
    with pytest.raises(Conflict):
        undo_reports(session, city.inna, [id_of(late)], now=NOW + TIME_TO_UNDO)

    assert len(issues(session)) == 2


def test_only_those_decide_who_decide_what_is_public(session: Session, city: OpenScene) -> None:
    held = id_of(report(session, city))
    told = []

    for who in (STRANGER, city.scene.town.olga, city.scene.town.kira, city.scene.pyotr):
        with pytest.raises(NotAllowed):
            accept_reports(session, who, [held], now=NOW)
        with pytest.raises(NotAllowed):
            report_queue(session, who, ReportPart.WAITING)
        told.append(who)

    assert (len(told), issues(session)) == (4, [])


def test_report_that_several_accept_at_once_is_one_issue(database: Database) -> None:
    with database.transaction() as session:
        city = listening_scene(session)
        held = id_of(report(session, city))

    def accept(_: int) -> str:
        try:
            with database.transaction() as session:
                accept_reports(session, city.inna, [held], now=NOW)
        except PlannerError as no:
            return no.key
        return ""

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(accept, range(4)))

    with database.reading() as session:
        assert (told, len(issues(session))) == (["", *["residents.error.decided"] * 3], 1)


def test_report_that_is_joined_and_undone_at_once_ends_in_one_of_both(database: Database) -> None:
    with database.transaction() as session:
        city = listening_scene(session)
        issue, held = id_of(log(session, city.scene)), id_of(report(session, city))

    def act(turn: int) -> None:
        change: Any = (
            (lambda session: undo_reports(session, city.inna, [held], now=NOW))
            if turn % 2
            else (lambda session: join_reports(session, city.inna, [held], into_id=issue, now=NOW))
        )
        try:
            with database.transaction() as session:
                change(session)
        except PlannerError:
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, range(12)))

    with database.reading() as session:
        state = session.get_one(ResidentReport, held).state
        voices = len(session.exec(select(Support)).all())
        assert (voices, session.get_one(Issue, issue).supporters) == (int(state is ReportState.JOINED),) * 2
