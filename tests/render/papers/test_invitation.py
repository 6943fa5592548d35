"""Tests of `planner.render.papers.invitation`: a page for each, the same bytes for the same."""

import io
from datetime import UTC, datetime

from pypdf import PdfReader

from planner.domain.words import TourState
from planner.i18n import translator
from planner.render.papers.invitation import PrintedInvitation, PrintedInvitations, invitations_pdf
from planner.render.papers.paper import PaperHead

RU = translator("ru", "Asia/Yakutsk").on_paper()
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def printed(*pages: PrintedInvitation) -> PrintedInvitations:
    return PrintedInvitations(PaperHead("Объезд Центра", TourState.PUBLISHED, NOW), "Благовещенск", pages)


def a_page(**fields: object) -> PrintedInvitation:
    given = {"greeting": "Анна Петровна, здравствуйте.", "text": ["Приглашаем вас."], "programme": [], "address": ""}
    return PrintedInvitation(**{**given, **fields})  # type: ignore[arg-type]


def texts(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_each_has_a_page_with_programme_and_address() -> None:
    page = a_page(programme=["10:20, Двор", "11:00, Сквер"], address="https://tours.example.org/answer/abcd")

    pages = texts(invitations_pdf(printed(page, a_page()), RU))

    wanted = ("1. 10:20, Двор", "2. 11:00, Сквер", "tours.example.org/answer/abcd", "Анна Петровна, здравствуйте.")
    assert [pages[0].count(each) for each in wanted] == [1, 1, 1, 1]
    assert (len(pages), pages[1].count("answer")) == (2, 0)


def test_long_programme_keeps_the_code_on_one_page() -> None:
    page = a_page(programme=[f"Остановка {number}" for number in range(70)], address="https://a.ru/answer/abcd")

    pages = texts(invitations_pdf(printed(page), RU))

    assert [each.count("a.ru/answer/abcd") for each in pages] == [0, 1]


def test_empty_list_says_so_and_the_same_is_printed_the_same() -> None:
    one, other = invitations_pdf(printed(), RU), invitations_pdf(printed(), RU)

    assert (texts(one)[0].count("список участников пуст"), one == other) == (1, True)
