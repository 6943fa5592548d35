"""Tablets that join by a tour's link: who they become, how many there may be, and several at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Agency, Participant, SignIn, Tour
from planner.domain.words import Answer, Role, SeatGroup, TourState
from planner.services.access.join import OF_NETWORK, SPARE_TABLETS, join_tour
from planner.services.access.sign_in import find_actor


def make_tour(database: Database, now: datetime, *, seats: int | None = None) -> None:
    with database.transaction() as session:
        session.add(Agency(name="Управление дорог", short_name="Дороги"))
        session.add(
            Tour(
                title="Объезд",
                state=TourState.PUBLISHED,
                starts_at=now,
                ends_at=now + timedelta(hours=3),
                created_at=now,
                join_code="CODE2345",
                seats=seats,
            )
        )


def join(
    database: Database, now: datetime, name: str, agency_name: str = "", *, network: str = "bus", **more: Any
) -> str:
    with database.transaction() as session:
        return join_tour(session, "CODE2345", name=name, agency_name=agency_name, network=network, now=now, **more)


def test_tablet_is_a_participant_of_that_tour_until_it_is_over(database: Database, now: datetime) -> None:
    make_tour(database, now)

    token = join(database, now, "  Пётр   Ким ", "Дороги")

    with database.reading() as session:
        pyotr = find_actor(session, token, now=now + timedelta(hours=14))
        later = find_actor(session, token, now=now + timedelta(hours=16))
        row = session.exec(select(Participant)).one()
    assert (pyotr.name, pyotr.tour_id, pyotr.roles) == ("Пётр Ким", 1, frozenset({Role.PARTICIPANT}))
    assert later.is_stranger
    assert (row.agency_id, row.group, row.answer) == (1, SeatGroup.AGENCY, Answer.YES)


def test_invited_name_is_found_again_and_sits_on_one_tablet(database: Database, now: datetime) -> None:
    make_tour(database, now)
    with database.transaction() as session:
        session.add(Participant(tour_id=1, name="Пётр Ким", answer=Answer.YES, invited_at=now, group=SeatGroup.PRESS))
    first = join(database, now, "Пётр Ким")

    with pytest.raises(Conflict) as refused:
        join(database, now, "Пётр  Ким")
    second = join(database, now, "Пётр Ким", again=True)

    with database.reading() as session:
        rows = session.exec(select(Participant)).all()
        who = {find_actor(session, token, now=now).participant_id for token in (first, second)}
    assert (refused.value.key, refused.value.field) == ("join.error.same_name", "name")
    assert [(row.name, row.group, row.tablet) for row in rows] == [("Пётр Ким", SeatGroup.PRESS, True)]
    assert who == {rows[0].id}


def test_of_eight_tablets_that_join_at_once_under_one_name_one_does(database: Database, now: datetime) -> None:
    make_tour(database, now)

    def try_to_join(_: int) -> str:
        try:
            return join(database, now, "Пётр Ким")
        except Conflict as refused:
            return refused.key

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(try_to_join, range(8)))

    with database.reading() as session:
        assert session.exec(select(Participant.name)).all() == ["Пётр Ким"]
    assert told.count("join.error.same_name") == 7


def test_try_that_is_sent_eight_times_at_once_is_one_sign_in(database: Database, now: datetime) -> None:
    make_tour(database, now)
    uid = str(uuid.uuid4())

    with ThreadPoolExecutor(8) as pool:
        tokens = set(pool.map(lambda _: join(database, now, "Пётр Ким", uid=uid), range(8)))

    with database.reading() as session:
        assert len(session.exec(select(Participant)).all()) == 1
        assert len(session.exec(select(SignIn)).all()) == 1
    assert len(tokens) == 1


def test_try_by_another_link_or_of_another_number_is_another_sign_in(database: Database, now: datetime) -> None:
    make_tour(database, now)
    uid = str(uuid.uuid4())
    first = join(database, now, "Пётр Ким", uid=uid)
    second = join(database, now, "Анна Ким", uid=str(uuid.uuid4()))
    with database.transaction() as session:
        session.get_one(Tour, 1).join_code = "CODE6789"
        third = join_tour(session, "CODE6789", name="Пётр Ким", again=True, uid=uid, now=now)

    with database.reading() as session:
        who = [find_actor(session, token, now=now).name for token in (first, second, third)]

    assert (who, len({first, second, third})) == (["Пётр Ким", "Анна Ким", "Пётр Ким"], 3)


def test_number_of_a_try_that_is_none_is_refused(database: Database, now: datetime) -> None:
    make_tour(database, now)

    with pytest.raises(Invalid) as refused:
        join(database, now, "Пётр Ким", uid="1")

    assert (refused.value.key, refused.value.field) == ("join.error.uid", "uid")


def test_tour_takes_its_seats_and_fifty_tablets(database: Database, now: datetime) -> None:
    make_tour(database, now, seats=3)
    with database.transaction() as session:
        for number in range(SPARE_TABLETS + 2):
            session.add(Participant(tour_id=1, name=f"{number}", tablet=True, invited_at=now, group=SeatGroup.PUBLIC))
    join(database, now, "Пётр Ким")

    with pytest.raises(Conflict) as refused:
        join(database, now, "Ким Пётр")

    assert refused.value.key == "join.error.full"
    with database.reading() as session:
        assert len(session.exec(select(Participant)).all()) == SPARE_TABLETS + 3


@pytest.mark.parametrize(("seats", "free"), [(20, OF_NETWORK), (80, 80)])
def test_network_is_slowed_after_sixty_joins_or_a_full_bus(
    database: Database, now: datetime, seats: int, free: int
) -> None:
    make_tour(database, now, seats=seats)
    for number in range(free):
        join(database, now, f"Пётр {number}")

    with pytest.raises(Conflict) as slowed:
        join(database, now, "Ким Пётр")
    join(database, now, "Ким Пётр", network="another")

    assert (slowed.value.key, slowed.value.values) == ("join.error.slowed", {"n": 31})
