"""Tests of `planner.city.addresses.file`."""

from pathlib import Path

import pytest

from planner.city.addresses.file import addresses_of_file
from planner.domain.errors import Invalid
from tests.towns.block_town import write_town


def test_a_file_is_searched_and_what_was_built_of_it_is_used_again(tmp_path: Path) -> None:
    file, kept = write_town(tmp_path / "town.osm.pbf"), tmp_path / "kept"

    first = addresses_of_file(file, kept).find("Ленина 12")[0]
    built = [(path.name, path.stat().st_mtime_ns) for path in kept.iterdir()]
    again = addresses_of_file(file, kept).find("Ленина 12")[0]

    assert (first.address, again) == ("улица Ленина, 12", first)
    assert [(path.name, path.stat().st_mtime_ns) for path in kept.iterdir()] == built


def test_what_is_no_extract_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    file, kept = tmp_path / "town.osm.pbf", tmp_path / "kept"
    file.write_bytes(b"no extract")

    with pytest.raises(Invalid):
        addresses_of_file(file, kept)

    assert list(kept.iterdir()) == []
