"""Notices in words: each kind in both languages, with what was so at that moment, and letters made of them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.domain.letter import Part
from planner.domain.models import City, Notice
from planner.domain.notices import NoticeKind
from planner.i18n import translator
from planner.links import Site
from planner.phrases.notices.notices import Said, say_letter, say_notice
from planner.services.control.work import CONTROLLERS_PILES, OFFICIALS_PILES, Pile

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SITE = Site("https://tours.city.ru")
FACTS: dict[str, Any] = {
    "issue": 5,
    "address": "ул. Зейская, 1",
    "work": "Заделать яму",
    "text": "Не ровно",
    "by": "Кира",
    "agency": "Горсвет",
    "from_agency": "Дороги",
    "due_on": "2026-11-30",
    "until": "2026-12-14",
    "outcome": "fixed",
    "days_late": 3,
    "title": "Северный",
    "starts_at": "2026-11-25T01:00:00+00:00",
    "old_start": "2026-11-24T01:00:00+00:00",
    "place": "Мэрия",
    "reason": "Мороз",
    "on": "2026-11-23",
    "topic": "Ямы",
    "follow": "abcd",
    "confirm": "efgh",
    "release": "Итоги",
}
COUNTED = {
    NoticeKind.DIGEST: {"on": "2026-11-23", "overdue": 3},
    **{kind: {"on": "2026-11-23", "overdue": 3} for kind in (NoticeKind.LEADER_DIGEST, NoticeKind.CITY_DIGEST)},
    NoticeKind.CONTROL_DIGEST: {"on": "2026-11-23", "late": 3},
}
t = translator("ru", "Asia/Yakutsk", date(2026, 11, 23))


def notice(kind: NoticeKind, **facts: Any) -> Notice:
    return Notice(key="", kind=kind, at=NOW, issue_id=5, tour_id=7, facts={**COUNTED.get(kind, FACTS), **facts})


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_each_kind_is_said(language: str, kind: NoticeKind) -> None:
    said = say_notice(translator(language, "Asia/Yakutsk"), notice(kind))

    texts = [said.headline, *said.details]
    assert [text for text in texts if "{" in text or text.startswith("notices.") or not text] == []


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(
    ("kind", "piles"), [(NoticeKind.DIGEST, OFFICIALS_PILES), (NoticeKind.CONTROL_DIGEST, CONTROLLERS_PILES)]
)
def test_digest_says_each_pile(language: str, kind: NoticeKind, piles: tuple[Pile, ...]) -> None:
    said = say_notice(translator(language, "Asia/Yakutsk"), notice(kind, **{pile.value: 7 for pile in piles}))

    assert [line for line in said.details if not line.endswith(": 7") or line.startswith("notices.")] == []
    assert len(said.details) >= len(piles)


def test_return_says_what_is_missing() -> None:
    assert say_notice(t, notice(NoticeKind.RETURNED)) == Said(
        "Возвращено на доработку: замечание № 5, срок — 30 ноября 2026",
        ["ул. Зейская, 1", "Поручение: Заделать яму", "Кира: Не ровно"],
        "/issue?id=5",
    )


def test_instruction_says_its_text_once() -> None:
    said = say_notice(t, notice(NoticeKind.INSTRUCTED, text="Заделать яму"))

    assert said.details == ["ул. Зейская, 1", "Поручение: Заделать яму"]


def test_overdue_says_by_how_many_days() -> None:
    headline = say_notice(t, notice(NoticeKind.OVERDUE)).headline

    assert headline == "Просрочено на 3 дня: замечание № 5, Горсвет, срок был 30 ноября 2026"


def test_moved_tour_says_when_it_was_and_is() -> None:
    assert say_notice(t, notice(NoticeKind.TOUR_MOVED, reason="")) == Said(
        "Изменились время или место сбора объезда «Северный»: 25 ноября, 10:00",
        ["Место сбора: Мэрия", "Было назначено: 24 ноября, 10:00"],
        "/tour?id=7",
    )


def test_letter_of_one_notice_is_called_like_it() -> None:
    letter = say_letter(
        t, City(name="Город"), SITE, [notice(NoticeKind.RETURNED)], name="Ким Ирина Петровна", unsubscribe="https://x/"
    )

    assert (letter.subject, letter.greeting) == (letter.parts[0].headline, "Здравствуйте, Ирина Петровна!")
    assert (letter.parts[0].link, letter.parts[0].link_text) == (
        "https://tours.city.ru/issue?id=5",
        "Открыть замечание",
    )
    assert letter.foot == (
        Part("Письмо отправлено программой «Объезды города» (Город). Отвечать на него не нужно."),
        Part("", (), "https://tours.city.ru/account", "Выбрать, какие письма получать"),
        Part("", (), "https://x/", "Больше не присылать писем"),
    )


def test_resident_is_asked_to_confirm_by_a_link_that_is_not_the_reports() -> None:
    letter = say_letter(t, City(), SITE, [notice(NoticeKind.REPORT_SENT)], name="")

    assert letter.parts == (
        Part(
            "Подтвердите адрес: вы отправили сообщение о проблеме",
            (
                "Ямы, ул. Зейская, 1",
                "Если сообщение отправили не вы, ничего не делайте: адрес останется неподтверждённым и писем больше не будет.",
            ),
            "https://tours.city.ru/open/confirm/efgh",
            "Подтвердить адрес",
        ),
    )


def test_resident_reads_why_a_report_was_refused() -> None:
    assert say_notice(t, notice(NoticeKind.REPORT_REFUSED, text="Это частный двор")) == Said(
        "Ваше сообщение не принято",
        ["Ямы, ул. Зейская, 1", "Почему: Это частный двор"],
        "/open/follow/abcd",
    )


def test_letter_with_a_digest_is_called_like_it() -> None:
    notices = [notice(NoticeKind.OVERDUE), notice(NoticeKind.DIGEST)]

    assert say_letter(t, City(), SITE, notices, name="").subject == "Что ждёт вашего ведомства: 23 ноября 2026"


def test_letter_of_several_says_how_many() -> None:
    letter = say_letter(t, City(), SITE, [notice(NoticeKind.OVERDUE)] * 5, name="")

    assert (letter.subject, letter.greeting) == ("5 уведомлений по объездам города", "Здравствуйте!")
