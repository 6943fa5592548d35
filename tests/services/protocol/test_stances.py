"""Agencies accept or object by themselves, or the secretary notes it for them; nobody speaks for another one."""

from datetime import datetime

import pytest
from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed
from planner.domain.models import Tour
from planner.domain.words import TourState
from planner.services.protocol.editions import protocol_of
from planner.services.protocol.stances import take_stance
from tests.services.protocol.test_editions import confirmed
from tests.services.protocol_story import Scene, set_scene


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    scene = set_scene(session, now)
    scene.instruct(session, scene.issue(session, "Яма"))
    return scene


def say(session: Session, scene: Scene, actor: Actor, **fields: object) -> None:
    seal = protocol_of(session, actor, scene.tour_id).seal
    values = {"agency_id": scene.roads, "accepts": True, "seal": seal, "now": scene.now}
    take_stance(session, actor, scene.tour_id, **values | fields)  # type: ignore[arg-type]


def said(session: Session, scene: Scene) -> list[tuple[str, bool | None, str, str, bool]]:
    rows = protocol_of(session, scene.sonya, scene.tour_id).stances
    return [
        (row.agency.name, row.stance.accepts, row.stance.text, row.stance.said_by, row.is_old)
        if row.stance
        else (row.agency.name, None, "", "", False)
        for row in rows
    ]


def test_only_agencies_with_points_are_asked(session: Session, scene: Scene) -> None:
    assert said(session, scene) == [("Управление дорог", None, "", "", False)]


def test_official_speaks_for_the_own_agency_and_the_last_word_counts(session: Session, scene: Scene) -> None:
    say(session, scene, scene.oksana, accepts=False, text="Срок мал")
    say(session, scene, scene.oksana)

    assert said(session, scene) == [("Управление дорог", True, "", "Оксана", False)]


def test_secretary_notes_who_said_it(session: Session, scene: Scene) -> None:
    say(session, scene, scene.sonya, accepts=False, text="Срок мал", said_by="Иванов И. И.")

    assert said(session, scene) == [("Управление дорог", False, "Срок мал", "Иванов И. И.", False)]


def test_stance_to_an_earlier_text_is_marked(session: Session, scene: Scene) -> None:
    say(session, scene, scene.oksana)
    scene.instruct(session, scene.issue(session, "Бордюр"))

    assert said(session, scene) == [("Управление дорог", True, "", "Оксана", True)]


@pytest.mark.parametrize("name", ["boris", "kira"])
def test_nobody_speaks_for_another_agency(session: Session, scene: Scene, name: str) -> None:
    with pytest.raises(NotAllowed):
        say(session, scene, getattr(scene, name))


@pytest.mark.parametrize(
    ("fields", "key", "field"),
    [
        ({"accepts": False, "said_by": "Иванов"}, "protocol.error.objection", "text"),
        ({"said_by": ""}, "typed.error.name", "said_by"),
        ({"agency_id": None, "said_by": "Иванов"}, "protocol.error.agency", "agency"),
        ({"agency_id": 999, "said_by": "Иванов"}, "protocol.error.agency", "agency"),
    ],
)
def test_bad_input_names_its_field(
    session: Session, scene: Scene, fields: dict[str, object], key: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        say(session, scene, scene.sonya, **fields)

    assert (refusal.value.key, refusal.value.field) == (key, field)


def test_changed_confirmed_and_unridden_texts_take_no_stance(session: Session, scene: Scene) -> None:
    refused = []
    with pytest.raises(Conflict) as changed:
        say(session, scene, scene.oksana, seal="another")
    refused.append(changed.value.key)
    confirmed(session, scene)
    with pytest.raises(Conflict) as done:
        say(session, scene, scene.oksana)
    refused.append(done.value.key)
    scene.instruct(session, scene.issue(session, "Бордюр"))
    session.get_one(Tour, scene.tour_id).state = TourState.PUBLISHED
    with pytest.raises(Conflict) as early:
        say(session, scene, scene.oksana)
    refused.append(early.value.key)

    assert refused == ["protocol.error.changed", "protocol.error.confirmed", "protocol.error.not_open"]
