"""Tours as entries of calendars, in words: what is called how, where it begins, its stops, one's own answer."""

from datetime import datetime
from typing import Literal

from planner.domain.models import City, Stop
from planner.domain.typed import shortened
from planner.domain.words import Answer, TourState
from planner.i18n import Translator
from planner.phrases.names import city_name
from planner.render.files.calendar import CalendarDay, CalendarEvent, CalendarPerson
from planner.services.tours.calendar import OwnAnswer, TourInCalendar
from planner.services.tours.due_dates import DueInCalendar

_LONGEST_TEXT = 80
_MAYBE = (Answer.INVITED, Answer.WAITING)


def calendar_name(t: Translator, city: City) -> str:
    """What the calendar of a person is called."""
    return t("calendars.name", city=city_name(t, city))


def calendar_entry(
    t: Translator, each: TourInCalendar, *, url: str, stamped_at: datetime | None = None
) -> CalendarEvent:
    """The entry of a tour; the description lists its stops with their times, of an event says what it is, one's own answer first.

    The `uid` is that of the tour, whoever's entry it is: one replaces the other. Its `sequence` is the version of the
    plan, so a calendar that gets the file again takes the newer one. It is tentative until one's answer is yes. Without
    `stamped_at` it says nothing of when it was asked for: the same tour gives the same entry.
    """
    tour, stops, own = each.tour, each.stops, each.own
    changed_at = tour.changed_at or tour.created_at
    address = f", {stops[0].address}" if tour.is_event and stops and stops[0].address else ""
    return CalendarEvent(
        uid=f"tour-{tour.id}-{int(tour.created_at.timestamp())}@planner",
        changed_at=max(changed_at, _answered_at(own)) if own else changed_at,
        starts_at=tour.starts_at,
        ends_at=tour.ends_at,
        summary=t("calendars.draft", title=tour.title) if tour.state is TourState.DRAFT else tour.title,
        location=(tour.start_name or (stops[0].name if stops else "")) + address,
        description=_description(t, each),
        url=url,
        position=tour.start_point or (stops[0].point if stops else None),
        sequence=tour.version,
        status=_status(each),
        stamped_at=stamped_at,
        organizer=CalendarPerson(each.organizer.name, each.organizer.email or "") if each.organizer else None,
        invited=CalendarPerson(own.name, own.email) if own else None,
        answer=own.invitation.answer if own else Answer.INVITED,
    )


def due_entry(t: Translator, each: DueInCalendar, *, url: str) -> CalendarDay:
    """The entry of an instruction's date: what is to be done, where, and by when. It says nothing of when it was asked for."""
    instruction, issue = each.instruction, each.issue
    counted = instruction.extensions + instruction.returns + instruction.hand_overs
    what = shortened(instruction.text, _LONGEST_TEXT)
    return CalendarDay(
        uid=f"instruction-{instruction.uid}@planner",
        day=instruction.due_on,
        stamped_at=instruction.given_at,
        sequence=counted,
        summary=t("calendars.due", number=issue.id, text=what),
        description="\n".join(part for part in (issue.address, instruction.text) if part),
        url=url,
    )


def _status(each: TourInCalendar) -> Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]:
    if each.tour.state in (TourState.CANCELLED, TourState.DELETED):
        return "CANCELLED"
    is_unsure = each.own is not None and each.own.invitation.answer in _MAYBE
    return "TENTATIVE" if each.tour.state is TourState.DRAFT or is_unsure else "CONFIRMED"


def _answered_at(own: OwnAnswer) -> datetime:
    return own.invitation.answered_at or own.invitation.invited_at


def _description(t: Translator, each: TourInCalendar) -> str:
    tour, own = each.tour, each.own
    answer = [t("calendars.answer", answer=t(f"words.answer.{own.invitation.answer.value}"))] if own else []
    cancelled = t("events.cancelled" if tour.is_event else "calendars.cancelled", reason=tour.cancel_reason)
    reason = [cancelled] if tour.state is TourState.CANCELLED else []
    return "\n".join([*answer, *reason, *(_of_event(t, each) if tour.is_event else _of_stops(t, each))])


def _of_stops(t: Translator, each: TourInCalendar) -> list[str]:
    return [_line(t, stop) for stop in each.stops]


def _of_event(t: Translator, each: TourInCalendar) -> list[str]:
    """What kind of event it is, what is to be known, and what is handed out."""
    tour = each.tour
    return list(filter(None, [t(f"words.tour_kind.{tour.kind.value}"), tour.note, tour.materials]))


def _line(t: Translator, stop: Stop) -> str:
    clock = "" if stop.planned_arrival is None else f"{t.time(stop.planned_arrival)} "
    return f"{stop.position}. {clock}{stop.name}" + (f", {stop.address}" if stop.address else "")
