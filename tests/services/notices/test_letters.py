"""What goes into a mail: what is due, by reader, while it may be known and is wanted."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.models import Notice, Person
from planner.domain.notices import NoticeKind
from planner.services.notices.letters import TOO_LATE, gather_letters, keep_mail, mail_choice
from tests.services.control_story import NOW, an_instruction
from tests.services.notices.notice_story import Office, set_office, tell_all, the_issue
from tests.whole.at_once import at_once


@pytest.fixture
def office(session: Session) -> Office:
    """Oksana and Yan are told of an instruction."""
    office = set_office(session)
    an_instruction(session, office.town, the_issue(session, office))
    tell_all(session)
    return office


def readers(session: Session, hours: int = 0) -> list[str]:
    return [each.address for each in gather_letters(session, KEEPER, now=NOW + timedelta(hours=hours))]


def test_what_is_due_is_gathered_once_for_each_reader(session: Session, office: Office) -> None:
    assert (readers(session), readers(session)) == (["oksana@city.ru", "yan@city.ru"], [])


def test_notices_of_one_reader_are_gathered_together(session: Session, office: Office) -> None:
    an_instruction(session, office.town, the_issue(session, office))
    tell_all(session)

    gathered = gather_letters(session, KEEPER, now=NOW)

    assert [(each.name, len(each.notices)) for each in gathered] == [("Oksana", 2), ("Yan", 2)]


def test_what_one_may_not_know_any_more_does_not_go_out(session: Session, office: Office) -> None:
    the_issue(session, office).deleted = True
    session.flush()

    assert readers(session) == []


def test_who_wants_no_mails_any_more_gets_none(session: Session, office: Office) -> None:
    mail_choice(session, office.town.both.person_id or 0).wanted = False
    session.flush()

    assert readers(session) == ["oksana@city.ru"]


def test_who_has_gone_gets_none(session: Session, office: Office) -> None:
    session.get_one(Person, office.town.both.person_id).archived = True
    session.flush()

    assert readers(session) == ["oksana@city.ru"]


def test_what_could_not_go_out_for_two_days_stays_inside(session: Session, office: Office) -> None:
    late = gather_letters(session, KEEPER, now=NOW + TOO_LATE + timedelta(seconds=1))

    assert (late, readers(session)) == ([], [])


def test_kept_mail_has_its_notices(session: Session, office: Office) -> None:
    first, _ = gather_letters(session, KEEPER, now=NOW)
    mail = keep_mail(session, KEEPER, first, {"subject": "x"}, now=NOW)

    mine = session.exec(select(Notice.mail_id).where(Notice.person_id == first.person_id)).all()

    assert (mine, mail.address, mail.letter) == ([mail.id], "oksana@city.ru", {"subject": "x"})


def test_address_of_an_agency_is_a_reader_too(session: Session, office: Office) -> None:
    session.add(Notice(key="a", kind=NoticeKind.INVITED, address="roads@city.ru", at=NOW, mail_after=NOW))
    session.flush()

    gathered = gather_letters(session, KEEPER, now=NOW)

    assert [(each.address, each.name, each.token) for each in gathered][-1] == ("roads@city.ru", "", "")


def test_two_workers_at_once_gather_each_notice_once(database: Database) -> None:
    with database.transaction() as session:
        office = set_office(session)
        an_instruction(session, office.town, the_issue(session, office))
        tell_all(session)

    first, second = at_once(database, readers, readers)

    assert (first, second) == (["oksana@city.ru", "yan@city.ru"], [])
