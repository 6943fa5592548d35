"""Tests of `planner.services.guests.boarding`: who is on the bus, and how many heads were counted."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import Agency, HeadCount, Participant, Person, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer, SeatGroup, TourState
from planner.services.guests.boarding import (
    MOST_PEOPLE,
    add_walk_in,
    board,
    check_in_of,
    count_heads,
    get_off,
    unboard,
)
from tests.services.ride_story import MINUTE, Story, add_participant, add_tour, pyotr_joins, write_story


def riding(session: Session, story: Story) -> None:
    """The bus stands at the first stop."""
    tour = session.get_one(Tour, story.tour_id)
    tour.state, tour.started_at = TourState.RIDING, story.start
    story.stop(session, 1).arrived_at = story.start + 5 * MINUTE


def test_boarding_counts_who_is_on_the_bus(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        anna, _ = (add_participant(session, story.tour_id, name, now) for name in ("Анна", "Вера"))

        board(session, story.oksana, anna, now=now)

        check_in = check_in_of(session, story.oksana, story.tour_id)
        assert [(one.name, one.on_board) for one in check_in.travellers] == [("Анна", True), ("Вера", False)]
        assert (check_in.on_board, check_in.missing) == (1, 1)


def test_boarding_tapped_twice_keeps_the_first_time(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        anna = add_participant(session, story.tour_id, "Анна", now)

        board(session, story.oksana, anna, now=now)
        board(session, story.olga, anna, now=now + MINUTE)

        assert session.get_one(Participant, anna).boarded_at == now


def test_boarding_taken_back_leaves_no_trace(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        anna = add_participant(session, story.tour_id, "Анна", now)
        board(session, story.oksana, anna, now=now)

        unboard(session, story.oksana, anna)

        assert session.get_one(Participant, anna).boarded_at is None


def test_boarding_is_for_those_who_lead_the_tour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        pyotr = pyotr_joins(session, story)
        anna = add_participant(session, story.tour_id, "Анна", now)
        assert [one.name for one in check_in_of(session, story.oksana, story.tour_id).travellers] == ["Анна", "Пётр"]

        for somebody in (story.boris, pyotr, STRANGER):
            with pytest.raises(NotAllowed):
                check_in_of(session, somebody, story.tour_id)
            with pytest.raises(NotAllowed):
                board(session, somebody, anna, now=now)
            with pytest.raises(NotAllowed):
                add_walk_in(session, somebody, story.tour_id, name="Дарья", now=now)
            with pytest.raises(NotAllowed):
                count_heads(session, somebody, story.stop_ids[0], people=1, now=now)

        assert session.get_one(Participant, anna).boarded_at is None


def test_boarding_on_a_tour_led_by_somebody_else_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        other = add_tour(session, now, state=TourState.PUBLISHED, leader_id=story.boris.person_id)
        anna = add_participant(session, id_of(other), "Анна", now)
        board(session, story.boris, anna, now=now)  # it can be done, by its own leader

        with pytest.raises(NotAllowed):
            unboard(session, story.oksana, anna)

        assert session.get_one(Participant, anna).boarded_at == now


def test_boarding_after_the_ride_was_closed_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        anna = add_participant(session, story.tour_id, "Анна", now)
        session.get_one(Tour, story.tour_id).state = TourState.CLOSED

        with pytest.raises(Conflict, match=r"ride\.error\.closed"):
            board(session, story.oksana, anna, now=now)


def test_boarding_of_nobody_is_not_found(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        with pytest.raises(NotFound, match=r"boarding\.error\.unknown"):
            board(session, story.oksana, 4711, now=now)


def test_getting_off_is_not_on_board_but_was_there_before(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        anna = add_participant(session, story.tour_id, "Анна", now)
        board(session, story.oksana, anna, now=now)
        riding(session, story)
        first = story.stop(session, 1)
        first.departed_at = story.start + 10 * MINUTE
        story.stop(session, 2).arrived_at = story.start + 15 * MINUTE

        get_off(session, story.oksana, anna, now=story.start + 16 * MINUTE)
        get_off(session, story.oksana, anna, now=story.start + 17 * MINUTE)

        check_in = check_in_of(session, story.oksana, story.tour_id)
        assert [row.listed for row in check_in.heads] == [1, 0, None]
        assert session.get_one(Participant, anna).left_at == story.start + 16 * MINUTE


def test_getting_off_before_the_start_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        anna = add_participant(session, story.tour_id, "Анна", now)
        board(session, story.oksana, anna, now=now)

        with pytest.raises(Conflict, match=r"ride\.error\.published"):
            get_off(session, story.oksana, anna, now=now)


def test_getting_off_without_having_boarded_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        anna = add_participant(session, story.tour_id, "Анна", now)
        riding(session, story)

        with pytest.raises(Conflict, match=r"boarding\.error\.not_on_board"):
            get_off(session, story.oksana, anna, now=story.start)


def test_boarding_again_after_getting_off_brings_back(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        anna = add_participant(session, story.tour_id, "Анна", now)
        board(session, story.oksana, anna, now=now)
        riding(session, story)
        get_off(session, story.oksana, anna, now=story.start + 6 * MINUTE)

        board(session, story.oksana, anna, now=story.start + 7 * MINUTE)

        assert check_in_of(session, story.oksana, story.tour_id).on_board == 1


def test_walk_in_is_on_the_list_and_on_the_bus(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        walk_in = add_walk_in(session, story.oksana, story.tour_id, name="  Дарья   Ким ", now=now)

        assert (walk_in.name, walk_in.answer, walk_in.group, walk_in.boarded_at) == (
            "Дарья Ким",
            Answer.YES,
            SeatGroup.PUBLIC,
            now,
        )


def test_walk_in_from_a_known_agency_is_linked_to_it(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        roads = session.exec(select(Agency).where(Agency.short_name == "Дороги")).one()

        walk_in = add_walk_in(session, story.oksana, story.tour_id, name="Дарья", agency_name="Дороги", now=now)

        assert (walk_in.agency_id, walk_in.group) == (roads.id, SeatGroup.AGENCY)


def test_walk_in_added_twice_is_one_person_but_a_namesake_from_elsewhere_is_another(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        ids = [
            add_walk_in(session, story.oksana, story.tour_id, name="Дарья", agency_name=agency, now=now).id
            for agency in ("", "", "ТОС «Луч»")
        ]

        assert (ids[0] == ids[1], ids[1] == ids[2]) == (True, False)


@pytest.mark.parametrize("name", ["", "  ", "Я", "я" * 101])
def test_walk_in_without_a_proper_name_is_refused(database: Database, now: datetime, name: str) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        with pytest.raises(Invalid) as refused:
            add_walk_in(session, story.oksana, story.tour_id, name=name, now=now)

        assert (refused.value.key, refused.value.field) == ("typed.error.name", "name")


def test_more_people_than_seats_are_told(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        for name in ("Анна", "Вера", "Дарья"):
            add_walk_in(session, story.oksana, story.tour_id, name=name, now=now)

        assert check_in_of(session, story.oksana, story.tour_id).over_seats == 1


def test_heads_counted_again_replace_the_number(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        riding(session, story)

        for people in (11, 12):
            count_heads(session, story.oksana, story.stop_ids[0], people=people, now=now)

        rows = session.exec(select(HeadCount)).all()
        assert [(row.stop_id, row.people, row.counted_by) for row in rows] == [(story.stop_ids[0], 12, "Оксана")]


def test_heads_are_compared_with_the_list(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        board(session, story.oksana, add_participant(session, story.tour_id, "Анна", now), now=now)
        riding(session, story)

        count_heads(session, story.oksana, story.stop_ids[0], people=3, now=now)

        here = check_in_of(session, story.oksana, story.tour_id).counting_at
        assert here is not None
        assert (here.stop.position, here.counted, here.listed, here.difference) == (1, 3, 1, 2)


def test_heads_are_not_counted_before_the_first_stop(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        assert check_in_of(session, story.oksana, story.tour_id).counting_at is None


@pytest.mark.parametrize("people", [-1, MOST_PEOPLE + 1])
def test_heads_beyond_reason_are_refused(database: Database, now: datetime, people: int) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        with pytest.raises(Invalid) as refused:
            count_heads(session, story.oksana, story.stop_ids[0], people=people, now=now)

        assert refused.value.field == "people"


def test_heads_at_a_stop_that_is_not_there_are_not_found(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        with pytest.raises(NotFound, match=r"ride\.error\.unknown_stop"):
            count_heads(session, story.oksana, 4711, people=1, now=now)


def test_traveller_without_a_name_goes_by_the_agency(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        session.add(Participant(tour_id=story.tour_id, agency_id=story.oksana.agency_id, invited_at=now))
        session.add(Participant(tour_id=story.tour_id, person_id=story.boris.person_id, invited_at=now))

        travellers = check_in_of(session, story.oksana, story.tour_id).travellers

        assert [(one.name, one.agency) for one in travellers] == [("Борис", ""), ("", "Дороги")]


def test_traveller_who_said_no_or_sent_somebody_is_not_expected(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        for answer in Answer:
            session.add(Participant(tour_id=story.tour_id, name=answer.value, answer=answer, invited_at=now))

        travellers = check_in_of(session, story.oksana, story.tour_id).travellers

        assert {one.name for one in travellers if not one.is_expected} == {"no", "delegated"}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taps=st.lists(st.tuples(st.sampled_from(["board", "unboard", "off"]), st.integers(0, 2)), max_size=12))
def test_any_taps_keep_the_list_and_the_bus_consistent(
    database: Database, now: datetime, taps: list[tuple[str, int]]
) -> None:
    with database.reading() as session:
        story = write_story_once(session, now)
        people = [add_participant(session, story.tour_id, name, now) for name in "абв"]
        riding(session, story)
        expected: set[int] = set()

        for step, (tap, who) in enumerate(taps):
            moment = story.start + step * MINUTE
            if tap == "board":
                board(session, story.oksana, people[who], now=moment)
                expected.add(who)
            elif tap == "unboard":
                unboard(session, story.oksana, people[who])
                expected.discard(who)
            elif session.get_one(Participant, people[who]).boarded_at is not None:
                get_off(session, story.oksana, people[who], now=moment)
                expected.discard(who)

        aboard = {index for index, one in enumerate(people) if _aboard(session, one)}
        check_in = check_in_of(session, story.oksana, story.tour_id)
        assert aboard == expected
        assert (check_in.on_board, check_in.heads[0].listed) == (len(expected), len(expected))


def write_story_once(session: Session, now: datetime) -> Story:
    """The story in a session that is thrown away: names of agencies and people are free again each time."""
    assert session.exec(select(Person)).first() is None
    return write_story(session, now)


def _aboard(session: Session, participant_id: int) -> bool:
    participant = session.get_one(Participant, participant_id)
    return participant.boarded_at is not None and participant.left_at is None
