"""Tests of `planner.services.guests.invitations`: whom, the answers, the seats and the line."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import Agency, Comment, Participant, Person, SignIn, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer, Role, SeatGroup, TourState
from planner.services.access.join import join_tour
from planner.services.guests.invitations import (
    answer_invitation,
    invite_agency,
    invite_guest,
    invite_person,
    list_participants,
    my_invitations,
    remove_invitation,
)
from planner.services.guests.seats import GroupSeats, seats_of
from tests.services.plan_story import MINUTE, Story, write_story


def published(session: Session, story: Story, **fields: object) -> int:
    """A published tour, which officials may see."""
    tour_id = story.tour(session, **fields)
    session.get_one(Tour, tour_id).state = TourState.PUBLISHED
    return tour_id


def guests(session: Session, story: Story, tour_id: int, *names: str, group: SeatGroup = SeatGroup.PUBLIC) -> list[int]:
    """People who were invited and said yes, one a minute; returns their ids."""
    ids: list[int] = []
    for number, name in enumerate(names):
        guest = invite_guest(session, story.olga, tour_id, name=name, group=group, now=story.now)
        answer_invitation(
            session, story.olga, id_of(guest), answer=Answer.YES, now=story.now + (len(ids) + number) * MINUTE
        )
        ids.append(id_of(guest))
    return ids


def answers(session: Session, tour_id: int) -> dict[str, Answer]:
    """What became of everybody on the list, by name."""
    rows = session.exec(select(Participant).where(Participant.tour_id == tour_id)).all()
    return {row.name: row.answer for row in rows}


def test_list_says_how_everybody_is_reached(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        roads = session.get_one(Agency, story.roads_id)
        roads.phone, roads.email = "+7 4162 11", "roads@city.example"
        oksana = session.get_one(Person, story.oksana.person_id)
        oksana.phone = "+7 914 22"
        invite_agency(session, story.olga, tour_id, story.roads_id, now=now)
        invite_person(session, story.olga, tour_id, id_of(oksana), now=now)
        invite_guest(session, story.olga, tour_id, name="Иванова", note=" 8 924  33 ", now=now)

    with database.reading() as session:
        rows = list_participants(session, story.olga, tour_id)

    assert {row.participant.name: row.contact for row in rows} == {
        "": "+7 4162 11, roads@city.example",
        "Оксана": "+7 914 22",
        "Иванова": "8 924 33",
    }


def test_agency_says_yes_and_sends_whoever_answers(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        invited = invite_agency(session, story.olga, tour_id, story.roads_id, now=now)

        row = answer_invitation(session, story.oksana, id_of(invited), answer=Answer.YES, now=now + MINUTE)

        assert (row.name, row.answer, row.group, row.answered_at) == (
            "Оксана",
            Answer.YES,
            SeatGroup.AGENCY,
            now + MINUTE,
        )


def test_agency_that_sends_somebody_must_say_whom(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        invited = invite_agency(session, story.olga, tour_id, story.roads_id, now=now)

        with pytest.raises(Invalid) as refused:
            answer_invitation(session, story.olga, id_of(invited), answer=Answer.YES, now=now)
        row = answer_invitation(session, story.olga, id_of(invited), answer=Answer.YES, name=" Илья  Громов ", now=now)

        assert refused.value.field == "name"
        assert (row.name, row.answer) == ("Илья Громов", Answer.YES)


def test_group_follows_from_the_kind_of_agency(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        reporter = Person(name="Анна", agency_id=story.media_id)
        resident = Person(name="Вера")
        session.add_all([reporter, resident])
        session.flush()

        groups = [
            invite_agency(session, story.olga, tour_id, story.media_id, now=now).group,
            invite_person(session, story.olga, tour_id, id_of(reporter), now=now).group,
            invite_person(session, story.olga, tour_id, id_of(resident), now=now).group,
            invite_person(session, story.olga, tour_id, story.boris.person_id or 0, now=now).group,
            invite_agency(session, story.olga, tour_id, story.roads_id, now=now, group=SeatGroup.PRESS).group,
        ]

        assert groups == [
            SeatGroup.PRESS,
            SeatGroup.PRESS,
            SeatGroup.PUBLIC,
            SeatGroup.AGENCY,
            SeatGroup.PRESS,
        ]


def test_nobody_is_invited_twice(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        boris = story.boris.person_id or 0
        invite_agency(session, story.olga, tour_id, story.roads_id, now=now)
        invite_person(session, story.olga, tour_id, boris, now=now)

        with pytest.raises(Conflict, match="again"):
            invite_agency(session, story.olga, tour_id, story.roads_id, now=now)
        with pytest.raises(Conflict, match="again"):
            invite_person(session, story.olga, tour_id, boris, now=now)


def test_agency_that_has_answered_may_send_one_more(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        first = invite_agency(session, story.olga, tour_id, story.roads_id, now=now)
        answer_invitation(session, story.oksana, id_of(first), answer=Answer.YES, now=now)

        second = invite_agency(session, story.olga, tour_id, story.roads_id, now=now)

        assert (second.id != first.id, second.answer) == (True, Answer.INVITED)


def test_what_is_gone_is_not_invited(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        session.get_one(Agency, story.media_id).archived = True

        with pytest.raises(NotFound):
            invite_agency(session, story.olga, tour_id, story.media_id, now=now)
        with pytest.raises(NotFound):
            invite_person(session, story.olga, tour_id, 777, now=now)


def test_guest_without_a_name_is_refused(database: Database, now: datetime) -> None:
    with database.reading() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)

        with pytest.raises(Invalid) as refused:
            invite_guest(session, story.olga, tour_id, name=" я ", now=now)

        assert refused.value.field == "name"


def test_full_bus_makes_a_line_that_moves_up_in_order(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story, seats=2)
        first, _, third, _ = guests(session, story, tour_id, "Анна", "Вера", "Глеб", "Дина")
        before = answers(session, tour_id)

        answer_invitation(session, story.olga, first, answer=Answer.NO, now=now)
        after = answers(session, tour_id)

        assert before == {
            "Анна": Answer.YES,
            "Вера": Answer.YES,
            "Глеб": Answer.WAITING,
            "Дина": Answer.WAITING,
        }
        assert after == {"Анна": Answer.NO, "Вера": Answer.YES, "Глеб": Answer.YES, "Дина": Answer.WAITING}
        assert session.get_one(Participant, third).waiting_since is None


def test_full_quota_lets_the_next_group_pass(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story, seats=3, quota_press=1)

        guests(session, story, tour_id, "Пресса 1", "Пресса 2", group=SeatGroup.PRESS)
        guests(session, story, tour_id, "Житель 1", "Житель 2", "Житель 3")

        assert answers(session, tour_id) == {
            "Пресса 1": Answer.YES,
            "Пресса 2": Answer.WAITING,
            "Житель 1": Answer.YES,
            "Житель 2": Answer.YES,
            "Житель 3": Answer.WAITING,
        }


def test_seats_count_everybody_by_group(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story, seats=2, quota_agency=1)
        guests(session, story, tour_id, "Анна", "Вера")
        guests(session, story, tour_id, "Глеб", group=SeatGroup.AGENCY)
        invite_agency(session, story.olga, tour_id, story.roads_id, now=now)

        seats = seats_of(session, story.boris, tour_id)

        assert dict(seats.groups) == {
            SeatGroup.AGENCY: GroupSeats(quota=1, taken=0, waiting=1, invited=1),
            SeatGroup.PRESS: GroupSeats(quota=None, taken=0, waiting=0, invited=0),
            SeatGroup.PUBLIC: GroupSeats(quota=None, taken=2, waiting=0, invited=0),
        }
        assert (seats.total, seats.taken, seats.free, seats.waiting, seats.over) == (2, 2, 0, 1, 0)


def test_seats_of_a_bus_without_a_number_are_never_full(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        guests(session, story, tour_id, *(f"Гость {number}" for number in range(30)))

        seats = seats_of(session, story.olga, tour_id)

        assert (seats.taken, seats.free, seats.waiting, seats.over) == (30, None, 0, 0)


def test_same_yes_twice_keeps_the_place_in_the_line(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story, seats=1)
        _, second, _ = guests(session, story, tour_id, "Анна", "Вера", "Глеб")

        answer_invitation(session, story.olga, second, answer=Answer.YES, now=now + 60 * MINUTE)

        line = {row.participant.name: row.line for row in list_participants(session, story.olga, tour_id)}
        assert line == {"Анна": None, "Вера": 1, "Глеб": 2}


def test_delegate_takes_over_the_seat(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story, seats=1)
        invited = invite_person(session, story.olga, tour_id, story.boris.person_id or 0, now=now)
        answer_invitation(session, story.boris, id_of(invited), answer=Answer.YES, now=now)
        guests(session, story, tour_id, "Анна")

        row = answer_invitation(
            session, story.boris, id_of(invited), answer=Answer.DELEGATED, delegate_name="Егор Лапин", now=now
        )

        assert answers(session, tour_id) == {
            "Борис": Answer.DELEGATED,
            "Егор Лапин": Answer.YES,
            "Анна": Answer.WAITING,
        }
        delegate = session.get_one(Participant, row.delegated_to_id)
        assert (delegate.agency_id, delegate.group) == (story.boris.agency_id, SeatGroup.AGENCY)


def test_delegate_must_have_a_name(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        invited = invite_person(session, story.olga, tour_id, story.boris.person_id or 0, now=now)

        with pytest.raises(Invalid) as refused:
            answer_invitation(session, story.boris, id_of(invited), answer=Answer.DELEGATED, now=now)

        assert refused.value.field == "delegate_name"
        assert answers(session, tour_id) == {"Борис": Answer.INVITED}


def test_who_comes_after_all_takes_the_seat_back_from_the_delegate(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story, seats=1)
        invited = invite_person(session, story.olga, tour_id, story.boris.person_id or 0, now=now)
        for name in ("Егор Лапин", "Юрий Попов"):
            answer_invitation(
                session, story.boris, id_of(invited), answer=Answer.DELEGATED, delegate_name=name, now=now
            )
        guests(session, story, tour_id, "Анна")
        delegated = answers(session, tour_id)

        answer_invitation(session, story.boris, id_of(invited), answer=Answer.YES, now=now)

        assert delegated == {"Борис": Answer.DELEGATED, "Юрий Попов": Answer.YES, "Анна": Answer.WAITING}
        assert answers(session, tour_id) == {"Борис": Answer.YES, "Анна": Answer.WAITING}


def test_removed_person_frees_seat_and_delegate(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story, seats=1)
        invited = invite_person(session, story.olga, tour_id, story.boris.person_id or 0, now=now)
        answer_invitation(
            session, story.olga, id_of(invited), answer=Answer.DELEGATED, delegate_name="Егор Лапин", now=now
        )
        guests(session, story, tour_id, "Анна")

        remove_invitation(session, story.olga, id_of(invited), now=now)

        assert answers(session, tour_id) == {"Анна": Answer.YES}


def test_removed_delegate_leaves_the_invitation_open(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        invited = invite_person(session, story.olga, tour_id, story.boris.person_id or 0, now=now)
        row = answer_invitation(
            session, story.olga, id_of(invited), answer=Answer.DELEGATED, delegate_name="Егор Лапин", now=now
        )

        remove_invitation(session, story.olga, row.delegated_to_id or 0, now=now)

        assert answers(session, tour_id) == {"Борис": Answer.INVITED}


def test_removed_tablet_is_signed_out(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        session.get_one(Tour, tour_id).join_code = "abc"
        join_tour(session, "abc", name="Пётр", now=now)
        pyotr = session.exec(select(Participant)).one()
        signed_in = len(session.exec(select(SignIn)).all())

        remove_invitation(session, story.olga, id_of(pyotr), now=now)

        assert (signed_in, session.exec(select(SignIn)).all()) == (1, [])


@pytest.mark.parametrize("record", ["comment", "boarding"])
def test_who_left_a_trace_stays_on_the_list(database: Database, now: datetime, record: str) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        (stop_id,) = story.stops(session, tour_id, 1)
        (anna,) = guests(session, story, tour_id, "Анна")
        if record == "comment":
            session.add(
                Comment(stop_id=stop_id, author="Анна", author_participant_id=anna, text="Скользко", written_at=now)
            )
        else:
            session.get_one(Participant, anna).boarded_at = now
        session.flush()

        with pytest.raises(Conflict, match="has_records"):
            remove_invitation(session, story.olga, anna, now=now)

        assert answers(session, tour_id) == {"Анна": Answer.YES}


@pytest.mark.parametrize("state", [TourState.CLOSED, TourState.CANCELLED])
def test_list_of_a_tour_that_is_over_stands(database: Database, now: datetime, state: TourState) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        (anna,) = guests(session, story, tour_id, "Анна")
        session.get_one(Tour, tour_id).state = state

        for attempt in (
            lambda: invite_agency(session, story.olga, tour_id, story.roads_id, now=now),
            lambda: answer_invitation(session, story.olga, anna, answer=Answer.NO, now=now),
            lambda: remove_invitation(session, story.olga, anna, now=now),
        ):
            with pytest.raises(Conflict, match="over"):
                attempt()


def test_only_yes_no_and_a_delegate_are_answers(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        (anna,) = guests(session, story, published(session, story), "Анна")

        with pytest.raises(Invalid) as refused:
            answer_invitation(session, story.olga, anna, answer=Answer.WAITING, now=now)

        assert refused.value.field == "answer"


def test_official_answers_for_himself_and_his_agency_and_for_nobody_else(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        colleague = Person(name="Зоя", agency_id=story.roads_id)
        session.add(colleague)
        session.flush()
        own_agency = invite_agency(session, story.olga, tour_id, story.roads_id, now=now)
        of_colleague = invite_person(session, story.olga, tour_id, id_of(colleague), now=now)

        with pytest.raises(NotAllowed, match="not_invited"):
            answer_invitation(session, story.boris, id_of(own_agency), answer=Answer.YES, now=now)
        with pytest.raises(NotAllowed, match="not_invited"):
            answer_invitation(session, story.oksana, id_of(of_colleague), answer=Answer.NO, now=now)
        answer_invitation(session, story.oksana, id_of(own_agency), answer=Answer.NO, now=now)

        assert answers(session, tour_id) == {"": Answer.NO, "Зоя": Answer.INVITED}


def test_official_answers_nothing_on_a_draft(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        invited = invite_agency(session, story.olga, tour_id, story.roads_id, now=now)

        with pytest.raises(NotFound):
            answer_invitation(session, story.oksana, id_of(invited), answer=Answer.YES, now=now)


def test_official_invites_nobody_and_reads_no_names_unless_he_leads(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story, leader_id=story.oksana.person_id)
        (anna,) = guests(session, story, tour_id, "Анна")

        for attempt in (
            lambda: invite_agency(session, story.boris, tour_id, story.roads_id, now=now),
            lambda: invite_person(session, story.boris, tour_id, story.boris.person_id or 0, now=now),
            lambda: invite_guest(session, story.boris, tour_id, name="Свой", now=now),
            lambda: remove_invitation(session, story.boris, anna, now=now),
            lambda: list_participants(session, story.boris, tour_id),
        ):
            with pytest.raises(NotAllowed):
                attempt()

        assert [row.participant.name for row in list_participants(session, story.oksana, tour_id)] == ["Анна"]


def test_official_finds_the_invitations_that_concern_him(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        soon, later = published(session, story, title="Скоро"), published(session, story, title="Потом")
        draft, over = story.tour(session, title="Черновик"), published(session, story, title="Прошёл")
        session.get_one(Tour, later).starts_at += 60 * MINUTE
        session.get_one(Tour, over).ends_at = now - MINUTE
        oksana = story.oksana.person_id or 0
        invite_agency(session, story.olga, later, story.roads_id, now=now)
        delegated = invite_person(session, story.olga, soon, oksana, now=now)
        answer_invitation(
            session, story.olga, id_of(delegated), answer=Answer.DELEGATED, delegate_name="Зоя Юдина", now=now
        )
        invite_agency(session, story.olga, soon, story.media_id, now=now)
        for tour_id in (draft, over):
            invite_person(session, story.olga, tour_id, oksana, now=now)

        found = my_invitations(session, story.oksana, now=now)

        assert [(each.tour.title, each.participant.name, each.delegate) for each in found] == [
            ("Скоро", "Оксана", "Зоя Юдина"),
            ("Потом", "", ""),
        ]


def test_invitations_are_not_for_strangers_and_tablets(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story)
        (anna,) = guests(session, story, tour_id, "Анна")
        tablet = Actor(name="Пётр", roles=frozenset({Role.PARTICIPANT}), tour_id=tour_id, participant_id=anna)

        for actor in (STRANGER, tablet):
            with pytest.raises(NotAllowed):
                my_invitations(session, actor, now=now)
            with pytest.raises(NotAllowed):
                list_participants(session, actor, tour_id)
            with pytest.raises(NotAllowed):
                answer_invitation(session, actor, anna, answer=Answer.NO, now=now)


def test_last_seat_is_given_once_to_two_who_answer_at_the_same_moment(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = published(session, story, seats=1)
        invited = [
            id_of(invite_guest(session, story.olga, tour_id, name=name, now=now)) for name in ("Анна", "Вера", "Глеб")
        ]
    gate = Barrier(len(invited))

    def says_yes(participant_id: int) -> None:
        gate.wait()
        with database.transaction() as session:
            answer_invitation(session, story.olga, participant_id, answer=Answer.YES, now=now)

    with ThreadPoolExecutor(len(invited)) as pool:
        list(pool.map(says_yes, invited))

    with database.reading() as session:
        assert sorted(answers(session, tour_id).values()) == [Answer.WAITING, Answer.WAITING, Answer.YES]
