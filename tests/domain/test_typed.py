"""Tests of `planner.domain.typed`: typed text made fit to keep."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Invalid
from planner.domain.typed import one_line, typed_email, typed_line, typed_name, typed_phone, typed_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Яма\r\nу дома\r ", "Яма\nу дома"),
        ("а\tб", "а\tб"),
        ("нуль\x00 и \ud800половина\x7f", "нуль и половина"),
        ("<b>&amp;", "<b>&amp;"),
        ("семья 👨‍👩‍👧", "семья 👨‍👩‍👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Тепло\xadсеть, дв\u200bор, по\u200dдъезд", "Теплосеть, двор, подъезд"),
        ("\ufeffотчёт \u202efdp.exe\u202c", "отчёт fdp.exe"),
        ("строка\u2028строка\x0bстрока\x85", "строка\nстрока\nстрока"),
        ("ㅤ\u2800\u2060", ""),
    ],
)
def test_typed_text_keeps_what_is_seen(typed: str, kept: str) -> None:
    assert typed_text(typed, field="text", longest=100) == kept


def test_typed_line_is_one_line() -> None:
    assert typed_line(" ул.\nЛенина,\t 5\x00 ", field="address", longest=100) == "ул. Ленина, 5"


@given(st.text(st.characters(codec=None)))
def test_typed_text_can_be_kept_and_shown_whatever_was_typed(typed: str) -> None:
    text = typed_text(typed, field="text", longest=1000)

    assert typed_text(text, field="text", longest=1000) == text
    assert text.encode("utf-8").decode("utf-8") == text
    assert {unicodedata.category(letter) for letter in text if letter not in "\n\t"}.isdisjoint(
        {"Cc", "Cs", "Zl", "Zp"}
    )
    assert one_line(typed) == " ".join(text.split())


@pytest.mark.parametrize("check", [typed_text, typed_line])
def test_typed_text_that_is_needed_is_not_empty(check: object) -> None:
    with pytest.raises(Invalid) as refusal:
        check("\u200b \xad", field="name", longest=60, needed="travel.error.rule_name")  # type: ignore[operator]

    assert (refusal.value.key, refusal.value.field) == ("travel.error.rule_name", "name")


@pytest.mark.parametrize(("typed", "name"), [(" Ян ", "Ян"), ("Пётр\n  Громов", "Пётр Громов"), ("я" * 100, "я" * 100)])
def test_typed_name_is_kept(typed: str, name: str) -> None:
    assert typed_name(typed) == name


@pytest.mark.parametrize("typed", ["", "Я", "Я\u200b\u200b", "я" * 101])
def test_typed_name_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        typed_name(typed, field="delegate_name")

    assert (refusal.value.key, refusal.value.field) == ("typed.error.name", "delegate_name")


@pytest.mark.parametrize("check", [typed_text, typed_line])
def test_typed_text_that_is_too_long_is_refused(check: object) -> None:
    assert check("я" * 5 + "  ", field="text", longest=5) == "я" * 5  # type: ignore[operator]

    with pytest.raises(Invalid) as refusal:
        check("я" * 6, field="text", longest=5)  # type: ignore[operator]

    assert (refusal.value.key, refusal.value.field, dict(refusal.value.values)) == (
        "typed.error.too_long",
        "text",
        {"n": 5},
    )


@pytest.mark.parametrize(
    "phone",
    [
        "",
        "8 (4162) 22-33-44",
        "22-33-44",
        "+7 914 123-45-67",
        "8-800-555-35-35",
        "(4162) 22-33-44, доб. 12",
        "22-33-44 вн. 105; 22-33-45",
        "8 4162 223344 (приёмная), +7 914 123 45 67 (дежурный)",
        "+44 20 7946 0958 ext. 9",
        "112",
        "05",
        "05, 112",
    ],
)
def test_phone_that_can_be_called_is_kept_as_it_was_typed(phone: str) -> None:
    assert typed_phone(f" {phone}\u200b") == phone


@pytest.mark.parametrize(
    "phone",
    ["123", "телефон", "нет", "22-33", "+7", "914 123-45", "9" * 16, "22-33-44, 1", "доб. 12", "--", "٢٢٣٣٤٤"],
)
def test_phone_that_nobody_can_call_is_refused_at_its_field(phone: str) -> None:
    with pytest.raises(Invalid) as refused:
        typed_phone(phone)

    assert (refused.value.key, refused.value.field) == ("typed.error.phone", "phone")


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_phone_is_kept_or_refused(typed: str) -> None:
    try:
        kept = typed_phone(typed)
    except Invalid as refused:
        kept = refused.key

    assert kept in (one_line(typed), "typed.error.phone")


@pytest.mark.parametrize("email", ["bad mail", "a@b", "@b.ru", "a b@c.ru", "", "a@b.ru c@d.ru", f"{'a' * 250}@b.ru"])
def test_address_that_cannot_be_one_is_refused_at_its_field(email: str) -> None:
    with pytest.raises(Invalid) as refused:
        typed_email(email)

    assert (refused.value.key, refused.value.field) == ("typed.error.email", "email")


def test_address_is_kept_in_lower_case() -> None:
    assert typed_email(" Otdel@Gorod.RU ") == "otdel@gorod.ru"
