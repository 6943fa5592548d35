"""A file that is no whole street extract is refused, with a sentence that says what it is instead."""

from pathlib import Path

import pytest

from planner.city.extract import pbf_file
from planner.city.extract.pbf_file import check_extract, parts_of
from planner.domain.errors import Invalid
from tests.towns.metre_streets import write_extract


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return write_extract(tmp_path / "town.osm.pbf")


def refusal(path: Path) -> tuple[str, str | None]:
    with pytest.raises(Invalid) as refused:
        list(parts_of(path))
    return refused.value.key, refused.value.field


def test_parts_of_a_file_together_hold_all_of_it(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [part.content for part in parts_of(town)]
    monkeypatch.setattr(pbf_file, "_PART_BYTES", 1)

    parts = list(parts_of(town))

    header = parts[-1].content
    assert whole == [header + b"".join(part.content[len(header) :] for part in parts)]
    assert [part.share for part in parts] == sorted(part.share for part in parts)
    assert parts[-1].share == 1.0


@pytest.mark.parametrize(
    "content",
    [
        b"<?xml version='1.0'?><osm version='0.6'></osm>",
        b"PK\x03\x04 an archive",
        b"<!doctype html><title>404</title>",
        b"\x00" * 1000,
        b"\x89PNG\r\n\x1a\n",
    ],
    ids=["xml", "zip", "page", "zeros", "picture"],
)
def test_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "city.osm.pbf"
    path.write_bytes(content)

    assert refusal(path) == ("extract.error.foreign", "file")


def test_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "city.osm.pbf"
    path.touch()

    assert refusal(path) == ("extract.error.empty", "file")


def test_file_cut_off_anywhere_is_refused(town: Path) -> None:
    content = town.read_bytes()
    keys = set()

    for size in range(40, len(content) - 1, 7):
        town.write_bytes(content[:size])
        try:
            list(parts_of(town))
        except Invalid as refused:
            keys.add(refused.key)
        else:
            keys.add(f"{size} bytes of {len(content)} pass")

    # Cut exactly between two blobs a file is whole; the town has its nodes in one and its ways in another.
    assert {key for key in keys if not key.endswith("pass")} == {"extract.error.broken"}
    assert len(keys) <= 2


def test_file_that_is_too_large_is_refused(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pbf_file, "MAX_BYTES", town.stat().st_size)
    check_extract(town)
    monkeypatch.setattr(pbf_file, "MAX_BYTES", town.stat().st_size - 1)

    assert refusal(town) == ("extract.error.too_large", "file")
