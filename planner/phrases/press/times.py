"""How long it took from the end of a tour to its publication."""

from datetime import timedelta

from planner.domain.models import Release
from planner.i18n import Translator
from planner.services.press.publishing import took

_DAY = timedelta(days=1)


def say_took(t: Translator, release: Release) -> str:
    """«От конца объезда до публикации: 25 минут»; empty where there is nothing to count."""
    time = took(release)
    return t("press.took", time=say_length(t, time)) if time is not None else ""


def say_length(t: Translator, time: timedelta) -> str:
    """«25 минут», «3 часа 5 минут», «2 дня»; minutes are whole, those begun count."""
    minutes = -(-int(time.total_seconds()) // 60)
    if minutes >= 48 * 60:
        return t("press.days", n=round(time / _DAY))
    hours, rest = divmod(minutes, 60)
    parts = [t("press.hours", n=hours)] if hours else []
    return " ".join([*parts, t("press.minutes", n=rest)] if rest or not hours else parts)
