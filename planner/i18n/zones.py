"""Time zones in words: by their cities and hours, those of Russia first."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from planner.i18n import Translator

_HOME, _NOWHERE = "RU", "001"


def zone_choices(t: Translator, present: str, *, now: datetime) -> Mapping[str, str]:
    """What each zone is called, in the order in which they are offered; `present` is among them, whatever it is.

    «Якутск, UTC+9»: the hours are those of `now`. Old names of zones, and zones of no place, are left out.
    """
    territories: Mapping[str, str] = get_global("zone_territories")
    cities: Mapping[str, Mapping[str, str]] = Locale.parse(t.language).time_zones
    places = {zone for zone, territory in territories.items() if territory != _NOWHERE}
    known = (places & available_timezones()) | {present}
    names = {zone: cities.get(zone, {}).get("city") or _last_part(zone) for zone in known}
    hours = {zone: now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta() for zone in known}
    home = sorted(
        (zone for zone in known if territories.get(zone) == _HOME), key=lambda zone: (hours[zone], names[zone])
    )
    abroad = sorted(known - set(home), key=lambda zone: (names[zone], zone))
    return {zone: t("city.zone", city=names[zone], hours=_offset(hours[zone])) for zone in (*home, *abroad)}


def _last_part(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _offset(ahead: timedelta) -> str:
    """UTC+9, UTC−3:30."""
    minutes = round(ahead.total_seconds() / 60)
    sign, (whole, rest) = "+" if minutes >= 0 else "−", divmod(abs(minutes), 60)
    return f"UTC{sign}{whole}" + (f":{rest:02}" if rest else "")
