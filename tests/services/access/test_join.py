"""Tablets that join by a tour's link: who they become, how many there may be, and several at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from planner.database import Database
from planner.domain.errors import Conflict
from planner.domain.models import Agency, Participant, Tour
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


def join(database: Database, now: datetime, name: str, agency_name: str = "", *, network: str = "bus") -> str:
    with database.transaction() as session:
        return join_tour(session, "CODE2345", name=name, agency_name=agency_name, network=network, now=now)


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


def test_invited_name_is_found_again_and_a_second_tablet_of_that_name_is_somebody_else(
    database: Database, now: datetime
) -> None:
    make_tour(database, now)
    with database.transaction() as session:
        session.add(Participant(tour_id=1, name="Пётр Ким", answer=Answer.YES, invited_at=now, group=SeatGroup.PRESS))

    join(database, now, "Пётр Ким")
    join(database, now, "Пётр Ким")

    with database.reading() as session:
        rows = session.exec(select(Participant).order_by(col(Participant.id))).all()
    assert [(row.name, row.group, row.tablet) for row in rows] == [
        ("Пётр Ким", SeatGroup.PRESS, True),
        ("Пётр Ким", SeatGroup.PUBLIC, True),
    ]


def test_eight_tablets_that_join_at_once_as_one_invited_name_are_eight_people(
    database: Database, now: datetime
) -> None:
    make_tour(database, now)
    with database.transaction() as session:
        session.add(Participant(tour_id=1, name="Пётр Ким", answer=Answer.YES, invited_at=now, group=SeatGroup.PRESS))

    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(lambda _: join(database, now, "Пётр Ким"), range(8)))

    with database.reading() as session:
        who = {find_actor(session, token, now=now).participant_id for token in tokens}
        groups = sorted(session.exec(select(Participant.group)))
    assert len(who) == 8
    assert groups == sorted([SeatGroup.PRESS, *[SeatGroup.PUBLIC] * 7])


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
