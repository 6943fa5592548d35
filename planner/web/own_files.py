"""The planner's own scripts, style sheets and pictures over HTTP."""

import gzip
import os
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from planner.render.assets import ASSETS, asset_url

FOR_GOOD = "public, max-age=31536000, immutable"


_PACKED = frozenset({".js", ".css", ".svg"})


class OwnFiles(StaticFiles):
    """Serves `ASSETS`. What is asked for by its versioned address may be kept: a map then costs no request but its data. It is
    packed once for all visitors.
    """

    def __init__(self) -> None:
        super().__init__(directory=ASSETS)
        self._packed: dict[tuple[str, bytes], tuple[str, bytes]] = {}  # of what there is, in its one version

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, packed where it becomes smaller and the browser can read it."""
        known = self._packed.get((path, scope["query_string"]))
        if known is None or not reads_packed(scope):
            return await super().get_response(path, scope)
        media, body = known
        headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding", "Content-Encoding": "gzip"}
        return Response(body, media_type=media, headers=headers)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file; of another version than asked for, it is not to be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        name = Path(full_path).relative_to(ASSETS).as_posix()
        version = asset_url(name).partition("?")[2]
        if scope["query_string"].decode("latin-1") == version:
            response.headers["Cache-Control"] = FOR_GOOD
            if Path(name).suffix in _PACKED and (media := guess_type(name)[0]):
                self._packed[name, scope["query_string"]] = media, pack((ASSETS / name).read_bytes())
        return response


def reads_packed(scope: Scope) -> bool:
    """Whether a browser can read what `pack` makes."""
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


def pack(content: bytes) -> bytes:
    """As small as it gets, and the same each time; it takes up to 15 ms, so it is done once for all visitors."""
    return gzip.compress(content, 9, mtime=0)
