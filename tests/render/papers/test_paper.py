"""What every sheet has in common: letters, the state, the time of printing, page numbers, the same bytes."""

import warnings
from io import BytesIO
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from planner.domain.words import TourState
from planner.i18n import translator
from planner.render.papers.paper import UNKNOWN_SIGN, PaperHead, Placard, new_paper
from tests.render.route_story import HEAD, NOW, pages_of, russian, text_of

PAPER = new_paper(HEAD, "Лист", russian())


def printed(text: str, head: PaperHead = HEAD) -> bytes:
    paper = new_paper(head, "Лист", russian())
    paper.say(text)
    return paper.finished()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Обычный текст № 5 — «ёлка», 10 ₽", "Обычный текст № 5 — «ёлка», 10 ₽"),
        ("смех 😀 и ещё", f"смех {UNKNOWN_SIGN} и ещё"),
        ("семья 👩‍👩‍👧", f"семья {UNKNOWN_SIGN}"),
        ("палец 👍🏽", f"палец {UNKNOWN_SIGN}"),
        ("日本", "日本"),
        ("王伟 喆, 黑河市 Хэйхэ", "王伟 喆, 黑河市 Хэйхэ"),
        ("Яма 🕳️ у дома", f"Яма {UNKNOWN_SIGN} у дома"),
        ("→ 5 м²", "-> 5 м²"),
        ("서울", UNKNOWN_SIGN),
        ("и\u0306", "й"),
        ("а\x00б\x1bв", "а б в"),
        ("задом\u202eнаперёд", "задомнаперёд"),
        ("одна\r\nдве\u2028три", "одна\nдве\nтри"),
        ("\ud800x", f"{UNKNOWN_SIGN}x"),
        ("страниц \ue000\ue001", f"страниц {UNKNOWN_SIGN}"),
        ("", ""),
    ],
)
def test_legible_text_has_only_what_can_be_printed(typed: str, shown: str) -> None:
    assert PAPER.legible(typed) == shown


@given(st.text(st.characters(), max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_is_printed_without_a_warning(typed: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        pdf = printed(typed)

    assert len(PdfReader(BytesIO(pdf)).pages) == 1


def test_each_page_says_tour_time_and_its_number() -> None:
    paper = new_paper(HEAD, "Лист", russian())
    for line in range(120):
        paper.say(f"строка {line}")

    pages = pages_of(paper.finished())

    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert page.startswith("Лист · Объезд Центра")
        assert page.endswith(f"Напечатано 23.11.2026 в 09:00 Стр. {number} из 3")


def test_hundreds_of_pages_have_room_for_their_numbers() -> None:
    paper = new_paper(HEAD, "Лист", russian())
    for _ in range(122):
        paper.add_page()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pages = pages_of(paper.finished())

    assert [pages[0][-13:], pages[122][-15:]] == ["Стр. 1 из 123", "Стр. 123 из 123"]


def test_time_of_printing_is_the_citys() -> None:
    paper = new_paper(HEAD, "Лист", translator("ru", "Europe/Kaliningrad"))

    assert "Напечатано 23.11.2026 в 02:00" in text_of(paper.finished())


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (TourState.DRAFT, ["ПРОЕКТ"]),
        (TourState.CANCELLED, ["ОТМЕНЁН"]),
        (TourState.PUBLISHED, []),
        (TourState.RIDING, []),
        (TourState.CLOSED, []),
    ],
)
def test_state_of_the_tour_stands_on_the_paper(state: TourState, words: list[str]) -> None:
    head = PaperHead("Объезд", state, NOW)

    text = text_of(printed("x", head))

    assert [word for word in ("ПРОЕКТ", "ОТМЕНЁН") if word in text] == words


def test_state_of_the_tour_stands_on_a_placard_too() -> None:
    placard = Placard(PaperHead("Объезд", TourState.DRAFT, NOW), "Лист", russian())
    placard.add_page()

    assert text_of(placard.finished()) == "ПРОЕКТ"


def test_title_that_looks_like_the_sign_for_all_pages_stays_as_typed() -> None:
    assert text_of(printed("x", PaperHead("{nb}", TourState.PUBLISHED, NOW))).startswith("Лист · {nb}")


def test_long_title_is_shortened_to_one_line() -> None:
    title = "Очень длинное название объезда " * 8

    text = text_of(printed("x", PaperHead(title, TourState.DRAFT, NOW)))

    assert text.count("…") == 1


def test_same_input_gives_the_same_bytes() -> None:
    assert printed("Один и тот же лист") == printed("Один и тот же лист")
    assert printed("Один лист") != printed("Другой лист")


def test_only_the_letters_that_are_used_are_embedded() -> None:
    pdf = printed("Двор")
    resources = cast(DictionaryObject, PdfReader(BytesIO(pdf)).pages[0]["/Resources"])
    fonts = cast(DictionaryObject, resources["/Font"])

    names = {font.get_object()["/BaseFont"].partition("+")[2] for font in fonts.values()}

    assert names <= {"Roboto", "Roboto-Regular", "Roboto-Bold", "Roboto Bold"}
    assert len(pdf) < 40_000


@pytest.mark.parametrize(("lines", "has_notes"), [(1, True), (45, False)])
def test_notes_are_ruled_where_the_page_has_room(lines: int, has_notes: bool) -> None:
    paper = new_paper(HEAD, "Лист", russian())
    paper.say("строка\n" * lines)

    paper.rule_notes("Для записей")

    pages = pages_of(paper.finished())
    assert ["Для записей" in page for page in pages] == [has_notes]


def test_chinese_signs_stand_on_the_paper_among_others() -> None:
    text = text_of(printed("王伟 из города 黑河市, 12"))

    assert "王伟 из города 黑河市, 12" in text


def test_a_paper_without_chinese_signs_does_not_carry_their_font() -> None:
    plain, chinese = printed("Иванов"), printed("王伟")

    assert (b"DroidSansFallback" in plain, b"DroidSansFallback" in chinese) == (False, True)
    assert len(chinese) < len(plain) + 20_000
