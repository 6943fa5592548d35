"""Subscriptions of residents in words: what is followed, the letter that confirms it, the mail of a day."""

from collections.abc import Mapping

from planner import links
from planner.domain.letter import Letter, Part
from planner.domain.models import City
from planner.i18n import DEFAULT_LANGUAGE, Translator
from planner.links import Site
from planner.phrases.names import city_name
from planner.phrases.public import issues as words
from planner.services.subscriptions.asking import AskedToFollow, Wanted
from planner.services.subscriptions.digests import OpenDigest, OpenNews


def say_wanted(t: Translator, wanted: Wanted) -> str:
    """What is followed: the district, the topic and the agency, or everything."""
    return words.say_filter(t, wanted.district, wanted.topic, wanted.agency) or t("subscriptions.of.all")


def follow_letter(t: Translator, city: City, site: Site, asked: AskedToFollow) -> Letter:
    """The letter that confirms an address."""
    way = site.url(links.CONFIRM_SUBSCRIPTION.to(_spoken(t), token=asked.token))
    details = (say_wanted(t, asked.wanted), t("subscriptions.letter.what_to_do"))
    return Letter(
        language=t.language,
        subject=t("subscriptions.letter.subject"),
        greeting=t("notices.letter.greeting_all"),
        parts=(Part(t("subscriptions.letter.asked"), details, way, t("subscriptions.letter.go")),),
        foot=(Part(t("subscriptions.letter.foot", city=city_name(t, city))),),
    )


def digest_letter(t: Translator, city: City, site: Site, digest: OpenDigest) -> Letter:
    """The mail of a day, with one link that ends the mails."""
    end = site.url(links.END_SUBSCRIPTION.to(_spoken(t), token=digest.token))
    return Letter(
        language=t.language,
        subject=t("subscriptions.digest.subject", n=len(digest.news), city=city_name(t, city)),
        greeting=t("notices.letter.greeting_all"),
        parts=tuple(_news(t, site, each) for each in digest.news),
        foot=(
            Part(t("subscriptions.digest.foot", city=city_name(t, city))),
            Part("", (), end, t("subscriptions.digest.end")),
        ),
        unsubscribe=end,
    )


def _news(t: Translator, site: Site, news: OpenNews) -> Part:
    issue = news.issue
    told = [t("subscriptions.digest.new")] if news.is_new else [words.event(t, each) for each in news.events]
    way = site.url(links.OPEN_ISSUE.to(_spoken(t), number=issue.number))
    details = (words.place(t, issue), *told, words.look(t, issue))
    return Part(words.title(t, issue), details, way, t("subscriptions.digest.open", number=issue.number))


def _spoken(t: Translator) -> Mapping[str, str]:
    return {} if t.language == DEFAULT_LANGUAGE else {"lang": t.language}
