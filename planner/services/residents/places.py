"""Where a resident says that it is: a point, or an address that the city's map may know; never outside the city."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from planner.city.addresses.addresses import FoundAddress, Precision
from planner.domain.actor import KEEPER
from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m, is_on_earth, moved
from planner.domain.typed import typed_line
from planner.services.city.addresses import address_at, find_addresses, town_elsewhere
from planner.services.city.city import get_city
from planner.services.city.districts import district_map
from planner.services.city.extract import current_extract
from planner.services.issues.issues import LONGEST_ADDRESS

EDGE_M = 500.0
"""So far outside of all districts it still is in the city: roads lead along their edges."""
FAR_M = 40_000.0
"""Where nobody knows the city's outline, it ends so far from the middle of its map."""
_EXACT = frozenset({Precision.HOUSE, Precision.NEAREST_HOUSE, Precision.CROSSING})


@dataclass(frozen=True)
class Place:
    """What is known of it: an address as it was typed, else the one at the point; a point, where there is one."""

    address: str
    point: Point | None


def place_of(
    session: Session, *, address: str, lat: float | None, lon: float | None, data: Path, field: str = "address"
) -> Place:
    """The place; Invalid on `field` where there is none, where it is none on earth, or lies outside the city."""
    line = typed_line(address, field=field, longest=LONGEST_ADDRESS)
    if lat is None and lon is None:
        if not line:
            raise Invalid("residents.error.place", field=field)
        return Place(line, _point_of(session, line, data, field))
    if lat is None or lon is None or not is_on_earth(lat, lon):
        raise Invalid("residents.error.point", field=field)
    point = Point(lat, lon)
    if not in_city(session, point, data=data):
        raise Invalid("residents.error.outside", field=field)
    return Place(line or address_at(session, KEEPER, point, data=data), point)


def in_city(session: Session, point: Point, *, data: Path) -> bool:
    """Whether a point is in one of the districts, or at their edge; where none has an outline, on the city's map."""
    areas = [area for _, area in district_map(session, KEEPER).areas]
    if areas:
        around = [point, *(moved(point, EDGE_M, course) for course in range(0, 360, 45))]
        return any(area.holds(each) for area in areas for each in around)
    extract = current_extract(data)
    if extract is not None:
        box = extract.box
        return box.south <= point.lat <= box.north and box.west <= point.lon <= box.east
    city = get_city(session)
    return distance_m(point, Point(city.view_lat, city.view_lon)) <= FAR_M


def _point_of(session: Session, address: str, data: Path, field: str) -> Point | None:
    """Where the address is, if the map knows it to the house; a street alone is long."""
    if elsewhere := town_elsewhere(session, KEEPER, address, data=data):
        raise Invalid("residents.error.elsewhere", field=field, town=elsewhere)
    found: list[FoundAddress] = find_addresses(session, KEEPER, address, data=data, limit=1)
    return found[0].point if found and found[0].precision in _EXACT else None
