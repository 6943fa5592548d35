"""The layers of the city for everybody: which there are, one with its filters, list and map, and one facility."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.facilities import Cost, LayerField
from planner.domain.facility_filter import FacilityFilter
from planner.domain.open_filter import asked_page
from planner.phrases.public import layers as words
from planner.render.maps.open_map import OpenPin
from planner.services.access.visit import Visit
from planner.services.public.layers import OpenFacility, OpenLayerPage, list_open_layers, open_facility, open_layer
from planner.web.public.answers import open_page, reader
from planner.web.public.pictures import WIDE, draw_map, live


def show_layers(request: Request) -> Response:
    """All public layers."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            return {"layers": list_open_layers(session)}

    return open_page(request, "layers.html", tell, section="layers")


def show_layer(request: Request) -> Response:
    """One layer: what is asked of it as a list and on a map, and the events that come next."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        page = _page(request, visit)
        return {"page": page, "shown": live(pins(page.rows), WIDE)}

    return open_page(
        request,
        "layer.html",
        tell,
        section="layers",
        wanted=FacilityFilter.from_query(request.query_params),
        words=words,
        fields=LayerField,
        costs=list(Cost),
    )


def show_facility(request: Request) -> Response:
    """One facility: everything that its layer tells, and its notes."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            layer, agency, facility, notes = open_facility(session, *_asked(request))
            told = {"layer": layer, "agency": agency, "facility": facility, "notes": notes}
            return {**told, "shown": live([OpenPin(facility.point)], WIDE)}

    return open_page(request, "facility.html", tell, section="layers", words=words)


def show_layer_map(request: Request) -> Response:
    """The facilities of one page of the list, under their numbers there."""
    visit = reader(request)
    return draw_map(request, visit, pins(_page(request, visit).rows), WIDE)


def show_facility_map(request: Request) -> Response:
    """Where one facility is."""
    visit = reader(request)
    with visit.reading() as session:
        _, _, facility, _ = open_facility(session, *_asked(request))
    return draw_map(request, visit, [OpenPin(facility.point)], WIDE)


def pins(rows: Sequence[OpenFacility]) -> list[OpenPin]:
    """The facilities under their places in the list."""
    return [OpenPin(each.point, str(number), to=f"#facility-{each.id}") for number, each in enumerate(rows, 1)]


def _page(request: Request, visit: Visit) -> OpenLayerPage:
    wanted, page = FacilityFilter.from_query(request.query_params), asked_page(request.query_params)
    with visit.reading() as session:
        return open_layer(session, request.path_params["layer_id"], wanted, now=visit.now, page=page)


def _asked(request: Request) -> tuple[int, int]:
    return request.path_params["layer_id"], request.path_params["place_id"]


ROUTES = [
    Route(links.OPEN_LAYERS.pattern, show_layers),
    Route(links.OPEN_LAYER.pattern, show_layer),
    Route(links.OPEN_LAYER_MAP.pattern, show_layer_map),
    Route(links.OPEN_FACILITY.pattern, show_facility),
    Route(links.OPEN_FACILITY_MAP.pattern, show_facility_map),
]
