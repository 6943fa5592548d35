"""Mails on their way: taken by one, tried again with patience, given up and shown, sent again by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.errors import NotFound
from planner.domain.models import Cause, Mail, Notice, Person
from planner.domain.models.types import id_of
from planner.domain.notices import CauseKind, MailState, NoticeKind
from planner.services.notices.mails import (
    KEPT,
    LEASE,
    PATIENCE,
    Taken,
    forget_mails,
    forget_old,
    mail_standing,
    note_not_sent,
    note_sent,
    put_back,
    send_again,
    take_mail,
)
from tests.services.control_story import NOW
from tests.whole.at_once import at_once


def a_mail(session: Session, **fields: object) -> Mail:
    values = {"address": "oksana@city.ru", "letter": {}, "next_at": NOW, "created_at": NOW}
    mail = Mail(**(values | fields))  # type: ignore[arg-type]
    session.add(mail)
    session.flush()
    return mail


def somebody(session: Session) -> int:
    person = Person(name="Артём", email="new@city.ru")
    session.add(person)
    session.flush()
    return id_of(person)


def taken(session: Session, now: datetime = NOW) -> Taken:
    found = take_mail(session, KEEPER, now=now)
    assert found is not None
    return found


def test_mail_that_was_taken_is_nobody_elses_until_its_lease_ends(session: Session) -> None:
    mail = a_mail(session)
    first = taken(session)
    meanwhile = take_mail(session, KEEPER, now=NOW + LEASE - timedelta(seconds=1))
    again = taken(session, NOW + LEASE)

    assert (meanwhile, again.uid, first.turn, again.turn) == (None, mail.uid, 1, 2)


def test_sender_who_comes_back_too_late_changes_nothing(session: Session) -> None:
    mail = a_mail(session)
    first = taken(session)
    taken(session, NOW + LEASE)
    note_not_sent(session, KEEPER, first, problem="451", for_good=True, now=NOW + LEASE)
    session.refresh(mail)

    assert (mail.state, mail.problem) == (MailState.SENDING, "")


def test_tries_come_further_and_further_apart_and_end(session: Session) -> None:
    mail, now, waits = a_mail(session), NOW, []
    while mail.state is not MailState.FAILED:
        one = taken(session, now)
        note_not_sent(session, KEEPER, one, problem="451 later\r\nX", for_good=False, now=now)
        session.refresh(mail)
        waits.append(mail.next_at - now)
        now = mail.next_at

    assert (tuple(waits[:-1]), mail.problem, mail.tries) == (PATIENCE, "451 later X", 7)


def test_what_a_server_never_takes_is_given_up_at_once(session: Session) -> None:
    mail = a_mail(session)
    note_not_sent(session, KEEPER, taken(session), problem="550", for_good=True, now=NOW)
    session.refresh(mail)

    assert (mail.state, mail.ended_at) == (MailState.FAILED, NOW)


def test_mail_that_is_put_back_counts_no_try(session: Session) -> None:
    mail = a_mail(session)
    put_back(session, KEEPER, taken(session), problem="refused", after=NOW + LEASE)
    session.refresh(mail)

    assert (mail.state, mail.tries, mail.next_at) == (MailState.WAITING, 0, NOW + LEASE)


def test_standing_says_what_waits_and_what_was_given_up(session: Session) -> None:
    a_mail(session, problem="no route")
    a_mail(session, state=MailState.SENT)
    failed = a_mail(session, state=MailState.FAILED, ended_at=NOW, person_id=somebody(session))

    standing = mail_standing(session, KEEPER)

    assert (standing.waiting, standing.waiting_since, standing.problem, standing.given_up) == (1, NOW, "no route", 1)
    assert [(row.mail.id, row.name) for row in standing.rows] == [(failed.id, "Артём")]


def test_sent_again_it_goes_to_the_address_of_now(session: Session) -> None:
    mail = a_mail(session, state=MailState.FAILED, tries=7, ended_at=NOW, person_id=somebody(session))

    send_again(session, KEEPER, [id_of(mail)], now=NOW)

    found = taken(session)
    assert (found.address, found.uid, found.turn) == ("new@city.ru", mail.uid, 1)


def test_mail_that_was_not_given_up_cannot_be_sent_again(session: Session) -> None:
    mail = a_mail(session, state=MailState.SENT)

    with pytest.raises(NotFound, match=r"mails\.error\.unknown"):
        send_again(session, KEEPER, [id_of(mail)], now=NOW)


def test_mail_taken_off_the_list_is_gone_and_its_notice_stays(session: Session) -> None:
    mail = a_mail(session, state=MailState.FAILED, ended_at=NOW)
    notice = Notice(key="a", kind=NoticeKind.INSTRUCTED, at=NOW, mail_id=mail.id)
    session.add(notice)
    session.flush()

    forget_mails(session, KEEPER, [id_of(mail)])

    session.refresh(notice)
    assert (session.exec(select(Mail)).all(), notice.mail_id) == ([], None)


def test_what_was_sent_and_told_long_ago_is_forgotten(session: Session) -> None:
    later = NOW + KEPT + timedelta(seconds=1)
    old = a_mail(session, state=MailState.SENT, ended_at=NOW)
    waiting = a_mail(session)
    session.add(Notice(key="a", kind=NoticeKind.INSTRUCTED, at=NOW, mail_id=old.id))
    session.add(Notice(key="b", kind=NoticeKind.INSTRUCTED, at=NOW - timedelta(days=366)))
    session.add(Cause(kind=CauseKind.MOVE, about={}, at=NOW, told_at=NOW))
    session.add(Cause(kind=CauseKind.MOVE, about={}, at=NOW))
    session.flush()

    forget_old(session, KEEPER, now=later)

    assert [mail.id for mail in session.exec(select(Mail)).all()] == [waiting.id]
    assert [notice.key for notice in session.exec(select(Notice)).all()] == ["a"]
    assert [cause.told_at for cause in session.exec(select(Cause)).all()] == [None]


def test_two_senders_at_once_take_different_mails(database: Database) -> None:
    with database.transaction() as session:
        numbers = [id_of(a_mail(session)) for _ in range(2)]

    def take(session: Session) -> int:
        return taken(session).id

    assert at_once(database, take, take) == numbers


@pytest.mark.parametrize(
    "end",
    [
        lambda session, one: note_sent(session, KEEPER, one, now=NOW),
        lambda session, one: note_not_sent(session, KEEPER, one, problem="", for_good=False, now=NOW),
    ],
)
def test_ended_mail_is_not_taken_again_at_once(session: Session, end: Callable[[Session, Taken], None]) -> None:
    a_mail(session)
    end(session, taken(session))

    assert take_mail(session, KEEPER, now=NOW) is None
