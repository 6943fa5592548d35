"""An issue that several change at once: nothing is lost, counted twice or told otherwise than it was, on both databases."""

from pathlib import Path
from typing import Any

from sqlmodel import col, func, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import PlannerError
from planner.domain.models import Issue, IssueWords, Move, Photo
from planner.domain.models.types import id_of
from planner.domain.words import Outcome, PhotoPhase, Role, Step
from planner.services.control.closing import close_issue
from planner.services.issues.issues import edit_issue, support_issue
from planner.services.issues.photos import MOST_PHOTOS, add_photo, hide_photo, keep_photo
from planner.storage.folder import FolderStore
from tests.services.control_story import a_photo
from tests.services.issue_story import NOW, Scene, jpeg, log, set_scene, uid
from tests.whole.at_once import Write, at_once


def begin(database: Database) -> tuple[Scene, int]:
    """The scene, and an issue of Olga's."""
    with database.transaction() as session:
        scene = set_scene(session)
        return scene, id_of(log(session, scene, text="Яма", address="Ленина, 1"))


def edit(scene: Scene, issue_id: int, **changes: Any) -> Write:
    return lambda session: edit_issue(session, scene.town.kira, issue_id, now=NOW, **changes)


def moves_of(database: Database, step: Step) -> list[Move]:
    with database.reading() as session:
        return list(session.exec(select(Move).where(Move.step == step).order_by(col(Move.id))).all())


def test_text_and_address_edited_at_once_are_both_found_by_the_search(database: Database) -> None:
    scene, issue_id = begin(database)

    at_once(database, edit(scene, issue_id, text="Провал"), edit(scene, issue_id, address="Зейская, 5"))

    with database.reading() as session:
        words = session.get_one(IssueWords, issue_id).words.split()
        assert {"провал", "зейская", "5"} - set(words) == set()


def test_history_of_edits_at_once_says_what_stood_there_before(database: Database) -> None:
    scene, issue_id = begin(database)

    at_once(database, *(edit(scene, issue_id, text=text) for text in ("Один", "Два", "Три")))

    told = [move.facts["changes"]["text"] for move in moves_of(database, Step.EDIT)]
    assert told[0] == ["Яма", "Один"]
    assert [before for before, _ in told[1:]] == [after for _, after in told[:-1]]


def test_edit_beside_closing_is_refused(database: Database) -> None:
    scene, issue_id = begin(database)
    reason: dict[str, Any] = {"outcome": Outcome.NOT_NEEDED, "reason": "Дом снесён"}

    _, edited = at_once(
        database,
        lambda session: close_issue(session, scene.town.kira, issue_id, now=NOW, **reason),
        edit(scene, issue_id, text="Другое"),
    )

    assert isinstance(edited, PlannerError)
    assert edited.key == "issues.error.closed"


def test_supporters_at_once_are_all_counted_and_nobody_twice(database: Database) -> None:
    scene, issue_id = begin(database)
    voters = [Actor(name="Житель", roles=frozenset({Role.CONTROLLER}), person_id=900 + i) for i in range(5)]

    def support(voter: Actor) -> Write:
        return lambda session: support_issue(session, voter, issue_id, now=NOW)

    at_once(database, *(support(voter) for voter in (*voters, voters[0], voters[4])))

    with database.reading() as session:
        assert session.get_one(Issue, issue_id).supporters == 5


def test_photos_at_once_keep_to_the_limit(database: Database, tmp_path: Path) -> None:
    scene, issue_id = begin(database)
    with database.transaction() as session:
        for _ in range(MOST_PHOTOS - 1):
            a_photo(session, session.get_one(Issue, issue_id))

    def add(_: int) -> Write:
        about: dict[str, Any] = {"uid": uid(), "issue_id": issue_id, "phase": PhotoPhase.BEFORE}
        about["data"] = keep_photo(scene.town.olga, FolderStore(tmp_path), data=jpeg())
        return lambda session: add_photo(session, scene.town.olga, now=NOW, **about)

    _, *others = at_once(database, *(add(number) for number in range(3)))

    assert [getattr(other, "key", "") for other in others] == ["photos.error.too_many"] * 2
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(Photo)).one() == MOST_PHOTOS


def test_photo_hidden_by_two_at_once_is_told_once(database: Database) -> None:
    scene, issue_id = begin(database)
    with database.transaction() as session:
        photo = a_photo(session, session.get_one(Issue, issue_id))

    def hide(session: Any) -> Photo:
        return hide_photo(session, scene.town.olga, photo, reason="Лицо", now=NOW)

    at_once(database, hide, hide)

    assert len(moves_of(database, Step.HIDE_PHOTO)) == 1
