"""The grid of a month or a week: on a narrow screen a list of the days on which something is."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class GridEntry:
    """What is on a day. `css` names its kind and its state, `said` is the whole line as it is read out."""

    url: str
    time: str
    title: str
    css: str
    said: str


@dataclass(frozen=True)
class GridDay:
    """A day: its number and its name in full («пятница, 27 ноября»). `is_other`: of another month than the one looked at."""

    number: str
    name: str
    entries: Sequence[GridEntry]
    is_today: bool = False
    is_off: bool = False
    is_other: bool = False


def grid_html(weekdays: Sequence[str], days: Sequence[GridDay], *, label: str) -> str:
    """Whole weeks from Monday; `screen/calendar.css` dresses it. Typed text is escaped."""
    heads = "".join(f"<span>{escape(each)}</span>" for each in weekdays)
    cells = "".join(map(_day, days))
    return (
        f"<section class='calendar' aria-label='{escape(label, quote=True)}'>"
        f"<div class='weekdays' aria-hidden='true'>{heads}</div><ol>{cells}</ol></section>"
    )


def _day(day: GridDay) -> str:
    marks = {"today": day.is_today, "off": day.is_off, "other": day.is_other, "free": not day.entries}
    css = " ".join(name for name, holds in marks.items() if holds)
    entries = "".join(map(_entry, day.entries))
    shown = f"<b class='number'>{escape(day.number)}</b><span class='name'>{escape(day.name)}</span>"
    return f"<li class='{css}'><h3>{shown}</h3>{entries}</li>"


def _entry(entry: GridEntry) -> str:
    return (
        f"<a href='{escape(entry.url, quote=True)}' target='_self' class='{escape(entry.css, quote=True)}'"
        f" title='{escape(entry.said, quote=True)}'><i>{escape(entry.time)}</i> {escape(entry.title)}</a>"
    )
