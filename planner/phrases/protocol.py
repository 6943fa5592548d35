"""The protocol of a tour in words, for the screen and for paper alike. Typed text in it stays to be escaped."""

from collections.abc import Sequence
from datetime import date

from planner.domain.protocol import Attendant, Decision, Heard, Point, ProtocolText, StopPart
from planner.i18n import Translator
from planner.render.papers.protocol import ProtocolIssue, ProtocolPaper, ProtocolPoint, ProtocolStop


def protocol_in_words(
    t: Translator,
    text: ProtocolText,
    *,
    edition: str,
    is_short: bool = False,
    stances: Sequence[str] = (),
    changes: Sequence[str] = (),
    confirmed: str = "",
    seal: str = "",
) -> ProtocolPaper:
    """The text as people read it; `is_short`: without what was spoken."""
    return ProtocolPaper(
        number=str(text.tour_id),
        title=t("protocol.title", number=text.tour_id),
        tour=t("protocol.tour", title=text.tour),
        edition=edition,
        date=t.full_date(date.fromisoformat(text.held_on)),
        place=t("protocol.place", city=text.city) if text.city else "",
        chair=_person(text.chair),
        secretary=_person(text.secretary),
        present=[_person(each) for each in text.present],
        absent=[_person(each) for each in text.absent],
        residents=t("protocol.residents", n=text.residents) if text.residents else "",
        agenda=[_agenda_line(t, place, stop) for place, stop in enumerate(text.stops, 1)],
        stops=[_stop(t, place, stop, is_short=is_short) for place, stop in enumerate(text.stops, 1)],
        stances=stances,
        changes=changes,
        confirmed=confirmed,
        seal=seal,
    )


def point_in_words(t: Translator, point: Point) -> ProtocolPoint:
    """«12–3–2. Заделать яму – до 30.11.2026 – Управление дорог (соисполнители: Горсвет; контролёр: Ким)»"""
    text = point.text or t("protocol.inside")
    helping, until = ", ".join(point.co_executors), t.short_date(date.fromisoformat(point.due_on))
    beside = [
        t("protocol.co_executors", names=helping) if helping else "",
        t("protocol.controller", name=point.controller) if point.controller else "",
    ]
    aside = f" ({'; '.join(filter(None, beside))})" if any(beside) else ""
    said = t("protocol.point", number=point.number, text=text.rstrip(". "), until=until, agency=point.agency)
    return ProtocolPoint(point.number, text, until, point.agency, helping, point.controller, said + aside)


def _person(person: Attendant | None) -> str:
    return ", ".join(filter(None, (person.name, person.post, person.agency))) if person else ""


def _stop_name(t: Translator, stop: StopPart) -> str:
    return ", ".join(filter(None, (stop.name, stop.address))) or t("protocol.between_stops")


def _agenda_line(t: Translator, place: int, stop: StopPart) -> str:
    about = "; ".join(stop.agenda)
    return f"{place}. {_stop_name(t, stop)}" + (f": {about}" if about else "")


def _stop(t: Translator, place: int, stop: StopPart, *, is_short: bool) -> ProtocolStop:
    return ProtocolStop(
        title=f"{place}. {_stop_name(t, stop)}",
        spoken=[] if is_short else [f"{said.by}: {said.text}" for said in stop.spoken],
        issues=[_issue(t, f"{place}.{number}", heard) for number, heard in enumerate(stop.heard, 1)],
    )


def _issue(t: Translator, place: str, heard: Heard) -> ProtocolIssue:
    about = " ".join((heard.text or t("protocol.inside")).split())
    where = f" ({heard.address})" if heard.address else ""
    return ProtocolIssue(
        number=str(heard.issue_id),
        line=t("protocol.issue", place=place, about=about + where, number=heard.issue_id),
        decision=_decision(t, heard),
        points=[point_in_words(t, point) for point in heard.points],
    )


def _decision(t: Translator, heard: Heard) -> str:
    """What was decided without an instruction, and why."""
    if heard.decision is Decision.INSTRUCTED:
        return ""
    outcome = t(f"words.outcome.{heard.outcome}") if heard.outcome else t("protocol.inside")
    said = t(f"protocol.decision.{heard.decision.value}", number=heard.issue_id, outcome=outcome)
    return f"{said} {heard.reason}".strip()
