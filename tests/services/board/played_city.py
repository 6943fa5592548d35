"""Some months of a city, played day by day with a fixed clock, and its figures counted slowly from the history alone."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.board import Discipline, Span, Standing
from planner.domain.errors import PlannerError
from planner.domain.models import District, Instruction, Issue, Move, Tour
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, IssueState, Outcome, Step, TourState
from planner.services.control.closing import close_issue, reopen_issue
from planner.services.control.hand_overs import ask_hand_over, hand_over
from planner.services.control.instructions import (
    accept_report,
    ask_extension,
    cancel_instruction,
    extend_deadline,
    report_done,
    return_report,
)
from tests.services.control_story import Town, a_photo, an_instruction, an_issue

ZONE = "Asia/Yakutsk"
FIRST = date(2026, 5, 4)
OUTCOMES = (Outcome.FIXED, Outcome.FIXED, Outcome.FIXED, Outcome.PARTLY_FIXED, Outcome.NOT_NEEDED)


@dataclass
class Player:
    """Plays one day after the other; every choice comes from one seed."""

    session: Session
    town: Town
    chance: random.Random
    districts: list[int] = field(default_factory=list)
    day: date = FIRST
    tour_id: int | None = None

    @property
    def now(self) -> datetime:
        """Any minute of the city's day, also those that are another day in UTC."""
        clock = time(self.chance.randrange(24), self.chance.randrange(60))
        return datetime.combine(self.day, clock, ZoneInfo(ZONE))

    def play(self, days: int) -> None:
        """Some issues are raised each day, and to some of the rest something is done; each fortnight there is a tour."""
        self.districts = [self.town.district, self._district("North")]
        for number in range(days):
            self.day = FIRST + timedelta(days=number)
            self.tour_id = self._tour() if number % 14 == 3 else None
            for _ in range(self.chance.randrange(3) + (4 if self.tour_id else 0)):
                self._raise()
            for issue in self.session.exec(select(Issue).order_by(col(Issue.id))).all():
                if self.chance.random() < 0.12:
                    self._do_something(issue)

    def _district(self, name: str) -> int:
        self.session.add(district := District(name=name))
        self.session.flush()
        return id_of(district)

    def _tour(self) -> int:
        starts = datetime.combine(self.day, time(9), ZoneInfo(ZONE))
        ends = starts + timedelta(hours=3)
        tour = Tour(title=str(self.day), starts_at=starts, ends_at=ends, created_at=starts, state=TourState.CLOSED)
        self.session.add(tour)
        self.session.flush()
        return id_of(tour)

    def _raise(self) -> None:
        about: dict[str, Any] = {"created_at": self.now, "tour_id": self.tour_id}
        issue = an_issue(self.session, self.town, district_id=self.chance.choice([*self.districts, None]), **about)
        if self.chance.random() < 0.03:
            issue.deleted = True
        if self.chance.random() < 0.1:
            fixed = select(Issue.id).where(Issue.outcome == Outcome.FIXED, col(Issue.closed_at) < issue.created_at)
            issue.again_of_id = self.session.exec(fixed.order_by(col(Issue.id).desc())).first()

    def _do_something(self, issue: Issue) -> None:
        """A step that stands open, if the one that came to mind does."""
        query = select(Instruction).where(Instruction.issue_id == issue.id).order_by(col(Instruction.id).desc())
        given = self.session.exec(query).first()
        steps = self._about(issue, given)
        step = self.chance.choice(list(steps))
        try:
            with self.session.begin_nested():
                steps[step]()
        except PlannerError:
            pass  # not in this state

    def _about(self, issue: Issue, given: Instruction | None) -> dict[str, Callable[[], object]]:
        s, town, now, today, number = self.session, self.town, self.now, self.day, id_of(issue)
        agency = self.chance.choice([town.roads, town.parks, town.power])
        instruct = lambda: an_instruction(  # noqa: E731
            s,
            town,
            issue,
            agency_id=agency,
            due_on=today + timedelta(days=self.chance.randrange(20)),
            now=now,
            today=today,
        )
        if given is None:
            close: dict[str, Any] = {"outcome": Outcome.NOT_NEEDED, "reason": "Нет", "now": now}
            return {
                "instruct": instruct,
                "again": instruct,
                "close": lambda: close_issue(s, town.kira, number, **close),
            }
        one, later = id_of(given), given.due_on + timedelta(days=self.chance.randrange(1, 25))
        back = today + timedelta(days=self.chance.randrange(15))
        holder = Actor("x", town.oksana.roles, town.oksana.person_id, given.agency_id)
        outcome = self.chance.choice(OUTCOMES)
        done: dict[str, Any] = {"text": "Готово", "now": now}
        return {
            "instruct": instruct,
            "report": lambda: report_done(s, holder, one, photo_ids=[a_photo(s, issue)], **done),
            "report again": lambda: report_done(s, holder, one, photo_ids=[a_photo(s, issue)], **done),
            "accept": lambda: accept_report(s, town.kira, one, outcome=outcome, **done),
            "accept too": lambda: accept_report(s, town.kira, one, outcome=outcome, **done),
            "return": lambda: return_report(s, town.kira, one, until=back, reason="Не всё", now=now, today=today),
            "ask": lambda: ask_extension(s, holder, one, until=later, reason="Дождь", now=now, today=today),
            "extend": lambda: extend_deadline(s, town.kira, one, until=later, now=now, today=today),
            "wish": lambda: ask_hand_over(s, holder, one, agency_id=agency, reason="Не наше", now=now),
            "hand over": lambda: hand_over(s, town.kira, one, now=now),
            "hand over at once": lambda: (
                ask_hand_over(s, holder, one, agency_id=agency, reason="Не наше", now=now),
                hand_over(s, town.kira, one, now=now),
            ),
            "cancel": lambda: cancel_instruction(s, town.kira, one, reason="Лишнее", now=now),
            "reopen": lambda: reopen_issue(s, town.kira, number, reason="Снова", until=back, now=now, today=today),
        }


def day_of(moment: datetime) -> date:
    """The city's day."""
    return moment.astimezone(ZoneInfo(ZONE)).date()


@dataclass
class Told:
    """An instruction as its moves tell it."""

    agency: int
    given: date
    due: date
    state: InstructionState = InstructionState.ASSIGNED
    reported: date | None = None
    asked: date | None = None
    was_late: bool = False
    """A date that was moved since had been missed."""
    holders: list[tuple[int, int]] = field(default_factory=list)
    """Who had it before, and up to which move."""

    def return_until(self, due: date) -> None:
        """Sent back with a new date; whether the report missed the old one stays."""
        self.was_late = self.was_late or (self.reported is not None and self.reported > self.due)
        self.state, self.due = InstructionState.RETURNED, due


@dataclass
class ToldIssue:
    """An issue as its moves tell it."""

    row: Issue
    given: dict[int, Told] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    closed: datetime | None = None
    outcome: str | None = None

    @property
    def state(self) -> IssueState:
        """The worst news of its instructions."""
        if self.closed:
            return IssueState.CLOSED
        states = {each.state for each in self.given.values()}
        order = (InstructionState.RETURNED, InstructionState.ASSIGNED, InstructionState.REPORTED)
        return next((IssueState(state) for state in order if state in states), IssueState.NEW)

    @property
    def waiting(self) -> list[Told]:
        """What waits for an agency."""
        waits = (InstructionState.ASSIGNED, InstructionState.RETURNED)
        return [each for each in self.given.values() if each.state in waits]

    @property
    def main(self) -> Told | None:
        """The instruction that the issue is under: the one that is due first, else reported, else the last that counts."""
        reported = [each for each in self.given.values() if each.state is InstructionState.REPORTED]
        counting = [each for each in self.given.values() if each.state is not InstructionState.CANCELLED]
        first = sorted(self.waiting, key=lambda each: each.due) or sorted(reported, key=lambda each: each.due)
        return next(iter(first or counting[-1:]), None)


class History:
    """Reads all moves once, in their order, and nothing that is computed from them."""

    def __init__(self, session: Session) -> None:
        rows = session.exec(select(Issue).where(col(Issue.deleted).is_(False)).order_by(col(Issue.id))).all()
        self.issues = {id_of(row): ToldIssue(row) for row in rows}
        self.again = {row.again_of_id for row in rows if row.outcome is not Outcome.DUPLICATE}
        self.checks: list[tuple[date, int, bool]] = []
        self.returns: list[tuple[date, int]] = []
        self.hand_overs: list[tuple[date, int, bool]] = []
        for move in session.exec(select(Move).order_by(col(Move.id))):
            if move.issue_id in self.issues:
                self._take(self.issues[move.issue_id], move)

    def _take(self, issue: ToldIssue, move: Move) -> None:
        issue.moves.append(move)
        day, facts, one = day_of(move.at), move.facts, issue.given.get(move.instruction_id or 0)
        match move.step:
            case Step.INSTRUCT:
                due = date.fromisoformat(facts["due_on"])
                issue.given[move.instruction_id or 0] = Told(facts["agency"]["id"], day, due)
            case Step.CLOSE:
                issue.closed, issue.outcome = move.at, facts["outcome"]
            case Step.REOPEN:
                if one is not None:
                    one.return_until(date.fromisoformat(facts["to_due"]))
                issue.closed = issue.outcome = None
            case _ if one is not None:
                self._take_step(issue, one, move, day)
        self._follow(issue, move)

    def _take_step(self, issue: ToldIssue, one: Told, move: Move, day: date) -> None:
        facts = move.facts
        if move.step is Step.REPORT:
            one.state, one.reported, one.asked = InstructionState.REPORTED, day, None
        elif move.step is Step.ACCEPT:
            one.state = InstructionState.CLOSED
            issue.outcome = facts["outcome"]
            self.checks.append((day, one.agency, facts["outcome"] == "fixed" and move.issue_id not in self.again))
        elif move.step is Step.RETURN:
            one.return_until(date.fromisoformat(facts["to_due"]))
            self.checks.append((day, one.agency, False))
            self.returns.append((day, one.agency))
        elif move.step is Step.CANCEL:
            one.state = InstructionState.CANCELLED
        elif move.step is Step.ASK_EXTENSION:
            one.asked = day
        elif move.step is Step.EXTEND:
            one.was_late = one.was_late or one.due < (one.asked or day)
            one.due, one.asked = date.fromisoformat(facts["to_due"]), None
        elif move.step is Step.HAND_OVER:
            self.hand_overs.append((day, one.agency, one.due < day))
            one.agency, one.state, one.asked = facts["to_agency"]["id"], InstructionState.ASSIGNED, None

    def _follow(self, issue: ToldIssue, move: Move) -> None:
        """Whether the issue is closed after this move of one of its instructions."""
        if not issue.given or move.step is Step.CLOSE:
            return
        states = {each.state for each in issue.given.values()} - {InstructionState.CANCELLED}
        if states == {InstructionState.CLOSED}:
            issue.closed = issue.closed or move.at
        else:
            issue.closed = None

    def standing(self, today: date, quiet_days: int) -> dict[tuple[int | None, int | None], Standing]:
        """By agency and district, one issue after the other."""
        found: dict[tuple[int | None, int | None], Standing] = defaultdict(Standing)
        for issue in self.issues.values():
            if issue.closed:
                continue
            main, state = issue.main, issue.state
            late = [each for each in issue.waiting if each.due < today]
            waits = state in (IssueState.ASSIGNED, IssueState.RETURNED)
            since = datetime.combine(today - timedelta(days=quiet_days), time(), ZoneInfo(ZONE))
            key = (main.agency if main else None, issue.row.district_id)
            found[key] += Standing(
                open=1,
                overdue=int(waits and bool(main and main.due < today)),
                twice_late=int(any((today - each.due) > (each.due - each.given) for each in late)),
                returned=int(state is IssueState.RETURNED),
                new=int(state is IssueState.NEW),
                reported=int(state is IssueState.REPORTED),
                quiet=int(max([issue.row.created_at, *(move.at for move in issue.moves)]) < since),
            )
        return dict(found)

    def discipline(self, span: Span) -> dict[int, Discipline]:
        """By agency, one instruction after the other."""
        found: dict[int, Discipline] = defaultdict(Discipline)
        for one in (each for issue in self.issues.values() for each in issue.given.values()):
            done = one.state in (InstructionState.REPORTED, InstructionState.CLOSED)
            if one.state is InstructionState.CANCELLED:
                continue
            if done and one.reported and span.first <= one.reported <= span.last:
                kept = one.reported <= one.due and not one.was_late
                took = (one.reported - one.given).days
                found[one.agency] += Discipline(in_time=int(kept), late=int(not kept), days={took: 1})
            elif one.due < span.last and (not done or (one.reported and one.reported > span.last)):
                found[one.agency] += Discipline(late=1)
        for _, agency, fixed in self._within(self.checks, span):
            found[agency] += Discipline(found=int(fixed), checked=1)
        for _, agency in self._within(self.returns, span):
            found[agency] += Discipline(returned=1)
        for _, agency, late in self._within(self.hand_overs, span):
            found[agency] += Discipline(late=int(late), handed_over=1)
        return dict(found)

    def months(self, firsts: list[date]) -> list[tuple[int, int, int, int]]:
        """Raised, ended, fixed and open at the end, each month."""
        after = date(firsts[-1].year + firsts[-1].month // 12, firsts[-1].month % 12 + 1, 1)
        found = []
        for first, end in pairwise([*firsts, after]):
            raised = [each for each in self.issues.values() if first <= day_of(each.row.created_at) < end]
            ended = [each for each in self.issues.values() if each.closed and first <= day_of(each.closed) < end]
            still = [
                each
                for each in self.issues.values()
                if day_of(each.row.created_at) < end and not (each.closed and day_of(each.closed) < end)
            ]
            found.append((len(raised), len(ended), Counter(each.outcome for each in ended)["fixed"], len(still)))
        return found

    def round(self, tour: Tour) -> tuple[int, int, int, int, int]:
        """Raised, decided, fixed, open and fixed within 30 days."""
        raised = [each for each in self.issues.values() if each.row.tour_id == tour.id]
        fixed = [each for each in raised if each.closed and each.outcome == "fixed"]
        soon = [each for each in fixed if each.closed and each.closed <= tour.ends_at + timedelta(days=30)]
        decided = [each for each in raised if each.state is not IssueState.NEW]
        return len(raised), len(decided), len(fixed), len([e for e in raised if not e.closed]), len(soon)

    @staticmethod
    def _within(rows: Iterable[Any], span: Span) -> list[Any]:
        return [row for row in rows if span.first <= row[0] <= span.last]
