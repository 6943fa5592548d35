"""When a mail may go: at once, at eight on a working day, not in the quiet hours, never."""

from datetime import UTC, date, datetime, time

import pytest

from planner.domain.deadlines import WorkingCalendar
from planner.domain.notices import USUAL, mail_moment, next_digest
from planner.domain.words import Delivery, NoticeTopic

ZONE = "Asia/Yakutsk"
WEEK = WorkingCalendar()


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 by the city's clocks, nine hours before UTC's; the 23rd is a Monday."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{hour:02}:{minute:02}:00+09:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "digest"),
    [
        (local(23, 7, 59), local(23, 8)),
        (local(23, 8), local(23, 8)),
        (local(23, 8, 1), local(24, 8)),
        (local(27, 9), local(30, 8)),
        (local(28, 1), local(30, 8)),
    ],
)
def test_next_digest_is_at_eight_on_a_working_day(now: datetime, digest: datetime) -> None:
    assert next_digest(now, ZONE, WEEK) == digest


@pytest.mark.parametrize(
    ("delivery", "now", "quiet", "moment"),
    [
        (Delivery.NONE, local(23, 12), (None, None), None),
        (Delivery.AT_ONCE, local(23, 12), (None, None), local(23, 12)),
        (Delivery.AT_ONCE, local(23, 12), (time(12), time(12)), local(23, 12)),
        (Delivery.AT_ONCE, local(23, 12), (time(12), None), local(23, 12)),
        (Delivery.AT_ONCE, local(23, 12), (time(12), time(13)), local(23, 13)),
        (Delivery.AT_ONCE, local(23, 13), (time(12), time(13)), local(23, 13)),
        (Delivery.AT_ONCE, local(23, 21, 59), (time(22), time(7)), local(23, 21, 59)),
        (Delivery.AT_ONCE, local(23, 22), (time(22), time(7)), local(24, 7)),
        (Delivery.AT_ONCE, local(24, 6, 59), (time(22), time(7)), local(24, 7)),
        (Delivery.AT_ONCE, local(24, 7), (time(22), time(7)), local(24, 7)),
        (Delivery.DIGEST, local(23, 12), (time(22), time(7)), local(24, 8, 2)),
        (Delivery.DIGEST, local(23, 12), (time(22), time(9, 30)), local(24, 9, 30)),
    ],
)
def test_mail_goes_when_its_reader_wants_it(
    delivery: Delivery, now: datetime, quiet: tuple[time | None, time | None], moment: datetime | None
) -> None:
    assert mail_moment(delivery, now, ZONE, WEEK, *quiet) == moment


@pytest.mark.parametrize(
    ("delivery", "now", "moment"),
    [
        (Delivery.AT_ONCE, local(23, 8), local(23, 8, 2)),
        (Delivery.DIGEST, local(23, 8), local(23, 8, 2)),
        (Delivery.DIGEST, local(23, 9, 30), local(23, 9, 30)),
        (Delivery.AT_ONCE, local(28, 8), local(28, 8, 2)),
        (Delivery.DIGEST, local(28, 8), local(30, 8, 2)),
        (Delivery.NONE, local(23, 8), None),
    ],
)
def test_what_is_made_in_the_morning_goes_out_in_one_mail(
    delivery: Delivery, now: datetime, moment: datetime | None
) -> None:
    assert mail_moment(delivery, now, ZONE, WEEK, None, None, of_the_morning=True) == moment


def test_digest_waits_for_the_end_of_the_holidays() -> None:
    calendar = WorkingCalendar(exceptions={date(2026, 11, 24): False, date(2026, 11, 25): False})

    assert next_digest(local(23, 9), ZONE, calendar) == local(26, 8)


def test_every_topic_comes_somehow() -> None:
    assert USUAL.keys() == set(NoticeTopic)
