"""What is confirmed stays as it was read; what changes later is a new edition that says what it changes."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session

from planner.domain.errors import NotFound
from planner.domain.models import Issue
from planner.domain.models.types import id_of
from planner.domain.protocol import Decision, Difference, Heard, Point
from planner.domain.words import Outcome
from planner.services.control.closing import close_issue
from planner.services.protocol.confirming import PinTry, confirm_protocol
from planner.services.protocol.editions import Protocol, edition_of, list_editions, protocol_of
from tests.services.protocol_story import Scene, set_scene

PIN = "hash"


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return set_scene(session, now)


def confirmed(session: Session, scene: Scene) -> Protocol:
    """The protocol, after Viktor has confirmed it as it stands."""
    scene.set_pin(session, PIN)
    seal = protocol_of(session, scene.viktor, scene.tour_id).seal
    right = PinTry(scene.viktor.person_id or 0, PIN)
    confirm_protocol(session, scene.viktor, scene.tour_id, right, seal=seal, now=scene.now)
    return protocol_of(session, scene.sonya, scene.tour_id)


def test_protocol_is_a_draft_of_the_first_edition_until_it_is_confirmed(session: Session, scene: Scene) -> None:
    scene.instruct(session, scene.issue(session, "Яма"))

    before = protocol_of(session, scene.sonya, scene.tour_id)
    after = confirmed(session, scene)

    assert (before.number, before.edition, before.is_confirmed, before.is_open) == (1, None, False, True)
    assert (after.number, after.is_confirmed, after.is_open, after.seal) == (1, True, False, before.seal)
    assert after.edition is not None
    assert (after.edition.confirmed_by, after.edition.confirmed_at) == ("Виктор", scene.now)


def test_confirmed_text_stays_and_a_later_change_is_a_new_edition(session: Session, scene: Scene) -> None:
    issue = scene.issue(session, "Яма")
    first = confirmed(session, scene)

    given = scene.instruct(session, issue)
    later = protocol_of(session, scene.sonya, scene.tour_id)

    number = f"{scene.tour_id}–1–1"
    assert (later.number, later.is_confirmed) == (2, False)
    assert [each for each in later.changes if each.kind == "point"] == [
        Difference("point", number, None, Point(number, "Заделать", "2026-11-30", scene.roads, "Управление дорог"))
    ]
    assert edition_of(session, scene.sonya, scene.tour_id, 1).text == first.text
    assert given.item == 1


def test_second_edition_says_what_it_changes(session: Session, scene: Scene) -> None:
    issue = scene.issue(session, "Скамья")
    confirmed(session, scene)
    close_issue(session, scene.sonya, id_of(issue), outcome=Outcome.NOT_NEEDED, reason="Стоит", now=scene.now)

    second = confirmed(session, scene)

    assert second.number == 2
    before = Heard(id_of(issue), "Скамья", "ул. Ленина, 1", Decision.KEPT)
    after = replace(before, outcome="not_needed", reason="Стоит")
    assert second.changes == [Difference("issue", str(issue.id), before, after)]
    assert [each.number for each in list_editions(session, scene.oksana, scene.tour_id)] == [1, 2]


def test_issue_that_became_internal_is_emptied_for_others(session: Session, scene: Scene) -> None:
    issue = scene.issue(session, "Яма")
    scene.instruct(session, issue)
    seal = confirmed(session, scene).seal
    session.get_one(Issue, issue.id).internal = True
    session.flush()

    boris = edition_of(session, scene.boris, scene.tour_id, 1)
    oksana = edition_of(session, scene.oksana, scene.tour_id, 1)

    emptied = Point(f"{scene.tour_id}–1–1", "", "2026-11-30", 0, "")
    assert (list(boris.text.points), [each.text for each in boris.text.issues], boris.seal) == ([emptied], [""], seal)
    assert [each.text for each in oksana.text.issues] == ["Яма"]


def test_unknown_edition_is_not_found(session: Session, scene: Scene) -> None:
    with pytest.raises(NotFound):
        edition_of(session, scene.sonya, scene.tour_id, 1)
