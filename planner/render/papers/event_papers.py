"""The papers of an event: its programme, the accreditation list, the announcement for the media, the poster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.i18n import Translator
from planner.render.papers.paper import Paper, PaperHead, Placard, new_paper

_WALK_INS = 6
_TOPICS = ("time", "topic", "speaker")
_MEDIA = ("number", "outlet", "name", "contact", "note", "state", "signature")
_MEDIA_WIDTHS = (8, 34, 34, 30, 25, 30, 19)


@dataclass(frozen=True)
class PaperTopic:
    """What is talked about, from when to when («11:00–11:08», empty where nobody knows), and who speaks."""

    times: str
    text: str
    speaker: str


@dataclass(frozen=True)
class PaperGuest:
    """Somebody of the media; `state` says in words whether they are let in."""

    outlet: str
    name: str
    contact: str
    note: str
    state: str


@dataclass(frozen=True)
class EventPaper:
    """What all papers of an event say. `kind` is its kind in words, `host` and `contact` have the post and the phone."""

    head: PaperHead
    kind: str
    city: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    host: str
    contact: str
    note: str
    topics: Sequence[PaperTopic]
    materials: Sequence[str]
    guests: Sequence[PaperGuest]


@dataclass(frozen=True)
class Announcement:
    """The announcement for the media, as a text of lines and as what a Word template is filled from."""

    title: str
    kind: str
    lead: str
    date: str
    time: str
    place: str
    host: str
    topics: Sequence[str]
    materials: Sequence[str]
    contact: str


def programme_pdf(event: EventPaper, t: Translator) -> bytes:
    """When, where, who leads, what is talked about. The same event gives the same bytes."""
    paper = new_paper(event.head, t("event_papers.programme"), t)
    _write_top(paper, event)
    if event.topics:
        paper.heading(t("events.topics"), 14)
        heads = [t(f"event_papers.column.{name}") for name in _TOPICS]
        with paper.grid((28, 92, 60), heads, ("LEFT", "LEFT", "LEFT"), 11, air=1.8) as table:
            for topic in event.topics:
                paper.add_row(table, [topic.times, topic.text, topic.speaker], bold=[1])
    _write_list(paper, t("events.materials"), event.materials)
    _write_list(paper, t("tours.note"), [event.note] if event.note else [])
    paper.rule_notes(t("papers.folder.notes"))
    return paper.finished()


def accreditation_pdf(event: EventPaper, t: Translator) -> bytes:
    """Who of the media is let in, to be ticked and signed at the entrance, with empty lines for others."""
    paper = new_paper(event.head, t("event_papers.accreditation"), t)
    _write_top(paper, event)
    heads = [t(f"event_papers.column.{name}") for name in _MEDIA]
    paper.ln(2)
    with paper.grid(_MEDIA_WIDTHS, heads, ("CENTER", *["LEFT"] * 6), 9.5, air=2.2) as table:
        for number, guest in enumerate(event.guests, start=1):
            cells = [str(number), guest.outlet, guest.name, guest.contact, guest.note, guest.state, ""]
            paper.add_row(table, cells, bold=[1])
        for extra in range(len(event.guests) + 1, len(event.guests) + 1 + _WALK_INS):
            paper.add_row(table, [str(extra), "\n", "", "", "", "", ""])
    return paper.finished()


def announcement_pdf(event: EventPaper, words: Announcement, t: Translator) -> bytes:
    """The announcement on one page or two."""
    paper = new_paper(event.head, t("event_papers.announcement"), t)
    paper.say(words.kind, 13)
    paper.say(words.title, 20, bold=True)
    paper.ln(2)
    paper.say(words.lead, 12)
    paper.ln(1)
    for line in (words.date, words.time, words.place, words.host):
        if line:
            paper.say(line, 12, bold=True)
    _write_list(paper, t("events.topics"), words.topics)
    _write_list(paper, t("events.materials"), words.materials)
    paper.ln(3)
    paper.say(words.contact, 12)
    return paper.finished()


def event_poster_pdf(event: EventPaper, t: Translator) -> bytes:
    """One page to hang up: what, when, where, who speaks of what; nobody's phone."""
    paper = Placard(event.head, t("event_papers.poster"), t)
    paper.add_page()
    if event.city:
        paper.say(event.city, 16, align="C")
    paper.ln(4)
    paper.say(event.kind, 20, align="C")
    paper.type(36, bold=True)
    paper.say(paper.shortened(event.head.title, paper.epw * 5), 36, bold=True, align="C")
    paper.ln(4)
    paper.say(t.weekday(event.starts_at), 26, align="C")
    paper.say(f"{t.time(event.starts_at)}–{t.time(event.ends_at)}", 48, bold=True, align="C")
    paper.ln(2)
    if event.place:
        paper.type(24, bold=True)
        paper.say(paper.shortened(event.place, paper.epw * 2.6), 24, bold=True, align="C")
    if event.address:
        paper.type(16)
        paper.say(paper.shortened(event.address, paper.epw * 1.8), 16, align="C")
    paper.ln(4)
    for topic in event.topics:
        said = f"{topic.text} ({topic.speaker})" if topic.speaker else topic.text
        paper.keep_together(16)
        paper.say(said, 16, align="C")
    return paper.finished()


def _write_top(paper: Paper, event: EventPaper) -> None:
    t = paper.t
    paper.say(event.kind, 12)
    paper.say(event.head.title, 20, bold=True)
    paper.ln(1)
    paper.say(f"{t.weekday(event.starts_at)}, {t.time(event.starts_at)}–{t.time(event.ends_at)}", 13)
    where = ", ".join(filter(None, [event.place, event.address]))
    for key, value in (("place", where), ("host", event.host), ("contact", event.contact)):
        if value:
            paper.say(f"{t(f'event_papers.{key}')}: {value}", 12)


def _write_list(paper: Paper, title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    paper.heading(title, 13)
    for line in lines:
        paper.say(line, 11.5)
        paper.ln(0.6)
