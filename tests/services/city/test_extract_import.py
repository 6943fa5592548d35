"""Tests of importing a street extract: what is refused, what stays, and what is switched over."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner.city.addresses.addresses import Addresses
from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, PlannerError
from planner.domain.geo import Box, Point
from planner.domain.models import City, District
from planner.domain.words import Role
from planner.routing.streets.graph import StreetGraph
from planner.services.city import extract_import as city_import
from planner.services.city.city import get_city, take_view
from planner.services.city.extract import Extract, city_folder, current_extract, own_tiles
from planner.services.city.extract_import import (
    area_of,
    cancel_city_import,
    city_import_state,
    files_at_hand,
    keep_upload,
    plan_city_import,
    run_city_import,
    start_city_import,
)
from planner.services.city.import_job import Cancelled, ImportLock, ImportStatus, is_running, read_state, wish_to_cancel
from tests.towns.block_town import TownWriter, place, write_town

ADMIN = Actor("Анна", frozenset({Role.ADMIN}), person_id=9)
OLGA = Actor("Ольга", frozenset({Role.ORGANIZER}), person_id=1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return write_town(tmp_path / "town.osm.pbf")


@pytest.fixture
def do_import(database: Database, data: Path, now: datetime) -> Callable[[Path], Extract]:
    def run(source: Path) -> Extract:
        with database.reading() as session:
            plan = plan_city_import(session, ADMIN, source, data=data)
        return run_city_import(plan, now=now)

    return run


def test_import_gives_map_search_and_streets(do_import: Callable[[Path], Extract], data: Path, town: Path) -> None:
    do_import(town)

    extract = current_extract(data)
    assert extract is not None
    assert (extract.file_name, extract.streets, extract.houses, extract.landmarks) == ("town.osm.pbf", 11, 39, 5)
    assert extract.tiles == len(list(extract.tiles_folder.rglob("*.png"))) > 50
    assert Addresses(extract.address_index).find("Ленина 12")[0].address == "улица Ленина, 12"
    route = StreetGraph.load(extract.street_graph).route(
        [Point(*place(0, 0)), Point(*place(3, 0))], extract.imported_at
    )
    assert route.legs[0].km == pytest.approx(0.6, abs=0.01)


def test_import_of_a_new_file_removes_the_old_one(
    do_import: Callable[[Path], Extract], data: Path, tmp_path: Path, town: Path
) -> None:
    old = do_import(town)
    other = write_town(tmp_path / "other.osm.pbf", main_street="улица Пушкина")

    new = do_import(other)

    assert (current_extract(data), old.folder.exists()) == (new, False)
    assert {path.name for path in city_folder(data).iterdir()} == {
        *(new.folder.name, "current.json", "import.json", "import.lock")
    }


def test_extract_is_noticed_by_another_process_that_switched(
    do_import: Callable[[Path], Extract], data: Path, town: Path
) -> None:
    before = current_extract(data), own_tiles(data)

    extract = do_import(town)

    tiles = own_tiles(data)
    assert before == (None, None)
    assert tiles is not None
    assert tiles.url == f"/map/tiles/{extract.version}/{{z}}/{{x}}/{{y}}.png"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "extract.error.empty"),
        (b"<osm version='0.6'></osm>" * 100, "extract.error.foreign"),
        (b"PK\x03\x04" + bytes(5000), "extract.error.foreign"),
    ],
)
def test_bad_file_is_refused_and_the_old_map_stays(
    do_import: Callable[[Path], Extract], data: Path, tmp_path: Path, town: Path, content: bytes, key: str
) -> None:
    old = do_import(town)
    bad = tmp_path / "bad.osm.pbf"
    bad.write_bytes(content)

    with pytest.raises(Invalid) as refusal:
        do_import(bad)

    assert (refusal.value.key, refusal.value.field) == (key, "file")
    assert (current_extract(data), old.folder.is_dir()) == (old, True)
    assert (read_state(data).status, read_state(data).reason) == (ImportStatus.FAILED, key)


def test_file_cut_off_in_the_middle_is_refused_and_the_old_map_stays(
    do_import: Callable[[Path], Extract], data: Path, tmp_path: Path, town: Path
) -> None:
    old, bad = do_import(town), tmp_path / "half.osm.pbf"
    bad.write_bytes(town.read_bytes()[: town.stat().st_size * 2 // 3])

    with pytest.raises(Invalid) as refusal:
        do_import(bad)

    assert (refusal.value.key, current_extract(data)) == ("extract.error.broken", old)


def test_map_of_another_place_is_refused_with_its_distance(
    do_import: Callable[[Path], Extract], database: Database, town: Path
) -> None:
    with database.transaction() as session:
        session.add(City(id=1, name="Хабаровск", view_lat=48.48, view_lon=135.07))

    with pytest.raises(Invalid) as refusal:
        do_import(town)

    assert refusal.value.key == "city_import.error.foreign"
    assert 500 < int(str(refusal.value.values["km"])) < 650


def test_fresh_city_is_where_its_first_extract_is(
    database: Database, do_import: Callable[[Path], Extract], tmp_path: Path
) -> None:
    writer = TownWriter()
    for row in range(3000, 3010):
        writer.way([(0, row), (9, row)], {"highway": "residential", "name": f"улица {row}"})
        writer.rectangle(0.1, row + 0.1, 0.3, row + 0.3, {"building": "yes", "addr:housenumber": "1"})
    with database.transaction() as session:
        session.add(City(id=1, name="Приморск"))

    extract = do_import(writer.write(tmp_path / "far.osm.pbf"))
    views = []
    for box in (extract.box, Box(0, 0, 1, 1)):
        with database.transaction() as session:
            take_view(session, ADMIN, box)
            views.append((get_city(session).view_lat, get_city(session).view_lon))

    assert views[0] == views[1]
    assert views[0] == pytest.approx((place(4.5, 3004.65)[0], 127.51), abs=0.02)


def test_chosen_view_stays_where_it_is(database: Database) -> None:
    with database.transaction() as session:
        session.add(City(id=1, name="Хабаровск", view_lat=48.48, view_lon=135.07))
        session.flush()
        take_view(session, ADMIN, Box(50, 127, 51, 128))
        view = get_city(session).view_lat, get_city(session).view_lon
        with pytest.raises(NotAllowed):
            take_view(session, OLGA, Box(50, 127, 51, 128))

    assert view == (48.48, 135.07)


def test_file_without_roads_is_refused(do_import: Callable[[Path], Extract], tmp_path: Path) -> None:
    writer = TownWriter()
    writer.rectangle(0, 0, 1, 1, {"building": "yes"})

    with pytest.raises(Invalid) as refusal:
        do_import(writer.write(tmp_path / "houses.osm.pbf"))

    assert refusal.value.key == "extract.error.no_roads"


def test_full_disk_is_said_before_the_work(
    do_import: Callable[[Path], Extract], town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(city_import, "_SPARE_BYTES", 10**18)

    with pytest.raises(Invalid) as refusal:
        do_import(town)

    assert refusal.value.key == "city_import.error.disk"


@pytest.mark.parametrize("step", ["check", "streets", "read", "addresses", "map", "switch"])
def test_import_that_ends_in_any_step_leaves_the_old_map(
    database: Database, data: Path, town: Path, now: datetime, step: str
) -> None:
    with database.reading() as session:
        plan = plan_city_import(session, ADMIN, town, data=data)
    old = run_city_import(plan, now=now)

    def break_down(reached: str, share: float) -> None:
        if reached == step:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        run_city_import(plan, now=now + timedelta(days=1), report=break_down)

    assert (current_extract(data), old.folder.is_dir()) == (old, True)
    assert [path for path in city_folder(data).iterdir() if path.is_dir()] == [old.folder]
    assert read_state(data).status is ImportStatus.INTERRUPTED


def test_cancel_leaves_the_old_map(database: Database, data: Path, town: Path, now: datetime) -> None:
    with database.reading() as session:
        plan = plan_city_import(session, ADMIN, town, data=data)
    old = run_city_import(plan, now=now)

    def wish(step: str, share: float) -> None:
        if step == "map":
            wish_to_cancel(data)
            time.sleep(0.31)  # the wish is looked for no more often than this

    with pytest.raises(Cancelled):
        run_city_import(plan, now=now + timedelta(days=1), report=wish)

    assert (current_extract(data), read_state(data).status) == (old, ImportStatus.CANCELLED)
    assert run_city_import(plan, now=now + timedelta(days=2)) == current_extract(data)


def test_progress_only_grows_and_goes_through_every_step(
    database: Database, data: Path, town: Path, now: datetime
) -> None:
    reported: list[tuple[str, float]] = []
    with database.reading() as session:
        plan = plan_city_import(session, ADMIN, town, data=data)

    run_city_import(plan, now=now, report=lambda step, share: reported.append((step, share)))

    shares = [share for _, share in reported]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] < 1
    assert list(dict.fromkeys(step for step, _ in reported)) == [
        "check",
        "streets",
        "read",
        "addresses",
        "map",
        "switch",
    ]


def test_region_is_cut_to_the_city(do_import: Callable[[Path], Extract], database: Database, tmp_path: Path) -> None:
    writer, (lat, lon) = TownWriter(), place(40, 40)
    writer.way([(column, 0) for column in range(9)], {"highway": "residential", "name": "улица Ленина"})
    writer.way([(40, 40), (42, 40)], {"highway": "residential", "name": "улица Мира"})
    region = writer.write(tmp_path / "region.osm.pbf")
    corners = [[lon - 0.001, lat - 0.001], [lon + 0.001, lat - 0.001], [lon, lat + 0.001], [lon - 0.001, lat - 0.001]]
    with database.transaction() as session:
        session.add(City(id=1, name="Чигири", view_lat=lat, view_lon=lon))
        session.add(District(name="Чигири", polygon={"type": "Polygon", "coordinates": [corners]}))

    extract = do_import(region)

    assert (extract.streets, extract.box.south > place(0, 20)[0]) == (1, True)
    assert (extract.folder / "extract.osm.pbf").stat().st_size < region.stat().st_size


def test_two_imports_at_once_are_refused(
    database: Database, do_import: Callable[[Path], Extract], data: Path, town: Path, now: datetime
) -> None:
    lock = ImportLock(data)

    with pytest.raises(Conflict) as refusal:
        do_import(town)
    with pytest.raises(Conflict), database.reading() as session:
        start_city_import(session, ADMIN, town, data=data, file_name="town.osm.pbf", now=now)

    lock.close()
    assert refusal.value.key == "city_import.error.running"
    assert do_import(town) == current_extract(data)


def _hold_for_ever(data: Path, ready: "multiprocessing.Queue[bool]") -> None:
    ImportLock(data)
    ready.put(True)
    time.sleep(60)


def test_lock_ends_with_a_process_that_was_killed(data: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready: multiprocessing.Queue[bool] = context.Queue()
    child = context.Process(target=_hold_for_ever, args=(data, ready))
    child.start()
    ready.get(timeout=60)
    held = is_running(data)

    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()

    assert (held, is_running(data)) == (True, False)


def test_start_goes_on_in_a_process_of_its_own(
    database: Database, data: Path, town: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("PLANNER_DATA", str(data))
    monkeypatch.setenv("PLANNER_DATABASE_URL", database_url)
    with town.open("rb") as file, database.reading() as session:
        source = keep_upload(session, ADMIN, file, data=data)
        start_city_import(session, ADMIN, source, data=data, file_name="Город <b>.osm.pbf", now=now)
        first = city_import_state(session, ADMIN, data=data)

    for _ in range(600):
        if not is_running(data):
            break
        time.sleep(0.1)

    extract = current_extract(data)
    assert (first.status, first.file_name) == (ImportStatus.RUNNING, "Город <b>.osm.pbf")
    assert read_state(data).status is ImportStatus.DONE, (city_folder(data) / "import.log").read_text()
    assert extract is not None
    assert (extract.file_name, source.exists()) == ("Город <b>.osm.pbf", False)


def test_only_who_manages_the_city_imports(
    database: Database, do_import: Callable[[Path], Extract], data: Path, town: Path, now: datetime
) -> None:
    do_import(town)
    (data / "extracts").mkdir()
    (data / "extracts" / "region.osm.pbf").write_bytes(b"")

    with database.reading() as session:
        known = files_at_hand(session, ADMIN, data=data), city_import_state(session, ADMIN, data=data).status
        deeds: list[Callable[[Actor], object]] = [
            lambda who: plan_city_import(session, who, town, data=data),
            lambda who: start_city_import(session, who, town, data=data, file_name="", now=now),
            lambda who: cancel_city_import(session, who, data=data),
            lambda who: city_import_state(session, who, data=data),
            lambda who: files_at_hand(session, who, data=data),
            lambda who: keep_upload(session, who, town.open("rb"), data=data),
        ]
        refusals = [_refusal(deed, who) for deed in deeds for who in (OLGA, STRANGER)]

    assert known == ([data / "extracts" / "region.osm.pbf"], ImportStatus.DONE)
    assert refusals == [NotAllowed] * 12


def _refusal(deed: Callable[[Actor], object], who: Actor) -> type[PlannerError] | None:
    try:
        deed(who)
    except PlannerError as error:
        return type(error)
    return None


def test_file_that_is_not_there_is_not_found(do_import: Callable[[Path], Extract], tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        do_import(tmp_path / "nowhere.osm.pbf")


def test_area_is_the_outline_with_a_margin_or_what_lies_around_the_view() -> None:
    square = {"type": "Polygon", "coordinates": [[[127.4, 50.2], [127.6, 50.2], [127.6, 50.4], [127.4, 50.2]]]}
    river = {
        "properties": {"kind": "river"},
        "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 0]]]},
    }
    outlined = City(background={"features": [{"properties": {"kind": "boundary"}, "geometry": square}, river]})

    boxes = [area_of(outlined, []), area_of(City(), [District(name="А", polygon=square)]), area_of(City(), [])]

    assert boxes[0] == boxes[1] == pytest.approx(Box(50.173, 127.358, 50.427, 127.642), abs=0.001)
    assert boxes[2] == pytest.approx(Box(50.140, 127.329, 50.410, 127.751), abs=0.001)


def test_pointer_that_makes_no_sense_is_no_extract(data: Path) -> None:
    city_folder(data).mkdir(parents=True)

    for text in ("", "{}", "[]", '{"folder": "../../etc"}'):
        (city_folder(data) / "current.json").write_text(text)
        assert current_extract(data) is None
