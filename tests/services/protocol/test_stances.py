"""Agencies accept or object by themselves, or the secretary notes it for them; nobody speaks for another one."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed
from planner.domain.models import Agency, Instruction, Tour
from planner.domain.protocol import seal_of_point
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


def on_point(session: Session, scene: Scene, actor: Actor, number: str, **fields: object) -> None:
    point = protocol_of(session, scene.sonya, scene.tour_id).text.point(number)
    values = {"point": number, "seal": seal_of_point(point) if point else "", "said_by": "Иванов И. И."}
    say(session, scene, actor, **values | fields)


def said_on_points(session: Session, scene: Scene) -> list[tuple[str, str, bool | None, bool]]:
    rows = protocol_of(session, scene.sonya, scene.tour_id).on_points
    return [(row.point, row.agency.name, row.stance.accepts if row.stance else None, row.is_old) for row in rows]


def test_every_agency_with_a_part_in_a_point_is_asked_about_it(session: Session, scene: Scene) -> None:
    scene.instruct(session, scene.issue(session, "Бордюр"), co_executor_ids=[scene.lights])
    first, second = (point.number for point in protocol_of(session, scene.sonya, scene.tour_id).text.points)

    on_point(session, scene, scene.sonya, second, agency_id=scene.lights, accepts=False, text="Не наше")
    on_point(session, scene, scene.oksana, second)

    roads, lights = "Управление дорог", "Горсвет"
    assert said_on_points(session, scene) == [
        (first, roads, None, False),
        (second, lights, False, False),
        (second, roads, True, False),
    ]
    assert said(session, scene) == [(roads, None, "", "", False)]


def test_stance_to_a_point_outlives_changes_elsewhere_and_not_of_the_point(session: Session, scene: Scene) -> None:
    number = next(protocol_of(session, scene.sonya, scene.tour_id).text.points).number
    on_point(session, scene, scene.oksana, number)
    scene.instruct(session, scene.issue(session, "Бордюр"))
    kept = said_on_points(session, scene)[0]
    session.exec(select(Instruction)).first().controller_id = scene.kira.person_id  # type: ignore[union-attr]
    session.flush()

    changed = said_on_points(session, scene)[0]

    assert (kept[2:], changed[2:]) == ((True, False), (True, True))


def test_word_that_was_said_later_counts_whenever_it_arrives(session: Session, scene: Scene) -> None:
    number = next(protocol_of(session, scene.sonya, scene.tour_id).text.points).number
    on_point(session, scene, scene.sonya, number, now=scene.now)
    on_point(session, scene, scene.sonya, number, accepts=False, text="Срок мал", now=scene.now - timedelta(minutes=5))

    assert [row[2] for row in said_on_points(session, scene)] == [True]


def test_point_that_is_not_as_it_was_read_takes_no_stance(session: Session, scene: Scene) -> None:
    number = next(protocol_of(session, scene.sonya, scene.tour_id).text.points).number
    refused = []
    for point, seal in ((number, "another"), ("12–99–1", "")):
        with pytest.raises(Conflict) as refusal:
            on_point(session, scene, scene.sonya, point, seal=seal)
        refused.append(refusal.value.key)
    lights = session.get_one(Agency, scene.lights)
    with pytest.raises(Invalid) as other:
        on_point(session, scene, scene.sonya, number, agency_id=lights.id)

    assert (refused, other.value.field) == (["protocol.error.point_changed"] * 2, "agency")
