"""The list of people: what it tells, and who cannot sign in."""

from datetime import datetime, timedelta

from sqlmodel import select

from planner.database import Database
from planner.domain.models import Person
from planner.services.access.new_password import make_password_link
from planner.services.access.people import find_people, list_people, save_person
from planner.services.access.sign_in import find_actor
from tests.services.access.way_in_story import make_olga


def test_list_hands_out_no_password_hash(database: Database, now: datetime) -> None:
    token = make_olga(database, now)

    with database.reading() as session:
        hashed = session.exec(select(Person.password_hash)).one()
        rows = list_people(session, find_actor(session, token, now=now))

    assert hashed is not None
    assert [row.person.name for row in rows] == ["Ольга"]
    assert hashed not in repr(rows)
    assert not any(hasattr(row.person, "password_hash") for row in rows)


def test_person_without_password_and_open_link_cannot_sign_in(database: Database, now: datetime) -> None:
    token = make_olga(database, now)
    with database.transaction() as session:
        olga = find_actor(session, token, now=now)
        for name, email in (("Борис", "boris@example.org"), ("Оксана", "oksana@example.org"), ("Пётр", "")):
            person = save_person(session, olga, name=name, email=email)
            if name == "Оксана":
                make_password_link(session, olga, person.id or 0, now=now)

    with database.reading() as session:
        rows = list_people(session, olga)

    assert [row.person.name for row in rows if row.cannot_sign_in(now)] == ["Борис"]
    assert [row.person.name for row in rows if row.cannot_sign_in(now + timedelta(days=8))] == ["Борис", "Оксана"]


def test_people_are_found_by_name_post_agency_and_address_a_page_at_a_time(database: Database, now: datetime) -> None:
    token = make_olga(database, now)
    with database.transaction() as session:
        olga = find_actor(session, token, now=now)
        for number in range(5):
            save_person(session, olga, name=f"Семён Королёв {number}", post="Мастер", email=f"s{number}@example.org")

    with database.reading() as session:
        pages = [find_people(session, olga, text="королев МАСТЕР", page=page, page_size=3) for page in (1, 2)]
        by_address = find_people(session, olga, text="s4@example.org")

    assert [([row.person.name[-1] for row in rows], total) for rows, total in pages] == [
        (["0", "1", "2"], 5),
        (["3", "4"], 5),
    ]
    assert ([row.person.email for row in by_address[0]], by_address[1]) == (["s4@example.org"], 1)
