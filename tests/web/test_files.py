"""Tests of `planner.web.files`: photos and exports by HTTP."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models.types import id_of
from planner.domain.words import PhotoPhase
from planner.services.issues.photos import add_photo, hide_photo, keep_photo
from planner.services.issues.voices import add_voice
from planner.storage import the_store
from tests.domain.test_sounds import WEBM
from tests.services.control_story import an_instruction
from tests.services.issue_story import HOSTILE, NOW, Scene, jpeg, log, uid
from tests.web.issue_visitors import look_as


def a_photo_of(database: Database, scene: Scene, *, internal: bool) -> str:
    """Of an issue that the road agency has to mend."""
    with database.transaction() as session:
        issue = log(session, scene, internal=internal)
        an_instruction(session, scene.town, issue)
        data, phase = keep_photo(scene.town.olga, the_store(), data=jpeg()), PhotoPhase.BEFORE
        photo = add_photo(session, scene.town.olga, uid=uid(), issue_id=id_of(issue), data=data, phase=phase, now=NOW)
        return photo.id


def test_photo_comes_as_a_picture_that_nobody_else_may_keep(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    photo = a_photo_of(own_database, scene, internal=False)

    answer = look_as(site, tokens["pyotr"]).get(f"/photo/{photo}/thumbnail")
    again = site.get(f"/photo/{photo}/thumbnail", headers={"If-None-Match": answer.headers["etag"]})

    assert (answer.status_code, answer.content[:3]) == (200, b"\xff\xd8\xff")
    assert {name: answer.headers[name] for name in ("content-type", "cache-control", "x-content-type-options")} == {
        "content-type": "image/jpeg",
        "cache-control": "private, no-cache",
        "x-content-type-options": "nosniff",
    }
    assert answer.headers["content-disposition"] == f'inline; filename="{photo}-thumbnail.jpeg"'
    assert (again.status_code, again.content) == (304, b"")


def test_photo_of_an_internal_issue_of_another_agency_is_not_found(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    photo = a_photo_of(own_database, scene, internal=True)
    site.headers["Accept"] = "image/*"

    statuses = {
        (who, variant): look_as(site, tokens[who]).get(f"/photo/{photo}/{variant}").status_code
        for who in ("oksana", "olga", "boris", "pyotr", "stranger")
        for variant in ("thumbnail", "clean", "original")
    }

    allowed = {(who, variant): 200 for who in ("oksana", "olga") for variant in ("thumbnail", "clean", "original")}
    not_found = {(who, variant): 404 for who in ("boris", "pyotr") for variant in ("thumbnail", "clean", "original")}
    assert statuses == allowed | not_found | {("stranger", v): 403 for v in ("thumbnail", "clean", "original")}


def test_photo_that_was_hidden_is_gone_even_for_who_has_it(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    photo = a_photo_of(own_database, scene, internal=False)
    etag = look_as(site, tokens["pyotr"]).get(f"/photo/{photo}/clean").headers["etag"]
    with own_database.transaction() as session:
        hide_photo(session, scene.town.kira, photo, reason="Лицо", now=NOW)

    answer = site.get(f"/photo/{photo}/clean", headers={"If-None-Match": etag})

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["x/clean", "../clean", "%00/clean", "{photo}/huge", "{photo}/__class__"])
def test_photo_address_that_names_nothing_is_not_found(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str], path: str
) -> None:
    photo = a_photo_of(own_database, scene, internal=False)

    assert look_as(site, tokens["olga"]).get("/photo/" + path.format(photo=photo)).status_code == 404


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content: bytes, sheet: str = "") -> list[dict[str, object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = (book[sheet] if sheet else book.active).values
    head, *body = rows
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def test_exports_hold_every_issue_of_the_filter_as_text(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    with own_database.transaction() as session:
        for at, text in enumerate(HOSTILE):
            log(session, scene, text=text, category_id=scene.lights, now=NOW - timedelta(minutes=at))
        log(session, scene, text="Яма")
        log(session, scene, text="Служебное", category_id=scene.lights, internal=True, now=NOW - timedelta(days=1))

    told = {}
    for who in ("boris", "olga"):
        look_as(site, tokens[who])
        in_csv = read_csv(site.get(f"/export/issues.csv?category={scene.lights}&page=2").content)
        in_xlsx = read_xlsx(site.get(f"/export/issues.xlsx?category={scene.lights}").content)
        assert [row["№"] for row in in_csv] == [str(row["№"]) for row in in_xlsx]
        told[who] = [row["Описание"] for row in in_xlsx]

    assert told == {"boris": list(HOSTILE), "olga": [*HOSTILE, "Служебное"]}
    assert [row["Описание"].startswith(("=", "+", "-", "@")) for row in in_csv] == [False] * len(in_csv)


def test_export_of_many_batches_has_one_head(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.web.files._BATCH", 2)
    with own_database.transaction() as session:
        ids = [str(log(session, scene, now=NOW - timedelta(minutes=n)).id) for n in range(5)]

    answer = look_as(site, tokens["oksana"]).get("/export/issues.csv")

    today = (datetime.now(UTC) + timedelta(hours=9)).date()
    assert [row["№"] for row in read_csv(answer.content)] == ids
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].endswith(
        f"%D0%97%D0%B0%D0%BC%D0%B5%D1%87%D0%B0%D0%BD%D0%B8%D1%8F%20{today}.csv"
    )
    assert answer.headers["content-length"] == str(len(answer.content))


def test_export_without_issues_is_a_head(site: TestClient, scene: Scene, tokens: Mapping[str, str]) -> None:
    look_as(site, tokens["olga"])

    assert (read_csv(site.get("/export/issues.csv").content), read_xlsx(site.get("/export/issues.xlsx").content)) == (
        [],
        [],
    )


def test_export_of_instructions_is_a_file_and_a_second_sheet(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    with own_database.transaction() as session:
        for text in ("Яма", "Лужа"):
            an_instruction(session, scene.town, log(session, scene, text=text), text=f"{text}: устранить")
    look_as(site, tokens["boris"])

    in_csv = read_csv(site.get("/export/instructions.csv?text=лужи").content)
    alone = read_xlsx(site.get("/export/instructions.xlsx?text=лужи").content)
    book = openpyxl.load_workbook(io.BytesIO(site.get("/export/issues.xlsx?text=лужи").content))

    assert [row["Поручение"] for row in in_csv] == [row["Поручение"] for row in alone] == ["Лужа: устранить"]
    assert book.sheetnames == ["Замечания", "Поручения"]
    second = read_xlsx(site.get("/export/issues.xlsx?text=лужи").content, "Поручения")
    assert [row["Поручение"] for row in second] == ["Лужа: устранить"]


def test_export_links_photos_under_the_sites_address(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    photo = a_photo_of(own_database, scene, internal=False)

    row = read_csv(look_as(site, tokens["olga"]).get("/export/issues.csv").content)[0]

    assert row["Фото"] == f"{site.base_url}/photo/{photo}/clean"


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("pyotr", "/export/instructions.csv", 403),
        ("stranger", "/export/instructions.csv", 303),
        ("olga", "/export/instructions.pdf", 404),
        ("olga", "/export/instructions.csv?sort=x", 400),
        ("pyotr", "/export/issues.csv", 403),
        ("pyotr", "/export/issues.xlsx", 403),
        ("stranger", "/export/issues.csv", 303),
        ("olga", "/export/issues.pdf", 404),
        ("olga", "/export/issues.csv?category=x", 400),
        ("olga", "/export/issues.csv?state=deleted", 400),
    ],
)
def test_export_that_may_not_be_is_refused(
    site: TestClient, scene: Scene, tokens: Mapping[str, str], who: str, path: str, status: int
) -> None:
    assert look_as(site, tokens[who]).get(path).status_code == status


def a_voice_of(database: Database, scene: Scene) -> str:
    with database.transaction() as session:
        issue = log(session, scene, scene.pyotr)
        given: dict[str, Any] = {"file_hash": the_store().put(WEBM), "seconds": 3, "issue_id": id_of(issue)}
        return add_voice(session, scene.pyotr, the_store(), uid=uid(), now=NOW, **given).uid


def test_voice_is_played_and_taken_for_nothing_else(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str]
) -> None:
    voice = a_voice_of(own_database, scene)

    answers = {who: look_as(site, tokens[who]).get(f"/voice/{voice}") for who in ("olga", "pyotr", "stranger")}
    part, end, none = (
        look_as(site, tokens["olga"]).get(f"/voice/{voice}", headers={"Range": f"bytes={asked}"})
        for asked in ("0-3", "4-", "999-")
    )

    assert {who: answer.status_code for who, answer in answers.items()} == {"olga": 200, "pyotr": 403, "stranger": 303}
    names = ("content-type", "x-content-type-options", "content-security-policy", "content-disposition")
    assert [answers["olga"].headers[name] for name in names] == [
        *("audio/webm", "nosniff", "sandbox; default-src 'none'"),
        f'attachment; filename="{voice}.webm"',
    ]
    assert (part.status_code, part.content, part.headers["content-range"]) == (
        *(206, WEBM[:4]),
        f"bytes 0-3/{len(WEBM)}",
    )
    assert (end.status_code, end.content, none.status_code) == (206, WEBM[4:], 416)
