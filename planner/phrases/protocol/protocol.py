"""The protocol of a tour in words, for the screen and for paper alike. Typed text in it stays to be escaped."""

from datetime import date

from planner.domain.protocol import Attendant, Decision, Difference, Heard, Point, Said, StopPart
from planner.i18n import Translator
from planner.phrases.names import agency_name
from planner.render.papers.protocol import ProtocolIssue, ProtocolPaper, ProtocolPoint, ProtocolStop
from planner.services.protocol.editions import AgencyStance, Protocol


def protocol_in_words(t: Translator, protocol: Protocol, *, is_short: bool = False) -> ProtocolPaper:
    """The text as people read it; `is_short`: without what was spoken."""
    text, edition = protocol.text, protocol.edition if protocol.is_confirmed else None
    return ProtocolPaper(
        number=str(text.tour_id),
        title=t("protocol.title", number=text.tour_id),
        tour=t("protocol.tour", title=text.tour),
        edition=say_edition(t, protocol),
        date=t.full_date(date.fromisoformat(text.held_on)),
        place=t("protocol.place", city=text.city) if text.city else "",
        chair=_person(text.chair),
        secretary=_person(text.secretary),
        present=[_person(each) for each in text.present],
        absent=[_person(each) for each in text.absent],
        residents=t("protocol.residents", n=text.residents) if text.residents else "",
        agenda=[_agenda_line(t, stop) for stop in text.stops],
        stops=[_stop(t, stop, is_short=is_short) for stop in text.stops],
        stances=[say_stance(t, each) for each in (*protocol.stances, *protocol.on_points) if each.stance],
        changes=[say_change(t, each) for each in protocol.changes],
        confirmed=t("protocol.confirmed", name=edition.confirmed_by, moment=t.moment(edition.confirmed_at))
        if edition
        else "",
        seal=t("protocol.seal", seal=edition.seal) if edition else "",
    )


def say_edition(t: Translator, protocol: Protocol) -> str:
    """«Проект», «2-я редакция», «Проект 2-й редакции»; the first one that is confirmed goes without saying."""
    if protocol.is_confirmed:
        return t("protocol.edition", number=protocol.number) if protocol.number > 1 else ""
    return t("protocol.draft_of", number=protocol.number) if protocol.number > 1 else t("protocol.draft")


def say_stance(t: Translator, said: AgencyStance) -> str:
    """«Горсвет: возражает – Срок мал (Иванов, 23 ноября 2026, 15:10)», «Горсвет, пункт 12–3–2: согласно …»"""
    name, stance = agency_name(said.agency), said.stance
    if said.point:
        name = t("protocol.stance.point", agency=name, number=said.point)
    if stance is None:
        return t("protocol.stance.none", agency=name)
    word = t("protocol.stance.accepts" if stance.accepts else "protocol.stance.objects")
    text = f"{word} – {stance.text}" if stance.text else word
    line = t("protocol.stance", agency=name, said=text, name=stance.said_by, moment=t.moment(stance.at))
    return f"{line} {t('protocol.stance.old')}" if said.is_old else line


def say_change(t: Translator, change: Difference) -> str:
    """What a later text says otherwise: «Пункт 12–3–2 добавлен: …»"""
    is_part = change.kind in ("head", "people")  # which have names of their own
    named = (
        t(f"protocol.change.part.{change.what}") if is_part else t(f"protocol.change.{change.kind}", what=change.what)
    )
    before, after = (_say(t, each) for each in (change.before, change.after))
    if before is None:
        return t("protocol.change.added", named=named, after=after)
    if after is None:
        return t("protocol.change.removed", named=named, before=before)
    return t("protocol.change.changed", named=named, before=before, after=after)


def _say(t: Translator, said: Said | None) -> str | None:
    if isinstance(said, Point):
        return point_in_words(t, said).line
    if isinstance(said, Heard):
        outcome = t(f"words.outcome.{said.outcome}") if said.outcome else ""
        return ", ".join(filter(None, (said.text, said.address, outcome, said.reason)))
    return said


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


def _stop_title(t: Translator, stop: StopPart) -> str:
    """Numbered as the stop, so that the items of its points count on from it."""
    if not stop.number:
        return t("protocol.between_stops")
    return f"{stop.number}. {', '.join(filter(None, (stop.name, stop.address)))}"


def _agenda_line(t: Translator, stop: StopPart) -> str:
    about = "; ".join(stop.agenda)
    return _stop_title(t, stop) + (f": {about}" if about else "")


def _stop(t: Translator, stop: StopPart, *, is_short: bool) -> ProtocolStop:
    return ProtocolStop(
        title=_stop_title(t, stop),
        spoken=[] if is_short else [f"{said.by}: {said.text}" for said in stop.spoken],
        issues=[_issue(t, f"{stop.number}.{number}", heard) for number, heard in enumerate(stop.heard, 1)],
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
