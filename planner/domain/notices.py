"""Notices: what there is to tell, to which topic each kind belongs, how it comes by mail, and when a mail may go."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from planner.domain.clock import moment_on
from planner.domain.deadlines import WorkingCalendar, is_working_day
from planner.domain.words import Delivery, NoticeTopic


class CauseKind(StrEnum):
    """What happened that people may have to be told of: a step of the history, a change of a tour, a seat that became free, a
    resident's report whose address is to be confirmed, one that was decided on, a quote that waits to be approved.
    """

    MOVE = "move"
    TOUR = "tour"
    SEAT = "seat"
    REPORT = "report"
    REPORT_ANSWER = "report_answer"
    QUOTE = "quote"


class TourChange(StrEnum):
    """What became of a tour that those who come along are told of."""

    PUBLISHED = "published"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class NoticeKind(StrEnum):
    """What one person is told; `TOPICS` says to which topic each belongs."""

    INSTRUCTED = "instructed"
    HELPING = "helping"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    REOPENED = "reopened"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    REPORTED = "reported"
    EXTENSION_ASKED = "extension_asked"
    HANDED_AWAY = "handed_away"
    HAND_OVER_WISHED = "hand_over_wished"
    HAND_OVER_ASKED = "hand_over_asked"
    HAND_OVER_REFUSED = "hand_over_refused"
    CORRECTED = "corrected"
    INFORMED = "informed"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    DIGEST = "digest"
    LEADER_DIGEST = "leader_digest"
    CONTROL_DIGEST = "control_digest"
    CITY_DIGEST = "city_digest"
    TOUR_PUBLISHED = "tour_published"
    TOUR_MOVED = "tour_moved"
    TOUR_CHANGED = "tour_changed"
    TOUR_CANCELLED = "tour_cancelled"
    TOUR_WITHDRAWN = "tour_withdrawn"
    INVITED = "invited"
    SEAT_FREE = "seat_free"
    NO_MAIL = "no_mail"
    REPORT_SENT = "report_sent"
    REPORT_ACCEPTED = "report_accepted"
    REPORT_JOINED = "report_joined"
    REPORT_REFUSED = "report_refused"
    REPORT_RETURNED = "report_returned"
    QUOTE_WAITS = "quote_waits"


class Channel(StrEnum):
    """By which way a letter goes out; both wait, are tried again and given up in the same way."""

    MAIL = "mail"
    TELEGRAM = "telegram"


class MailState(StrEnum):
    """Where a mail stands: to be sent, being sent, taken by the mail server, given up."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


DIGESTS = (NoticeKind.DIGEST, NoticeKind.CONTROL_DIGEST, NoticeKind.LEADER_DIGEST, NoticeKind.CITY_DIGEST)
"""What the start page says, too: these do not count as unread."""
DIGEST_AT = time(8)
"""When digests and reminders are made, by the city's clocks."""
TOGETHER = timedelta(minutes=2)
"""So long after it the mails go out in which they are, so that each reader gets one."""

TOPICS: Mapping[NoticeKind, NoticeTopic] = {
    NoticeKind.INSTRUCTED: NoticeTopic.WORK,
    NoticeKind.HELPING: NoticeTopic.WORK,
    NoticeKind.HANDED_OVER: NoticeTopic.WORK,
    NoticeKind.RETURNED: NoticeTopic.WORK,
    NoticeKind.REOPENED: NoticeTopic.WORK,
    NoticeKind.EXTENDED: NoticeTopic.WORK,
    NoticeKind.EXTENSION_REFUSED: NoticeTopic.WORK,
    NoticeKind.ACCEPTED: NoticeTopic.WORK,
    NoticeKind.CANCELLED: NoticeTopic.WORK,
    NoticeKind.REPORTED: NoticeTopic.CONTROL,
    NoticeKind.EXTENSION_ASKED: NoticeTopic.CONTROL,
    NoticeKind.HANDED_AWAY: NoticeTopic.CONTROL,
    NoticeKind.HAND_OVER_WISHED: NoticeTopic.WORK,
    NoticeKind.HAND_OVER_ASKED: NoticeTopic.CONTROL,
    NoticeKind.HAND_OVER_REFUSED: NoticeTopic.WORK,
    NoticeKind.CORRECTED: NoticeTopic.WORK,
    NoticeKind.INFORMED: NoticeTopic.CONTROL,
    NoticeKind.SOLVED: NoticeTopic.ISSUES,
    NoticeKind.UNSOLVED: NoticeTopic.ISSUES,
    NoticeKind.DUE_SOON: NoticeTopic.REMINDERS,
    NoticeKind.DUE_TODAY: NoticeTopic.REMINDERS,
    NoticeKind.OVERDUE: NoticeTopic.REMINDERS,
    NoticeKind.DIGEST: NoticeTopic.DIGEST,
    NoticeKind.LEADER_DIGEST: NoticeTopic.DIGEST,
    NoticeKind.CONTROL_DIGEST: NoticeTopic.DIGEST,
    NoticeKind.CITY_DIGEST: NoticeTopic.DIGEST,
    NoticeKind.TOUR_PUBLISHED: NoticeTopic.TOURS,
    NoticeKind.TOUR_MOVED: NoticeTopic.TOURS,
    NoticeKind.TOUR_CHANGED: NoticeTopic.TOURS,
    NoticeKind.TOUR_CANCELLED: NoticeTopic.TOURS,
    NoticeKind.TOUR_WITHDRAWN: NoticeTopic.TOURS,
    NoticeKind.INVITED: NoticeTopic.TOURS,
    NoticeKind.SEAT_FREE: NoticeTopic.TOURS,
    NoticeKind.NO_MAIL: NoticeTopic.WORK,
    NoticeKind.REPORT_SENT: NoticeTopic.ISSUES,
    NoticeKind.REPORT_ACCEPTED: NoticeTopic.ISSUES,
    NoticeKind.REPORT_JOINED: NoticeTopic.ISSUES,
    NoticeKind.REPORT_REFUSED: NoticeTopic.ISSUES,
    NoticeKind.REPORT_RETURNED: NoticeTopic.ISSUES,
    NoticeKind.QUOTE_WAITS: NoticeTopic.QUOTES,
}

USUAL: Mapping[NoticeTopic, Delivery] = {
    NoticeTopic.WORK: Delivery.AT_ONCE,
    NoticeTopic.CONTROL: Delivery.DIGEST,
    NoticeTopic.REMINDERS: Delivery.AT_ONCE,
    NoticeTopic.ISSUES: Delivery.AT_ONCE,
    NoticeTopic.TOURS: Delivery.AT_ONCE,
    NoticeTopic.DIGEST: Delivery.DIGEST,
    NoticeTopic.QUOTES: Delivery.AT_ONCE,
}
"""How a topic comes by mail to who has chosen nothing: a controller gets a hundred reports, so they come together."""


def next_digest(now: datetime, zone: str, calendar: WorkingCalendar) -> datetime:
    """The next moment at which digests are made on a working day; `now` itself, if it is that."""
    day = now.astimezone(ZoneInfo(zone)).date()
    while moment_on(day, DIGEST_AT, zone) < now or not is_working_day(day, calendar):
        day += timedelta(days=1)
    return moment_on(day, DIGEST_AT, zone)


def mail_moment(
    delivery: Delivery,
    now: datetime,
    zone: str,
    calendar: WorkingCalendar,
    quiet_from: time | None,
    quiet_until: time | None,
    *,
    of_the_morning: bool = False,
) -> datetime | None:
    """From when on a notice of `now` may go by mail; None for never. What falls into the quiet hours waits for their end.

    The hours may go over midnight (22:00 to 7:00); where both are the same, or one is missing, none are quiet.
    `of_the_morning`: it was made at eight, or later because nothing ran then: it goes out with all else of that morning.
    """
    if delivery is Delivery.NONE:
        return None
    moment = _wished_moment(delivery, now, zone, calendar, of_the_morning=of_the_morning)
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return moment
    return _after_quiet(moment, zone, quiet_from, quiet_until)


def _wished_moment(
    delivery: Delivery, now: datetime, zone: str, calendar: WorkingCalendar, *, of_the_morning: bool
) -> datetime:
    if not of_the_morning:
        return now if delivery is Delivery.AT_ONCE else next_digest(now, zone, calendar) + TOGETHER
    eight = moment_on(now.astimezone(ZoneInfo(zone)).date(), DIGEST_AT, zone)
    return max(now, (eight if delivery is Delivery.AT_ONCE else next_digest(eight, zone, calendar)) + TOGETHER)


def _after_quiet(moment: datetime, zone: str, begin: time, end: time) -> datetime:
    local = moment.astimezone(ZoneInfo(zone))
    day, clock = local.date(), local.time()
    if begin < end:
        return moment_on(day, end, zone) if begin <= clock < end else moment
    if clock >= begin:
        return moment_on(day + timedelta(days=1), end, zone)
    return moment_on(day, end, zone) if clock < end else moment
