"""The street extract in place: which one it is, where its files lie, and the switch from one to the next."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from planner.city.tiles.style import FIRST_ZOOM, LAST_ZOOM
from planner.config import ROOT
from planner.domain.geo import Box
from planner.domain.own_tiles import DEMO_SOURCE, OwnTiles
from planner.links import tile_template

DEMO_STREETS = ROOT / "data" / "demo" / "streets.osm.pbf"
"""The streets of the demo city; written, not surveyed, which every map that shows them says."""
FORMAT = 1
"""Grows when the files of an extract change their form or look; a city then imports its file again."""


@dataclass(frozen=True)
class Extract:
    """What was imported from one file. `folder` holds `streets.npz`, `addresses.db`, `tiles/` and `extract.osm.pbf`.

    `box` is what the map and the search cover; `attribution` is the source that every map must name.
    """

    folder: Path
    sha256: str
    imported_at: datetime
    file_name: str
    file_bytes: int
    box: Box
    streets: int
    houses: int
    landmarks: int
    tiles: int
    attribution: str = "OpenStreetMap"

    @property
    def is_demo(self) -> bool:
        """Whether these are the streets of the demo city."""
        return self.attribution == DEMO_SOURCE

    @property
    def version(self) -> str:
        """Changes with every import; stands in the address of tiles, so that no browser shows an old one."""
        return self.folder.name

    @property
    def street_graph(self) -> Path:
        """The file that the street graph was saved to."""
        return self.folder / "streets.npz"

    @property
    def address_index(self) -> Path:
        """The file of the address search."""
        return self.folder / "addresses.db"

    @property
    def tiles_folder(self) -> Path:
        """Tiles as zoom/column/row.png."""
        return self.folder / "tiles"


def city_folder(data: Path) -> Path:
    """Where everything of extracts lies in the data folder."""
    return data / "city"


def folder_name(sha256: str, now: datetime) -> str:
    """The name of the folder of one import: what was imported, in which form, and when."""
    return f"{sha256[:16]}-{FORMAT}.{now:%Y%m%d%H%M%S}"


def current_extract(data: Path) -> Extract | None:
    """The extract in place, or None. Costs one look at a file's date, and notices what another process has switched to."""
    pointer = _pointer(data)
    try:
        state = pointer.stat()
    except OSError:
        return None
    return _read(pointer, state.st_mtime_ns, state.st_ino)


def own_tiles(data: Path) -> OwnTiles | None:
    """The tiles of the extract in place, for a map; a map prefers the address that the city has set."""
    extract = current_extract(data)
    if extract is None:
        return None
    return OwnTiles(tile_template(extract.version), extract.attribution, extract.box, FIRST_ZOOM, LAST_ZOOM)


def switch_to(data: Path, extract: Extract) -> None:
    """Makes a finished extract the current one, at once for all processes, and then removes the others."""
    pointer = _pointer(data)
    written = asdict(extract) | {
        "folder": extract.folder.name,
        "imported_at": extract.imported_at.isoformat(),
        "box": list(extract.box),
    }
    fresh = pointer.with_suffix(".new")
    fresh.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
    os.replace(fresh, pointer)
    for folder in city_folder(data).glob("*-*.*"):
        if folder.is_dir() and folder != extract.folder:
            shutil.rmtree(folder, ignore_errors=True)


def drop_demo_extract(data: Path) -> None:
    """Takes the streets of the demo city out of use; any other extract stays."""
    extract = current_extract(data)
    if extract is not None and extract.is_demo:
        _pointer(data).unlink(missing_ok=True)
        shutil.rmtree(extract.folder, ignore_errors=True)


def _pointer(data: Path) -> Path:
    return city_folder(data) / "current.json"


@lru_cache(maxsize=4)
def _read(pointer: Path, changed_ns: int, inode: int) -> Extract | None:
    # The last two are there for the cache alone: with another file in its place it is read anew.
    try:
        written: Mapping[str, Any] = json.loads(pointer.read_text(encoding="utf-8"))
        folder = pointer.parent / Path(written["folder"]).name
        extract = Extract(
            **{
                **written,
                "folder": folder,
                "imported_at": datetime.fromisoformat(written["imported_at"]),
                "box": Box(*written["box"]),
            }
        )
    except (OSError, ValueError, KeyError, TypeError):  # written by hand, or by another release
        return None
    return extract if folder.is_dir() else None
