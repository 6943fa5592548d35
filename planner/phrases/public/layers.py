"""Facilities of a layer in words, for screens and public pages: ages, weekdays, and all that is told of one."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from planner.domain.facilities import LayerField, days_in
from planner.domain.facility_filter import TODAY
from planner.domain.models import Layer, Place
from planner.domain.offer_times import Times
from planner.i18n import Translator
from planner.services.layers.facilities import COLUMNS

_MONDAY = date(2024, 1, 1)


class Told(Protocol):
    """What a facility tells of itself."""

    @property
    def kind(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def site(self) -> str: ...
    @property
    def age_from(self) -> int | None: ...
    @property
    def age_to(self) -> int | None: ...
    @property
    def cost(self) -> str: ...
    @property
    def hours(self) -> str: ...
    @property
    def offers(self) -> Sequence[str]: ...
    @property
    def offer_times(self) -> Mapping[str, Times]: ...


class Fact(NamedTuple):
    """One line: what is told and how; `href` where it leads somewhere."""

    label: str
    value: str
    href: str = ""


def say_weekday(t: Translator, day: int) -> str:
    """«понедельник» for 0, «сегодня» for `TODAY`."""
    if day == TODAY:
        return t("layers.today")
    return t(f"series.weekday.{day}")


def say_days(t: Translator, hours: str) -> str:
    """«пн–пт, вс» for opening hours that name weekdays; "" for others."""
    days = days_in(hours)
    if len(days) == 7:
        return t("layers.every_day")
    spans: list[list[int]] = []
    for day in days:
        if spans and spans[-1][-1] == day - 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return ", ".join(_say_span(t, span) for span in spans)


def say_times(t: Translator, times: Times) -> str:
    """«вт, чт 18:00–20:00, сб 10:00–12:00», as `times_in` reads it again."""
    days: dict[tuple[int, int], list[int]] = {}
    for day, first, last in times:
        days.setdefault((first, last), []).append(day)
    return ", ".join(
        f"{', '.join(t.short_weekday(_MONDAY + timedelta(day)) for day in on)} {_clock(first)}–{_clock(last)}"
        for (first, last), on in days.items()
    )


def offer_words(t: Translator, facility: Told) -> list[str]:
    """What is offered, each with its own times in brackets behind it, where it has any."""
    times = facility.offer_times
    return [f"{each} ({say_times(t, times[each])})" if times.get(each) else each for each in facility.offers]


def say_offers(t: Translator, facility: Told) -> str:
    """The same in one line."""
    return ("; " if facility.offer_times else ", ").join(offer_words(t, facility))


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def say_ages(t: Translator, first: int | None, last: int | None) -> str:
    """«7–17 лет», «от 7 лет», «до 17 лет»; "" where everybody may come."""
    if first is not None and last is not None:
        return t("layers.age.one", n=first) if first == last else t("layers.age.both", first=first, n=last)
    if first is not None:
        return t("layers.age.from", n=first)
    return "" if last is None else t("layers.age.to", n=last)


def say_facts(t: Translator, layer: Layer, facility: Told) -> list[Fact]:
    """Everything that the layer tells of a facility but its name, text and notes; only what there is."""
    told = [Fact(t("layers.kind"), facility.kind), Fact(t("places.address"), facility.address)]
    if layer.tells(LayerField.OFFERS):
        told.append(Fact(layer.offers_name_in(t.language), say_offers(t, facility)))
    if layer.tells(LayerField.AGES):
        told.append(Fact(t("layers.field.ages"), say_ages(t, facility.age_from, facility.age_to)))
    if layer.tells(LayerField.COST):
        told.append(Fact(t("layers.field.cost"), facility.cost))
    if layer.tells(LayerField.HOURS):
        told.append(Fact(t("layers.field.hours"), facility.hours))
    told.append(Fact(t("layers.phone"), facility.phone))
    told.append(Fact(t("layers.email"), facility.email, f"mailto:{facility.email}"))
    told.append(Fact(t("layers.site"), facility.site, facility.site))
    return [each for each in told if each.value]


def say_short(t: Translator, layer: Layer, facility: Told) -> str:
    """The same in a line for lists: ages, days and cost."""
    parts = [say_ages(t, facility.age_from, facility.age_to) if layer.tells(LayerField.AGES) else ""]
    parts.append(say_days(t, facility.hours) if layer.tells(LayerField.HOURS) else "")
    parts.append(facility.cost if layer.tells(LayerField.COST) else "")
    return " · ".join(filter(None, parts))


def facility_cells(t: Translator, place: Place, district: str) -> Sequence[str | float | None]:
    """One facility as a row of a table, in the order of `COLUMNS`: an import reads the same again."""
    told = {
        **{
            "district": district,
            "ages": say_ages(t, place.age_from, place.age_to),
            "offers": "; ".join(offer_words(t, place)),
        },
        **{name: getattr(place, name) for name in COLUMNS if name not in ("district", "ages", "offers")},
    }
    return [told[name] for name in COLUMNS]


def _say_span(t: Translator, span: Sequence[int]) -> str:
    first, last = (t.short_weekday(_MONDAY + timedelta(day)) for day in (span[0], span[-1]))
    return first if first == last else f"{first}–{last}" if len(span) > 2 else f"{first}, {last}"
