"""Calendar entries, read back by a reader written from the RFC."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.geo import Point
from planner.render.calendar import CalendarEvent, tour_ics

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
        ("DTSTART", "20260514T010000Z"),
        ("DTEND", "20260514T042000Z"),
        ("SEQUENCE", "3"),
        ("STATUS", "CONFIRMED"),
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

    assert (lines["STATUS"], lines["SEQUENCE"]) == ("CANCELLED", "4")


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

    names = [name for name, _ in read_back(tour_ics(replace(TOUR, **{field: hostile})))]

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
    with pytest.raises(ValueError, match="times with a zone"):
        tour_ics(replace(TOUR, **{field: datetime(2026, 5, 14, 10, 0)}))  # noqa: DTZ001


def test_tour_ics_refuses_an_end_before_the_start() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        tour_ics(replace(TOUR, ends_at=TOUR.starts_at - timedelta(minutes=1)))
