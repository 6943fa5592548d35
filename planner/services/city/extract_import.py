"""Importing a street extract: what stands in the way, the work itself, and the same in a process of its own."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from sqlmodel import Session

from planner.city.addresses.index import build_address_index
from planner.city.extract.file import cut_extract, read_features, survey_extract
from planner.city.extract.roads import read_roads
from planner.city.tiles.base_map import count_tiles, render_tiles
from planner.config import ROOT
from planner.domain.actor import Actor
from planner.domain.errors import Invalid, NotFound, PlannerError
from planner.domain.geo import Box, Point, box_around, distance_m
from planner.domain.models import City, District
from planner.domain.own_tiles import DEMO_SOURCE
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line
from planner.routing.streets.graph import build_street_graph
from planner.services.city.city import get_city, has_untouched_view
from planner.services.city.districts import list_districts
from planner.services.city.extract import DEMO_STREETS, Extract, city_folder, folder_name, switch_to
from planner.services.city.import_job import (
    Cancelled,
    ImportLock,
    ImportProgress,
    ImportState,
    ImportStatus,
    forget_wish,
    read_state,
    wish_to_cancel,
)

AROUND_M = 15_000.0
"""How far around the first view a city without any outline reaches."""
MARGIN_M = 3_000.0
LARGEST_SIDE_M = 70_000.0
_TILE_BYTES = 8_000
_SPARE_BYTES = 200_000_000
_PIECE = 1 << 20
ENDING = ".osm.pbf"
_DEMO_TOWN = Box(50.235, 127.455, 50.385, 127.615)
"""What is drawn of the demo city: without the villages, whose roads and addresses are there all the same."""
_CUT_SHARE = 0.3
"""A file with more than this share of its points outside the city is cut before anything else is done with it."""

STEPS = {"check": 0.0, "cut": 0.05, "streets": 0.1, "read": 0.2, "addresses": 0.3, "map": 0.34, "switch": 0.99}
"""The steps of the work, and at which share of the whole each begins."""

Report = Callable[[str, float], object]
"""Called with each step and its share of the whole."""


@dataclass(frozen=True)
class ImportPlan:
    """One import that may be run: the file, what it is called, and the area that counts.

    `anywhere`: nobody has said yet where the city is, so it may be where the file is.
    """

    source: Path
    file_name: str
    area: Box
    data: Path
    anywhere: bool = False
    is_demo: bool = False
    """The streets of the demo city: only the town is drawn, which takes seconds, and the map says what it is."""


def plan_city_import(session: Session, actor: Actor, source: Path, *, data: Path, file_name: str = "") -> ImportPlan:
    """Says what `run_city_import` will do: the city's outline with 3 km around it, or 15 km around its first view; where
    nobody has chosen that, around the middle of a file of some other town.

    NotFound where there is no such file.
    """
    require(actor, Action.MANAGE_CITY)
    if not source.is_file():
        raise NotFound("city_import.error.no_file", name=source.name)
    area = area_of_city(session, actor)
    anywhere = has_untouched_view(session)
    is_demo = source.resolve() == DEMO_STREETS.resolve()
    return ImportPlan(source.resolve(), one_line(file_name) or source.name, area, data, anywhere, is_demo)


def area_of_city(session: Session, actor: Actor) -> Box:
    """The part of the world that an import keeps."""
    require(actor, Action.MANAGE_CITY)
    return area_of(get_city(session), list_districts(session, actor))


def run_city_import(
    plan: ImportPlan, *, now: datetime, lock: ImportLock | None = None, report: Report = lambda step, share: None
) -> Extract:
    """Builds everything beside what is in place, and switches over at the end, at once.

    Raises Conflict while another import runs, Invalid on the field "file" for a file that is broken, empty, huge or of
    another place, Cancelled on somebody's wish; then, and after a crash, what was in place stays. `report` hears of each step
    and its share of the whole. Takes `lock` over, if it is given.
    """
    held = lock or ImportLock(plan.data)
    try:
        if lock is None:
            forget_wish(plan.data)
        progress = ImportProgress(plan.data, file_name=plan.file_name, now=now)
        return _import(plan, progress, now, report)
    finally:
        held.close()


def start_city_import(
    session: Session, actor: Actor, source: Path, *, data: Path, file_name: str, now: datetime
) -> None:
    """Starts the import in a process of its own, which goes on when this one ends. Conflict while another one runs."""
    plan = plan_city_import(session, actor, source, data=data, file_name=file_name)
    lock = ImportLock(data)
    try:
        forget_wish(data)
        ImportProgress(data, file_name=plan.file_name, now=now)
        command = [sys.executable, "-m", "planner", "import-city", str(source.resolve()), "--name", plan.file_name]
        with (city_folder(data) / "import.log").open("wb") as log:
            subprocess.Popen(
                [*command, "--lock", str(lock.descriptor)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=(lock.descriptor,),
                start_new_session=True,
            )
    finally:
        lock.close()  # the child holds it on


def cancel_city_import(session: Session, actor: Actor, *, data: Path) -> None:
    """Asks the running import to end; without one, nothing happens."""
    require(actor, Action.MANAGE_CITY)
    if read_state(data).status is ImportStatus.RUNNING:
        wish_to_cancel(data)


def city_import_state(session: Session, actor: Actor, *, data: Path) -> ImportState:
    """How the last import stands."""
    require(actor, Action.MANAGE_CITY)
    return read_state(data)


def keep_upload(session: Session, actor: Actor, file: IO[bytes], *, data: Path) -> Path:
    """Stores what was uploaded, for an import to read; uploads that no import has taken up are removed."""
    require(actor, Action.MANAGE_CITY)
    folder = _uploads(data)
    if read_state(data).status is not ImportStatus.RUNNING:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid4().hex}{ENDING}"
    with path.open("wb") as kept:
        shutil.copyfileobj(file, kept, _PIECE)
    return path


def files_at_hand(session: Session, actor: Actor, *, data: Path) -> list[Path]:
    """Extracts that somebody has put into the data folder's `extracts`, by name: for files too large to upload."""
    require(actor, Action.MANAGE_CITY)
    return sorted((data / "extracts").glob(f"*{ENDING}"))


def area_of(city: City, districts: Sequence[District]) -> Box:
    """The part of the world that counts as the city: its outline and districts, or the surroundings of its first view."""
    view = Point(city.view_lat, city.view_lon)
    corners = [
        *_corners((city.background or {}).get("features", ())),
        *_corners({"geometry": d.polygon} for d in districts),
    ]
    largest = box_around(view, LARGEST_SIDE_M / 2)
    if not corners:
        return box_around(view, AROUND_M)
    margin = box_around(view, MARGIN_M)
    dlat, dlon = margin.north - view.lat, margin.east - view.lon
    lats, lons = [lat for _, lat in corners], [lon for lon, _ in corners]
    box = Box(min(lats) - dlat, min(lons) - dlon, max(lats) + dlat, max(lons) + dlon)
    return _common(box, largest) or box_around(view, AROUND_M)


def _corners(features: Any) -> Iterator[tuple[float, float]]:
    """The points of the outlines of areas, longitude first; rivers and streets are no outline of the city."""
    for feature in features:
        shape, about = feature.get("geometry") or {}, feature.get("properties") or {}
        if shape.get("type") not in ("Polygon", "MultiPolygon") or about.get("kind") in ("river", "street", "bridge"):
            continue
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for rings in polygons:
            yield from ((float(point[0]), float(point[1])) for point in rings[0])


def _import(plan: ImportPlan, progress: ImportProgress, now: datetime, report: Report) -> Extract:
    """Does the work and writes down how it ends."""

    def report_to_both(step: str, share: float) -> None:
        report(step, share)
        progress.report(step, share)

    building = city_folder(plan.data) / "building"
    try:
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        extract = _build(plan, building, now, report_to_both)
    except Cancelled:
        progress.end(ImportStatus.CANCELLED)
        raise
    except PlannerError as error:
        progress.end(ImportStatus.FAILED, error)
        raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
        if plan.source.parent == _uploads(plan.data).resolve():
            plan.source.unlink(missing_ok=True)
    progress.end(ImportStatus.DONE)
    return extract


def _build(plan: ImportPlan, building: Path, now: datetime, report: Report) -> Extract:
    def within(step: str) -> Callable[[float], None]:
        begin = STEPS[step]
        end = min((at for at in STEPS.values() if at > begin), default=1.0)

        def report_share(share: float) -> None:
            report(step, begin + (end - begin) * share)

        return report_share

    survey = survey_extract(plan.source, plan.area, progress=within("check"))
    if plan.anywhere and not survey.inside and _is_a_town(survey.box):
        plan = replace(plan, area=box_around(_middle(survey.box), AROUND_M))
        survey = survey_extract(plan.source, plan.area, progress=within("check"))
    box = _common(survey.box, plan.area)
    if not survey.inside or box is None:
        raise Invalid("city_import.error.foreign", field="file", km=round(_distance_m(survey.box, plan.area) / 1000))
    _check_disk(plan, box)
    kept = building / f"extract{ENDING}"
    if survey.outside > _CUT_SHARE * (survey.inside + survey.outside):
        cut_extract(plan.source, plan.area, kept, progress=within("cut"))
    else:
        shutil.copyfile(plan.source, kept)
    build_street_graph(read_roads(kept, progress=within("streets"))).save(building / "streets.npz")
    features = read_features(kept, box, progress=within("read"))
    counts = build_address_index(features, building / "addresses.db", progress=within("addresses"))
    drawn = (_common(box, _DEMO_TOWN) if plan.is_demo else None) or box
    tiles = render_tiles(features, drawn, building / "tiles", progress=within("map"))
    report("switch", STEPS["switch"])
    digest = _sha256(plan.source)
    folder = city_folder(plan.data) / folder_name(digest, now)
    shutil.rmtree(folder, ignore_errors=True)
    building.rename(folder)
    size = plan.source.stat().st_size
    extract = Extract(
        folder, digest, now, plan.file_name, size, drawn, counts.streets, counts.houses, counts.landmarks, tiles
    )
    extract = replace(extract, attribution=DEMO_SOURCE) if plan.is_demo else extract
    switch_to(plan.data, extract)
    return extract


def _check_disk(plan: ImportPlan, box: Box) -> None:
    needed = 2 * plan.source.stat().st_size + count_tiles(box) * _TILE_BYTES + _SPARE_BYTES
    free = shutil.disk_usage(plan.data).free
    if free < needed:
        raise Invalid("city_import.error.disk", field="file", needed=needed // 1_000_000, free=free // 1_000_000)


def _uploads(data: Path) -> Path:
    return city_folder(data) / "uploads"


def _common(a: Box, b: Box) -> Box | None:
    box = Box(max(a.south, b.south), max(a.west, b.west), min(a.north, b.north), min(a.east, b.east))
    return box if box.south < box.north and box.west < box.east else None


def _distance_m(a: Box, b: Box) -> float:
    """Between the middles."""
    return distance_m(_middle(a), _middle(b))


def _middle(box: Box) -> Point:
    return Point((box.south + box.north) / 2, (box.west + box.east) / 2)


def _is_a_town(box: Box) -> bool:
    """Whether one may take the middle of a file for the middle of a town; of a whole region one may not."""
    return distance_m(Point(box.south, box.west), Point(box.north, box.east)) <= LARGEST_SIDE_M


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
