"""The page on the bus itself: one page for every tour, its files under an address that changes with them, its worker."""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from mimetypes import guess_type
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import NotFound
from planner.i18n import LANGUAGES, messages
from planner.render.assets import ASSETS
from planner.render.colours import COLOURS
from planner.web.door import TEMPLATES
from planner.web.field.answers import HEADERS
from planner.web.own_files import FOR_GOOD, pack, reads_packed

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data: https: http:; "
    "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
"""Leaflet places its tiles by styles of its own; tiles may come from wherever the city has said, all else from here."""
_WORKER_POLICY = "default-src 'none'; connect-src 'self' https: http:"
_ASKED = re.compile(r'\bt\(\s*"([\w.]+)"')


@cache
def page_files() -> Mapping[str, bytes]:
    """Every file of the page by its name: its scripts and styles, the words that they say in each language, the map's library."""
    own = {path.relative_to(ASSETS / "field").as_posix(): path for path in (ASSETS / "field").rglob("*.*s*")}
    found = {name: path.read_bytes() for name, path in sorted(own.items()) if name.endswith((".js", ".css"))}
    found |= {name: (ASSETS / name).read_bytes() for name in ("colours.css", "bus.svg")}
    asked = {key for name, text in found.items() if name.endswith(".js") for key in _ASKED.findall(text.decode())}
    for language in LANGUAGES:
        found[f"words.{language}.json"] = json.dumps(messages(language, asked), ensure_ascii=False).encode()
    leaflet = files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    found |= {f"leaflet/{name}": (leaflet / name).read_bytes() for name in ("leaflet.js", "leaflet.css")}
    return found


@cache
def version() -> str:
    """What the addresses of the page's files change with: every byte of them, and of the page."""
    digest = hashlib.sha256(_template().encode())
    for name, data in page_files().items():
        digest.update(f"{name} {len(data)} ".encode() + data)
    return digest.hexdigest()[:12]


async def show_field(request: Request) -> Response:
    """The page, the same for every tour and visitor: what it shows lies on the tablet, or is asked for."""
    headers = {**HEADERS, "Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
    return _as_read(request, _shell(), "text/html", headers)


async def show_worker(request: Request) -> Response:
    """The worker, with the list of what it keeps: another list is another worker."""
    headers = {**HEADERS, "Cache-Control": "no-cache", "Content-Security-Policy": _WORKER_POLICY}
    return _as_read(request, _worker(), "text/javascript", headers)


async def show_file(request: Request) -> Response:
    """A file of the page as it is now; one of another version is gone, so that no page is put together out of two."""
    name = request.path_params["name"]
    data = page_files().get(name)
    if data is None or request.path_params["version"] != version():
        raise NotFound("app.unknown_page")
    media = guess_type(name)[0] or "application/octet-stream"
    return _as_read(request, data, media, {**HEADERS, "Cache-Control": FOR_GOOD})


def _as_read(request: Request, data: bytes, media: str, headers: Mapping[str, str]) -> Response:
    """Packed, where the tablet can read that; each is packed once for all tablets, of which a bus has twenty at a time."""
    told = {**headers, "Vary": "Accept-Encoding"}
    if not reads_packed(request.scope):
        return Response(data, media_type=media, headers=told)
    return Response(_packed(data), media_type=media, headers=told | {"Content-Encoding": "gzip"})


@cache
def _packed(data: bytes) -> bytes:
    return pack(data)


def show_app(request: Request) -> Response:
    """What a tablet needs to put the page on its home screen; it opens where the tour was opened."""
    icon = {"src": _address("bus.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    app = {
        "name": "Объезды города",
        "short_name": "Объезд",
        "start_url": links.FIELD.to(code="page"),
        "scope": links.FIELD.to(code=""),
        "display": "standalone",
        "background_color": COLOURS["white"],
        "theme_color": COLOURS["blue"],
        "icons": [icon],
    }
    return JSONResponse(app, headers={**HEADERS, "Cache-Control": "no-cache"}, media_type="application/manifest+json")


@cache
def _shell() -> bytes:
    names = [name for name in page_files() if name.endswith(".js") and name not in ("sw.js", "leaflet/leaflet.js")]
    given = {name: _address(name) for name in ("app.js", "field.css", "colours.css", "bus.svg")}
    page = TEMPLATES.from_string(_template())
    return page.render(given=given, modules=[_address(name) for name in names], app=links.FIELD_APP.to()).encode()


@cache
def _worker() -> bytes:
    kept = [_address(name) for name in page_files() if name != "sw.js"] + [links.FIELD_APP.to()]
    given = {"version": version(), "shell": links.FIELD.to(code="page"), "files": kept}
    return f"self.page = {json.dumps(given)};\n".encode() + page_files()["sw.js"]


@cache
def _template() -> str:
    return (Path(str(files("planner.web"))) / "templates" / "field.html").read_text(encoding="utf-8")


def _address(name: str) -> str:
    """The path of a file, with its slashes: scripts find each other beside themselves."""
    return f"{links.FIELD_FILES.to(version=version())}/{name}"


ROUTES = [
    Route(links.FIELD_WORKER.pattern, show_worker),
    Route(links.FIELD_APP.pattern, show_app),
    Route(f"{links.FIELD_FILES.pattern}/{{name:path}}", show_file),
    Route(links.FIELD.pattern, show_field),
]
