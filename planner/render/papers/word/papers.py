"""What the Word papers show, each a dataclass whose fields are the names that its template may use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.render.papers.event_papers import Announcement
from planner.render.papers.protocol import ProtocolPaper
from planner.render.papers.word.fill import Picture


@dataclass(frozen=True)
class ListedInstruction:
    """A row of the list of instructions, in the order of its columns."""

    number: str
    place: str
    problem: str
    text: str
    responsible: str
    co_executors: str
    until: str
    state: str
    controller: str
    report: str
    reported: str
    closed: str
    extensions: str
    late: str


@dataclass(frozen=True)
class InstructionList:
    """The instructions of a tour."""

    title: str
    tour: str
    date: str
    rows: Sequence[ListedInstruction]


@dataclass(frozen=True)
class CardStep:
    """A step of an instruction's history."""

    day: str
    what: str
    who: str
    text: str


@dataclass(frozen=True)
class ControlCard:
    """The control card of one instruction."""

    number: str
    given: str
    given_by: str
    tour: str
    issue: str
    problem: str
    place: str
    text: str
    responsible: str
    co_executors: str
    controller: str
    until: str
    state: str
    late: str
    steps: Sequence[CardStep]
    printed: str


@dataclass(frozen=True)
class InspectionAct:
    """The act of an inspection: what was to be done, what was found, with photos of before and after."""

    number: str
    issue: str
    place: str
    problem: str
    text: str
    responsible: str
    until: str
    report: str
    found: str
    controller: str
    before: Sequence[Picture]
    after: Sequence[Picture]
    printed: str


@dataclass(frozen=True)
class OwedInstruction:
    """An instruction whose date is over."""

    number: str
    place: str
    text: str
    until: str
    late: str


@dataclass(frozen=True)
class ReminderLetter:
    """A letter that reminds an agency of what it owes."""

    agency: str
    city: str
    count: str
    rows: Sequence[OwedInstruction]
    printed: str


@dataclass(frozen=True)
class GuaranteeLetter:
    """A letter that asks a contractor to mend at its own cost what is under guarantee, with photos of what is wrong."""

    contractor: str
    city: str
    title: str
    claim: str
    contract: str
    accepted: str
    issue: str
    problem: str
    place: str
    demand: str
    before: Sequence[Picture]
    printed: str


@dataclass(frozen=True)
class DisciplineRow:
    """How an agency, or all of them together, kept the dates of a period."""

    agency: str
    given: int
    in_time: int
    late: int
    coming: int
    overdue: int
    days_late: int


@dataclass(frozen=True)
class DisciplineNote:
    """The note on discipline for a period."""

    title: str
    period: str
    rows: Sequence[DisciplineRow]
    total: DisciplineRow
    printed: str


@dataclass(frozen=True)
class ReportRow:
    """A row of the report's table."""

    name: str
    number: str
    before: str
    change: str


@dataclass(frozen=True)
class ReportPaper:
    """The report of the press office; `span` and `span_before` head its two columns of numbers."""

    title: str
    city: str
    text: str
    span: str
    span_before: str
    rows: Sequence[ReportRow]


@dataclass(frozen=True)
class PlannedEvent:
    """A row of the plan of a month."""

    day: str
    time: str
    kind: str
    title: str
    place: str


@dataclass(frozen=True)
class MonthPlan:
    """The plan of a month for the media; `empty` says that nothing is planned, where that is so."""

    title: str
    city: str
    rows: Sequence[PlannedEvent]
    empty: str


PAPERS: Mapping[str, type] = {
    "protocol": ProtocolPaper,
    "extract": ProtocolPaper,
    "list": InstructionList,
    "card": ControlCard,
    "act": InspectionAct,
    "letter": ReminderLetter,
    "guarantee": GuaranteeLetter,
    "discipline": DisciplineNote,
    "announcement": Announcement,
    "report": ReportPaper,
    "month": MonthPlan,
}
"""What each paper that has a template is filled from."""
