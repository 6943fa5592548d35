"""Tests of the address search as people use it."""

from datetime import datetime
from pathlib import Path

import pytest

from planner.city.addresses.index import build_address_index
from planner.city.extract.file import read_features
from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed
from planner.domain.geo import Box, Point
from planner.domain.words import Role
from planner.services.city.addresses import address_at, find_addresses
from planner.services.city.extract import Extract, city_folder, switch_to
from tests.towns.block_town import place, write_town

OLGA = Actor("Ольга", frozenset({Role.ORGANIZER}), person_id=1)
PYOTR = Actor("Пётр", frozenset({Role.PARTICIPANT}), tour_id=1, participant_id=1)
WORLD = Box(-85, -180, 85, 180)
HOUSE = Point(*place(0.11, 0.15))


def put_in_place(data: Path, now: datetime, name: str = "a-1.1") -> Extract:
    """An extract in place that has nothing but addresses."""
    folder = city_folder(data) / name
    folder.mkdir(parents=True)
    features = read_features(write_town(folder / "town.osm.pbf"), WORLD)
    build_address_index(features, folder / "addresses.db")
    extract = Extract(folder, "0" * 64, now, "town.osm.pbf", 1, WORLD, 1, 1, 1, 1)
    switch_to(data, extract)
    return extract


def test_organizer_and_participant_find_addresses(database: Database, tmp_path: Path, now: datetime) -> None:
    put_in_place(tmp_path, now)

    with database.reading() as session:
        found = [find_addresses(session, who, "ленина 12", data=tmp_path)[0].address for who in (OLGA, PYOTR)]
        here = [address_at(session, who, HOUSE, data=tmp_path) for who in (OLGA, PYOTR)]

    assert (found, here) == (["улица Ленина, 12"] * 2, ["улица Ленина, 1"] * 2)


def test_stranger_finds_nothing(database: Database, tmp_path: Path, now: datetime) -> None:
    put_in_place(tmp_path, now)

    with database.reading() as session:
        assert address_at(session, OLGA, HOUSE, data=tmp_path) == "улица Ленина, 1"
        with pytest.raises(NotAllowed):
            find_addresses(session, STRANGER, "ленина", data=tmp_path)
        with pytest.raises(NotAllowed):
            address_at(session, STRANGER, HOUSE, data=tmp_path)


def test_without_an_extract_there_is_nothing_to_find(database: Database, tmp_path: Path) -> None:
    with database.reading() as session:
        answers = (
            find_addresses(session, OLGA, "ленина", data=tmp_path),
            address_at(session, OLGA, HOUSE, data=tmp_path),
        )

    assert answers == ([], "")


def test_one_letter_finds_nothing_yet(database: Database, tmp_path: Path, now: datetime) -> None:
    put_in_place(tmp_path, now)

    with database.reading() as session:
        counts = [len(find_addresses(session, OLGA, typed, data=tmp_path)) for typed in ("л", " л ", "ле")]

    assert counts == [0, 0, 4]


def test_search_goes_on_in_the_extract_that_took_the_place(database: Database, tmp_path: Path, now: datetime) -> None:
    old = put_in_place(tmp_path, now)
    new = put_in_place(tmp_path, now, "b-1.2")

    with database.reading() as session:
        found = find_addresses(session, OLGA, "ленина 12", data=tmp_path)

    assert (old.folder.exists(), new.folder.exists(), found[0].address) == (False, True, "улица Ленина, 12")


def test_search_whose_file_is_gone_finds_nothing(database: Database, tmp_path: Path, now: datetime) -> None:
    put_in_place(tmp_path, now).address_index.unlink()

    with database.reading() as session:
        assert find_addresses(session, OLGA, "ленина", data=tmp_path) == []
