"""Calendar entries, read back by a reader written from the RFC."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from planner.domain.geo import Point
from planner.domain.words import Answer
from planner.render.files.calendar import CalendarEvent, CalendarPerson, calendar_ics, tour_ics

BLAGOVESHCHENSK = timezone(timedelta(hours=9))
TOUR = CalendarEvent(
    uid="b2c0@tours.example.ru",
    changed_at=datetime(2026, 5, 2, 1, 2, 3, tzinfo=UTC),
    starts_at=datetime(2026, 5, 14, 10, 0, tzinfo=BLAGOVESHCHENSK),
    ends_at=datetime(2026, 5, 14, 13, 20, tzinfo=BLAGOVESHCHENSK),
    summary="Объезд: Центральный район, дворы и спортплощадки; начало у администрации города",
    location="ул. Ленина, 133",
    description="Остановок: 6.\nРуководитель — Ольга\\Иванова; автобус А123ВС",
    url="https://tours.example.ru/tour?id=12",
    position=Point(50.2907, 127.5272),
    sequence=3,
)


def read_back(ics: bytes) -> list[tuple[str, str]]:
    lines = ics.decode().replace("\r\n ", "").split("\r\n")
    assert lines.pop() == ""
    return [tuple(line.split(":", 1)) for line in lines]  # type: ignore[misc]


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_tour_ics_says_everything_of_the_event() -> None:
    lines = read_back(tour_ics(TOUR))

    assert [(name, unescaped(value) if name != "GEO" else value) for name, value in lines] == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Tour planner//Tour//RU"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("BEGIN", "VEVENT"),
        ("UID", "b2c0@tours.example.ru"),
        ("DTSTAMP", "20260502T010203Z"),
        ("LAST-MODIFIED", "20260502T010203Z"),
        ("DTSTART", "20260514T010000Z"),
        ("DTEND", "20260514T042000Z"),
        ("SEQUENCE", "3"),
        ("STATUS", "CONFIRMED"),
        ("TRANSP", "OPAQUE"),
        ("SUMMARY", TOUR.summary),
        ("LOCATION", TOUR.location),
        ("DESCRIPTION", TOUR.description),
        ("GEO", "50.290700;127.527200"),
        ("URL", TOUR.url),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]


def test_tour_ics_escapes_what_the_rfc_reserves() -> None:
    lines = dict(read_back(tour_ics(replace(TOUR, location="a;b,c\\d\ne"))))

    assert lines["LOCATION"] == r"a\;b\,c\\d\ne"


def test_tour_ics_of_a_cancelled_tour_says_so() -> None:
    lines = dict(read_back(tour_ics(replace(TOUR, status="CANCELLED", sequence=4))))

    assert (lines["METHOD"], lines["STATUS"], lines["SEQUENCE"], lines["TRANSP"]) == (
        "CANCEL",
        "CANCELLED",
        "4",
        "TRANSPARENT",
    )


def test_tour_ics_leaves_out_what_is_not_known() -> None:
    bare = replace(TOUR, location="", description="", url="", position=None)

    names = {name for name, _ in read_back(tour_ics(bare))}

    assert names & {"LOCATION", "DESCRIPTION", "URL", "GEO"} == set()


def test_tour_ics_folds_long_lines_and_only_between_characters() -> None:
    lines = tour_ics(replace(TOUR, summary="Ж" * 40, location="", description="", url="")).split(b"\r\n")

    folded = [line.decode() for line in lines if line.startswith((b"SUMMARY", b" "))]
    assert folded == ["SUMMARY:" + "Ж" * 33, " " + "Ж" * 7]


@pytest.mark.parametrize("length", [66, 67, 68, 69, 141, 142])
def test_tour_ics_fills_lines_to_the_last_octet(length: int) -> None:
    ics = tour_ics(replace(TOUR, location="", description="", url="", summary="s" * length))

    folded = [line for line in ics.split(b"\r\n") if line.startswith((b"SUMMARY", b" "))]
    whole = f"SUMMARY:{'s' * length}".encode()
    assert folded[0] == whole[:75]
    assert [line[1:] for line in folded[1:]] == [whole[at : at + 74] for at in range(75, len(whole), 74)]


@pytest.mark.parametrize("field", ["uid", "summary", "location", "description", "url"])
def test_tour_ics_typed_text_adds_no_line(field: str) -> None:
    hostile = "x\r\nATTACH:file:///etc/passwd\rBEGIN:VALARM\u2028END:VEVENT\x0b\x85\nX"

    changed: dict[str, Any] = {field: hostile}

    names = [name for name, _ in read_back(tour_ics(replace(TOUR, **changed)))]

    assert names == [name for name, _ in read_back(tour_ics(TOUR))]


@given(st.text(min_size=1, max_size=300))
def test_tour_ics_any_text_survives_but_for_control_characters(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    shown = "\n".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", line) for line in text.splitlines())

    ics = tour_ics(replace(TOUR, summary=text))

    assert unescaped(dict(read_back(ics))["SUMMARY"]) == shown
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))


@pytest.mark.parametrize("field", ["changed_at", "starts_at", "ends_at"])
def test_tour_ics_refuses_a_time_without_a_zone(field: str) -> None:
    changed: dict[str, Any] = {field: datetime(2026, 5, 14, 10, 0)}  # noqa: DTZ001

    with pytest.raises(ValueError, match="times with a zone"):
        tour_ics(replace(TOUR, **changed))


def test_tour_ics_refuses_an_end_before_the_start() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        tour_ics(replace(TOUR, ends_at=TOUR.starts_at - timedelta(minutes=1)))


HOUR = timedelta(hours=1)
OLGA = CalendarPerson("Ольга", "olga@example.ru")


def subscribed(*events: CalendarEvent) -> bytes:
    return calendar_ics("Объезды; город, весь", events, zone="Asia/Yakutsk", refresh=HOUR)


def test_calendar_reads_the_same_by_a_reader_of_another_make() -> None:
    other = replace(TOUR, uid="x@tours.example.ru", status="CANCELLED", organizer=OLGA)

    calendar = Calendar.from_ical(subscribed(TOUR, other))

    assert {str(calendar["NAME"]), str(calendar["X-WR-CALNAME"])} == {r"Объезды\; город\, весь"}
    assert (calendar.decoded("REFRESH-INTERVAL"), str(calendar["X-PUBLISHED-TTL"])) == (HOUR, "PT60M")
    first, second = calendar.walk("VEVENT")
    assert (first["UID"], first["SUMMARY"], first["LOCATION"], first["DESCRIPTION"], first["URL"]) == (
        TOUR.uid,
        TOUR.summary,
        TOUR.location,
        TOUR.description,
        TOUR.url,
    )
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (TOUR.starts_at, TOUR.ends_at)
    assert (first.decoded("LAST-MODIFIED"), first.decoded("DTSTAMP")) == (TOUR.changed_at, TOUR.changed_at)
    assert first["GEO"].to_ical() == "50.2907;127.5272"
    assert (first["SEQUENCE"], first["STATUS"], second["STATUS"]) == (3, "CONFIRMED", "CANCELLED")
    assert (second["ORGANIZER"], second["ORGANIZER"].params["CN"]) == ("mailto:olga@example.ru", "Ольга")
    assert first.errors == second.errors == []


@pytest.mark.parametrize(
    ("answer", "part", "transparency"),
    [
        (Answer.INVITED, "NEEDS-ACTION", "OPAQUE"),
        (Answer.YES, "ACCEPTED", "OPAQUE"),
        (Answer.WAITING, "TENTATIVE", "OPAQUE"),
        (Answer.NO, "DECLINED", "TRANSPARENT"),
        (Answer.DELEGATED, "DELEGATED", "TRANSPARENT"),
    ],
)
def test_invitation_says_the_answer_and_asks_for_none_by_mail(answer: Answer, part: str, transparency: str) -> None:
    calendar = Calendar.from_ical(tour_ics(replace(TOUR, invited=OLGA, answer=answer)))

    [event] = calendar.walk("VEVENT")
    assert "METHOD" not in calendar
    assert event["ATTENDEE"] == "mailto:olga@example.ru"
    assert (event["ATTENDEE"].params["PARTSTAT"], event["ATTENDEE"].params["RSVP"]) == (part, "FALSE")
    assert event["TRANSP"] == transparency


def test_invited_person_without_an_address_is_named_all_the_same() -> None:
    [event] = Calendar.from_ical(tour_ics(replace(TOUR, invited=CalendarPerson("Пётр")))).walk("VEVENT")

    assert (event["ATTENDEE"], event["ATTENDEE"].params["CN"]) == ("invalid:nomail", "Пётр")


@given(st.text(max_size=120), st.text(max_size=80))
def test_any_name_and_address_stay_within_their_line(name: str, email: str) -> None:
    person = CalendarPerson(name, email)

    ics = subscribed(replace(TOUR, invited=person, organizer=person))

    expected = [
        line.partition(";")[0] for line, _ in read_back(subscribed(replace(TOUR, invited=OLGA, organizer=OLGA)))
    ]
    assert [line.partition(";")[0] for line, _ in read_back(ics)] == expected
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))
    assert len(Calendar.from_ical(ics).walk("VEVENT")) == 1


def test_empty_calendar_can_be_subscribed_to() -> None:
    assert Calendar.from_ical(subscribed()).walk("VEVENT") == []


def test_calendar_refuses_what_an_entry_may_not_have() -> None:
    with pytest.raises(ValueError, match="times with a zone"):
        subscribed(replace(TOUR, stamped_at=datetime(2026, 5, 14, 10, 0)))  # noqa: DTZ001
