"""Passwords, slow accounts, expiry, and who a token belongs to."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import Agency, Participant, Person, SignIn, Tour
from planner.domain.words import Answer, Role, SeatGroup, TourState
from planner.services.access import sign_in as service

PASSWORD = "correct horse battery"


def make_olga(database: Database, now: datetime) -> str:
    with database.transaction() as session:
        return service.create_first_administrator(
            session, name="Ольга", email=" Olga@Example.org ", password=PASSWORD, now=now
        )


def try_password(database: Database, now: datetime, password: str, email: str = "olga@example.org") -> service.Attempt:
    with database.transaction() as session:
        return service.sign_in(session, email=email, password=password, now=now)


def test_first_administrator_is_signed_in_and_the_only_one(database: Database, now: datetime) -> None:
    token = make_olga(database, now)

    with database.reading() as session:
        olga = service.find_actor(session, token, now=now)
    assert (olga.name, olga.roles) == ("Ольга", frozenset({Role.ADMIN, Role.ORGANIZER}))
    with pytest.raises(Conflict):
        make_olga(database, now)


def test_password_is_kept_as_argon2_only(database: Database, now: datetime) -> None:
    make_olga(database, now)

    with database.reading() as session:
        stored = session.exec(select(Person.password_hash)).one()
    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def test_unknown_address_and_wrong_password_get_the_same_answer(database: Database, now: datetime) -> None:
    make_olga(database, now)

    wrong = try_password(database, now, "wrong")
    unknown = try_password(database, now, PASSWORD, email="boris@example.org")

    assert wrong == unknown == service.Attempt(reason="sign_in.error.wrong")


def test_five_wrong_passwords_slow_the_account_down(database: Database, now: datetime) -> None:
    make_olga(database, now)
    for _ in range(5):
        try_password(database, now, "wrong")

    right_but_early = try_password(database, now + timedelta(seconds=29), PASSWORD)
    right_in_time = try_password(database, now + timedelta(seconds=31), PASSWORD)

    assert right_but_early == service.Attempt(reason="sign_in.error.slowed", values={"n": 2})
    assert right_in_time.token is not None


def test_slowing_doubles_up_to_a_quarter_of_an_hour_and_ends_with_success(database: Database, now: datetime) -> None:
    make_olga(database, now)
    waits = []
    for _ in range(12):
        try_password(database, now, "wrong")
        with database.reading() as session:
            slowed = session.exec(select(Person.slowed_until)).one()
        if slowed:
            waits.append((slowed - now).total_seconds())
            now = slowed

    success = try_password(database, now, PASSWORD)

    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]
    assert success.token is not None
    assert try_password(database, now, "wrong").reason == "sign_in.error.wrong"
    assert try_password(database, now, PASSWORD).token is not None


def test_token_ends_after_its_time(database: Database, now: datetime) -> None:
    token = make_olga(database, now)

    with database.reading() as session:
        before = service.find_actor(session, token, now=now + service.PERSON_STAYS - timedelta(seconds=1))
        after = service.find_actor(session, token, now=now + service.PERSON_STAYS)
    assert (before.name, after.is_stranger) == ("Ольга", True)


def test_sign_out_everywhere_ends_every_browser_of_this_account_only(database: Database, now: datetime) -> None:
    token = make_olga(database, now)
    other = try_password(database, now, PASSWORD).token
    with database.transaction() as session:
        boris = Person(name="Борис", email="boris@example.org")
        session.add(boris)
        session.flush()
        his = service.open_sign_in_for(session, boris, now=now)

    with database.transaction() as session:
        ended = service.sign_out_everywhere(session, service.find_actor(session, token, now=now))

    with database.reading() as session:
        found = [service.find_actor(session, each, now=now).name for each in (token, other, his)]
    assert (ended, found) == (2, ["", "", "Борис"])


def test_new_password_needs_the_old_one_and_ends_all_sign_ins(database: Database, now: datetime) -> None:
    token = make_olga(database, now)
    with database.transaction() as session:
        olga = service.find_actor(session, token, now=now)
        with pytest.raises(Invalid) as wrong:
            service.change_password(session, olga, old="wrong", new="another long phrase")
        service.change_password(session, olga, old=PASSWORD, new="another long phrase")

    assert wrong.value.field == "old"
    with database.reading() as session:
        assert service.find_actor(session, token, now=now).is_stranger
    assert try_password(database, now, PASSWORD).token is None
    assert try_password(database, now, "another long phrase").token is not None


def test_archived_person_is_a_stranger(database: Database, now: datetime) -> None:
    token = make_olga(database, now)
    with database.transaction() as session:
        session.exec(select(Person)).one().archived = True

    with database.reading() as session:
        assert service.find_actor(session, token, now=now).is_stranger
    assert try_password(database, now, PASSWORD).token is None


def test_stranger_can_neither_change_a_password_nor_sign_out_everywhere(database: Database, now: datetime) -> None:
    make_olga(database, now)

    with database.transaction() as session:
        with pytest.raises(NotAllowed):
            service.sign_out_everywhere(session, STRANGER)
        with pytest.raises(NotAllowed):
            service.change_password(session, STRANGER, old=PASSWORD, new="another long phrase")
        assert len(session.exec(select(SignIn)).all()) == 1


def make_tour(database: Database, now: datetime) -> None:
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
            )
        )


def join(database: Database, now: datetime, name: str, agency_name: str = "") -> str:
    with database.transaction() as session:
        return service.join_tour(session, "CODE2345", name=name, agency_name=agency_name, now=now)


def test_agencies_are_suggested_to_whoever_holds_a_link(database: Database, now: datetime) -> None:
    make_tour(database, now)

    with database.reading() as session:
        suggested = service.agencies_to_join(session, "CODE2345", now=now)
        for code, when in (("CODE2346", now), ("", now), ("CODE2345", now + timedelta(hours=16))):
            with pytest.raises(NotFound):
                service.agencies_to_join(session, code, now=when)

    assert suggested == ["Управление дорог"]


def test_tablet_is_a_participant_of_that_tour_until_it_is_over(database: Database, now: datetime) -> None:
    make_tour(database, now)

    token = join(database, now, "  Пётр   Ким ", "Дороги")

    with database.reading() as session:
        pyotr = service.find_actor(session, token, now=now + timedelta(hours=14))
        later = service.find_actor(session, token, now=now + timedelta(hours=16))
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
