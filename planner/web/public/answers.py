"""How the public pages answer: the same to everybody, whoever is signed in, with an ETag, under a policy that lets nothing in."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from planner import links
from planner.database import the_database
from planner.domain.facility_filter import FacilityFilter
from planner.domain.open_filter import OpenFilter, asked_page
from planner.i18n import DEFAULT_LANGUAGE, LANGUAGES
from planner.links import Path
from planner.phrases.names import city_name
from planner.phrases.public import issues as words
from planner.services.access.visit import Visit, stranger_visit
from planner.web.door import TEMPLATES

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
ASK_EACH_TIME = "public, no-cache"
"""Whatever keeps an answer asks each time whether it still holds, so that what was taken back is gone at once."""


def reader(request: Request) -> Visit:
    """Whoever reads: a stranger, in the language of the address; no cookie is looked at."""
    language = request.query_params.get("lang", "")
    language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    return stranger_visit(the_database(), language=language, now=datetime.now(UTC), here=str(request.url))


class Ways:
    """The links of one page: all of them stay in its language."""

    def __init__(self, language: str) -> None:
        self._spoken = {} if language == DEFAULT_LANGUAGE else {"lang": language}

    def __call__(self, name: str, query: Mapping[str, object] | None = None, /, **parts: object) -> str:
        """The link to a path of `planner.links`, by its name there."""
        path: Path = getattr(links, name)
        return path.to({**(query or {}), **self._spoken}, **parts)


class PreviewWays(Ways):
    """The links of the page of an issue before it is public: its pictures are those that only this page's readers see."""

    _OWN = {"OPEN_ISSUE_MAP": "OPEN_PREVIEW_MAP", "OPEN_PHOTO": "OPEN_PREVIEW_PHOTO"}

    def __init__(self, language: str, number: int) -> None:
        super().__init__(language)
        self._number = number

    def __call__(self, name: str, query: Mapping[str, object] | None = None, /, **parts: object) -> str:
        """The link to a path of `planner.links`, by its name there."""
        if name in self._OWN:
            return super().__call__(self._OWN[name], query, **{**parts, "number": self._number})
        return super().__call__(name, query, **parts)


class VotePreviewWays(Ways):
    """The links of the page of a vote before it is announced: the same for its map and its pictures."""

    _OWN = {"OPEN_VOTE_MAP": "OPEN_VOTE_PREVIEW_MAP", "OPEN_VOTE_PICTURE": "OPEN_VOTE_PREVIEW_PICTURE"}

    def __call__(self, name: str, query: Mapping[str, object] | None = None, /, **parts: object) -> str:
        """The link to a path of `planner.links`, by its name there."""
        return super().__call__(self._OWN.get(name, name), query, **parts)


def open_page(request: Request, template: str, tell: Callable[[Visit], Mapping[str, Any]], **more: object) -> Response:
    """A page of which `tell` gives what it shows; NotFound, as for any unknown address, where public pages are switched off."""
    visit = reader(request)
    return answer(request, render(request, visit, template, **tell(visit), **more), "text/html")


def render(request: Request, visit: Visit, template: str, **told: object) -> str:
    """The page as HTML; every value is escaped."""
    t = visit.t
    values = {
        "t": t,
        "say": words,
        "to": Ways(t.language),
        "links": links,
        "site": visit.site,
        "city": city_name(t, visit.city),
        "contact": visit.city.open_contact,
        "listens": visit.city.takes_reports,
        "here": visit.site.url(_own(request, t.language)),
        "other": _in_other_language(request, t.language),
        "today": t.local(visit.now).date(),
        "now": visit.now,
    }
    return TEMPLATES.get_template(f"open/{template}").render({**values, **told})


def answer(request: Request, body: str | bytes, kind: str, **headers: str) -> Response:
    """What was made, or that it has not changed since it was asked for last."""
    data = body.encode() if isinstance(body, str) else body
    given = {
        "Cache-Control": ASK_EACH_TIME,
        "ETag": f'W/"{sha256(data).hexdigest()[:32]}"',
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        **headers,
    }
    if given["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=given)
    text = kind.startswith("text/") or kind.endswith(("xml", "json"))
    return Response(data, media_type=f"{kind}; charset=utf-8" if text else kind, headers=given)


def framed_page(
    request: Request, template: str, tell: Callable[[Visit], Mapping[str, Any]], **more: object
) -> Response:
    """A page that other sites may show in a frame, those that the city has chosen; it sets no cookie and looks at none."""
    visit = reader(request)
    page = answer(request, render(request, visit, template, **tell(visit), **more), "text/html")
    own, sites = POLICY.rpartition("frame-ancestors ")[0], visit.city.embed_sites or "'none'"
    page.headers["Content-Security-Policy"] = f"{own}frame-ancestors {sites}"
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def page_for_one(request: Request, visit: Visit, template: str, status: int = 200, **told: object) -> Response:
    """A page for whoever asked alone: nobody keeps it, no robot finds it, no other site hears its address.

    Without a referrer at all a browser's POST would not say that it is from here.
    """
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "same-origin",
        "X-Robots-Tag": "noindex, nofollow",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(render(request, visit, template, private=True, **told), status, headers)


def picture_for_one(data: bytes, kind: str) -> Response:
    """A picture of such a page."""
    return Response(data, media_type=kind, headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})


def _in_other_language(request: Request, language: str) -> tuple[str, str, str]:
    """The other language's code, its name, and this page in it."""
    code = next(each for each in LANGUAGES if each != language)
    return code, LANGUAGES[code], _own(request, code)


def _own(request: Request, language: str) -> str:
    """The one address of this page in a language: without what it does not know."""
    known = FacilityFilter if "layer_id" in request.path_params else OpenFilter
    asked = dict(known.from_query(request.query_params).to_query())
    page = asked_page(request.query_params)
    asked |= {"page": str(page)} if page > 1 else {}
    asked |= {} if language == DEFAULT_LANGUAGE else {"lang": language}
    return request.url.path + (f"?{urlencode(asked)}" if asked else "")
