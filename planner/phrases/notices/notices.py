"""Notices in words, and the letters in which they go out. Typed text in them stays to be escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from planner import links
from planner.domain.letter import Letter, Part
from planner.domain.models import City, Notice
from planner.domain.notices import DIGESTS, NoticeKind
from planner.domain.told_plan import PlanChange
from planner.domain.typed import shortened
from planner.domain.words import TourKind
from planner.i18n import Translator
from planner.links import Site
from planner.phrases.names import city_name, polite_name
from planner.phrases.planning.told_plan import say_change

_LONGEST_TEXT = 300
_OF_GUESTS = (NoticeKind.INVITED, NoticeKind.SEAT_FREE)
_TOURS = (
    *(NoticeKind.TOUR_PUBLISHED, NoticeKind.TOUR_MOVED, NoticeKind.TOUR_CHANGED),
    *(NoticeKind.TOUR_CANCELLED, NoticeKind.TOUR_WITHDRAWN, *_OF_GUESTS),
)
_REPORTS = (
    *(NoticeKind.REPORT_SENT, NoticeKind.REPORT_ACCEPTED),
    *(NoticeKind.REPORT_JOINED, NoticeKind.REPORT_REFUSED, NoticeKind.REPORT_RETURNED),
)
_REASONED = frozenset(
    {
        *(NoticeKind.RETURNED, NoticeKind.REOPENED, NoticeKind.EXTENDED, NoticeKind.EXTENSION_REFUSED),
        *(NoticeKind.CANCELLED, NoticeKind.EXTENSION_ASKED, NoticeKind.HANDED_OVER, NoticeKind.HANDED_AWAY),
        *(NoticeKind.ACCEPTED, NoticeKind.SOLVED, NoticeKind.UNSOLVED, NoticeKind.REPORTED, NoticeKind.INFORMED),
        *(NoticeKind.HAND_OVER_WISHED, NoticeKind.HAND_OVER_ASKED, NoticeKind.HAND_OVER_REFUSED),
    }
)
"""Kinds whose text is what somebody said with the step, beside what is to be done."""


@dataclass(frozen=True)
class Said:
    """A notice in words: one sentence, what is to be known beside it, and the path of the screen that it is about."""

    headline: str
    details: Sequence[str]
    path: str


def say_notice(t: Translator, notice: Notice) -> Said:
    """The notice for its reader."""
    facts = notice.facts
    if notice.kind in _TOURS:
        return _say_tour(t, notice)
    if notice.kind in DIGESTS:
        return _say_digest(t, notice)
    if notice.kind in _REPORTS:
        return _say_report(t, notice)
    if notice.kind is NoticeKind.QUOTE_WAITS:
        words = t("notices.quote.words", text=shortened(facts["text"], _LONGEST_TEXT))
        return Said(t("notices.said.quote_waits", title=facts["release"]), [words], links.screen("quotes"))
    if notice.kind is NoticeKind.NO_MAIL:
        return Said(t("notices.said.no_mail"), [t("notices.no_mail")], links.screen("city"))
    values = _values(t, facts) | ({"n": facts["days_late"]} if notice.kind is NoticeKind.OVERDUE else {})
    headline = t(f"notices.said.{notice.kind.value}", **values)
    return Said(headline, _details(t, notice), links.screen("issue", id=facts["issue"]))


def say_letter(
    t: Translator, city: City, site: Site, notices: Sequence[Notice], *, name: str, unsubscribe: str = ""
) -> Letter:
    """The letter with these notices; `name` is whom it greets, empty for an agency's address."""
    said = [(notice, say_notice(t, notice)) for notice in notices]
    digests = [each.headline for notice, each in said if notice.kind in DIGESTS]
    several = digests[0] if digests else t("notices.letter.several", n=len(said))
    parts = [
        Part(each.headline, tuple(each.details), site.url(each.path), t(f"notices.letter.open.{_thing(notice)}"))
        for notice, each in said
    ]
    foot = [Part(t("notices.letter.foot", city=city_name(t, city)))]
    if unsubscribe:
        foot.append(Part("", (), site.url(links.screen("account")), t("notices.letter.choose")))
        foot.append(Part("", (), unsubscribe, t("notices.letter.stop")))
    return Letter(
        language=t.language,
        subject=said[0][1].headline if len(said) == 1 else several,
        greeting=t("notices.letter.greeting", name=polite_name(name)) if name else t("notices.letter.greeting_all"),
        parts=tuple(parts),
        foot=tuple(foot),
        unsubscribe=unsubscribe,
    )


def _thing(notice: Notice) -> str:
    if notice.kind in DIGESTS:
        return "board" if notice.kind is NoticeKind.CITY_DIGEST else "work"
    if notice.kind in _REPORTS:
        return "confirm" if notice.kind is NoticeKind.REPORT_SENT else "report"
    if notice.kind in _OF_GUESTS:
        return "invitation"
    if notice.kind in (NoticeKind.NO_MAIL, NoticeKind.QUOTE_WAITS):
        return "quote" if notice.kind is NoticeKind.QUOTE_WAITS else "settings"
    if notice.kind in _TOURS:
        kind = notice.facts.get("tour_kind", TourKind.BUS_TOUR.value)
        return "tours" if notice.tour_id is None else "tour" if kind == TourKind.BUS_TOUR else "event"
    return "issue"


def _values(t: Translator, facts: Mapping[str, Any]) -> dict[str, object]:
    """What sentences about an instruction may name; what is not known stays empty."""
    return {
        "issue": facts.get("issue", ""),
        "agency": facts.get("agency", ""),
        "from_agency": facts.get("from_agency", ""),
        "due": _day(t, facts.get("due_on")),
        "until": _day(t, facts.get("until")),
        "outcome": t(f"words.outcome.{facts['outcome']}") if facts.get("outcome") else "",
    }


def _details(t: Translator, notice: Notice) -> list[str]:
    facts = notice.facts
    work, text = (shortened(facts.get(name, ""), _LONGEST_TEXT) for name in ("work", "text"))
    lines = [facts.get("address", ""), t("notices.work", text=work) if work else ""]
    if notice.kind in _REASONED and text:
        lines.append(t("notices.told", by=facts.get("by", ""), text=text))
    return [line for line in lines if line]


def _say_digest(t: Translator, notice: Notice) -> Said:
    numbers = {name: number for name, number in notice.facts.items() if name != "on"}
    lines = [t(f"notices.{notice.kind.value}.{name}", number=number) for name, number in numbers.items()]
    headline = t(f"notices.said.{notice.kind.value}", day=_day(t, notice.facts["on"]))
    return Said(headline, lines, links.screen("board" if notice.kind is NoticeKind.CITY_DIGEST else "work"))


def _say_report(t: Translator, notice: Notice) -> Said:
    """What became of a resident's report; or that its address is to be confirmed."""
    facts = notice.facts
    lines = [", ".join(part for part in (facts["topic"], facts["address"]) if part)]
    if notice.kind is NoticeKind.REPORT_REFUSED:
        lines.append(t("notices.report.reason", text=facts["text"]))
    if notice.kind is NoticeKind.REPORT_SENT:
        lines.append(t("notices.report.not_you"))
        return Said(t("notices.said.report_sent"), lines, links.OPEN_CONFIRM.to(secret=facts["confirm"]))
    headline = t(f"notices.said.{notice.kind.value}", issue=facts["issue"] or "")
    return Said(headline, lines, links.OPEN_FOLLOW.to(secret=facts["follow"]))


def _say_tour(t: Translator, notice: Notice) -> Said:
    facts = notice.facts
    when = t.moment(datetime.fromisoformat(facts["starts_at"]))
    lines = [t("notices.tour.place", place=facts["place"])] if facts.get("place") else []
    if facts.get("old_start"):
        lines.append(t("notices.tour.was", when=t.moment(datetime.fromisoformat(facts["old_start"]))))
    lines += [say_change(t, None, PlanChange.from_data(each)) for each in facts.get("changes", ())]
    if facts.get("reason"):
        lines.append(t("notices.tour.reason", text=shortened(facts["reason"], _LONGEST_TEXT)))
    if notice.kind in _OF_GUESTS:
        lines.append(t(f"notices.tour.{'answer' if notice.kind is NoticeKind.INVITED else 'seat_free'}"))
        path = _path_of_guest(notice)
    else:
        # Of a tour that its reader cannot open nothing but the list of the others can be shown.
        path = links.screen("tour", id=notice.tour_id) if notice.tour_id is not None else links.screen("tours")
    kind = facts.get("tour_kind", TourKind.BUS_TOUR.value)
    if kind == TourKind.BUS_TOUR:
        return Said(t(f"notices.said.{notice.kind.value}", title=facts["title"], when=when), lines, path)
    named = t("events.named", kind=t(f"words.tour_kind.{kind}"), title=facts["title"])
    return Said(t(f"events.said.{notice.kind.value}", named=named, when=when), lines, path)


def _path_of_guest(notice: Notice) -> str:
    """Where one answers: who has no account does it by the code."""
    code = notice.facts.get("code")
    if code and notice.person_id is None:
        return links.ANSWER.to(code=code)
    return links.screen("invitations", tour=notice.tour_id)


def _day(t: Translator, iso: str | None) -> str:
    return t.full_date(date.fromisoformat(iso)) if iso else ""
