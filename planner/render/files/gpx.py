"""The way of a tour as GPX 1.1, which navigators and maps on phones read: stops, their order, the line of the bus."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

from planner.domain.geo import Point
from planner.i18n import Translator
from planner.render.files.tour_route import RouteEnd, RouteStop, TourRoute

_NAMESPACE = "http://www.topografix.com/GPX/1/1"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tour_gpx(route: TourRoute, t: Translator, *, made_at: datetime, link: str = "") -> bytes:
    """UTF-8 XML: a waypoint for each end and stop, and one line: the way along streets as a track, else the places in their
    order as a route, since a map that is given both draws them over each other. Times in UTC.

    Skipped stops are left out. The same route gives the same bytes.
    """
    root = ElementTree.Element("gpx", {"version": "1.1", "creator": "Tour planner", "xmlns": _NAMESPACE})
    about = ElementTree.SubElement(root, "metadata")
    _text(about, "name", route.title)
    if route.is_estimate or route.is_partly_estimate:
        _text(about, "desc", t("papers.estimate" if route.is_estimate else "papers.some"))
    if link:
        ElementTree.SubElement(about, "link", {"href": _plain(link)})
    _text(about, "time", _moment(made_at))
    _add_bounds(about, [*route.points, *route.line])
    for each in _places(route):
        _add_place(root, "wpt", each, t)
    if not route.line:
        way = ElementTree.SubElement(root, "rte")
        _text(way, "name", route.title)
        for each in _places(route):
            _add_place(way, "rtept", each, t)
    else:
        track = ElementTree.SubElement(root, "trk")
        _text(track, "name", route.title)
        segment = ElementTree.SubElement(track, "trkseg")
        for point in route.line:
            ElementTree.SubElement(segment, "trkpt", _degrees(point))
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _places(route: TourRoute) -> list[RouteEnd | RouteStop]:
    ends = [[end] if end.point else [] for end in (route.start, route.end)]
    return [*ends[0], *route.driven, *ends[1]]


def _add_place(parent: ElementTree.Element, tag: str, each: RouteEnd | RouteStop, t: Translator) -> None:
    assert each.point is not None
    place = ElementTree.SubElement(parent, tag, _degrees(each.point))
    at = each.arrival if isinstance(each, RouteStop) else each.at
    if at is not None:
        _text(place, "time", _moment(at))
    if isinstance(each, RouteStop):
        _text(place, "name", f"{each.number}. {each.name}")
        if each.address:
            _text(place, "desc", each.address)
    else:
        _text(place, "name", each.name or t("papers.sheet.start"))


def _add_bounds(parent: ElementTree.Element, points: Sequence[Point]) -> None:
    if points:
        south, north = min(p.lat for p in points), max(p.lat for p in points)
        west, east = min(p.lon for p in points), max(p.lon for p in points)
        corners = {"minlat": south, "minlon": west, "maxlat": north, "maxlon": east}
        ElementTree.SubElement(parent, "bounds", {name: f"{degrees:.6f}" for name, degrees in corners.items()})


def _degrees(point: Point) -> dict[str, str]:
    return {"lat": f"{point.lat:.6f}", "lon": f"{point.lon:.6f}"}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(parent, tag).text = _plain(text)


def _plain(text: str) -> str:
    """What XML has a place for."""
    return _NOT_XML.sub("", text)
