"""The protocol of a tour: who was there, what was heard and decided at each stop, to be read, confirmed and signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.i18n import Translator
from planner.render.papers.paper import Paper, PaperHead, new_paper


@dataclass(frozen=True)
class ProtocolPoint:
    """An instruction: what, until when, who; `line` is all of it in one, as in the body of a protocol."""

    number: str
    text: str
    until: str
    responsible: str
    co_executors: str
    controller: str
    line: str


@dataclass(frozen=True)
class ProtocolIssue:
    """What was heard; `decision` says what was decided without an instruction, empty where there are points."""

    number: str
    line: str
    decision: str
    points: Sequence[ProtocolPoint]


@dataclass(frozen=True)
class ProtocolStop:
    """One question of the agenda; `spoken` is empty in the short form."""

    title: str
    spoken: Sequence[str]
    issues: Sequence[ProtocolIssue]

    @property
    def points(self) -> Sequence[ProtocolPoint]:
        """Its points, in the order of the numbers."""
        return [point for issue in self.issues for point in issue.points]


@dataclass(frozen=True)
class ProtocolPaper:
    """The whole protocol in words; each may be empty. `edition` says which one it is, or that it is none yet.

    `stances`: who accepted or objected. `changes`: what this edition says otherwise than the one before.
    """

    number: str
    title: str
    tour: str
    edition: str
    date: str
    place: str
    chair: str
    secretary: str
    present: Sequence[str]
    absent: Sequence[str]
    residents: str
    agenda: Sequence[str]
    stops: Sequence[ProtocolStop]
    stances: Sequence[str]
    changes: Sequence[str]
    confirmed: str
    seal: str

    @property
    def points(self) -> Sequence[ProtocolPoint]:
        """Every point, in the order of the numbers."""
        return [point for stop in self.stops for point in stop.points]

    def stop_of(self, point: ProtocolPoint) -> ProtocolStop:
        """Where a point of this protocol was decided."""
        return next(stop for stop in self.stops if point in stop.points)


def protocol_pdf(protocol: ProtocolPaper, head: PaperHead, t: Translator) -> bytes:
    """The protocol as PDF, A4. The same protocol gives the same bytes."""
    paper = new_paper(head, t("protocol.paper", number=protocol.number), t)
    _write_head(paper, protocol)
    for stop in protocol.stops:
        _write_stop(paper, stop)
    _write_list(paper, "protocol.stances", protocol.stances)
    _write_list(paper, "protocol.changes", protocol.changes)
    _write_foot(paper, protocol)
    return paper.finished()


def _write_head(paper: Paper, protocol: ProtocolPaper) -> None:
    t = paper.t
    paper.say(protocol.title, 16, bold=True, align="C")
    paper.say(protocol.tour, 12, align="C")
    if protocol.edition:
        paper.say(protocol.edition, 11, bold=True, align="C")
    paper.ln(2)
    paper.say(protocol.date, 11)
    paper.say(protocol.place, 11)
    paper.ln(2)
    for name in ("chair", "secretary"):
        if value := getattr(protocol, name):
            paper.say(t(f"protocol.{name}", name=value), 11)
    for name, people in (("present", [*protocol.present, protocol.residents]), ("absent", protocol.absent)):
        if told := [each for each in people if each]:
            paper.ln(1)
            paper.say(t(f"protocol.{name}"), 11, bold=True)
            for each in told:
                paper.say(each, 11, indent=6)
    if protocol.agenda:
        paper.heading(t("protocol.agenda"), 12)
        for line in protocol.agenda:
            paper.say(line, 11)


def _write_stop(paper: Paper, stop: ProtocolStop) -> None:
    t = paper.t
    paper.heading(stop.title, 12)
    if stop.issues:
        paper.say(t("protocol.heard"), 11, bold=True)
    for issue in stop.issues:
        paper.say(issue.line, 11, indent=6)
    if stop.spoken:
        paper.ln(1)
        paper.say(t("protocol.spoken"), 11, bold=True)
    for line in stop.spoken:
        paper.say(line, 11, indent=6)
    if not stop.issues:
        paper.say(t("protocol.nothing_heard"), 11)
        return
    paper.ln(1)
    paper.say(t("protocol.decided"), 11, bold=True)
    for issue in stop.issues:
        for line in filter(None, [*(point.line for point in issue.points), issue.decision]):
            paper.say(line, 11, indent=6)


def _write_list(paper: Paper, title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    paper.heading(paper.t(title), 12)
    for line in lines:
        paper.say(line, 10, indent=6)


def _write_foot(paper: Paper, protocol: ProtocolPaper) -> None:
    """Who signs, and by what the text can be checked."""
    t = paper.t
    paper.keep_together(45)
    paper.ln(6)
    for name in ("chair", "secretary"):
        if value := getattr(protocol, name):
            paper.say(t("protocol.signature", role=t(f"protocol.role.{name}"), name=value), 11)
            paper.ln(3)
    if protocol.confirmed:
        paper.say(protocol.confirmed, 10)
    if protocol.seal:
        paper.say(protocol.seal, 9)
