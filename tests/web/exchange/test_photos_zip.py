"""The photos of a list in one file: those that the visitor may see, each in the folder of its issue, and a table of them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models.types import id_of
from planner.domain.words import PhotoPhase
from planner.services.issues.photos import add_photo, hide_photo, keep_photo
from planner.storage import FolderStore, the_store
from tests.services.issue_story import NOW, Scene, jpeg, log, uid
from tests.web.issue_visitors import look_as

ROOT = "http://testserver"


def photo(database: Database, scene: Scene, colour: str, **about: Any) -> tuple[int, str, str]:
    """A new issue with a photo: its number, the photo's id and the hash of what is shown."""
    with database.transaction() as session:
        number = id_of(log(session, scene, **about))
        phase, data = PhotoPhase.BEFORE, keep_photo(scene.town.olga, the_store(), data=jpeg(colour))
        made = add_photo(session, scene.town.olga, uid=uid(), issue_id=number, data=data, phase=phase, now=NOW)
        return number, made.id, made.clean


def test_photos_come_by_issue_with_a_table(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    first, seen, clean = photo(own_database, scene, "red", text="=Яма", address="Мира, 5")
    second, _, _ = photo(own_database, scene, "blue", text="Люк")
    gone, _, lost = photo(own_database, scene, "green", text="Люк")
    store = the_store()
    assert isinstance(store, FolderStore)
    store.path_of(lost).unlink()

    answer = look_as(site, tokens["olga"]).get("/export/photos.zip")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"{first}/{first}-1 До.jpg", f"{second}/{second}-1 До.jpg", "Фотографии.xlsx"]
        assert archive.read(f"{first}/{first}-1 До.jpg") == store.get(clean)
        rows = list(openpyxl.load_workbook(io.BytesIO(archive.read("Фотографии.xlsx"))).active.values)
    assert [row[0] for row in rows] == ["№", first, second, gone]
    assert (rows[1][3], rows[1][7], rows[1][8]) == ("=Яма", f"{first}/{first}-1 До.jpg", f"{ROOT}/photo/{seen}/clean")
    assert rows[3][7] == "нет в хранилище"


def test_hidden_photos_and_those_of_others_issues_stay(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    open_one, _, _ = photo(own_database, scene, "red", text="Бордюр")
    photo(own_database, scene, "blue", text="Тайна", internal=True)
    _, hidden, _ = photo(own_database, scene, "green", text="Бордюр")
    with own_database.transaction() as session:
        hide_photo(session, scene.town.olga, hidden, reason="Лицо", now=NOW)

    answers = {
        who: look_as(site, tokens[who]).get("/export/photos.zip?text=Бордюр" if who == "olga" else "/export/photos.zip")
        for who in ("olga", "boris")
    }

    for answer in answers.values():
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.namelist() == [f"{open_one}/{open_one}-1 До.jpg", "Фотографии.xlsx"]


@pytest.mark.parametrize(("who", "status"), [("pyotr", 403), ("stranger", 303)])
def test_photos_are_for_those_who_may_export(
    site: TestClient, scene: Scene, tokens: Mapping[str, str], who: str, status: int
) -> None:
    answer = look_as(site, tokens[who]).get("/export/photos.zip", follow_redirects=False)

    assert answer.status_code == status
