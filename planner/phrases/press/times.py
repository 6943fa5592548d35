"""How long it took from the end of a tour to its publication."""

from datetime import timedelta

from planner.domain.models import Release
from planner.domain.words import ReleaseKind
from planner.i18n import Translator
from planner.services.press.publishing import OutOfYear, took

_DAY = timedelta(days=1)


def say_took(t: Translator, release: Release) -> str:
    """«От конца объезда до публикации: 25 минут»; empty where there is nothing to count."""
    time = took(release)
    return t("press.took", time=say_length(t, time)) if time is not None else ""


def say_year(t: Translator, year: int, out: OutOfYear) -> str:
    """«В 2026 году вышло: 12 пресс-релизов, 3 фоторепортажа. От конца объезда до публикации обычно 25 минут, …»."""
    names = ((ReleaseKind.RELEASE, "releases"), (ReleaseKind.PHOTOS, "photo_reports"))
    counts = [
        t(f"report.count.{name}", n=out.counts[kind], number=out.counts[kind])
        for kind, name in names
        if out.counts.get(kind)
    ]
    if not counts:
        return t("press.year.none", year=year)
    said = t("press.year", year=year, said=", ".join(counts))
    if not out.took:
        return said
    usual, best = say_length(t, out.took[len(out.took) // 2]), say_length(t, out.took[0])
    took = t("press.year.took_always", usual=usual) if usual == best else t("press.year.took", usual=usual, best=best)
    return f"{said} {took}"


def say_length(t: Translator, time: timedelta) -> str:
    """«25 минут», «3 часа 5 минут», «2 дня»; minutes are whole, those begun count."""
    minutes = -(-int(time.total_seconds()) // 60)
    if minutes >= 48 * 60:
        return t("press.days", n=round(time / _DAY))
    hours, rest = divmod(minutes, 60)
    parts = [t("press.hours", n=hours)] if hours else []
    return " ".join([*parts, t("press.minutes", n=rest)] if rest or not hours else parts)
