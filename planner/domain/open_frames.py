"""Which sites may show public pages in a frame: as somebody types it, and as browsers are told."""

import re
from urllib.parse import urlsplit

from planner.domain.errors import Invalid
from planner.domain.typed import one_line

MOST_SITES = 20
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})+|localhost")
_FIELD = "embed_sites"


def frame_sites(typed: str) -> tuple[str, ...]:
    """The sites as origins, each once: `https://city.example:8443`; a bare name means https.

    Blanks, commas and semicolons separate them. Invalid("publicity.error.embed_site") for what is no site: a star, a path, a
    word that would say something else to a browser.
    """
    given = [each for each in re.split(r"[\s,;]+", one_line(typed).lower()) if each]
    if len(given) > MOST_SITES:
        raise Invalid("publicity.error.many_sites", field=_FIELD, most=MOST_SITES)
    return tuple(dict.fromkeys(_origin(each) for each in given))


def _origin(given: str) -> str:
    try:
        parts = urlsplit(given if "://" in given else f"https://{given}")
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError:  # a port that is none; letters that no name may have
        host, port, parts = "", None, urlsplit("")
    has_more = parts.path not in ("", "/") or parts.query or parts.fragment or parts.username is not None
    if parts.scheme not in ("http", "https") or has_more or not _HOST.fullmatch(host):
        raise Invalid("publicity.error.embed_site", field=_FIELD, site=given)
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")
