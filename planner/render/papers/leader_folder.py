"""The leader's folder: what there is to know at each stop, one page a stop: agenda, issues, promises, whom to ring."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from planner.i18n import Translator
from planner.render.files.tour_route import RouteStop, TourRoute
from planner.render.papers.paper import SIDE, Paper, PaperHead, new_paper

_PHOTO_WIDTH, _PHOTO_HEIGHT = 44.0, 40.0
_GAP = 4.0
_LONGEST_TEXT = 1200


@dataclass(frozen=True)
class FolderContact:
    """Somebody to ring: for whom this person speaks, name with post, phone, e-mail; each may be empty."""

    of: str
    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True)
class FolderPromise:
    """One instruction: a line that says which agency, until when and how it stands, and what it should do.

    `is_late`: it still holds, and its date is over.
    """

    line: str
    text: str
    is_late: bool


@dataclass(frozen=True)
class FolderIssue:
    """One issue of a stop: sentences, of which each may be empty; `photo` is a small picture's file or None."""

    title: str
    text: str
    address: str
    raised: str
    state: str
    photo: bytes | None
    promises: Sequence[FolderPromise]


@dataclass(frozen=True)
class AgendaLine:
    """What is talked about, who speaks, for how many minutes."""

    text: str
    speaker: str
    minutes: int


@dataclass(frozen=True)
class FolderStop:
    """One stop with all that the leader needs there."""

    stop: RouteStop
    minutes_talk: int
    agenda: Sequence[AgendaLine]
    issues: Sequence[FolderIssue]
    contacts: Sequence[FolderContact]


@dataclass(frozen=True)
class LeaderFolder:
    """The whole folder."""

    head: PaperHead
    route: TourRoute
    note: str
    contacts: Sequence[FolderContact]
    stops: Sequence[FolderStop]


def leader_folder_pdf(folder: LeaderFolder, t: Translator) -> bytes:
    """The folder as PDF, A4: a cover with the day at a glance, then each stop from the top of a page.

    A picture that cannot be read is left out. The same folder gives the same bytes.
    """
    paper = new_paper(folder.head, t("papers.folder.title"), t)
    _write_cover(paper, folder)
    for each in folder.stops:
        paper.add_page()
        _write_stop(paper, each)
    return paper.finished()


def _late_issues(each: FolderStop) -> int:
    return sum(any(promise.is_late for promise in issue.promises) for issue in each.issues)


def _write_cover(paper: Paper, folder: LeaderFolder) -> None:
    t, route = paper.t, folder.route
    paper.say(t("papers.folder.title"), 20, bold=True)
    paper.say(folder.head.title, 14, bold=True)
    paper.ln(1)
    paper.say(t("papers.when", day=t.weekday(route.starts_at), time=t.time(route.starts_at)), 13)
    if route.start.name:
        paper.say(t("papers.folder.from", place=route.start.name), 12)
    if folder.note.strip():
        paper.ln(1)
        paper.say(folder.note, 11)
    paper.heading(t("papers.folder.glance"))
    heads = [t(f"papers.folder.column.{name}") for name in ("number", "time", "stop", "issues", "late")]
    with paper.grid((9, 28, 100, 22, 21), heads, ("CENTER", "CENTER", "LEFT", "CENTER", "CENTER"), 10.5) as table:
        for each in folder.stops:
            late = _late_issues(each)
            name = "\n".join(filter(None, [each.stop.name, each.stop.address]))
            row = [str(each.stop.number), _times(t, each.stop), name, str(len(each.issues) or ""), str(late or "")]
            paper.add_row(table, row, bold=[0, 4])
    paper.say(
        t(
            "papers.folder.total",
            issues=sum(len(each.issues) for each in folder.stops),
            late=sum(_late_issues(each) for each in folder.stops),
        ),
        11,
    )
    if route.is_estimate or route.is_partly_estimate:
        paper.say(t("papers.estimate" if route.is_estimate else "papers.some"), 10)
    _write_contacts(paper, t("papers.folder.contacts"), folder.contacts)


def _write_contacts(paper: Paper, title: str, contacts: Sequence[FolderContact]) -> None:
    if not contacts:
        return
    paper.heading(title, 13)
    heads = [paper.t(f"papers.folder.contact.{name}") for name in ("of", "name", "phone")]
    with paper.grid((62, 68, 50), heads, ("LEFT", "LEFT", "LEFT"), 10, air=0.8) as table:
        for contact in contacts:
            reach = "\n".join(filter(None, [contact.phone, contact.email]))
            paper.add_row(table, [contact.of, contact.name, reach])


def _write_stop(paper: Paper, each: FolderStop) -> None:
    t, stop = paper.t, each.stop
    paper.say(f"{stop.number}. {paper.one_line(stop.name)}", 18, bold=True)
    if stop.address:
        paper.say(stop.address, 12)
    if stop.skipped:
        paper.say(t("papers.folder.skipped"), 13, bold=True)
    else:
        paper.say(t("papers.folder.times", times=_times(t, stop), talk=each.minutes_talk), 13)
    _write_agenda(paper, each)
    paper.heading(t("papers.folder.issues"), 13)
    if not each.issues:
        paper.say(t("papers.folder.no_issues"))
    for issue in each.issues:
        _write_issue(paper, issue)
    _write_contacts(paper, t("papers.folder.contacts_here"), each.contacts)
    paper.rule_notes(t("papers.folder.notes"))


def _write_agenda(paper: Paper, each: FolderStop) -> None:
    t = paper.t
    if not each.agenda:
        return
    paper.heading(t("papers.folder.agenda"), 13)
    heads = [t(f"papers.folder.agenda.{name}") for name in ("text", "speaker", "minutes")]
    with paper.grid((96, 66, 18), heads, ("LEFT", "LEFT", "CENTER"), 10.5) as table:
        for item in each.agenda:
            paper.add_row(table, [item.text, item.speaker, str(item.minutes)])
        paper.add_row(table, [t("papers.folder.agenda.sum"), "", str(sum(item.minutes for item in each.agenda))])


def _write_issue(paper: Paper, issue: FolderIssue) -> None:
    """The picture on the left, what is known on its right; only a long text runs on to another page."""
    picture = _readable(issue.photo)
    indent = _PHOTO_WIDTH + _GAP if picture else 0.0
    paper.keep_together(_PHOTO_HEIGHT + 4 if picture else 26)
    first_page, top = paper.page_no(), paper.get_y()
    bottom = top
    if picture and issue.photo:
        width, height = _fitted(*picture)
        paper.image(BytesIO(issue.photo), SIDE, top + 1, width, height)
        bottom = top + 1 + height
    paper.say(issue.title, 12, bold=True, indent=indent)
    paper.say(_cut(issue.text), 11, indent=indent)
    paper.say("\n".join(filter(None, [issue.address, issue.raised])), 10, indent=indent)
    if issue.state:
        paper.say(issue.state, 11, indent=indent)
    for promise in issue.promises:
        _write_promise(paper, promise, indent)
    if paper.page_no() == first_page:
        paper.set_y(max(paper.get_y(), bottom))
    paper.ln(2)
    paper.set_line_width(0.2)
    paper.line(SIDE, paper.get_y(), paper.w - SIDE, paper.get_y())
    paper.ln(2)


def _write_promise(paper: Paper, promise: FolderPromise, indent: float) -> None:
    """An overdue one is bold and begins with an exclamation mark."""
    paper.ln(0.8)
    paper.say(f"{'! ' if promise.is_late else ''}{promise.line}", 11, bold=promise.is_late, indent=indent)
    paper.say(_cut(promise.text), 11, indent=indent)


def _readable(photo: bytes | None) -> tuple[int, int] | None:
    """The size of a picture in pixels, or None where it is none."""
    if not photo:
        return None
    try:
        with Image.open(BytesIO(photo)) as image:
            image.load()
            return image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _fitted(width: int, height: int) -> tuple[float, float]:
    scale = min(_PHOTO_WIDTH / width, _PHOTO_HEIGHT / height)
    return width * scale, height * scale


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT].rstrip()}…"


def _times(t: Translator, stop: RouteStop) -> str:
    if stop.arrival is None:
        return "–"
    return t.time(stop.arrival) + (f"–{t.time(stop.departure)}" if stop.departure else "")
