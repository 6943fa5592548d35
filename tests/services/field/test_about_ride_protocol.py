"""What agencies say to points of the protocol, noted on a tablet without a network: once, in order, never to a confirmed text."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.models import Person, ProtocolStance, Tour
from planner.domain.models.types import id_of
from planner.domain.protocol import Point, seal_of_point
from planner.domain.words import TourState
from planner.services.protocol.confirming import PinTry, confirm_protocol
from planner.services.protocol.editions import protocol_of
from tests.services.control_story import an_instruction
from tests.services.field.outbox_story import MINUTE, NOW, Bus, set_bus
from tests.services.issue_story import log


@pytest.fixture
def bus(database: Database, tmp_path: Path) -> Bus:
    bus = set_bus(database, tmp_path)
    with database.transaction() as session:
        issue = log(session, bus.scene, bus.scene.town.olga, tour_id=bus.scene.tour, stop_id=bus.scene.stop)
        an_instruction(session, bus.scene.town, issue)
    return bus


def point_of(bus: Bus) -> Point:
    with bus.database.reading() as session:
        return next(protocol_of(session, bus.oksana, bus.scene.tour).text.points)


def noted(bus: Bus, minutes_ago: int, **more: Any) -> dict[str, Any]:
    point = point_of(bus)
    about = {"point": point.number, "seal": seal_of_point(point), "agency": point.agency_id, "said_by": "Иванов"}
    return bus.item("stance", bus.oksana, at=NOW - minutes_ago * MINUTE, **about | {"accepts": True} | more)


def told(bus: Bus, *items: object) -> list[str]:
    answers = bus.send(*items, actor=bus.oksana)
    return [f"{answer.state}{' ' + answer.error.key if answer.error else ''}" for answer in answers]


def kept(bus: Bus) -> list[tuple[bool, str, str, datetime]]:
    with bus.database.reading() as session:
        rows = session.exec(select(ProtocolStance).order_by(ProtocolStance.id)).all()  # type: ignore[arg-type]
        return [(row.accepts, row.text, row.said_by, row.at) for row in rows]


def test_stances_are_kept_once_with_the_moments_at_which_they_were_noted(bus: Bus) -> None:
    objects, accepts = noted(bus, 20, accepts=False, text="Срок мал"), noted(bus, 10)

    answers = [told(bus, objects, accepts), told(bus, objects, accepts)]

    assert answers == [["received"] * 2] * 2
    spoken = "Oksana"  # she is of that agency, and speaks for it by herself
    assert kept(bus) == [
        (False, "Срок мал", spoken, NOW - 20 * MINUTE),
        (True, "", spoken, NOW - 10 * MINUTE),
    ]


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"accepts": None}, "field.error.item"),
        ({"accepts": "yes"}, "field.error.item"),
        ({"accepts": False}, "protocol.error.objection"),
        ({"agency": 999}, "protocol.error.agency"),
        ({"seal": "another"}, "protocol.error.point_changed"),
        ({"point": "none"}, "protocol.error.point_changed"),
    ],
)
def test_stance_that_cannot_be_is_refused_with_its_reason(bus: Bus, more: dict[str, Any], key: str) -> None:
    assert (told(bus, noted(bus, 5, **more)), kept(bus)) == ([f"refused {key}"], [])


def test_stance_that_comes_after_the_protocol_was_confirmed_is_refused(bus: Bus) -> None:
    late = noted(bus, 20)
    with bus.database.transaction() as session:
        person = session.get_one(Person, bus.oksana.person_id)
        person.pin_hash = "hash"
        seal = protocol_of(session, bus.oksana, bus.scene.tour).seal
        confirm_protocol(session, bus.oksana, bus.scene.tour, PinTry(id_of(person), "hash"), seal=seal, now=NOW)

    answers = told(bus, late)

    assert (answers, kept(bus)) == (["refused protocol.error.confirmed"], [])


def test_tablet_of_a_participant_notes_nothing(bus: Bus) -> None:
    item = noted(bus, 5) | {"by": bus.pyotr.supporter}

    [answer] = bus.send(item, actor=bus.pyotr)

    assert (str(answer.state), kept(bus)) == ("refused", [])


def test_stance_before_the_ride_is_refused(bus: Bus) -> None:
    with bus.database.transaction() as session:
        session.get_one(Tour, bus.scene.tour).state = TourState.PUBLISHED

    assert told(bus, noted(bus, 5)) == ["refused protocol.error.not_open"]
