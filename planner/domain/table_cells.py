"""What a cell of a table means that somebody saved: text, a number or a day, however the program that saved it writes them."""

import re
from datetime import date, datetime, timedelta

Read = str | int | float | date | datetime | None
"""What is read from a cell."""

_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = (10_000, 100_000)
"""Which numbers are days: from 1927 to 2173."""
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


def as_text(cell: Read) -> str:
    """As it would stand on paper; a whole number without a fraction, a day as Russians write it."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case datetime():
            time = "" if cell.time() == cell.min.time() else f" {cell.hour:02}:{cell.minute:02}"
            return as_text(cell.date()) + time
        case date():
            return f"{cell.day:02}.{cell.month:02}.{cell.year}"
        case int() | float():
            return str(int(cell)) if cell == int(cell) else repr(cell)


def as_number(cell: Read) -> float | None:
    """A number, also one that was typed as text, with a comma and blanks between thousands; None for nothing.

    ValueError for what is none.
    """
    if isinstance(cell, int | float):
        return float(cell)
    if isinstance(cell, date):
        raise ValueError
    typed = re.sub(r"[\s\u00a0\u202f']", "", cell or "").replace(",", ".").removeprefix("№")
    if not typed:
        return None
    number = float(typed)
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError
    return number


def as_whole(cell: Read) -> int | None:
    """A whole number; None for nothing, ValueError for what is none or has a fraction."""
    number = as_number(cell)
    if number is None:
        return None
    if number != int(number):
        raise ValueError
    return int(number)


def as_day(cell: Read) -> date | None:
    """A day: as a date, as Excel's number of days, as 31.12.2026 or as 2026-12-31; None for nothing, ValueError for what is none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, str) and (found := _DAY.match(cell.strip())):
        day, month, year, iso_year, iso_month, iso_day = found.groups()
        return date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    days = as_whole(cell)
    if days is None:
        return None
    if not _EXCEL_DAYS[0] <= days <= _EXCEL_DAYS[1]:
        raise ValueError
    return _EXCEL_EPOCH + timedelta(days=days)
