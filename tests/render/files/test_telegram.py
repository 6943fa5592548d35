"""A letter as a message of Telegram: every part with its link, never longer than Telegram takes."""

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.letter import Letter, Part
from planner.render.files.telegram import LONGEST, telegram_text

FOOT = (Part("Город"), Part("/stop"))


def letter(*parts: Part) -> Letter:
    return Letter("ru", "Тема", "Здравствуйте!", parts, FOOT)


def test_one_part_stands_for_itself_and_several_under_what_they_are_together() -> None:
    part = Part("Новое поручение", ("ул. Ленина",), "https://city.ru/issue?id=1")

    assert telegram_text(letter(part)) == "Новое поручение\nул. Ленина\nhttps://city.ru/issue?id=1\n\nГород\n\n/stop"
    assert telegram_text(letter(part, part)).startswith("Тема\n\nНовое поручение\nул. Ленина")


@given(st.lists(st.text(min_size=1, max_size=3000).filter(str.strip), min_size=1, max_size=40), st.booleans())
def test_message_is_never_longer_than_telegram_takes_and_keeps_its_foot(texts: list[str], is_emoji: bool) -> None:
    parts = [Part("\U0001f6a7" * len(text) if is_emoji else text) for text in texts]

    text = telegram_text(letter(*parts))

    assert len(text.encode("utf-16-le", "replace")) // 2 <= LONGEST
    assert text.endswith("\n\nГород\n\n/stop")
