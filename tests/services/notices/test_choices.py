"""What a person chooses holds for the notices that follow; the secret of a mail ends all of them."""

from datetime import datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from planner.domain.errors import Invalid, NotFound
from planner.domain.models import Notice, Person
from planner.domain.words import Delivery, NoticeTopic
from planner.services.notices.choices import choose_notices, my_notice_settings, reader_of_mails, stop_mails
from planner.services.notices.letters import mail_choice
from tests.services.control_story import NOW, an_instruction
from tests.services.notices.notice_story import Office, set_office, tell_all, the_issue

WORK = {NoticeTopic.WORK: Delivery.AT_ONCE}


@pytest.fixture
def office(session: Session) -> Office:
    return set_office(session)


def choose(session: Session, office: Office, **fields: object) -> None:
    values = {"wanted": True, "deliveries": WORK, "quiet_from": None, "quiet_until": None}
    choose_notices(session, office.town.oksana, **(values | fields))  # type: ignore[arg-type]


def goes_out(session: Session, office: Office) -> datetime | None:
    """When Oksana's mail about a new instruction of NOW, Monday at nine, may go."""
    an_instruction(session, office.town, the_issue(session, office))
    tell_all(session)
    return session.exec(select(Notice.mail_after).where(Notice.person_id == office.town.oksana.person_id)).one()


def test_nothing_chosen_is_what_is_usual(session: Session, office: Office) -> None:
    chosen = my_notice_settings(session, office.town.oksana)

    assert (chosen.wanted, chosen.quiet_from, chosen.address) == (True, None, "oksana@city.ru")
    assert chosen.deliveries == {
        NoticeTopic.WORK: Delivery.AT_ONCE,
        NoticeTopic.REMINDERS: Delivery.AT_ONCE,
        NoticeTopic.ISSUES: Delivery.AT_ONCE,
        NoticeTopic.TOURS: Delivery.AT_ONCE,
        NoticeTopic.DIGEST: Delivery.DIGEST,
        NoticeTopic.QUOTES: Delivery.AT_ONCE,
    }


@pytest.mark.parametrize(
    ("chosen", "moment"),
    [
        ({}, NOW),
        ({"deliveries": {NoticeTopic.WORK: Delivery.DIGEST}}, NOW + timedelta(hours=23, minutes=2)),
        ({"deliveries": {NoticeTopic.WORK: Delivery.NONE}}, None),
        ({"wanted": False}, None),
        ({"quiet_from": time(8), "quiet_until": time(10)}, NOW + timedelta(hours=1)),
    ],
)
def test_mail_goes_as_it_was_chosen(
    session: Session, office: Office, chosen: dict[str, object], moment: datetime | None
) -> None:
    choose(session, office, **chosen)

    assert goes_out(session, office) == moment


def test_who_has_no_address_gets_no_mail(session: Session, office: Office) -> None:
    session.get_one(Person, office.town.oksana.person_id).email = None

    assert goes_out(session, office) is None


def test_choice_is_told_back(session: Session, office: Office) -> None:
    choose(session, office, wanted=False, quiet_from=time(22), quiet_until=time(7))
    choose(session, office, quiet_from=time(21), quiet_until=time(7), deliveries={NoticeTopic.WORK: Delivery.NONE})

    chosen = my_notice_settings(session, office.town.oksana)

    assert (chosen.wanted, chosen.quiet_from, chosen.quiet_until) == (True, time(21), time(7))
    assert chosen.deliveries[NoticeTopic.WORK] is Delivery.NONE


@pytest.mark.parametrize(
    ("chosen", "key", "field"),
    [
        ({"quiet_from": time(22)}, "notices.error.quiet", "quiet"),
        ({"quiet_until": time(22)}, "notices.error.quiet", "quiet"),
        ({"deliveries": {NoticeTopic.DIGEST: Delivery.AT_ONCE}}, "notices.error.digest", "digest"),
    ],
)
def test_choice_that_cannot_be_is_refused(
    session: Session, office: Office, chosen: dict[str, object], key: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        choose(session, office, **chosen)

    assert (refused.value.key, refused.value.field) == (key, field)


def test_secret_of_a_mail_ends_all_mails_and_says_whose(session: Session, office: Office) -> None:
    token = mail_choice(session, office.town.oksana.person_id or 0).token

    reader = reader_of_mails(session, token)
    stopped = [stop_mails(session, token).name for _ in range(2)]

    assert (reader.name, stopped) == ("Oksana", ["Oksana", "Oksana"])
    assert my_notice_settings(session, office.town.oksana).wanted is False


@pytest.mark.parametrize("token", ["", "unknown", "\x00", "я" * 3000])
def test_secret_that_nobody_has_is_unknown(session: Session, office: Office, token: str) -> None:
    with pytest.raises(NotFound, match=r"mails\.error\.link"):
        stop_mails(session, token)


def test_secret_of_who_has_gone_is_unknown(session: Session, office: Office) -> None:
    token = mail_choice(session, office.town.oksana.person_id or 0).token
    session.get_one(Person, office.town.oksana.person_id).archived = True

    with pytest.raises(NotFound, match=r"mails\.error\.link"):
        reader_of_mails(session, token)
