"""The page that every screen lives in: Streamlit's, with something to see at once and a calm word on a lost connection."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from planner import links
from planner.web.door import page, visitor
from planner.web.streamlit_words import streamlit_words

_UPLOADS = {"megabytes": 20}
"""`server.maxUploadSize` of .streamlit/config.toml."""
_TAG = re.compile(
    r'<script type="module"[^>]*></script>|<link\s[^>]*rel="(?:preload|modulepreload|stylesheet)"[^>]*>', re.DOTALL
)


@lru_cache(maxsize=1)
def streamlit_tags(index: Path) -> str:
    """The scripts and styles of Streamlit's own page `index`, by addresses that hold on every path.

    ValueError where they are not found: this Streamlit is built in another way.
    """
    tags = _TAG.findall(index.read_text(encoding="utf-8"))
    if not any(tag.startswith("<script") for tag in tags):
        raise ValueError(f"{index} starts no script")
    return "\n".join(tag.replace('="./', '="/') for tag in tags)


def who_is_here(request: Request) -> Response:
    """Whether this browser is signed in: what a screen asks that gets no connection any more."""
    signed_in = not visitor(request).actor.is_stranger
    return JSONResponse({"signed_in": signed_in}, headers={"Cache-Control": "no-store"})


def screen_routes(index: Path, names: Iterable[str]) -> list[Route]:
    """A route for the start page and for each screen; whether one may see what is on it is for the screen to say."""
    tags = Markup(streamlit_tags(index))  # noqa: S704  # from the installed package, nothing typed

    def show_screen(request: Request) -> Response:
        visit = visitor(request)
        # Not secret, and the same at each sign-in: whose drafts this browser keeps.
        person = "" if visit.actor.is_stranger else visit.actor.supporter
        return page(request, visit, "screen.html", streamlit=tags, person=person, words=streamlit_words(visit.t), **_UPLOADS)

    paths = [links.START, *(links.screen(name) for name in names)]
    return [Route(path, show_screen) for path in paths] + [Route(links.WHO_IS_HERE.pattern, who_is_here)]
