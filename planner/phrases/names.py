"""What the city, agencies, people and addresses are called. Typed text in it stays to be escaped."""

import re
from collections.abc import Sequence
from typing import TypedDict

from planner.city.addresses.found import FoundAddress
from planner.domain.actor import Actor
from planner.domain.coordinates import km_from_city
from planner.domain.geo import Point
from planner.domain.models import Agency, City
from planner.i18n import Translator


def city_name(t: Translator, city: City) -> str:
    """The city in the reader's language."""
    return (city.name_en if t.language == "en" else "") or city.name


def agency_name(agency: Agency) -> str:
    """The short name of an agency, where it has one."""
    return agency.short_name or agency.name


def person_with_post(name: str, post: str) -> str:
    """«Иванов, начальник»; either may be empty."""
    return ", ".join(filter(None, [name, post]))


def name_for(reader: Actor, name: str) -> str:
    """Somebody's name as the reader may know it: a tablet, which anybody with the tour's link may hold, reads initials,
    «И. П.» for «Иванов Пётр», but for its own name.
    """
    if not reader.is_tablet or name == reader.name:
        return name
    return " ".join(f"{word[0].upper()}." for word in re.findall(r"\w[\w'’-]*", name))


def polite_name(name: str) -> str:
    """«Ирина Петровна» for «Ким Ирина Петровна»: first name and patronymic; any other name as it is."""
    words = name.split()
    return " ".join(words[1:]) if len(words) == 3 else name


def say_far(t: Translator, city: City, point: Point | None) -> str:
    """«Это в 3 480 км от города…», empty for a point that is near enough, or none."""
    km = None if point is None else km_from_city(Point(city.view_lat, city.view_lon), point)
    return "" if km is None else t("places.far", km=t.number(km))


def say_example(city: City) -> str:
    """Coordinates as one may type them, of this very city: «50.28, 127.54»."""
    return f"{city.view_lat:.2f}, {city.view_lon:.2f}"


def address_title(found: FoundAddress) -> str:
    """What an address that was found is called: the landmark's name, else the address."""
    return found.name or found.address


def address_note(t: Translator, found: FoundAddress) -> str:
    """What one must know beside the title: how exact the point is, what kind of thing it is, and where."""
    if found.kind:
        about = t(f"addresses.kind.{found.kind}")
    elif found.asked_number:
        about = t(f"addresses.precision.not_{found.precision.value}", number=found.asked_number)
    else:
        about = t(f"addresses.precision.{found.precision.value}")
    parts = (about, found.address if found.name else "", found.settlement)
    return ", ".join(part for part in parts if part)


class AddressRow(TypedDict):
    """An address that was found, for programs."""

    address: str
    precision: str
    lat: float
    lon: float


def address_rows(found: Sequence[FoundAddress]) -> list[AddressRow]:
    """What was found, the best first."""
    return [
        AddressRow(
            address=address_title(one),
            precision=one.precision.value,
            lat=round(one.point.lat, 6),
            lon=round(one.point.lon, 6),
        )
        for one in found
    ]


def say_addresses(t: Translator, found: Sequence[FoundAddress]) -> list[str]:
    """A line for each: what it is called, how exact it is, and where."""
    return [
        f"{address_title(one)} · {address_note(t, one)} · {one.point.lat:.6f}, {one.point.lon:.6f}" for one in found
    ]


def say_nothing_found(t: Translator, elsewhere: str) -> str:
    """Why nothing was found: the address is one of another town, or it is not on the map."""
    return t("addresses.elsewhere", town=elsewhere) if elsewhere else t("addresses.none_here")
