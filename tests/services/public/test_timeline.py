"""What happened to an issue as everybody reads it: steps and agencies, promises and delays, and nothing of what was inside."""

from datetime import timedelta

from sqlmodel import Session

from planner.domain.models.types import id_of
from planner.domain.words import Outcome
from planner.services.control.instructions import accept_report, report_done, return_report
from planner.services.issues.issues import edit_issue
from planner.services.public.timeline import OpenDetails, OpenStep, open_details
from tests.services.control_story import DUE, TODAY, a_photo, an_instruction
from tests.services.public_story import NOW, OpenScene, log, publish


def steps(details: OpenDetails) -> list[OpenStep]:
    return [event.step for event in details.events]


def test_timeline_tells_what_happened_and_how_late(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    issue = log(session, city.scene, stop_id=city.scene.stop)
    publish(session, city, issue)
    given = an_instruction(session, town, issue)
    late = NOW + timedelta(days=9)
    report_done(session, town.oksana, id_of(given), text="Готово", photo_ids=[a_photo(session, issue)], now=late)
    until = TODAY + timedelta(days=20)
    return_report(
        session, town.kira, id_of(given), reason="Нет", until=until, now=late, today=TODAY + timedelta(days=9)
    )
    done = late + timedelta(days=1)
    report_done(session, town.oksana, id_of(given), text="Готово", photo_ids=[a_photo(session, issue)], now=done)
    accept_report(session, town.kira, id_of(given), outcome=Outcome.FIXED, now=done)

    details = open_details(session, id_of(issue), now=done)

    expected = [OpenStep.RAISED, OpenStep.INSTRUCTED, OpenStep.REPORTED, OpenStep.RETURNED, OpenStep.REPORTED]
    assert steps(details) == [*expected, OpenStep.ACCEPTED]
    promise = details.promise
    assert promise is not None
    assert (promise.agency, promise.promised_on, promise.due_on, promise.days_late) == ("Roads", DUE, until, 2)
    assert details.tour == (city.scene.tour, "One")


def test_what_was_done_while_the_issue_was_internal_is_not_told(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    issue = log(session, city.scene, internal=True)
    an_instruction(session, town, issue)
    edit_issue(session, town.olga, id_of(issue), internal=False, now=NOW + timedelta(hours=1))
    publish(session, city, issue, now=NOW + timedelta(hours=2))

    details = open_details(session, id_of(issue), now=NOW + timedelta(hours=3))

    assert (steps(details), details.promises) == ([], [])
