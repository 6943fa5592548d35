"""The chair alone confirms, with a PIN that cannot be guessed; two taps at once make one edition."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.errors import Conflict, Invalid, NotAllowed
from planner.domain.models import ProtocolEdition
from planner.services.protocol.confirming import FREE_TRIES, PinTry, begin_confirmation, confirm_protocol
from planner.services.protocol.editions import protocol_of
from tests.services.protocol_story import Scene, set_scene
from tests.whole.at_once import at_once

PIN = "hash"


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    scene = set_scene(session, now)
    scene.set_pin(session, PIN)
    return scene


def right(scene: Scene) -> PinTry:
    return PinTry(scene.viktor.person_id or 0, PIN)


def confirm(session: Session, scene: Scene, seal: str) -> ProtocolEdition:
    return confirm_protocol(session, scene.viktor, scene.tour_id, right(scene), seal=seal, now=scene.now)


def test_chair_is_given_what_to_verify_the_pin_against(session: Session, scene: Scene) -> None:
    assert begin_confirmation(session, scene.viktor, scene.tour_id, now=scene.now) == right(scene)


def test_guesses_are_limited_and_a_right_one_forgets_them(session: Session, scene: Scene) -> None:
    for _ in range(FREE_TRIES):
        begin_confirmation(session, scene.viktor, scene.tour_id, now=scene.now)

    with pytest.raises(Invalid) as refusal:
        begin_confirmation(session, scene.viktor, scene.tour_id, now=scene.now)
    confirm(session, scene, protocol_of(session, scene.viktor, scene.tour_id).seal)
    again = begin_confirmation(session, scene.viktor, scene.tour_id, now=scene.now)

    assert (refusal.value.key, refusal.value.field) == ("sign_in.error.slowed", "pin")
    assert again == right(scene)


def test_chair_without_a_pin_is_told(session: Session, now: datetime) -> None:
    scene = set_scene(session, now)

    with pytest.raises(Invalid) as refusal:
        begin_confirmation(session, scene.viktor, scene.tour_id, now=now)

    assert (refusal.value.key, refusal.value.field) == ("protocol.error.no_pin", "pin")


@pytest.mark.parametrize("name", ["sonya", "olga", "oksana"])
def test_nobody_but_the_chair_confirms(session: Session, scene: Scene, name: str) -> None:
    actor = getattr(scene, name)
    seal = protocol_of(session, actor, scene.tour_id).seal

    with pytest.raises(NotAllowed):
        begin_confirmation(session, actor, scene.tour_id, now=scene.now)
    with pytest.raises(NotAllowed):
        confirm_protocol(session, actor, scene.tour_id, right(scene), seal=seal, now=scene.now)


def test_changed_text_and_changed_pin_are_refused(session: Session, scene: Scene) -> None:
    seal = protocol_of(session, scene.viktor, scene.tour_id).seal
    scene.instruct(session, scene.issue(session, "Яма"))

    with pytest.raises(Conflict) as changed:
        confirm(session, scene, seal)
    scene.set_pin(session, "another")
    with pytest.raises(Conflict) as other:
        confirm(session, scene, protocol_of(session, scene.viktor, scene.tour_id).seal)

    assert (changed.value.key, other.value.key) == ("protocol.error.changed", "sign_in.error.changed_meanwhile")
    assert session.exec(select(ProtocolEdition)).all() == []


def test_two_taps_at_once_make_one_edition(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        scene = set_scene(session, now)
        scene.set_pin(session, PIN)
        scene.instruct(session, scene.issue(session, "Яма"))
        seal = protocol_of(session, scene.viktor, scene.tour_id).seal

    editions = at_once(database, *([lambda session: confirm(session, scene, seal)] * 3))

    assert [each.number for each in editions] == [1, 1, 1]
    with database.reading() as session:
        assert len(session.exec(select(ProtocolEdition)).all()) == 1


def test_instruction_given_while_it_is_confirmed_is_in_the_edition_or_refuses_it(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        scene = set_scene(session, now)
        scene.set_pin(session, PIN)
        issue = scene.issue(session, "Яма")
        seal = protocol_of(session, scene.viktor, scene.tour_id).seal

    _, refusal = at_once(
        database, lambda session: scene.instruct(session, issue), lambda session: confirm(session, scene, seal)
    )

    assert isinstance(refusal, Conflict)
    assert refusal.key == "protocol.error.changed"
