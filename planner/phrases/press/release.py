"""A release written out of the data: titles and leads to choose from, the body, how its numbers are said. In both languages.

Typed text in it stays to be escaped; addresses stand in it without the site.
"""

from collections.abc import Mapping, Sequence

from planner import links
from planner.domain.press import Figures, Offer, OldNumber, Wording
from planner.domain.words import TourKind
from planner.i18n import LANGUAGES, Translator, translator
from planner.phrases.names import agency_name
from planner.phrases.public.issues import look, place, title
from planner.services.press.faults import Fault
from planner.services.press.tour_story import TourStory
from planner.services.public.issues import OpenIssue


def offer_of(t: Translator, story: TourStory) -> Offer:
    """What is made of a tour, in every language; `t` gives the city's zone."""
    ru, en = (_wording(translator(language, t.zone.key), story) for language in LANGUAGES)
    return Offer(story.figures, ru, en)


def photo_offer_of(t: Translator, story: TourStory) -> Offer:
    """The few words of a photo report of a tour; its pictures say the rest."""
    ru, en = (_photo_wording(translator(language, t.zone.key), story) for language in LANGUAGES)
    return Offer(story.figures, ru, en)


def _photo_wording(t: Translator, story: TourStory) -> Wording:
    said, name = say_figures(t, story.figures), story.route.tour.title
    titles = tuple(t(f"press.photos.{each}", title=name) for each in ("was_and_is", "in_pictures", "what_changed"))
    link = links.OPEN_TOUR.to(tour_id=story.route.tour.id)
    return Wording(titles, tuple(_leads(t, story, said)), t("press.photos.more", link=link), said)


def say_figures(t: Translator, figures: Figures) -> Mapping[str, str]:
    """How each number is said: «5 остановок», «12 замечаний», «уже исправлено 5»; without those that are zero."""
    return {name: t(f"press.count.{name}", n=number) for name, number in figures.counts.items() if number}


def say_fault(t: Translator, fault: Fault) -> str:
    """Why it cannot go out."""
    return t(fault.key, **fault.values)


def say_old_number(t: Translator, each: OldNumber) -> str:
    """«Остановки: в данных теперь 6, в тексте 5.»"""
    return t("press.old_number", what=t(f"press.figure.{each.figure}"), data=each.in_data, text=each.in_text)


def _wording(t: Translator, story: TourStory) -> Wording:
    said = say_figures(t, story.figures)
    return Wording(tuple(_titles(t, story, said)), tuple(_leads(t, story, said)), _body(t, story, said), said)


def _titles(t: Translator, story: TourStory, said: Mapping[str, str]) -> Sequence[str]:
    tour = story.route.tour
    figures = _listed(t, [said[name] for name in ("raised", "fixed") if name in said])
    short = _listed(t, [said[name] for name in ("stops", "raised") if name in said])
    where = ", ".join(story.districts[:3])
    return (
        t("press.title.result", title=tour.title, figures=figures) if figures else tour.title,
        t(f"press.title.day.{tour.kind.value}", day=t.full_date(tour.starts_at)) + (f": {short}" if short else ""),
        t("press.title.where", where=where) if where else t("press.title.what", title=tour.title),
    )


def _leads(t: Translator, story: TourStory, said: Mapping[str, str]) -> Sequence[str]:
    agencies = ", ".join(story.agencies[:4])
    third = t("press.lead.agencies", n=len(story.agencies), agencies=agencies) if agencies else t("press.lead.follow")
    return (
        f"{_was(t, story)} {_sentence(t, said)}".strip(),
        f"{_was(t, story)} {_promised(t, story.figures, said)}".strip(),
        f"{_was(t, story)} {third}",
    )


def _body(t: Translator, story: TourStory, said: Mapping[str, str]) -> str:
    tour = story.route.tour
    own = links.OPEN_TOUR.to(tour_id=tour.id)
    numbers = _told(said)
    parts = [t("press.body.numbers", said=numbers)] if numbers else []
    if story.districts:
        parts.append(t("press.body.districts", n=len(story.districts), districts=", ".join(story.districts)))
    if story.issues:
        lines = [_line(t, each) for each in story.issues]
        parts.append("\n".join([t("press.body.issues"), *lines]))
    parts.append(_promised(t, story.figures, said))
    if story.route.tour.kind is TourKind.BUS_TOUR:
        parts.append(t("press.body.route", link=own))
    else:
        parts.append(t("press.body.event", link=own))
    if story.figures.raised > len(story.issues):
        parts.append(t("press.body.all", link=links.OPEN_ISSUES.to({"tour": tour.id})))
    return "\n\n".join(part for part in parts if part)


def _was(t: Translator, story: TourStory) -> str:
    """«27 ноября 2026 прошёл объезд «Центр».»"""
    tour = story.route.tour
    return t(f"press.was.{tour.kind.value}", day=t.full_date(tour.starts_at), title=tour.title)


def _sentence(t: Translator, said: Mapping[str, str]) -> str:
    """«5 остановок, 12 замечаний, решение есть по 9, уже исправлено 5.»; empty where there is nothing to count."""
    told = _told(said)
    return f"{_capital(told)}." if told else ""


def _told(said: Mapping[str, str]) -> str:
    return ", ".join(said[name] for name in ("stops", "raised", "decided", "fixed") if name in said)


def _promised(t: Translator, figures: Figures, said: Mapping[str, str]) -> str:
    """«Срок назван по 4: первый — 1 декабря 2026, последний — 20 декабря 2026.»"""
    first, last = figures.first_due, figures.last_due
    if first is None or last is None or "promised" not in said:
        return ""
    if first == last:
        return t("press.one_due", said=_capital(said["promised"]), day=t.full_date(first))
    return t("press.dues", said=_capital(said["promised"]), first=t.full_date(first), last=t.full_date(last))


def _line(t: Translator, issue: OpenIssue) -> str:
    """«— ул. Ленина, 5: яма у перехода. Исправлено, проверено. Отвечает Roads. /open/issues/12»"""
    told = [f"{place(t, issue)}: {title(t, issue)}".rstrip("."), look(t, issue)]
    if issue.agency is not None:
        told.append(t("press.body.answers", agency=agency_name(issue.agency)))
    return f"— {'. '.join(told)}. {links.OPEN_ISSUE.to(number=issue.number)}"


def _listed(t: Translator, names: Sequence[str]) -> str:
    """«Центр, Север и Юг»"""
    if len(names) < 2:
        return "".join(names)
    return t("press.and", first=", ".join(names[:-1]), last=names[-1])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
