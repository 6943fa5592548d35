"""Letters to the media: a release, and the plan of a month. Typed text in them stays to be escaped."""

from collections.abc import Sequence
from datetime import date, datetime

from planner import links
from planner.domain.letter import Letter, Part
from planner.domain.models import City, Tour
from planner.domain.press import with_site
from planner.i18n import Translator
from planner.links import Site
from planner.phrases.names import city_name
from planner.phrases.press.news import language_of, quotes, text_of
from planner.render.papers.word.papers import MonthPlan, PlannedEvent
from planner.services.press.open_news import OpenNews


def say_release_letter(
    t: Translator, city: City, site: Site, news: OpenNews, *, now: datetime, unsubscribe: str
) -> Letter:
    """The release as a letter; one that waits for its moment says from when on it may be published."""
    waits = news.public_from > now
    body = with_site(text_of(t, news, "body"), site.address).split("\n\n")
    paragraphs = [tuple(line for line in each.split("\n") if line.strip()) for each in body]
    said = tuple(t("media.letter.quote", words=words, by=by) for words, by in quotes(t, news))
    embargo = t("media.letter.embargo", moment=t.moment(news.public_from)) if waits else ""
    link = "" if waits else site.url(links.OPEN_NEWS_ITEM.to(news_id=news.id))
    parts = [Part(embargo)] if embargo else []
    parts += [Part(text_of(t, news, "lead")), *(Part("", each) for each in paragraphs if each)]
    if said or link:
        parts.append(Part("", said, link, t("media.letter.open") if link else ""))
    subject = text_of(t, news, "title")
    subject = t("media.letter.embargo_subject", title=subject) if waits else subject
    return Letter(
        language_of(t, news),
        subject,
        t("notices.letter.greeting_all"),
        tuple(parts),
        _foot(t, city, unsubscribe),
        unsubscribe,
    )


def month_plan(t: Translator, month: date, tours: Sequence[Tour]) -> str:
    """The plan of a month as a text to copy: «3 декабря, четверг, 10:00. Объезд: Центр. Место: площадь»."""
    lines = [_planned(t, tour) for tour in tours]
    return "\n".join([month_title(t, month), "", *(lines or [t("media.month.empty")])])


def month_paper(t: Translator, city: City, month: date, tours: Sequence[Tour]) -> MonthPlan:
    """The same as a paper."""
    rows = [
        PlannedEvent(
            t.weekday(tour.starts_at),
            t.time(tour.starts_at),
            t(f"words.tour_kind.{tour.kind.value}"),
            tour.title,
            tour.start_name,
        )
        for tour in tours
    ]
    return MonthPlan(month_title(t, month), city_name(t, city), rows, "" if rows else t("media.month.empty"))


def month_title(t: Translator, month: date) -> str:
    """«План мероприятий на декабрь 2026 года»."""
    name = t.month_alone(month)
    return t("media.month.title", month=name.lower() if t.language == "ru" else name, year=month.year)


def say_month_letter(t: Translator, city: City, month: date, tours: Sequence[Tour], *, unsubscribe: str) -> Letter:
    """The same as a letter."""
    head, _, *lines = month_plan(t, month, tours).split("\n")
    greeting = t("notices.letter.greeting_all")
    return Letter(t.language, head, greeting, (Part(head, tuple(lines)),), _foot(t, city, unsubscribe), unsubscribe)


def _planned(t: Translator, tour: Tour) -> str:
    kind = t(f"words.tour_kind.{tour.kind.value}")
    said = t(
        "media.month.line", day=t.weekday(tour.starts_at), time=t.time(tour.starts_at), kind=kind, title=tour.title
    )
    return said + (f" {t('media.month.place', place=tour.start_name)}" if tour.start_name else "")


def _foot(t: Translator, city: City, unsubscribe: str) -> tuple[Part, ...]:
    return Part(t("media.letter.foot", city=city_name(t, city))), Part("", (), unsubscribe, t("media.letter.stop"))
