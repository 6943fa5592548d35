"""Maps as pages of their own, for frames: one template, one policy, and no script or style in the page itself."""

from collections.abc import Iterable
from typing import Any

from planner.domain.models import City, District
from planner.domain.own_tiles import OwnTiles
from planner.i18n import Translator
from planner.links import LEAFLET
from planner.render.maps.base_map import ground_data
from planner.web.door import TEMPLATES

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https: http:; "
    "connect-src 'self'; frame-ancestors 'self'"
)
"""The pages' Content-Security-Policy. Tiles may come from wherever the city has said, everything else from here."""


def map_page(
    city: City, districts: Iterable[District], t: Translator, tiles: OwnTiles | None, **drawn: dict[str, Any]
) -> str:
    """The whole page as HTML; `drawn` is what `map/page.js` shows on the city's ground: `issues` or `place`."""
    given = {
        "at": (city.view_lat, city.view_lon),
        "zoom": city.view_zoom,
        "ground": ground_data(city, districts, t, tiles=tiles),
        **drawn,
    }
    template = TEMPLATES.get_template("map.html")
    return template.render(city=city, language=t.language, leaflet=LEAFLET, scripts=list(drawn), given=given)
