"""Tests of `planner.services.issues.photos`: kept before they are named, shown only to those who may see them."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import Session, func, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, PlannerError
from planner.domain.models import Instruction, Issue, Move, Photo
from planner.domain.models.types import id_of
from planner.domain.words import Outcome, PhotoPhase, Step
from planner.services.control.closing import close_issue
from planner.services.issues.photos import (
    MOST_PHOTOS,
    PhotoVariant,
    add_photo,
    hide_photo,
    keep_photo,
    read_photo,
    show_photo_again,
)
from planner.storage import FileStore, open_store
from tests.services.control_story import a_photo, an_instruction
from tests.services.issue_story import NOW, Scene, jpeg, log, set_scene, uid


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """An empty folder of files."""
    return open_store(tmp_path / "files")


def add(session: Session, actor: Actor, store: FileStore, issue: Issue, **fields: object) -> Photo:
    values: dict[str, object] = {"uid": uid(), "data": jpeg(), "phase": PhotoPhase.BEFORE, "now": NOW} | fields
    if isinstance(data := values["data"], bytes):
        values["data"] = keep_photo(actor, store, data=data)
    return add_photo(session, actor, issue_id=issue.id, **values)  # type: ignore[arg-type]


def internal_issue_of_roads(session: Session, scene: Scene) -> tuple[Issue, Instruction]:
    issue = log(session, scene, internal=True)
    return issue, an_instruction(session, scene.town, issue)


def test_photo_by_tablet_is_kept_in_three_forms(database: Database, store: FileStore) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, scene.pyotr)
        data = jpeg()

        photo = add(session, scene.pyotr, store, issue, data=data)

        assert store.get(photo.original) == data
        assert [Image.open(BytesIO(store.get(name))).format for name in (photo.clean, photo.thumbnail)] == ["JPEG"] * 2
        assert (photo.width, photo.height, photo.taken_by, photo.added_at) == (40, 30, "Pyotr", NOW)
        assert (photo.phase, photo.hidden, photo.lat, photo.lon) == (PhotoPhase.BEFORE, False, 50.25, 127.5)
        assert b"Exif" in data
        assert b"Exif" not in store.get(photo.clean) + store.get(photo.thumbnail)
        move = session.exec(select(Move).where(Move.step == Step.ADD_PHOTO)).one()
        assert (move.by, move.facts) == ("Pyotr", {"photo": photo.id, "phase": "before"})


def test_photo_sent_twice_is_one_photo(database: Database, store: FileStore) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue, other, same = log(session, scene), log(session, scene), uid()

        first = add(session, scene.pyotr, store, issue, uid=same)
        again = add(session, scene.pyotr, store, issue, uid=same.upper(), data=jpeg("red"))

        assert (again.id, again.original) == (first.id, first.original)
        assert session.exec(select(func.count()).select_from(Photo)).one() == 1
        with pytest.raises(Conflict, match=r"^issues\.error\.used_uid$"):
            add(session, scene.pyotr, store, other, uid=same)


def test_photo_whose_row_is_refused_leaves_no_row(database: Database, store: FileStore) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene)

        with pytest.raises(Invalid) as refusal:
            add(session, scene.pyotr, store, issue, data=b"GIF89a not a photo")

        assert (refusal.value.key, refusal.value.field) == ("photos.error.kind", "photo")
        assert session.exec(select(func.count()).select_from(Photo)).one() == 0


def test_photo_prepared_beforehand_needs_no_database(database: Database, store: FileStore) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene)

    kept = keep_photo(scene.pyotr, store, data=jpeg())
    with pytest.raises(NotAllowed):
        keep_photo(STRANGER, store, data=jpeg())
    with database.transaction() as session:
        photo = add(session, scene.pyotr, store, issue, data=kept)

    assert store.get(photo.original) == jpeg()


@pytest.mark.parametrize(
    ("who", "phase", "error"),
    [
        ("pyotr", PhotoPhase.BEFORE, None),
        ("pavel", PhotoPhase.BEFORE, None),  # more pictures of a problem always help
        ("boris", PhotoPhase.BEFORE, None),
        ("stranger", PhotoPhase.BEFORE, NotAllowed),
        ("oksana", PhotoPhase.AFTER, None),
        ("kira", PhotoPhase.AFTER, None),
        ("olga", PhotoPhase.AFTER, None),
        ("pyotr", PhotoPhase.AFTER, NotAllowed),  # also on an issue of one's own
        ("boris", PhotoPhase.AFTER, NotAllowed),
        ("stranger", PhotoPhase.AFTER, NotAllowed),
    ],
)
def test_photo_comes_from_who_may_add_it(
    database: Database, store: FileStore, who: str, phase: PhotoPhase, error: type[PlannerError] | None
) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        town = scene.town
        issue = log(session, scene, scene.pyotr)
        instruction = an_instruction(session, town, issue)
        people = {"pyotr": scene.pyotr, "pavel": scene.pavel, "stranger": STRANGER, "olga": town.olga}
        actor = (people | {"boris": town.boris, "oksana": town.oksana, "kira": town.kira})[who]
        instruction_id = instruction.id if phase is PhotoPhase.AFTER else None

        if error is None:
            assert add(session, actor, store, issue, phase=phase, instruction_id=instruction_id).phase is phase
        else:
            with pytest.raises(error):
                add(session, actor, store, issue, phase=phase, instruction_id=instruction_id)


def test_photo_of_the_work_without_its_instruction_is_refused_to_officials(
    database: Database, store: FileStore
) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue, other = log(session, scene), log(session, scene)
        elsewhere = an_instruction(session, scene.town, other)

        with pytest.raises(NotAllowed):
            add(session, scene.town.oksana, store, issue, phase=PhotoPhase.AFTER)
        with pytest.raises(NotFound):
            add(session, scene.town.oksana, store, issue, phase=PhotoPhase.AFTER, instruction_id=elsewhere.id)


@pytest.mark.parametrize(("who", "error"), [("boris", NotFound), ("pyotr", NotFound), ("stranger", NotAllowed)])
def test_photo_of_an_internal_issue_of_another_agency_is_refused(
    database: Database, store: FileStore, who: str, error: type[PlannerError]
) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue, _ = internal_issue_of_roads(session, scene)
        photo = add(session, scene.town.oksana, store, issue)
        actor = {"boris": scene.town.boris, "pyotr": scene.pyotr, "stranger": STRANGER}[who]
        for variant in PhotoVariant:  # Oksana's agency is involved: there is something that could leak
            assert read_photo(session, scene.town.oksana, store, photo.id, variant=variant)

        for variant in PhotoVariant:
            with pytest.raises(error):
                read_photo(session, actor, store, photo.id, variant=variant)
        with pytest.raises(error):
            add(session, actor, store, issue)
        with pytest.raises(error):
            hide_photo(session, actor, photo.id, reason="x", now=NOW)


def test_original_is_for_staff_and_the_agencies_involved(database: Database, store: FileStore) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        town = scene.town
        issue = log(session, scene, scene.pyotr)
        an_instruction(session, town, issue)
        photo = add(session, scene.pyotr, store, issue)

        for actor in (town.olga, town.kira, town.sonya, town.oksana):
            assert read_photo(session, actor, store, photo.id, variant=PhotoVariant.ORIGINAL) == jpeg()
        for actor in (town.boris, scene.pyotr):
            assert read_photo(session, actor, store, photo.id) == store.get(photo.clean)
            with pytest.raises(NotAllowed):
                read_photo(session, actor, store, photo.id, variant=PhotoVariant.ORIGINAL)


def test_hidden_photo_is_for_those_who_may_hide(database: Database, store: FileStore) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, scene.pyotr)
        photo = add(session, scene.pyotr, store, issue)
        assert read_photo(session, scene.pyotr, store, photo.id, variant=PhotoVariant.THUMBNAIL)

        for _ in range(2):
            hide_photo(session, scene.town.kira, photo.id, reason=" Видно лицо ", now=NOW)

        assert read_photo(session, scene.town.olga, store, photo.id) == store.get(photo.clean)
        for actor in (scene.pyotr, scene.town.oksana):
            with pytest.raises(NotFound, match=r"^photos\.error\.unknown$"):
                read_photo(session, actor, store, photo.id, variant=PhotoVariant.THUMBNAIL)
        told = session.exec(select(Move).where(Move.step == Step.HIDE_PHOTO)).one()
        assert (told.by, told.text, told.facts) == ("Kira", "Видно лицо", {"photo": photo.id})


def test_hidden_photo_is_shown_again_and_the_history_says_so(database: Database, store: FileStore) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        photo = add(session, scene.pyotr, store, log(session, scene, scene.pyotr))
        hide_photo(session, scene.town.kira, photo.id, reason="Видно лицо", now=NOW)

        with pytest.raises(NotFound, match=r"^photos\.error\.unknown$"):
            show_photo_again(session, scene.pyotr, photo.id, now=NOW)
        for _ in range(2):
            show_photo_again(session, scene.town.olga, photo.id, now=NOW)

        assert read_photo(session, scene.pyotr, store, photo.id) == store.get(photo.clean)
        told = session.exec(select(Move).where(Move.step == Step.SHOW_PHOTO)).one()
        assert (told.by, told.text, told.facts) == ("Olga", "", {"photo": photo.id})


def test_hide_photo_needs_the_right_and_a_reason(database: Database, store: FileStore) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        photo = add(session, scene.pyotr, store, log(session, scene, scene.pyotr))

        with pytest.raises(NotAllowed):
            hide_photo(session, scene.pyotr, photo.id, reason="Моё", now=NOW)
        with pytest.raises(Invalid, match=r"^photos\.error\.no_reason$"):
            hide_photo(session, scene.town.olga, photo.id, reason=" ", now=NOW)

        assert photo.hidden is False


@pytest.mark.parametrize("photo_id", ["", "1", "../../etc/passwd", "\x00", "00000000-0000-4000-8000-000000000000"])
def test_photo_that_is_not_there_is_not_found(database: Database, store: FileStore, photo_id: str) -> None:
    with database.transaction() as session:
        scene = set_scene(session)

        with pytest.raises(NotFound, match=r"^photos\.error\.unknown$"):
            read_photo(session, scene.town.olga, store, photo_id)
        with pytest.raises(NotAllowed, match=r"^permissions\.sign_in$"):
            read_photo(session, STRANGER, store, photo_id)


def test_photo_on_a_closed_issue_or_beyond_the_limit_is_refused(database: Database, store: FileStore) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        full, closed = log(session, scene), log(session, scene)
        for _ in range(MOST_PHOTOS):
            a_photo(session, full)
        close_issue(session, scene.town.kira, id_of(closed), outcome=Outcome.FIXED, reason="Сделано", now=NOW)

        with pytest.raises(Invalid) as refusal:
            add(session, scene.pyotr, store, full)
        with pytest.raises(Conflict, match=r"^issues\.error\.closed$"):
            add(session, scene.pyotr, store, closed)

        assert (refusal.value.key, dict(refusal.value.values)) == ("photos.error.too_many", {"n": MOST_PHOTOS})
