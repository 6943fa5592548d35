"""Digests at eight: what waits for officials and controllers, on working days; on Mondays how instructions stand, of their
own tours for leaders, of the city for the mayor and other observers.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, case, col, func, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.deadlines import is_working_day, today_in
from planner.domain.models import Instruction, Issue, Notice, Person, PersonRole, Tour
from planner.domain.notices import NoticeKind
from planner.domain.permissions import Action, require
from planner.domain.words import OPEN_INSTRUCTION_STATES, WAITING_INSTRUCTION_STATES, InstructionState, Role
from planner.services.access.scopes import issues_visible_to
from planner.services.city.city import get_city
from planner.services.control.work import CONTROLLERS_PILES, OFFICIALS_PILES, Pile, my_work
from planner.services.deadlines.calendar import city_calendar
from planner.services.notices.recipients import Recipients

_MONDAY = 0
_OF_WORK = (
    (NoticeKind.DIGEST, Role.OFFICIAL, OFFICIALS_PILES),
    (NoticeKind.CONTROL_DIGEST, Role.CONTROLLER, CONTROLLERS_PILES),
)


def people_with_digests(session: Session, actor: Actor, *, now: datetime) -> Sequence[int]:
    """Who may get a digest today: officials and controllers on a working day, and on Mondays leaders of tours and observers;
    for the worker.
    """
    require(actor, Action.MANAGE_CITY)
    today = today_in(get_city(session).timezone, now)
    if not is_working_day(today, city_calendar(session)):
        return []
    in_use = col(Person.archived).is_(False)
    monday = today.weekday() == _MONDAY
    roles = [Role.OFFICIAL, Role.CONTROLLER, *([Role.OBSERVER] if monday else [])]
    workers = select(Person.id).join(PersonRole).where(col(PersonRole.role).in_(roles), in_use)
    leaders = select(Person.id).where(in_use, col(Person.id).in_(select(Tour.leader_id))).distinct()
    found = {*session.exec(workers), *(session.exec(leaders) if monday else ())}
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
        for kind, role, piles in _OF_WORK:
            if role in who.roles:
                told += _tell(recipients, person_id, kind, today, _waiting(session, who, piles, today))
        if today.weekday() == _MONDAY:
            led = _standing(session, today, Tour.leader_id == person_id)
            told += _tell(recipients, person_id, NoticeKind.LEADER_DIGEST, today, led)
            if Role.OBSERVER in who.roles:
                city = _standing(session, today, issues_visible_to(who))
                told += _tell(recipients, person_id, NoticeKind.CITY_DIGEST, today, city)
    return told


def _waiting(session: Session, actor: Actor, piles: Collection[Pile], today: date) -> dict[str, int]:
    """What waits on these piles."""
    return {pile.value: n for pile, n in my_work(session, actor, today=today).piles.items() if pile in piles}


def _tell(recipients: Recipients, person_id: int, kind: NoticeKind, today: date, numbers: Mapping[str, int]) -> int:
    if not any(numbers.values()):
        return 0
    facts = {"on": today.isoformat(), **{name: n for name, n in numbers.items() if n}}
    return recipients.tell(person_id, kind, f"{kind.value}:{today.isoformat()}", facts=facts) is not None


def _standing(session: Session, today: date, which: ColumnElement[bool] | bool) -> dict[str, int]:
    """How the instructions stand about these issues, which a condition on issues and their tours names."""
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
        .outerjoin(Tour, col(Tour.id) == Issue.tour_id)
        .where(which, col(Issue.deleted).is_(False))
    )
    return dict(zip(wanted, session.execute(query).one(), strict=True))
