"""Who came from the line to a seat: whom the planner tells, and whom somebody has to."""

from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.models import Mail, Notice, Participant, Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.notices import MailState
from planner.domain.words import Answer, Role
from planner.services.guests.invitations import answer_invitation, invite_guest, invite_person
from planner.services.notices.free_seats import note_told, to_tell_of_seats
from tests.services.guests.test_invitations import published
from tests.services.notices.notice_story import tell_all
from tests.services.plan_story import MINUTE, Story, write_story


def a_line(session: Session, now: datetime) -> tuple[Story, int, list[Participant]]:
    """One seat, taken; in the line Oksana, a resident with an address, one without; the one who has it says no."""
    story = write_story(session, now)
    oksana = session.get_one(Person, story.oksana.person_id)
    oksana.email = "oksana@city.ru"
    session.add(PersonRole(person_id=id_of(oksana), role=Role.OFFICIAL))
    tour_id = published(session, story, seats=1)
    rows = [
        invite_guest(session, story.olga, tour_id, name="Первый", now=now),
        invite_person(session, story.olga, tour_id, story.oksana.person_id or 0, now=now),
        invite_guest(session, story.olga, tour_id, name="Иванова", email="ivanova@city.ru", now=now),
        invite_guest(session, story.olga, tour_id, name="Петров", phone="22-11-00", now=now),
    ]
    for minutes, row in enumerate(rows):
        say(session, story, row, Answer.YES, minutes)
    return story, tour_id, rows


def say(session: Session, story: Story, row: Participant, answer: Answer, minutes: int) -> None:
    answer_invitation(session, story.olga, id_of(row), answer=answer, now=story.now + minutes * MINUTE)


def test_who_moves_up_is_told_and_who_takes_a_seat_at_once_is_not(session: Session, now: datetime) -> None:
    story, tour_id, rows = a_line(session, now)
    tell_all(session, now)
    before = to_tell_of_seats(session, story.olga, tour_id)
    for minutes, row in enumerate(rows[:3], 10):
        say(session, story, row, Answer.NO, minutes)
        tell_all(session, now)

    notices = session.exec(select(Notice).order_by(col(Notice.id))).all()

    assert before == []
    assert [(each.kind, each.person_id, each.address) for each in notices] == [
        ("seat_free", story.oksana.person_id, ""),
        ("seat_free", None, "ivanova@city.ru"),
    ]
    assert [(each.name, each.contact) for each in to_tell_of_seats(session, story.olga, tour_id)] == [
        ("Петров", "22-11-00")
    ]


def test_list_ends_with_a_sent_letter_a_read_notice_or_a_word(session: Session, now: datetime) -> None:
    story, tour_id, rows = a_line(session, now)
    say(session, story, rows[0], Answer.NO, 10)
    tell_all(session, now)
    waiting = [each.name for each in to_tell_of_seats(session, story.olga, tour_id)]
    notice = session.exec(select(Notice)).one()
    mail = Mail(address="oksana@city.ru", letter={}, next_at=now, created_at=now, state=MailState.WAITING)
    session.add(mail)
    session.flush()
    notice.mail_id = mail.id

    lists = []
    for state, read_at in ((MailState.WAITING, None), (MailState.SENT, None), (MailState.FAILED, now)):
        mail.state, notice.read_at = state, read_at
        session.flush()
        lists.append([each.name for each in to_tell_of_seats(session, story.olga, tour_id)])
    mail.state, notice.read_at = MailState.FAILED, None
    note_told(session, story.olga, id_of(rows[1]))

    assert (waiting, lists) == (["Оксана"], [["Оксана"], [], []])
    assert to_tell_of_seats(session, story.olga, tour_id) == []


def test_seat_that_is_given_back_before_it_was_told_is_not_told(session: Session, now: datetime) -> None:
    story, tour_id, rows = a_line(session, now)
    say(session, story, rows[0], Answer.NO, 10)
    say(session, story, rows[1], Answer.NO, 11)

    tell_all(session, now)

    assert [each.name for each in to_tell_of_seats(session, story.olga, tour_id)] == ["Иванова"]
    assert [each.address for each in session.exec(select(Notice))] == ["ivanova@city.ru"]
