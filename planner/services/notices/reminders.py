"""Reminders of dates: to the people who do the work, then to the agency's head, then to the leader of the tour."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.models import Agency, Instruction, Issue, Notice, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.reminders import Reminder, dates_reminded_of, reminder_of
from planner.domain.words import WAITING_INSTRUCTION_STATES
from planner.services.city.city import get_city
from planner.services.notices.recipients import Recipients


def instructions_to_remind_of(session: Session, actor: Actor, *, now: datetime) -> Sequence[int]:
    """The numbers of the instructions that wait for their agency and have such a date that one may have to be reminded of
    it today; for the worker.
    """
    require(actor, Action.MANAGE_CITY)
    dates = set(dates_reminded_of(today_in(get_city(session).timezone, now)))
    query = select(Instruction.id).where(
        col(Instruction.state).in_(WAITING_INSTRUCTION_STATES), col(Instruction.due_on).in_(dates)
    )
    return [number for number in session.exec(query.order_by(col(Instruction.id))) if number is not None]


def remind(session: Session, actor: Actor, instruction_ids: Sequence[int], *, now: datetime) -> int:
    """Writes the reminders of these instructions that are due today and that nobody has yet; how many there were.

    Of one instruction, rule and day each person is reminded once, however often this is asked for.
    """
    require(actor, Action.MANAGE_CITY)
    hold_all(session, Notice)
    recipients = Recipients(session, now)
    today = today_in(recipients.zone, now)
    told = 0
    query = select(Instruction).where(
        col(Instruction.id).in_(instruction_ids), col(Instruction.state).in_(WAITING_INSTRUCTION_STATES)
    )
    for instruction in session.exec(query.order_by(col(Instruction.id))).all():
        reminder = reminder_of(instruction.due_on, today, today_in(recipients.zone, instruction.given_at))
        if reminder is not None:
            told += _remind_of(recipients, instruction, reminder)
    return told


def _remind_of(recipients: Recipients, instruction: Instruction, reminder: Reminder) -> int:
    session = recipients.session
    issue = session.get_one(Issue, instruction.issue_id)
    agency = session.get_one(Agency, instruction.agency_id)
    facts = {
        "issue": issue.id,
        "instruction": instruction.id,
        "address": issue.address,
        "work": instruction.text,
        "agency": agency.short_name or agency.name,
        "due_on": instruction.due_on.isoformat(),
        "days_late": reminder.days_late,
    }
    about = f"due:{id_of(instruction)}:{reminder.kind.value}:{reminder.on.isoformat()}"
    people = dict.fromkeys(_people(recipients, instruction, issue, reminder))
    told = (recipients.tell(person_id, reminder.kind, about, thing=issue, facts=facts) for person_id in people)
    return sum(each is not None for each in told)


def _people(recipients: Recipients, instruction: Instruction, issue: Issue, reminder: Reminder) -> Iterator[int]:
    yield from recipients.officials(instruction.agency_id)
    if reminder.tells_head:
        yield from recipients.heads(instruction.agency_id)
    if reminder.tells_leader and issue.tour_id is not None:
        leader_id = recipients.session.get_one(Tour, issue.tour_id).leader_id
        if leader_id is not None:
            yield leader_id
