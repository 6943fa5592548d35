"""The news in the reader's language: English where somebody has said it in English, else Russian, and said so."""

from datetime import UTC, datetime

from planner.domain.words import ReleaseKind
from planner.i18n import translator
from planner.phrases.press.news import language_of, paragraphs, plain_text, quotes, text_of
from planner.services.press.open_news import OpenNews, OpenQuote

RU, EN = (translator(language, "Asia/Yakutsk") for language in ("ru", "en"))
AT = datetime(2026, 11, 27, tzinfo=UTC)


def news(**texts: str) -> OpenNews:
    """A release with a quote that was translated and one that was not."""
    given = {"title": "Мост", "lead": "Открыли", "body": "Раз /open/issues/5.\nДва\n\nТри"}
    given |= {"title_en": "", "lead_en": "", "body_en": ""} | texts
    said = (OpenQuote("Мэр", "мэр города", "Да", "Yes"), OpenQuote("Глава", "", "Нет", ""))
    return OpenNews(1, ReleaseKind.RELEASE, given, AT, None, None, said)


def test_english_reader_gets_russian_where_nobody_has_said_it_in_english() -> None:
    assert (language_of(EN, news()), text_of(EN, news(), "title")) == ("ru", "Мост")
    said = news(title_en="Bridge", lead_en="Open")
    assert (language_of(EN, said), text_of(EN, said, "title"), text_of(RU, said, "title")) == ("en", "Bridge", "Мост")


def test_body_is_told_in_paragraphs_of_lines_with_addresses_apart() -> None:
    assert paragraphs(RU, news()) == [
        [[("Раз ", False), ("/open/issues/5", True), (".", False)], [("Два", False)]],
        [[("Три", False)]],
    ]


def test_quotes_are_said_in_the_language_of_the_text_where_they_can_be() -> None:
    assert quotes(RU, news()) == [("Да", "Мэр, мэр города"), ("Нет", "Глава")]
    assert quotes(EN, news(title_en="Bridge")) == [("Yes", "Мэр, мэр города"), ("Нет", "Глава")]
    assert quotes(EN, news())[0][0] == "Да"


def test_text_to_copy_has_whole_addresses() -> None:
    assert plain_text(RU, news(), "https://c.ru").split("\n\n") == [
        "Мост",
        "Открыли",
        "Раз https://c.ru/open/issues/5.\nДва",
        "Три",
        "«Да» — Мэр, мэр города",
        "«Нет» — Глава",
    ]
