"""A tour as a calendar entry (RFC 5545) that Outlook, Apple and Google take, and that updates itself when sent again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from planner.domain.geo import Point

_LINE_OCTETS = 75


@dataclass(frozen=True)
class CalendarEvent:
    """One entry. Times are aware. `uid` stays the same for the life of a tour (such as `<tour id>@<host>`).

    `sequence` grows with each change that matters, so that a calendar takes the newer one; `changed_at` is when this
    version was made. Texts are plain; `location`, `description` and `url` may be empty.
    """

    uid: str
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    position: Point | None = None
    sequence: int = 0
    status: Literal["CONFIRMED", "CANCELLED"] = "CONFIRMED"


def tour_ics(event: CalendarEvent) -> bytes:
    """The entry as a file of type `text/calendar`: UTF-8, one VEVENT, times in UTC, lines of at most 75 octets.

    Raises ValueError for a time without a zone and for an end before the start.
    """
    if any(at.utcoffset() is None for at in (event.changed_at, event.starts_at, event.ends_at)):
        raise ValueError("a calendar entry needs times with a zone")
    if event.ends_at < event.starts_at:
        raise ValueError("a calendar entry ends before it starts")
    return b"".join(_folded(line) for line in _lines(event))


def _lines(event: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Tour planner//Tour//RU"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_moment(event.changed_at)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{event.status}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.location:
        yield f"LOCATION:{_text(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.position:
        yield f"GEO:{event.position.lat:.6f};{event.position.lon:.6f}"
    if event.url:
        yield f"URL:{_without_controls(event.url)}"
    yield "END:VEVENT"
    yield "END:VCALENDAR"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Section 3.3.11: backslash, semicolon, comma and line breaks escaped; other control characters have no place."""
    lines = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").splitlines()
    return "\\n".join(_without_controls(line) for line in lines)


def _without_controls(value: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", value)


def _folded(line: str) -> bytes:
    """Section 3.1: at most 75 octets a line, cut between characters, continued after a space."""
    pieces: list[bytes] = []
    piece = b""
    for octets in (character.encode() for character in line):
        # Every piece but the first carries the space that marks it as a continuation.
        if len(piece) + len(octets) + bool(pieces) > _LINE_OCTETS:
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
