"""Tiles of the base map: public data, so without a sign-in, and the same for everybody."""

from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.city.tiles.base_map import empty_tile
from planner.city.tiles.style import LAST_ZOOM
from planner.config import settings
from planner.services.city.extract import current_extract

_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_A_WHILE = "public, max-age=300"


def show_tile(request: Request) -> Response:
    """A tile, or one that shows nothing where there is no map.

    An address with the version of the extract in place never changes its picture. A page that was opened before the last
    switch asks for an older version, and gets the new map for the time being.
    """
    zoom, x, y = (int(request.path_params[name]) for name in ("zoom", "x", "y"))
    extract = current_extract(settings().data)
    is_current = extract is not None and extract.version == request.path_params["version"]
    data = _tile(extract.tiles_folder, zoom, x, y) if extract is not None else None
    headers = {
        "Cache-Control": _FOR_EVER if is_current else _FOR_A_WHILE,
        "Content-Encoding": "identity",  # a picture does not get smaller by gzip
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data or _nothing(), media_type="image/png", headers=headers)


def _tile(folder: Path, zoom: int, x: int, y: int) -> bytes | None:
    if zoom > LAST_ZOOM or max(x, y) >= 1 << zoom:
        return None
    try:
        return (folder / str(zoom) / str(x) / f"{y}.png").read_bytes()
    except OSError:
        return None


@lru_cache(maxsize=1)
def _nothing() -> bytes:
    return empty_tile()


ROUTES = [Route(links.TILE.pattern, show_tile, methods=["GET"])]
