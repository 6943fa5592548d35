"""Tests of `planner.services.guests.answer_links`: what a link opens, what it answers, and for how long."""

from datetime import datetime

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Participant, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer, TourState
from planner.services.guests.answer_links import (
    FREE_ANSWERS,
    FREE_GUESSES,
    answer_by_link,
    count_wrong_code,
    invitation_behind,
    make_answer_link,
    revoke_answer_link,
    seconds_to_wait,
)
from planner.services.guests.answers import Named
from planner.services.guests.invitations import invite_agency, invite_guest
from tests.services.guests.test_invitations import answers, published
from tests.services.plan_story import MINUTE, Story, write_story
from tests.whole.at_once import at_once


def invited(session: Session, story: Story, name: str, **fields: object) -> str:
    """Somebody on a published tour; the code of the link."""
    tour_id = published(session, story, **fields)
    return code_of(invite_guest(session, story.olga, tour_id, name=name, now=story.now))


def code_of(row: Participant) -> str:
    assert row.answer_code is not None
    return row.answer_code


@pytest.fixture
def story(session: Session, now: datetime) -> Story:
    return write_story(session, now)


def test_link_opens_the_invitation_with_its_programme_and_answers_nothing(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.stops(session, tour_id, 1, 2)
    session.get_one(Tour, tour_id).state = TourState.PUBLISHED
    code = code_of(invite_agency(session, story.olga, tour_id, story.roads_id, now=story.now))

    found = invitation_behind(session, code, now=story.now)

    assert (found.tour.id, found.agency, [stop.name for stop in found.stops]) == (
        tour_id,
        "Управление дорог",
        ["1 км", "2 км"],
    )
    assert (found.participant.answer, found.is_open, found.is_full, found.line) == (Answer.INVITED, True, False, None)


def test_yes_by_link_takes_a_seat_and_the_next_one_waits(session: Session, story: Story) -> None:
    code = invited(session, story, "Иванова", seats=1)
    tour_id = id_of(invitation_behind(session, code, now=story.now).tour)
    other = code_of(invite_guest(session, story.olga, tour_id, name="Петрова", now=story.now))

    answer_by_link(session, code, answer=Answer.YES, now=story.now)
    full = invitation_behind(session, other, now=story.now)
    answer_by_link(session, other, answer=Answer.YES, now=story.now + MINUTE)

    assert (full.is_full, invitation_behind(session, other, now=story.now).line) == (True, 1)
    assert answers(session, tour_id) == {"Иванова": Answer.YES, "Петрова": Answer.WAITING}


def test_somebody_else_comes_instead_with_a_link_of_their_own(session: Session, story: Story) -> None:
    code = invited(session, story, "Иванова", seats=1)

    answer_by_link(
        session,
        code,
        answer=Answer.DELEGATED,
        delegate=Named("Сидоров", "+7 914 111-22-33", "S@City.ru"),
        now=story.now,
    )

    found = invitation_behind(session, code, now=story.now)
    delegate = session.get_one(Participant, found.participant.delegated_to_id)
    assert (found.delegate, delegate.answer, delegate.phone, delegate.email) == (
        "Сидоров",
        Answer.YES,
        "+7 914 111-22-33",
        "s@city.ru",
    )
    assert code_of(delegate) != code


def test_who_said_no_and_is_replaced_by_another_is_forgotten(session: Session, story: Story) -> None:
    code = invited(session, story, "Иванова", seats=1)
    answer_by_link(session, code, answer=Answer.DELEGATED, delegate=Named("Сидоров"), now=story.now)
    delegate = session.get_one(Participant, invitation_behind(session, code, now=story.now).participant.delegated_to_id)
    answer_by_link(session, code_of(delegate), answer=Answer.NO, now=story.now)

    answer_by_link(session, code, answer=Answer.DELEGATED, delegate=Named("Орлова"), now=story.now)

    assert answers(session, delegate.tour_id) == {"Иванова": Answer.DELEGATED, "Орлова": Answer.YES}


def test_agency_says_by_link_whom_it_sends(session: Session, story: Story) -> None:
    tour_id = published(session, story)
    code = code_of(invite_agency(session, story.olga, tour_id, story.roads_id, now=story.now))

    with pytest.raises(Invalid) as nameless:
        answer_by_link(session, code, answer=Answer.YES, now=story.now)
    answer_by_link(session, code, answer=Answer.YES, name=" Оксана  Ким ", now=story.now)

    assert (nameless.value.field, answers(session, tour_id)) == ("name", {"Оксана Ким": Answer.YES})


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (TourState.DRAFT, "answer.error.draft"),
        (TourState.DELETED, "answer.error.link"),
        (TourState.RIDING, "answer.error.over"),
        (TourState.CLOSED, "answer.error.over"),
        (TourState.CANCELLED, "answer.error.over"),
    ],
)
def test_tour_that_is_not_published_takes_no_answer(
    session: Session, story: Story, state: TourState, told: str
) -> None:
    code = invited(session, story, "Иванова")
    found = invitation_behind(session, code, now=story.now)
    found.tour.state = state
    session.flush()

    with pytest.raises((Conflict, NotFound)) as refused:
        answer_by_link(session, code, answer=Answer.YES, now=story.now)

    assert (refused.value.key, found.participant.answer) == (told, Answer.INVITED)


def test_revoked_and_renewed_links_open_nothing_any_more(session: Session, story: Story) -> None:
    code = invited(session, story, "Иванова")
    row = invitation_behind(session, code, now=story.now).participant
    renewed = make_answer_link(session, story.olga, id_of(row))
    revoke_answer_link(session, story.olga, id_of(row))
    newest = make_answer_link(session, story.olga, id_of(row))

    for dead in (code, renewed, "", " ", "null", "None"):
        with pytest.raises(NotFound):
            invitation_behind(session, dead, now=story.now)
        with pytest.raises(NotFound):
            answer_by_link(session, dead, answer=Answer.YES, now=story.now)

    assert (len({code, renewed, newest}), len(newest), row.answer) == (3, 16, Answer.INVITED)


def test_answering_without_end_is_slowed(session: Session, story: Story) -> None:
    code = invited(session, story, "Иванова")
    for _ in range(FREE_ANSWERS):
        answer_by_link(session, code, answer=Answer.NO, now=story.now)

    with pytest.raises(Conflict) as slowed:
        answer_by_link(session, code, answer=Answer.NO, now=story.now)

    assert slowed.value.key == "answer.error.slowed"


def test_guessing_is_slowed_by_network(session: Session, story: Story) -> None:
    for _ in range(FREE_GUESSES + 1):
        count_wrong_code(session, "10.0.0.0/24", now=story.now)

    waits = [seconds_to_wait(session, each, now=story.now) for each in ("10.0.0.0/24", "10.0.1.0/24")]

    assert (waits[0] > 0, waits[1]) == (True, 0)


def test_last_free_seat_goes_to_one_of_two_who_answer_at_once(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story, seats=1)
        names = ("Иванова", "Петрова")
        codes = [code_of(invite_guest(session, story.olga, tour_id, name=name, now=now)) for name in names]

    at_once(
        database,
        lambda session: answer_by_link(session, codes[0], answer=Answer.YES, now=now),
        lambda session: answer_by_link(session, codes[1], answer=Answer.YES, now=now),
    )

    with database.reading() as session:
        assert answers(session, tour_id) == {"Иванова": Answer.YES, "Петрова": Answer.WAITING}


def test_link_that_is_revoked_while_it_is_answered_by_answers_before_or_never(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        code = invited(session, story, "Иванова")
        row = invitation_behind(session, code, now=now).participant
        row_id = id_of(row)

    told = at_once(
        database,
        lambda session: revoke_answer_link(session, story.olga, row_id),
        lambda session: answer_by_link(session, code, answer=Answer.YES, now=now),
    )

    with database.reading() as session:
        answer = session.get_one(Participant, row_id).answer
    assert ([type(each) for each in told], answer) == ([type(None), NotFound], Answer.INVITED)
