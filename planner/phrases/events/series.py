"""The rule of a series and its days in words."""

from collections.abc import Sequence

from planner.domain.series import LAST, SeriesKind, SeriesRule
from planner.i18n import Translator
from planner.services.events.series import SeriesDay


def say_rule(t: Translator, rule: SeriesRule) -> str:
    """«Последняя пятница каждого месяца», «Пятница, каждые 2 недели»."""
    weekday = t(f"series.weekday.{rule.weekday}")
    if rule.kind is SeriesKind.WEEKS:
        return t("series.rule.weeks", weekday=weekday, n=rule.every)
    number = t("series.number.last") if rule.number == LAST else t("series.number.nth", number=rule.number)
    return t("series.rule.months", weekday=weekday, number=number, n=rule.every)


def say_days(t: Translator, days: Sequence[SeriesDay]) -> Sequence[str]:
    """Each day as a line: a day off is named as one, a day that moves says where to, one that is left out says so."""
    return [_say_day(t, each) for each in days]


def _say_day(t: Translator, each: SeriesDay) -> str:
    day = t.weekday(each.day)
    if not each.is_off:
        return day
    if each.on is None:
        return t("series.day.skipped", day=day)
    if each.on == each.day:
        return t("series.day.off", day=day)
    return t("series.day.moved", day=day, on=t.weekday(each.on))
