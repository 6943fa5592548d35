"""A city with very many issues, written past the services: what the benchmarks measure on."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, insert

from planner.database import Database
from planner.domain.geo import Point, qk_of
from planner.domain.models import (
    Agency,
    Category,
    District,
    Instruction,
    Issue,
    IssueAgency,
    IssueWords,
    Person,
    PersonRole,
    Tour,
)
from planner.domain.models.types import id_of
from planner.domain.stems import words_of
from planner.domain.words import InstructionState, IssueState, Outcome, Role, Severity, TourState
from planner.services.issues.late import write_lateness
from planner.services.search.words import is_spelled, issue_words, note_words
from tests.benchmarks.issues.copies import copy_issues

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
CENTRE = Point(50.275, 127.54)
_STREETS = ("Ленина", "Горького", "Зейская", "Калинина", "Пионерская", "Мухина", "Театральная", "Красноармейская")
_TROUBLES = ("Яма на проезжей части", "Не горит фонарь", "Сломана скамейка", "Наледь у подъезда", "Нет пандуса")
_DUTIES = (
    "Устранить",
    "Засыпать и уплотнить",
    "Заменить светильник",
    "Очистить",
    "Установить ограждение",
    "Отремонтировать",
)
_NAMES = ("Ольга", "Иванова Мария", "Петренко Олег", "Ким Ирина Петровна", "Соколов Андрей")
_MINUTES = 5
"""Between one issue and the next."""
_BATCH = 5_000
_WRITTEN = 100_000
"""More issues than these are copies of them."""


def fill(database: Database, count: int) -> None:
    """Writes `count` issues and half as many more instructions (60 % in 250 hot spots, 15 % open, 1 % internal) and what they point to, always the same.

    Past 100,000 the same once more, a year earlier each time (`copies`).
    """
    chance = random.Random(7)
    with database.transaction() as session:
        session.add_all(District(name=f"Район {n}") for n in range(8))
        session.add_all(Category(name=f"Тема {n}", name_en=f"Topic {n}", icon="flag") for n in range(20))
        session.add_all(Agency(name=f"Ведомство {n}", short_name=f"В{n}") for n in range(15))
        session.add_all(
            Tour(
                title=f"Объезд {n}",
                starts_at=NOW,
                ends_at=NOW + timedelta(hours=4),
                created_at=NOW,
                state=TourState.CLOSED,
            )
            for n in range(30)
        )
        for agency_id, (name, role) in enumerate({"Ольга": Role.ORGANIZER, "Оксана": Role.OFFICIAL}.items(), start=1):
            session.add(person := Person(name=name, agency_id=agency_id))
            session.flush()
            session.add(PersonRole(person_id=id_of(person), role=role))
    hot = [_near(chance, CENTRE, 0.09) for _ in range(250)]
    some = min(count, _WRITTEN)
    rows = _rows(chance, hot, some)
    for start in range(0, some, _BATCH):
        batch = [next(rows) for _ in range(min(_BATCH, some - start))]
        with database.transaction() as session:
            _write(session.connection(), batch)
    copy_issues(database, some, count, days=_WRITTEN * _MINUTES // (24 * 60))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _write(connection: Connection, batch: Sequence[dict[str, Any]]) -> None:
    """By tables, each in one statement, and the words out of the rows at hand: a million would take an hour otherwise."""
    given = {row["id"]: list(_instructions(row)) for row in batch if row["agency_id"]}
    instructions = [each for several in given.values() for each in several]
    parts = [{"issue_id": row["id"], "agency_id": row["agency_id"]} for row in batch if row["agency_id"]]
    words = [{"issue_id": row["id"], "words": " ".join(sorted(_words(row, given)))} for row in batch]
    tables: Sequence[tuple[Any, Any]] = (
        (Issue, batch),
        (IssueAgency, parts),
        (Instruction, instructions),
        (IssueWords, words),
    )
    for model, rows in tables:
        connection.execute(insert(model.__table__), rows)
    internal = {row["id"] for row in batch if row["internal"]}
    of_open_ones = {word for row in words if row["issue_id"] not in internal for word in row["words"].split()}
    note_words(connection, {word for word in of_open_ones if is_spelled(word)})
    write_lateness(connection, [row["id"] for row in batch])


def _words(row: dict[str, Any], given: dict[int, list[dict[str, Any]]]) -> set[str]:
    """What `write_words` would write."""
    said = set[str]().union(*(_words_said(each["text"]) for each in given.get(row["id"], ())))
    inside, told = (said, set[str]()) if row["internal"] else (set[str](), said)
    issue = SimpleNamespace(external_number="", **row)
    return issue_words(issue, told=told, inside=inside, agencies=[row["agency_id"]] if row["agency_id"] else [])


_words_said = lru_cache(maxsize=1_000)(words_of)


def _near(chance: random.Random, centre: Point, spread: float) -> Point:
    return Point(centre.lat + chance.uniform(-spread, spread), centre.lon + chance.uniform(-spread, spread) * 1.6)


def _rows(chance: random.Random, hot: list[Point], count: int) -> Iterator[dict[str, Any]]:
    states = [*[IssueState.CLOSED] * 85, *[IssueState.ASSIGNED] * 9, *[IssueState.NEW] * 3]
    states += [*[IssueState.REPORTED] * 2, IssueState.RETURNED]
    for number in range(1, count + 1):
        lat, lon = _near(chance, chance.choice(hot), 0.002) if chance.random() < 0.6 else _near(chance, CENTRE, 0.12)
        state = chance.choice(states)
        under_control = state in (IssueState.ASSIGNED, IssueState.REPORTED, IssueState.RETURNED)
        text, address = chance.choice(_TROUBLES), f"ул. {chance.choice(_STREETS)}, {chance.randint(1, 200)}"
        yield {
            "id": number,
            "uid": f"00000000-0000-4000-8000-{number:012d}",
            "lat": lat,
            "lon": lon,
            "qk": qk_of(Point(lat, lon)),
            "rev": 0,
            "address": address,
            "text": text,
            "district_id": chance.randint(1, 8),
            "category_id": min(chance.randint(1, 20), chance.randint(1, 20)),
            "severity": chance.choice(list(Severity)),
            "internal": chance.random() < 0.01,
            "state": state,
            "outcome": Outcome.FIXED if state is IssueState.CLOSED else None,
            "agency_id": chance.randint(1, 15) if state is not IssueState.NEW else None,
            "due_on": TODAY + timedelta(days=chance.randint(-40, 60)) if under_control else None,
            "tour_id": chance.randint(1, 30) if chance.random() < 0.5 else None,
            "raised_by": chance.choice(_NAMES),
            "supporters": chance.randint(0, 9),
            "created_at": NOW - timedelta(minutes=_MINUTES * (count - number)),
            "deleted": False,
        }


def _instructions(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The instruction of an issue under control; of most closed ones two, the first of which was reported late or in time."""
    number, done = row["id"], row["state"] is IssueState.CLOSED
    for which in range(2 if done and number % 100 < 65 else 1):
        due_on = row["due_on"] or (row["created_at"] + timedelta(days=10 + which)).date()
        yield {
            "uid": f"{which}{row['uid'][1:]}",
            "issue_id": number,
            "text": f"{_DUTIES[(number + which) % len(_DUTIES)]} до {1 + number % 28} числа",
            "agency_id": row["agency_id"] if which == 0 else 1 + number % 15,
            "due_on": due_on,
            "state": InstructionState(row["state"]),
            "given_at": row["created_at"],
            "reported_on": due_on + timedelta(days=number % 9 - 4) if done else None,
        }
