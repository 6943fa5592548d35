"""Streamlit's own scripts and style sheets, packed once for all visitors: to pack one for each costs 15 ms, of a hundred.

And which of them a screen will ask for, so that they can be brought before it does.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from anyio import to_thread
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from planner import links
from planner.web.own_files import FOR_GOOD, pack, reads_packed

_KEPT = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding"}
_PACKED = frozenset({".js", ".css", ".json", ".svg", ".map"})
_SIGNS = re.compile(r"@font-face\{font-family:Material Symbols Rounded;[^}]*\}")
"""Every sign that there is, 375 kB. A script asks for all faces of this name, so it is not enough to name a smaller one."""

_SCRIPT, _IMPORT = re.compile(r"js/([\w.-]+\.js)"), re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')
_SOON: Sequence[str] = ("Html", "PageLink")
"""Streamlit's scripts that every screen asks for as soon as it is drawn; one that a screen does not need would only hold it up."""
_SOON_ON: Mapping[str, Sequence[str]] = {
    links.screen("tour"): ("Button", "ButtonGroup", "TextInput", "MenuButton", "BidiComponent", "ComponentInstance")
}
"""And those that one screen asks for beside them, by its path."""


class StreamlitFiles(StaticFiles):
    """Serves the folder `static` of an installed Streamlit. Names of its files change with what is in them, so browsers
    may keep what they got."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._packed: dict[str, bytes] = {}  # a few megabytes in all, as there are so many files and no more

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, packed where it becomes smaller and the browser can read it."""
        packs = reads_packed(scope)
        if packs and path in self._packed:
            return _response(path, self._packed[path])
        response = await super().get_response(path, scope)
        if not isinstance(response, FileResponse):
            return response
        if not packs or Path(path).suffix not in _PACKED:
            response.headers.update(_KEPT | {"Content-Encoding": "identity"})
            return response
        self._packed[path] = await to_thread.run_sync(_pack, Path(response.path))
        return _response(path, self._packed[path])


@cache
def soon_wanted(index: Path, path: str = "") -> Sequence[str]:
    """The addresses of the scripts that a screen will ask for once it is drawn, each with those that it imports, which
    would be found one after the other; what Streamlit's own page `index` brings is not among them. Kept for each path, of which there are as many as screens.
    """
    here, folder = set(_SCRIPT.findall(index.read_text(encoding="utf-8"))), index.parent / "static" / "js"
    wanted = [file.name for name in (*_SOON, *_SOON_ON.get(path, ())) for file in folder.glob(f"{name}.*.js")]
    found: dict[str, None] = {}
    while wanted:
        name = wanted.pop(0)
        if name not in found and name not in here:
            found[name] = None
            wanted += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return [f"{links.STREAMLIT_FILES}/js/{name}" for name in found]


def _response(path: str, body: bytes) -> Response:
    return Response(body, media_type=guess_type(path)[0], headers=_KEPT | {"Content-Encoding": "gzip"})


def _pack(file: Path) -> bytes:
    """Of fonts of signs, `screen.html` has a small one."""
    content = file.read_bytes()
    if file.suffix == ".css":
        content = _SIGNS.sub("", content.decode()).encode()
    return pack(content)
