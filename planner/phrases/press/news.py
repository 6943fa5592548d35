"""The news in the reader's language, as public pages, feeds and letters tell them. Typed text in it stays to be escaped."""

from collections.abc import Sequence

from planner.domain.press import pieces_of, with_site
from planner.i18n import DEFAULT_LANGUAGE, Translator
from planner.services.press.open_news import OpenNews, OpenPair, OpenQuote

Paragraph = Sequence[Sequence[tuple[str, bool]]]
"""Lines, each in pieces, with whether a piece is an address of the public pages."""


def language_of(t: Translator, news: OpenNews) -> str:
    """In which language its text is: the reader's, where somebody has said it in that."""
    return t.language if t.language == DEFAULT_LANGUAGE or news.texts["title_en"] else DEFAULT_LANGUAGE


def text_of(t: Translator, news: OpenNews, name: str) -> str:
    """Its title, lead or body."""
    return news.texts[name if language_of(t, news) == DEFAULT_LANGUAGE else f"{name}_en"]


def paragraphs(t: Translator, news: OpenNews) -> Sequence[Paragraph]:
    """The body, in paragraphs of lines."""
    parts = text_of(t, news, "body").split("\n\n")
    return [[pieces_of(line) for line in part.split("\n") if line] for part in parts if part.strip()]


def quotes(t: Translator, news: OpenNews) -> Sequence[tuple[str, str]]:
    """What was said, and by whom; in English those that were said in it, all of them in Russian where none was."""
    in_english = t.language == "en" and language_of(t, news) == "en"
    return [
        (_words(each, in_english=in_english), ", ".join(filter(None, [each.speaker, each.post])))
        for each in news.quotes
    ]


def caption(t: Translator, pair: OpenPair, news: OpenNews) -> str:
    """What stands under a pair, in the language of the text."""
    in_english = t.language == "en" and language_of(t, news) == "en"
    return (pair.caption_en if in_english else "") or pair.caption


def plain_text(t: Translator, news: OpenNews, site: str) -> str:
    """The whole release as a text to copy, with whole addresses."""
    said = [f"«{words}» — {by}" for words, by in quotes(t, news)]
    parts = [text_of(t, news, "title"), text_of(t, news, "lead"), text_of(t, news, "body"), *said]
    return with_site("\n\n".join(part for part in parts if part), site)


def _words(quote: OpenQuote, *, in_english: bool) -> str:
    return (quote.text_en if in_english else "") or quote.text
