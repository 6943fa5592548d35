"""Words: gettext catalogues in Russian and English, and one translator per visitor."""

from collections.abc import Iterable
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
_ONE_OF_EACH_FORM = {"ru": (1, 2, 5), "en": (1, 2)}
"""Numbers that ask for each plural form in turn."""


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


def messages(language: str, keys: Iterable[str]) -> dict[str, str | list[str]]:
    """What these keys say, for scripts: a text, or the plural forms of one that counts, in the order of gettext."""
    catalogue = _catalogue(language)
    said: dict[str, str | list[str]] = {}
    for key in sorted(keys):
        forms = [catalogue.ngettext(key, key, n) for n in _ONE_OF_EACH_FORM[language]]
        is_plural = any(form != key for form in forms)
        said[key] = forms if is_plural else catalogue.gettext(key)
    return said


class Translator:
    """Says keys, dates and numbers in one language and one time zone.

    `t("tours.title")`; values fill {braces}: `t("stops.late", minutes=6)`; `n` picks the plural form and fills {n}; a
    moment among them is said as `at` says it.
    A key that no catalogue holds is returned as it is (a test keeps that from happening).

    The year goes without saying in the year of `today`, the city's; where that is not given, on paper above all, each date
    has its year.
    """

    def __init__(self, language: str, zone: str, today: date | None = None) -> None:
        self.language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self.zone, self.today = ZoneInfo(zone), today
        self._catalogue = _catalogue(self.language)

    def __call__(self, key: str, /, **values: object) -> str:
        n = values.get("n")
        words = self._catalogue.ngettext(key, key, n) if isinstance(n, int) else self._catalogue.gettext(key)
        said = {name: self.at(value) if isinstance(value, datetime) else value for name, value in values.items()}
        return words.format(**said)

    def on_paper(self) -> "Translator":
        """The same words for what is kept longer than a year: each date has its year."""
        return translator(self.language, self.zone.key)

    def local(self, moment: datetime) -> datetime:
        """The moment in the city's zone."""
        return moment.astimezone(self.zone)

    def time(self, moment: datetime) -> str:
        """10:46"""
        return format_time(self.local(moment), "HH:mm", tzinfo=self.zone, locale=self.language)

    def full_date(self, day: date | datetime) -> str:
        """27 ноября 2026 / 27 November 2026; with the year, whichever it is."""
        return self._on(day, "d MMMM y")

    def day(self, day: date | datetime) -> str:
        """27 ноября / 27 November; in another year 27 ноября 2025"""
        return self._on(day, "d MMMM", " y")

    def short_date(self, day: date | datetime) -> str:
        """27.11.2026; with the year, whichever it is."""
        return self._on(day, "dd.MM.yyyy")

    def short_day(self, day: date | datetime) -> str:
        """27.11; in another year 27.11.2025"""
        return self._on(day, "dd.MM", ".yyyy")

    def month(self, day: date) -> str:
        """октября / October, as in «в конце октября»."""
        return format_date(day, "MMMM", locale=self.language)

    def month_alone(self, day: date) -> str:
        """Октябрь / October, as a title."""
        return format_date(day, "LLLL", locale=self.language).capitalize()

    def short_weekday(self, day: date) -> str:
        """пт / Fri, over a column."""
        return format_date(day, "ccc", locale=self.language)

    def short_month(self, day: date) -> str:
        """нояб. / Nov, under a chart."""
        return format_date(day, "LLL", locale=self.language)

    def weekday(self, day: date | datetime) -> str:
        """пятница, 27 ноября / Friday, 27 November; in another year пятница, 27 ноября 2025"""
        return self._on(day, "EEEE, d MMMM", " y")

    def moment(self, moment: datetime) -> str:
        """27 ноября, 10:46; in another year 27 ноября 2025, 10:46"""
        return f"{self.day(moment)}, {self.time(moment)}"

    def at(self, moment: datetime) -> str:
        """в 10:46 / at 10:46; on another day 27 ноября в 10:46"""
        if self.local(moment).date() == self.today:
            return self("app.at", time=self.time(moment))
        return self("app.at_day", day=self.day(moment), time=self.time(moment))

    def number(self, value: float) -> str:
        """12 345,6 / 12,345.6"""
        return format_decimal(value, locale=self.language)

    def _on(self, day: date | datetime, pattern: str, with_year: str = "") -> str:
        """The day in this pattern, which goes on with the year where that is not this one."""
        local = self.local(day) if isinstance(day, datetime) else day
        this_year = self.today is not None and self.today.year == local.year
        return format_date(local, pattern if this_year else pattern + with_year, locale=self.language)


@lru_cache(maxsize=64)
def translator(language: str, zone: str, today: date | None = None) -> Translator:
    """The translator for a visitor's language and the city's zone and day; an unknown language falls back to Russian."""
    return Translator(language, zone, today)
