"""The queue of those who decide: what waits and why, and the preview."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models.types import id_of, new_id
from planner.domain.words import PhotoPhase, Role
from planner.services.issues.issues import edit_issue
from planner.services.issues.photos import add_photo, keep_photo
from planner.services.public.deciding import keep_issue
from planner.services.public.photos import pass_photo, photo_to_draw, unboxed_copy
from planner.services.public.queue import QueuePart, preview_issue, publicity_queue
from planner.storage import FileStore
from tests.services.issue_story import jpeg
from tests.services.public_story import NOW, OpenScene, a_photo_of, log, publish


def numbers(session: Session, city: OpenScene, part: QueuePart) -> list[int]:
    return [id_of(row.issue) for row in publicity_queue(session, city.inna, part, now=NOW).rows]


def test_each_part_of_the_queue_has_what_was_decided_so(session: Session, city: OpenScene) -> None:
    waiting, public, later, kept = (log(session, city.scene) for _ in range(4))
    log(session, city.scene, internal=True)
    publish(session, city, public)
    publish(session, city, later, shown_from=NOW + timedelta(days=1))
    keep_issue(session, city.inna, id_of(kept), now=NOW)

    parts = {part: numbers(session, city, part) for part in QueuePart}

    assert parts == {
        QueuePart.WAITING: [waiting.id],
        QueuePart.PUBLIC: [public.id],
        QueuePart.LATER: [later.id],
        QueuePart.KEPT: [kept.id],
    }


@pytest.mark.parametrize("what", ["text", "address", "photo", "internal"])
def test_what_changes_after_the_decision_waits_again(
    session: Session, city: OpenScene, store: FileStore, what: str
) -> None:
    issue = log(session, city.scene)
    publish(session, city, issue)
    before = numbers(session, city, QueuePart.WAITING)

    olga, number = city.scene.town.olga, id_of(issue)
    if what == "photo":
        a_photo_of(session, city, store, issue, passed=False)
    elif what == "internal":
        edit_issue(session, olga, number, internal=True, now=NOW)
        edit_issue(session, olga, number, internal=False, now=NOW)
    else:
        changes: dict[str, Any] = {what: "Иначе"}
        edit_issue(session, olga, number, now=NOW, **changes)

    assert (before, numbers(session, city, QueuePart.WAITING)) == ([], [number])


def test_photo_added_while_internal_is_for_who_may_know_to_decide(
    session: Session, city: OpenScene, store: FileStore
) -> None:
    issue, olga = log(session, city.scene), city.scene.town.olga
    edit_issue(session, olga, id_of(issue), internal=True, now=NOW)
    about: dict[str, Any] = {"uid": new_id(), "data": keep_photo(olga, store, data=jpeg()), "phase": PhotoPhase.BEFORE}
    inside = add_photo(session, olga, issue_id=id_of(issue), now=NOW, **about).id
    edit_issue(session, olga, id_of(issue), internal=False, now=NOW)
    publish(session, city, issue)
    artyom = Actor(name="Artyom", roles=frozenset({Role.ADMIN}), person_id=olga.person_id)

    waiting = {
        actor.name: [
            (row.issue.id, [photo.id for photo, _ in row.photos])
            for row in publicity_queue(session, actor, QueuePart.WAITING, now=NOW).rows
        ]
        for actor in (city.inna, artyom)
    }

    assert waiting == {city.inna.name: [], "Artyom": [(issue.id, [inside])]}
    shown = publicity_queue(session, city.inna, QueuePart.PUBLIC, now=NOW).rows
    assert [row.photos for row in shown] == [()]
    with pytest.raises(NotFound, match=r"photos\.error\.unknown"):
        photo_to_draw(session, city.inna, inside)
    copy = unboxed_copy(photo_to_draw(session, artyom, inside))
    assert pass_photo(session, artyom, copy, now=NOW).passed


def test_kept_issue_waits_no_more_whatever_changes(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene)
    keep_issue(session, city.inna, id_of(issue), now=NOW)

    edit_issue(session, city.scene.town.olga, id_of(issue), text="Иначе", now=NOW)

    assert numbers(session, city, QueuePart.WAITING) == []


def test_preview_is_what_everybody_would_read(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, text="Яма")
    undecided = preview_issue(session, city.inna, id_of(issue), now=NOW)
    publish(session, city, issue, text="Провал", shown_from=NOW + timedelta(days=1))

    decided = preview_issue(session, city.inna, id_of(issue), now=NOW)

    assert (undecided.issue.text, decided.issue.text) == ("Яма", "Провал")


def test_preview_of_an_internal_issue_is_for_nobody_of_the_press(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, internal=True)

    with pytest.raises(NotFound):
        preview_issue(session, city.inna, id_of(issue), now=NOW)
