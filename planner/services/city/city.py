"""The city's settings: the one row that every screen needs."""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session, col, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid
from planner.domain.geo import Box, Point, is_on_earth
from planner.domain.models import City, District
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_line

_COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True)
class CitySettings:
    """What an administrator may set; `tile_url` empty means the plain background."""

    name: str
    name_en: str
    timezone: str
    view_lat: float
    view_lon: float
    view_zoom: int
    tile_url: str
    tile_attribution: str
    speed_kmh: float
    detour_factor: float
    least_talk_minutes: int = 5
    sign_in_help: str = ""
    keep_originals: bool = False
    country: str = "RU"
    due_on_working_day: bool = True
    urgent_in_working_days: bool = False
    quiet_days: int = 14


def get_city(session: Session) -> City:
    """The settings of the city, or the defaults of a fresh installation; everybody may know them."""
    return session.get(City, 1) or City()


def middle_of_city(session: Session) -> Point:
    """Where the map opens; everybody may know it. Without the city's outline, which is large, and read anew each time."""
    found = session.exec(select(City.view_lat, City.view_lon).where(City.id == 1)).first()
    return Point(*found) if found else Point(City().view_lat, City().view_lon)


def hold_city(session: Session) -> City:
    """The settings, read anew, for a change that the caller has required the permission for; nobody else changes them
    until the transaction ends.
    """
    hold_all(session, City)
    city = session.get(City, 1, populate_existing=True) or City(id=1)
    session.add(city)
    return city


def edit_city(session: Session, actor: Actor, wanted: CitySettings, *, seen: Values | None = None) -> City:
    """Stores the settings. Invalid at the first field that cannot be: an unknown zone, a view off the earth, a tile address
    without {z}, {x} and {y} or without an attribution, speeds that no bus has.

    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_CITY)
    city = hold_city(session)
    present = city.model_dump(include=set(vars(wanted)))
    given = _cleaned(CitySettings(**beside_others("city", present, vars(wanted), seen)))
    _check(given)
    for name, value in vars(given).items():
        setattr(city, name, value)
    session.flush()
    return city


def has_untouched_view(session: Session) -> bool:
    """Whether nobody has chosen where the city's map opens, nor said by an outline where the city lies."""
    city, fresh = get_city(session), City()
    view, first = ((each.view_lat, each.view_lon, each.view_zoom) for each in (city, fresh))
    outlined = session.exec(select(District.id).where(col(District.polygon).is_not(None))).first()
    return view == first and not city.background and outlined is None


def take_view(session: Session, actor: Actor, box: Box) -> None:
    """Lets the city's map open in the middle of what an extract covers; a view that somebody has chosen stays."""
    require(actor, Action.MANAGE_CITY)
    city = hold_city(session)
    if not has_untouched_view(session):
        return
    city.view_lat, city.view_lon = (box.south + box.north) / 2, (box.west + box.east) / 2
    session.flush()


def set_background(
    session: Session, actor: Actor, *, background: dict[str, Any] | None, barriers: list[dict[str, Any]] | None
) -> None:
    """Sets what is drawn under the map and the rivers that the travel estimate must not cross."""
    require(actor, Action.MANAGE_CITY)
    city = hold_city(session)
    city.background, city.barriers = background, barriers
    session.flush()


def _cleaned(wanted: CitySettings) -> CitySettings:
    return replace(
        wanted,
        name=typed_line(wanted.name, field="name", longest=100, needed="city.error.name"),
        name_en=typed_line(wanted.name_en, field="name_en", longest=100),
        sign_in_help=typed_line(wanted.sign_in_help, field="sign_in_help", longest=200),
        timezone=typed_line(wanted.timezone, field="timezone", longest=64),
        country=typed_line(wanted.country, field="country", longest=2),
        tile_url=typed_line(wanted.tile_url, field="tile_url", longest=1000),
        tile_attribution=typed_line(wanted.tile_attribution, field="tile_attribution", longest=300),
    )


def _check(wanted: CitySettings) -> None:
    try:
        ZoneInfo(wanted.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Invalid("city.error.timezone", field="timezone", zone=wanted.timezone) from None
    if not _COUNTRY.fullmatch(wanted.country):
        raise Invalid("city.error.country", field="country")
    if not is_on_earth(wanted.view_lat, wanted.view_lon):
        raise Invalid("city.error.view", field="view_lat")
    if not 1 <= wanted.view_zoom <= 19:
        raise Invalid("city.error.zoom", field="view_zoom")
    if wanted.tile_url:
        _check_tiles(wanted.tile_url, wanted.tile_attribution)
    if not 3 <= wanted.speed_kmh <= 90:
        raise Invalid("city.error.speed", field="speed_kmh")
    if not 1 <= wanted.detour_factor <= 3:
        raise Invalid("city.error.detour", field="detour_factor")
    if not 1 <= wanted.least_talk_minutes <= 60:
        raise Invalid("city.error.least_talk", field="least_talk_minutes")
    if not 1 <= wanted.quiet_days <= 365:
        raise Invalid("city.error.quiet_days", field="quiet_days")


def _check_tiles(address: str, attribution: str) -> None:
    whole = urlsplit(address).scheme in ("http", "https") or address.startswith("/")
    if not whole or not all(part in address for part in ("{z}", "{x}", "{y}")):
        raise Invalid("city.error.tiles", field="tile_url")
    if not attribution:
        raise Invalid("city.error.attribution", field="tile_attribution")
