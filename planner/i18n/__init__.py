"""Words: gettext catalogues in Russian and English, and one translator per visitor."""

from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = {"ru": "Русский", "en": "English"}
DEFAULT_LANGUAGE = "ru"
_FOLDER = Path(__file__).parent


@lru_cache(maxsize=8)
def _catalogue(language: str) -> GNUTranslations:
    merged = Catalog(locale=language)
    for path in sorted((_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)


class Translator:
    """Says keys, dates and numbers in one language and one time zone.

    `t("tours.title")`; values fill {braces}: `t("stops.late", minutes=6)`; `n` picks the plural form and fills {n}.
    A key that no catalogue holds is returned as it is (a test keeps that from happening).
    """

    def __init__(self, language: str, zone: str) -> None:
        self.language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self.zone = ZoneInfo(zone)
        self._catalogue = _catalogue(self.language)

    def __call__(self, key: str, /, **values: object) -> str:
        n = values.get("n")
        words = self._catalogue.ngettext(key, key, n) if isinstance(n, int) else self._catalogue.gettext(key)
        return words.format(**values)

    def local(self, moment: datetime) -> datetime:
        """The moment in the city's zone."""
        return moment.astimezone(self.zone)

    def time(self, moment: datetime) -> str:
        """10:46"""
        return format_time(self.local(moment), "HH:mm", tzinfo=self.zone, locale=self.language)

    def full_date(self, day: date | datetime) -> str:
        """27 ноября 2026 / 27 November 2026"""
        return self._on(day, "d MMMM y")

    def day(self, day: date | datetime) -> str:
        """27 ноября / 27 November"""
        return self._on(day, "d MMMM")

    def short_date(self, day: date | datetime) -> str:
        """27.11.2026"""
        return self._on(day, "dd.MM.yyyy")

    def weekday(self, day: date | datetime) -> str:
        """пятница, 27 ноября / Friday, 27 November"""
        return self._on(day, "EEEE, d MMMM")

    def moment(self, moment: datetime) -> str:
        """27 ноября, 10:46"""
        return f"{self.day(moment)}, {self.time(moment)}"

    def number(self, value: float) -> str:
        """12 345,6 / 12,345.6"""
        return format_decimal(value, locale=self.language)

    def _on(self, day: date | datetime, pattern: str) -> str:
        return format_date(self.local(day) if isinstance(day, datetime) else day, pattern, locale=self.language)


@lru_cache(maxsize=64)
def translator(language: str, zone: str) -> Translator:
    """The translator for a visitor's language and the city's zone; an unknown language falls back to Russian."""
    return Translator(language, zone)
