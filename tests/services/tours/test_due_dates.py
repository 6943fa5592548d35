"""Due dates for a calendar: of the work that one's agency has to do still, and that one may see."""

from datetime import date

from sqlmodel import Session

from planner.domain.models import Issue
from planner.domain.models.types import id_of
from planner.services.control.instructions import report_done
from planner.services.tours.due_dates import due_dates
from tests.services.control_story import NOW, Town, a_photo, an_instruction, an_issue


def test_dates_are_of_what_ones_agency_has_to_do_still(session: Session, town: Town) -> None:
    issue = an_issue(session, town)
    later = an_instruction(session, town, issue, due_on=date(2026, 12, 5))
    sooner = an_instruction(session, town, issue, due_on=date(2026, 12, 1))
    an_instruction(session, town, issue, agency_id=town.parks)
    done = an_instruction(session, town, issue)
    photo = a_photo(session, issue)
    report_done(session, town.oksana, id_of(done), text="Done", photo_ids=[photo], now=NOW)

    found = [each.instruction.id for each in due_dates(session, town.oksana)]

    assert found == [sooner.id, later.id]


def test_dates_of_what_one_may_not_see_are_left_out(session: Session, town: Town) -> None:
    issue = an_issue(session, town)
    an_instruction(session, town, issue)
    session.get_one(Issue, issue.id).deleted = True
    session.flush()

    assert due_dates(session, town.oksana) == []


def test_who_does_no_agencys_work_has_no_dates(session: Session, town: Town) -> None:
    an_instruction(session, town, an_issue(session, town))

    assert (due_dates(session, town.olga), due_dates(session, town.kira)) == ((), ())
