"""Links that open a stop or the whole way in the usual navigators; nothing is asked of them, the visitor's phone goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from planner.domain.geo import Point
from planner.i18n import Translator
from planner.render.files.tour_route import TourRoute


@dataclass(frozen=True)
class NavigatorLink:
    """`service` is a proper name; `address` is a URL; `first` and `last` count the points of the route, from 0."""

    service: str
    address: str
    first: int = 0
    last: int = 0


def stop_links(point: Point, name: str) -> list[NavigatorLink]:
    """The way to one stop from where the phone is, in each navigator, and the point alone as a geo: address (RFC 5870)."""
    lat, lon = _degrees(point)
    return [
        NavigatorLink("Яндекс Карты", f"https://yandex.ru/maps/?rtext=~{lat},{lon}&rtt=auto"),
        NavigatorLink("Яндекс Навигатор", f"yandexnavi://build_route_on_map?lat_to={lat}&lon_to={lon}"),
        NavigatorLink("2ГИС", f"https://2gis.ru/directions/points/%7C{lon}%2C{lat}"),
        NavigatorLink(
            "Google Maps", f"https://www.google.com/maps/dir/?api=1&destination={lat}%2C{lon}&travelmode=driving"
        ),
        NavigatorLink("Apple Maps", f"https://maps.apple.com/?daddr={lat},{lon}&dirflg=d"),
        NavigatorLink("geo:", f"geo:{lat},{lon}?q={lat},{lon}({quote(_named(name), safe='')})"),
    ]


def route_links(points: Sequence[Point]) -> list[NavigatorLink]:
    """The whole way in the navigators that take several points, cut into parts of as many as each of them takes.

    A part begins where the one before ends. Fewer than two points are no way.
    """
    return [
        NavigatorLink(service, address(points[first : last + 1]), first, last)
        for service, most, address in _SERVICES
        for first, last in _parts(len(points), most)
    ]


def paper_links(points: Sequence[Point]) -> list[NavigatorLink]:
    """The whole way in one navigator, for codes on paper that a camera can read."""
    return [link for link in route_links(points) if link.service == _SERVICES[0][0]]


def part_words(route: TourRoute, link: NavigatorLink, t: Translator) -> str:
    """Н – 9: from which to which stop a link of `route_links(route.points)` leads, with a letter for start and return."""
    names = [
        *([t("papers.map.start_letter")] if route.start.point else []),
        *(str(stop.number) for stop in route.driven),
        *([t("papers.map.end_letter")] if route.end.point else []),
    ]
    return f"{names[link.first]} – {names[link.last]}"


def _parts(count: int, most: int) -> list[tuple[int, int]]:
    return [(first, min(first + most, count) - 1) for first in range(0, count - 1, most - 1)]


def _yandex(points: Sequence[Point]) -> str:
    way = "~".join(",".join(_degrees(point)) for point in points)
    return f"https://yandex.ru/maps/?rtext={way}&rtt=auto"


def _two_gis(points: Sequence[Point]) -> str:
    way = "%7C".join("%2C".join(reversed(_degrees(point))) for point in points)
    return f"https://2gis.ru/directions/points/{way}"


def _google(points: Sequence[Point]) -> str:
    origin, *between, destination = ("%2C".join(_degrees(point)) for point in points)
    way = f"https://www.google.com/maps/dir/?api=1&origin={origin}&destination={destination}&travelmode=driving"
    return way + (f"&waypoints={'%7C'.join(between)}" if between else "")


_SERVICES: tuple[tuple[str, int, Callable[[Sequence[Point]], str]], ...] = (
    # Most points of one link. 2GIS: ten, by its routing reference. Google: three between the ends on a phone, by its
    # reference of Maps URLs. For Yandex no number was found: ten keep the code on paper readable.
    ("Яндекс Карты", 10, _yandex),
    ("2ГИС", 10, _two_gis),
    ("Google Maps", 5, _google),
)


def _degrees(point: Point) -> tuple[str, str]:
    return f"{point.lat:.6f}", f"{point.lon:.6f}"


def _named(name: str) -> str:
    """A label without what would end it."""
    return " ".join(name.replace("(", " ").replace(")", " ").split()).encode("utf-8", "ignore").decode()
