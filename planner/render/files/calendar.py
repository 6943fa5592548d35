"""Tours as calendar entries (RFC 5545) that Outlook, Apple and Google take, and that update themselves when read again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from planner.domain.geo import Point
from planner.domain.words import Answer

_LINE_OCTETS = 75
_PART_STATUS = {
    Answer.INVITED: "NEEDS-ACTION",
    Answer.YES: "ACCEPTED",
    Answer.NO: "DECLINED",
    Answer.DELEGATED: "DELEGATED",
    Answer.WAITING: "TENTATIVE",
}


@dataclass(frozen=True)
class CalendarPerson:
    """Who runs a tour, or who is invited; without an e-mail the entry says that there is none."""

    name: str
    email: str = ""


@dataclass(frozen=True)
class CalendarEvent:
    """One entry. Times are aware. `uid` stays the same for the life of a tour (such as `<tour id>@<host>`).

    `sequence` grows with each change that matters, so that a calendar takes the newer one; `changed_at` is when this
    version was made, `stamped_at` when it was written down (by default the same). Texts are plain; `location`,
    `description` and `url` may be empty. `invited` with the `answer` is the one person whose entry this is; such an entry
    leaves the hours free unless the answer is, or may become, yes.
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
    status: Literal["TENTATIVE", "CONFIRMED", "CANCELLED"] = "CONFIRMED"
    stamped_at: datetime | None = None
    organizer: CalendarPerson | None = None
    invited: CalendarPerson | None = None
    answer: Answer = Answer.INVITED

    @property
    def is_free(self) -> bool:
        """Whether these hours stay free in the calendar."""
        return self.status == "CANCELLED" or (self.invited is not None and self.answer in (Answer.NO, Answer.DELEGATED))


@dataclass(frozen=True)
class CalendarDay:
    """An entry for a whole day, at no hour, which leaves the day free: the date of an instruction."""

    uid: str
    day: date
    stamped_at: datetime
    sequence: int
    summary: str
    description: str
    url: str


def tour_ics(event: CalendarEvent) -> bytes:
    """The entry as a file of type `text/calendar`: UTF-8, one VEVENT, times in UTC, lines of at most 75 octets.

    Published, or, when cancelled, withdrawn by METHOD:CANCEL (RFC 5546). Somebody's own invitation has no method: it is
    answered in the planner, and no calendar should send an answer by mail. Raises ValueError for a time without a zone and
    for an end before the start.
    """
    cancelled = event.status == "CANCELLED"
    method = "CANCEL" if cancelled else "" if event.invited else "PUBLISH"
    return _document([f"METHOD:{method}"] if method else [], [event])


def calendar_ics(
    name: str, events: Sequence[CalendarEvent], *, zone: str, refresh: timedelta, days: Sequence[CalendarDay] = ()
) -> bytes:
    """A whole calendar to subscribe to, which asks to be fetched again after `refresh` (RFC 7986); refuses as `tour_ics`.

    `zone` (such as "Asia/Yakutsk") is what some calendars show it in; all times are UTC, so no summer time can shift them.
    """
    every = f"PT{int(refresh.total_seconds()) // 60}M"
    about = [
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"X-WR-TIMEZONE:{_text(zone)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{every}",
        f"X-PUBLISHED-TTL:{every}",
    ]
    return _document(about, events, days)


def _document(about: Sequence[str], events: Sequence[CalendarEvent], days: Sequence[CalendarDay] = ()) -> bytes:
    for event in events:
        moments = (event.changed_at, event.starts_at, event.ends_at, event.stamped_at or event.changed_at)
        if any(at.utcoffset() is None for at in moments):
            raise ValueError("a calendar entry needs times with a zone")
        if event.ends_at < event.starts_at:
            raise ValueError("a calendar entry ends before it starts")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tour planner//Tour//RU", "CALSCALE:GREGORIAN", *about]
    lines += [line for event in events for line in _lines(event)]
    lines += [line for day in days for line in _day_lines(day)]
    return b"".join(map(_folded, [*lines, "END:VCALENDAR"]))


def _lines(event: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_moment(event.stamped_at or event.changed_at)}"
    yield f"LAST-MODIFIED:{_moment(event.changed_at)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{event.status}"
    yield f"TRANSP:{'TRANSPARENT' if event.is_free else 'OPAQUE'}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.location:
        yield f"LOCATION:{_text(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.position:
        yield f"GEO:{event.position.lat:.6f};{event.position.lon:.6f}"
    if event.url:
        yield f"URL:{_without_controls(event.url)}"
    if event.organizer:
        yield f"ORGANIZER;CN={_quoted(event.organizer.name)}:{_address(event.organizer)}"
    if event.invited:
        status = _PART_STATUS[event.answer]
        yield f"ATTENDEE;CN={_quoted(event.invited.name)};PARTSTAT={status};RSVP=FALSE:{_address(event.invited)}"
    yield "END:VEVENT"


def _day_lines(entry: CalendarDay) -> Iterator[str]:
    """Section 3.6.1: a date without an hour, whose end is not part of it."""
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{_moment(entry.stamped_at)}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SEQUENCE:{entry.sequence}"
    yield "STATUS:CONFIRMED"
    yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{_text(entry.summary)}"
    yield f"DESCRIPTION:{_text(entry.description)}"
    yield f"URL:{_without_controls(entry.url)}"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _address(person: CalendarPerson) -> str:
    email = re.sub(r"\s", "", _without_controls(person.email))
    return f"mailto:{email}" if email else "invalid:nomail"


def _text(value: str) -> str:
    """Section 3.3.11: backslash, semicolon, comma and line breaks escaped; other control characters have no place."""
    lines = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").splitlines()
    return "\\n".join(_without_controls(line) for line in lines)


def _quoted(value: str) -> str:
    """Section 3.1: a parameter's text in quotes, which it may not hold itself."""
    return f'"{_without_controls(" ".join(value.split())).replace(chr(34), chr(39))}"'


def _without_controls(value: str) -> str:
    """One line: no control characters, no other ends of line, and no halves of a character, which have no UTF-8."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", " ", value)


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
