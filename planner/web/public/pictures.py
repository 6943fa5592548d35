"""Pictures of the public pages: photos that were passed, and maps drawn of our own tiles."""

import json
import re
from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.config import settings
from planner.domain.errors import Invalid, NotFound
from planner.domain.geo import Box, Point
from planner.domain.open_filter import OpenFilter, OpenLook, asked_page
from planner.phrases.public import issues as say
from planner.render.colours import COLOURS as HEX
from planner.render.maps.base_map import ground_data
from planner.render.maps.live_map import live_map
from planner.render.maps.open_map import MapTiles, OpenGround, OpenPin, draw_open_map
from planner.services.access.visit import Visit
from planner.services.city.extract import current_extract
from planner.services.issues.columns import columns_of
from planner.services.public.districts import districts_on_map
from planner.services.public.issues import OpenIssue, list_open_issues, open_issue
from planner.services.public.map import OpenView, view_open_issues
from planner.services.public.openness import open_city
from planner.services.public.photos import open_photo, preview_photo
from planner.services.public.queue import preview_issue
from planner.services.public.tours import OpenRoute, open_route
from planner.services.votes.holding import VoteSeen
from planner.storage import the_store
from planner.web.door import visitor
from planner.web.public.answers import Ways, answer, picture_for_one, reader
from planner.web.public.drawn import drawn

WIDE, TALL = (720, 360), (580, 520)
COLOURS = {OpenLook.FIXED: "green", OpenLook.WORK: "blue", OpenLook.LATE: "red", OpenLook.ENDED: "gray"}
_LAST_ZOOM = 17
_MOST_LAT = 85.0
_BOX = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?(,-?[0-9]{1,3}(\.[0-9]{1,20})?){3}")
_NO_PINS: dict[str, object] = {"pins": [], "line": [], "corners": []}


def show_photo(request: Request) -> Response:
    """A passed photo, `large` or `small`; whoever keeps it asks each time whether it may still be shown."""
    visit, photo_id, small = reader(request), request.path_params["photo_id"], _is_small(request)
    with visit.reading() as session:
        _, data = open_photo(session, the_store(), photo_id, small=small, now=visit.now)
    return answer(request, data, "image/jpeg", **{"Content-Encoding": "identity"})


def show_preview_photo(request: Request) -> Response:
    """A passed photo of an issue that is not public yet, for those who decide it."""
    visit, photo_id, small = visitor(request), request.path_params["photo_id"], _is_small(request)
    with visit.reading() as session:
        data = preview_photo(session, visit.actor, the_store(), photo_id, small=small)
    return picture_for_one(data, "image/jpeg")


def _is_small(request: Request) -> bool:
    """Whether the small picture is asked for; NotFound for a size that there is not."""
    size = request.path_params["size"]
    if size not in ("large", "small"):
        raise NotFound("app.unknown_page")
    return bool(size == "small")


def show_preview_map(request: Request) -> Response:
    """Where such an issue is."""
    visit = visitor(request)
    with visit.reading() as session:
        details = preview_issue(session, visit.actor, request.path_params["number"], now=visit.now)
    if not (pins := pin_of(details.issue)):
        raise NotFound("app.unknown_page")
    return picture_for_one(map_picture(visit, pins, WIDE), "image/png")


def show_issue_map(request: Request) -> Response:
    """Where an issue is; NotFound also where its place is not told."""
    visit = reader(request)
    with visit.reading() as session:
        issue = open_issue(session, request.path_params["number"], now=visit.now)
    if not (pins := pin_of(issue)):
        raise NotFound("app.unknown_page")
    return draw_map(request, visit, pins, WIDE)


def show_issues_map(request: Request) -> Response:
    """The issues of one page of the list, under their numbers."""
    visit = reader(request)
    wanted = OpenFilter.from_query(request.query_params)
    with visit.reading() as session:
        page = list_open_issues(
            session, columns_of(visit.database), wanted, now=visit.now, page=asked_page(request.query_params)
        )
    return draw_map(request, visit, pins_of(page.rows), WIDE)


def show_tour_map(request: Request) -> Response:
    """The way of the bus with its stops."""
    visit = reader(request)
    with visit.reading() as session:
        route = open_route(session, request.path_params["tour_id"], now=visit.now)
    pins, line = pins_of_tour(route)
    return draw_map(request, visit, pins, TALL, line)


def pins_of_tour(route: OpenRoute) -> tuple[Sequence[OpenPin], Sequence[Point]]:
    """The stops that were made, and the line from the start to the end."""
    stops = [stop for stop in route.stops if not stop.skipped]
    ends = (route.start, *(stop.point for stop in stops), route.end)
    pins = [OpenPin(stop.point, str(stop.number), to=f"#stop-{stop.number}") for stop in stops]
    return pins, [point for point in ends if point is not None]


def pins_of_vote(seen: VoteSeen) -> list[OpenPin]:
    """The options that have a place, under their numbers."""
    return [
        OpenPin(Point(each.lat, each.lon), str(each.position), to=f"#option-{each.id}")
        for each in seen.options
        if each.lat is not None and each.lon is not None
    ]


def pins_of(issues: Sequence[OpenIssue], to: Callable[[int], str] = lambda number: "") -> list[OpenPin]:
    """Those of which everybody may know where they are, under their numbers; `to` says where a tap on one leads."""
    return [
        OpenPin(Point(issue.lat, issue.lon), str(issue.number), COLOURS[issue.look], to(issue.number))
        for issue in issues
        if issue.lat is not None and issue.lon is not None
    ]


def pin_of(issue: OpenIssue) -> list[OpenPin]:
    """The one of an issue on a map of its own, without its number; none where its place is not told."""
    return [OpenPin(pin.point, "", pin.colour) for pin in pins_of([issue])]


def live(pins: Sequence[OpenPin], size: tuple[int, int], line: Sequence[Point] = ()) -> dict[str, object] | None:
    """What makes the picture of these pins a map to move: the same for a page as `draw_map` is for its picture."""
    return live_map(pins, line, width=size[0], height=size[1])


def live_issues(visit: Visit, wanted: OpenFilter, issues: Sequence[OpenIssue]) -> dict[str, object] | None:
    """The same for a page of issues, whose pins lead to them; on the map that moves is all that the filter finds. None for no issue."""
    if not issues:
        return None
    ways = Ways(visit.t.language)
    pins = pins_of(issues, lambda number: ways("OPEN_ISSUE", number=number))
    return {**(live(pins, WIDE) or _NO_PINS), "view": ways("OPEN_ISSUES_IN_VIEW", wanted.to_query())}


def show_issues_in_view(request: Request) -> Response:
    """Pins and groups of a filter: `bbox` is west,south,east,north, without one only how many there are and where; `zoom` is Leaflet's."""
    visit, query = reader(request), request.query_params
    box, zoom = _box(query.get("bbox", "")), _zoom(query.get("zoom", ""))
    with visit.reading() as session:
        columns = columns_of(visit.database)
        view = view_open_issues(session, columns, OpenFilter.from_query(query), box=box, zoom=zoom, now=visit.now)
    return answer(request, json.dumps(_view_json(visit, view), ensure_ascii=False), "application/json")


def _box(typed: str) -> Box | None:
    """The box, as much of it as lies on the earth; None for nothing typed, Invalid on "bbox" for what is none."""
    if not typed:
        return None
    if not _BOX.fullmatch(typed):
        raise Invalid("issues.error.view", field="bbox")
    west, south, east, north = (float(part) for part in typed.split(","))
    return Box(_within(south, _MOST_LAT), _within(west, 180), _within(north, _MOST_LAT), _within(east, 180))


def _within(degrees: float, most: float) -> float:
    return min(max(degrees, -most), most)


def _zoom(typed: str) -> int:
    """The zoom, 12 for nothing typed; Invalid on "zoom" for what is none."""
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= 2):
        raise Invalid("issues.error.view", field="zoom")
    return int(typed or 12)


def _view_json(visit: Visit, view: OpenView) -> dict[str, object]:
    box, ways = view.extent, Ways(visit.t.language)

    def told(issue: OpenIssue) -> dict[str, object]:
        return {
            "at": (issue.lat, issue.lon),
            "number": str(issue.number),
            "colour": HEX[COLOURS[issue.look]],
            "to": ways("OPEN_ISSUE", number=issue.number),
            "name": say.title(visit.t, issue),
            "where": f"{visit.t('issues.number', number=issue.number)} · {say.place(visit.t, issue)}",
            "look": issue.look.value,
            "badge": say.look(visit.t, issue),
        }

    return {
        "total": view.total,
        "extent": None if box is None else [(box.south, box.west), (box.north, box.east)],
        "pins": [told(each) for each in view.pins],
        "clusters": [
            {"at": (each.lat, each.lon), "count": each.count, "pins": [told(pin) for pin in each.pins]}
            for each in view.clusters
        ],
    }


def show_ground(request: Request) -> Response:
    """What is drawn under a map that moves: no tiles of another host, nothing of the city's work."""
    visit = reader(request)
    with visit.reading() as session:
        city, districts = open_city(session), districts_on_map(session)
    own = city.model_copy(update={"tile_url": "", "tile_attribution": ""})
    ground = ground_data(own, districts, visit.t, tiles=visit.tiles)
    told = {"at": (city.view_lat, city.view_lon), "zoom": city.view_zoom, "ground": ground}
    return answer(request, json.dumps(told, ensure_ascii=False), "application/json")


def draw_map(
    request: Request, visit: Visit, pins: Sequence[OpenPin], size: tuple[int, int], line: Sequence[Point] = ()
) -> Response:
    """The pins on the city's own ground as a picture of this width and height."""
    return answer(request, map_picture(visit, pins, size, line), "image/png", **{"Content-Encoding": "identity"})


def map_picture(visit: Visit, pins: Sequence[OpenPin], size: tuple[int, int], line: Sequence[Point] = ()) -> bytes:
    """The same as PNG, twice as large."""
    extract, city = current_extract(settings().data), visit.city
    ground = OpenGround(
        Point(city.view_lat, city.view_lon),
        MapTiles(extract.tiles_folder, _LAST_ZOOM) if extract is not None else None,
        city.background,
        visit.t("maps.attribution", source=extract.attribution) if extract is not None else "",
    )
    return drawn(
        (pins, ground, size, line), lambda: draw_open_map(pins, ground, width=size[0], height=size[1], line=line)
    )


ROUTES = [
    Route(links.OPEN_GROUND.pattern, show_ground),
    Route(links.OPEN_PHOTO.pattern, show_photo),
    Route(links.OPEN_PREVIEW_PHOTO.pattern, show_preview_photo),
    Route(links.OPEN_PREVIEW_MAP.pattern, show_preview_map),
    Route(links.OPEN_ISSUE_MAP.pattern, show_issue_map),
    Route(links.OPEN_ISSUES_MAP.pattern, show_issues_map),
    Route(links.OPEN_ISSUES_IN_VIEW.pattern, show_issues_in_view),
    Route(links.OPEN_TOUR_MAP.pattern, show_tour_map),
]
