"""Digests at eight: what waits for an official, on working days; how their tours' issues stand for leaders, on Mondays."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, and_, case, col, func, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.deadlines import is_working_day, today_in
from planner.domain.models import Instruction, Issue, Notice, Person, PersonRole, Tour
from planner.domain.notices import NoticeKind
from planner.domain.permissions import Action, require
from planner.domain.words import OPEN_INSTRUCTION_STATES, WAITING_INSTRUCTION_STATES, InstructionState, Role
from planner.services.city.city import get_city
from planner.services.control.work import OFFICIALS_PILES, my_work
from planner.services.deadlines.calendar import city_calendar
from planner.services.notices.recipients import Recipients

_MONDAY = 0


def people_with_digests(session: Session, actor: Actor, *, now: datetime) -> Sequence[int]:
    """Who may get a digest today: officials on a working day, and on Mondays leaders of tours; for the worker."""
    require(actor, Action.MANAGE_CITY)
    today = today_in(get_city(session).timezone, now)
    if not is_working_day(today, city_calendar(session)):
        return []
    in_use = col(Person.archived).is_(False)
    officials = select(Person.id).join(PersonRole).where(PersonRole.role == Role.OFFICIAL, in_use)
    leaders = select(Person.id).where(in_use, col(Person.id).in_(select(Tour.leader_id))).distinct()
    found = {*session.exec(officials), *(session.exec(leaders) if today.weekday() == _MONDAY else ())}
    return sorted(number for number in found if number is not None)


def digest(session: Session, actor: Actor, person_ids: Sequence[int], *, now: datetime) -> int:
    """Writes today's digests of these people, one of a kind for each; none where nothing waits. How many there were."""
    require(actor, Action.MANAGE_CITY)
    hold_all(session, Notice)
    recipients = Recipients(session, now)
    today = today_in(recipients.zone, now)
    told = 0
    for person_id in person_ids:
        who = recipients.actor(person_id)
        if who is None or not is_working_day(today, recipients.calendar):
            continue
        if Role.OFFICIAL in who.roles:
            work = my_work(session, who, today=today)
            piles = {pile.value: n for pile, n in work.piles.items() if pile in OFFICIALS_PILES}
            told += _tell(recipients, person_id, NoticeKind.DIGEST, today, piles)
        if today.weekday() == _MONDAY:
            told += _tell(recipients, person_id, NoticeKind.LEADER_DIGEST, today, _led(session, person_id, today))
    return told


def _tell(recipients: Recipients, person_id: int, kind: NoticeKind, today: date, numbers: Mapping[str, int]) -> int:
    if not any(numbers.values()):
        return 0
    facts = {"on": today.isoformat(), **{name: n for name, n in numbers.items() if n}}
    return recipients.tell(person_id, kind, f"{kind.value}:{today.isoformat()}", facts=facts) is not None


def _led(session: Session, person_id: int, today: date) -> dict[str, int]:
    """How the instructions stand about what was raised on the tours that a person leads."""
    state, due = col(Instruction.state), col(Instruction.due_on)
    wanted = {
        "open": state.in_(OPEN_INSTRUCTION_STATES),
        "overdue": and_(state.in_(WAITING_INSTRUCTION_STATES), due < today),
        "returned": state == InstructionState.RETURNED,
        "reported": state == InstructionState.REPORTED,
        "wishes": and_(state.in_(WAITING_INSTRUCTION_STATES), col(Instruction.asked_until).is_not(None)),
    }
    query = (
        select(*(func.count(case((condition, 1))) for condition in wanted.values()))
        .select_from(Instruction)
        .join(Issue, col(Issue.id) == Instruction.issue_id)
        .join(Tour, col(Tour.id) == Issue.tour_id)
        .where(Tour.leader_id == person_id, col(Issue.deleted).is_(False))
    )
    return dict(zip(wanted, session.execute(query).one(), strict=True))
