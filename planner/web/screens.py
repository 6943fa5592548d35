"""The page that every screen lives in: Streamlit's, with something to see at once and a calm word on a lost connection."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from planner import links
from planner.web.door import page, visitor
from planner.web.streamlit_files import soon_wanted
from planner.web.streamlit_words import streamlit_words

_UPLOADS = {"megabytes": 20}
"""`server.maxUploadSize` of .streamlit/config.toml."""
_TAG = re.compile(
    r'<script type="module"[^>]*></script>|<link\s[^>]*rel="(?:preload|modulepreload|stylesheet)"[^>]*>', re.DOTALL
)


@lru_cache(maxsize=1)
def streamlit_tags(index: Path) -> str:
    """The scripts and styles of Streamlit's own page `index`, by addresses that hold on every path; not its fonts, of which
    `screen.html` has small ones.

    ValueError where they are not found: this Streamlit is built in another way.
    """
    tags = _TAG.findall(index.read_text(encoding="utf-8"))
    if not any(tag.startswith("<script") for tag in tags):
        raise ValueError(f"{index} starts no script")
    return "\n".join(
        tag.replace('="./static/', f'="{links.STREAMLIT_FILES}/') for tag in tags if 'as="font"' not in tag
    )


def screen_routes(index: Path, names: Iterable[str], is_open: Callable[[str], bool]) -> list[Route]:
    """A route for the start page and for each screen; whether one may see what is on it is for the screen to say.

    One more says whether this browser is signed in, which a screen asks that gets no connection any more, and whether the
    session `?session=` goes on (`is_open`), which it asks once the connection is back.
    """
    tags = Markup(streamlit_tags(index))  # noqa: S704  # from the installed package, nothing typed

    def show_screen(request: Request) -> Response:
        visit = visitor(request)
        # Not secret, and the same at each sign-in: whose drafts this browser keeps.
        person = "" if visit.actor.is_stranger else visit.actor.supporter
        told: dict[str, Any] = {"streamlit": tags, "soon": soon_wanted(index, request.url.path), "person": person}
        return page(request, visit, "screen.html", words=streamlit_words(visit.t), **told, **_UPLOADS)

    def who_is_here(request: Request) -> Response:
        known = {
            "signed_in": not visitor(request).actor.is_stranger,
            "goes_on": is_open(request.query_params.get("session", "")),
        }
        return JSONResponse(known, headers={"Cache-Control": "no-store"})

    paths = [links.START, *(links.screen(name) for name in names)]
    return [Route(path, show_screen) for path in paths] + [Route(links.WHO_IS_HERE.pattern, who_is_here)]
