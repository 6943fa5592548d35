"""The planner's own scripts, style sheets and pictures over HTTP."""

import os
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from planner.render.assets import ASSETS, asset_url

FOR_GOOD = "public, max-age=31536000, immutable"


class OwnFiles(StaticFiles):
    """Serves `ASSETS`. What is asked for by its versioned address may be kept: a map then costs no request but its data."""

    def __init__(self) -> None:
        super().__init__(directory=ASSETS)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file; of another version than asked for, it is not to be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        version = asset_url(Path(full_path).relative_to(ASSETS).as_posix()).partition("?")[2]
        if scope["query_string"].decode("latin-1") == version:
            response.headers["Cache-Control"] = FOR_GOOD
        return response
