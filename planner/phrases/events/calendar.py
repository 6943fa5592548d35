"""The calendar of all kinds in words: what stands on which day."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from planner import links
from planner.domain.models import Tour
from planner.domain.tour_filter import MONTH, days_of_view
from planner.i18n import Translator
from planner.render.calendar.grid import GridDay, GridEntry
from planner.services.events.finding import TourRow


def grid_days(
    t: Translator,
    rows: Sequence[TourRow],
    *,
    view: str,
    day: date,
    today: date,
    is_working: Callable[[date], bool],
) -> Sequence[GridDay]:
    """Every day that a month or a week has, with what begins on it."""
    first, last = days_of_view(view, day)
    by_day: dict[date, list[GridEntry]] = defaultdict(list)
    for row in rows:
        by_day[t.local(row.tour.starts_at).date()].append(_entry(t, row))
    return [
        GridDay(
            number=str(each.day),
            name=t.weekday(each),
            entries=by_day[each],
            is_today=each == today,
            is_off=not is_working(each),
            is_other=view == MONTH and each.month != day.month,
        )
        for each in (first + timedelta(days=number) for number in range((last - first).days + 1))
    ]


def view_title(t: Translator, view: str, day: date) -> str:
    """«Ноябрь 2026», or «23–29 ноября 2026» of a week."""
    if view == MONTH:
        return f"{t.month_alone(day)} {day.year}"
    first, last = days_of_view(view, day)
    begins = str(first.day) if first.month == last.month else t.day(first)
    return f"{begins}–{t.full_date(last)}"


def weekday_names(t: Translator, day: date) -> Sequence[str]:
    """The short names from Monday on."""
    monday = day - timedelta(days=day.weekday())
    return [t.short_weekday(monday + timedelta(days=number)) for number in range(7)]


def say_entry(t: Translator, tour: Tour, leader: str) -> str:
    """All that is to be known at a glance: «10:00–12:00, Пресс-подход «…», место, ведущий: …, Черновик»."""
    named = t("events.named", kind=t(f"words.tour_kind.{tour.kind.value}"), title=tour.title)
    led = t("events.led_by" if tour.is_event else "tours.led_by", name=leader) if leader else ""
    times = f"{t.time(tour.starts_at)}–{t.time(tour.ends_at)}"
    state = t(f"words.tour_state.{tour.state.value}")
    return ", ".join(filter(None, [times, named, tour.start_name, led, state]))


def _entry(t: Translator, row: TourRow) -> GridEntry:
    tour = row.tour
    return GridEntry(
        url=links.screen("tour", id=tour.id),
        time=t.time(tour.starts_at),
        title=tour.title,
        css=f"{tour.kind.value} {tour.state.value}",
        said=say_entry(t, tour, row.leader),
    )
