"""Tests of `planner.phrases.issues`: how an issue stands, what it is called, where it is and where it comes from."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.domain.actor import Actor
from planner.domain.issue_look import IssueLook
from planner.domain.models import Category, District, Issue, Photo, Stop, Tour
from planner.domain.permissions import Subject
from planner.domain.search import Search, Term
from planner.domain.words import IssueState, Outcome, PhotoPhase, Role
from planner.i18n import translator
from planner.phrases.issues import (
    issue_address,
    issue_excerpt,
    issue_in_short,
    issue_in_words,
    issue_origin,
    issue_place,
    issue_title,
    look_in_words,
    photo_caption,
    say_lacks,
    say_photo,
    where_found,
)
from planner.services.issues.details import IssueDetails
from planner.services.issues.found_in import FoundIn, FoundText
from planner.services.ride.on_board import RaisedIssue

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 12, 1, 46, tzinfo=UTC)
RU = translator("ru", "Asia/Yakutsk", TODAY)
OLGA = Actor("Ольга", frozenset({Role.ORGANIZER}), person_id=1)
TABLET = Actor("Анна", frozenset({Role.PARTICIPANT}), participant_id=1, tour_id=1)


@pytest.mark.parametrize(
    ("fields", "ru", "en"),
    [
        ({"state": IssueState.NEW}, "Новое, без поручения", "New, no instruction"),
        (
            {"state": IssueState.ASSIGNED, "due_on": date(2026, 11, 26)},
            "На контроле, срок 26.11",
            "Assigned, due 26.11",
        ),
        (
            {"state": IssueState.ASSIGNED, "due_on": date(2026, 11, 21)},
            "Просрочено, срок 21.11",
            "Overdue, was due 21.11",
        ),
        (
            {"state": IssueState.RETURNED, "due_on": date(2027, 1, 9)},
            "Возвращено, срок 09.01.2027",
            "Sent back, due 09.01.2027",
        ),
        ({"state": IssueState.REPORTED, "due_on": date(2026, 11, 21)}, "Ожидает проверки", "Awaiting verification"),
        ({"state": IssueState.CLOSED, "outcome": Outcome.FIXED}, "Устранено", "Fixed"),
        ({"state": IssueState.CLOSED, "outcome": Outcome.REFUSED}, "Отказано", "Refused"),
    ],
)
def test_issue_in_words(fields: dict[str, Any], ru: str, en: str) -> None:
    issue = Issue(lat=0, lon=0, category_id=1, created_at=NOW, **fields)

    assert [issue_in_words(translator(language, "UTC", TODAY), issue, TODAY) for language in ("ru", "en")] == [ru, en]


@pytest.mark.parametrize("look", list(IssueLook))
def test_every_look_has_words_with_and_without_a_date(look: IssueLook) -> None:
    for language in ("ru", "en"):
        for due_on in (None, TODAY):
            said = look_in_words(translator(language, "UTC", TODAY), look, due_on=due_on, outcome=None)
            assert "." not in said.replace("23.11", "")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", "Дороги"),
        (" \n ", "Дороги"),
        ("Яма  у\tостановки\nвторая строка", "Яма у остановки"),
        ("слово " * 20, "слово " * 12 + "слово…"),
        ("я" * 90, "я" * 80 + "…"),
        ("<script>", "<script>"),
    ],
)
def test_issue_title_is_the_first_line_or_the_category(text: str, title: str) -> None:
    assert issue_title(Issue(lat=0, lon=0, category_id=1, created_at=NOW, text=text), "Дороги") == title


def an_issue(**fields: Any) -> Issue:
    return Issue(id=148, lat=0, lon=0, category_id=1, created_at=NOW, **fields)


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("", ""),
        (" \n ", ""),
        ("Яма  у\tостановки\nвторая", "Яма у остановки вторая"),
        ("слово " * 30, "слово " * 25 + "слово…"),
    ],
)
def test_excerpt_is_one_line_cut_at_a_word(text: str, excerpt: str) -> None:
    assert issue_excerpt(an_issue(text=text)) == excerpt


def test_place_is_address_and_category() -> None:
    issues = [an_issue(address="Ленина, 1"), an_issue()]

    assert [issue_place(issue, "Ямы") for issue in issues] == ["Ленина, 1, Ямы", "Ямы"]


def test_address_names_the_district_or_says_that_there_is_none() -> None:
    here, nowhere, centre = an_issue(address="Ленина, 1"), an_issue(), District(name="Центр")

    said = [issue_address(RU, issue, district) for issue in (here, nowhere) for district in (centre, None)]

    assert said == ["Ленина, 1, Центр", "Ленина, 1", "Центр", "Адрес не указан"]


@pytest.mark.parametrize(
    ("raised_by", "on_tour", "words"),
    [
        ("", False, "Внесено 12 ноября, 10:46"),
        ("Пётр", False, "Внесено 12 ноября, 10:46, Пётр"),
        ("Пётр", True, "Внесено 12 ноября, 10:46, Пётр · Объезд · остановка 3, Двор"),
    ],
)
def test_issue_says_where_it_comes_from(raised_by: str, on_tour: bool, words: str) -> None:
    details = IssueDetails(
        issue=an_issue(raised_by=raised_by),
        category=Category(name="Ямы"),
        district=None,
        agency=None,
        photos=(),
        comments=(),
        instructions=(),
        moves=(),
        tour=Tour(title="Объезд", starts_at=NOW, ends_at=NOW, created_at=NOW) if on_tour else None,
        stop=Stop(tour_id=1, position=3, name="Двор", lat=0, lon=0) if on_tour else None,
        duplicate_of=None,
        supported_by_me=False,
        subject=Subject(),
    )

    assert issue_origin(RU, details, OLGA) == words


def test_photo_says_what_it_shows_who_took_it_and_that_it_is_hidden() -> None:
    plain, hidden = (
        Photo(
            issue_id=1,
            phase=PhotoPhase.AFTER,
            original="",
            clean="",
            thumbnail="",
            width=4,
            height=3,
            added_at=NOW,
            taken_by=name,
            hidden=bool(name),
        )
        for name in ("", "Пётр")
    )

    assert say_photo(RU, plain) == "После, 12 ноября"
    assert [photo_caption(RU, photo, OLGA) for photo in (plain, hidden)] == [
        "После, 12 ноября",
        "После, 12 ноября, Пётр, скрыто",
    ]
    assert photo_caption(RU, hidden, TABLET) == "После, 12 ноября, П., скрыто"


def test_issue_says_what_it_lacks() -> None:
    pairs = [("", ""), ("a", ""), ("", "Яма"), ("a", "Яма")]

    said = [
        say_lacks(RU, RaisedIssue(an_issue(text=text), Category(name=""), photo or None, mine=True, editable=True))
        for photo, text in pairs
    ]

    assert said == ["нет фото, нет описания", "нет описания", "нет фото", ""]


@pytest.mark.parametrize(
    ("state", "due_on", "words"),
    [
        (IssueState.ASSIGNED, date(2026, 11, 11), "Просрочено, 12 дн."),
        (IssueState.ASSIGNED, date(2026, 11, 30), "На контроле"),
        (IssueState.RETURNED, date(2026, 11, 30), "Возвращено на доработку"),
        (IssueState.NEW, None, "Новое, без поручения"),
    ],
)
def test_issue_in_short_leaves_the_date_to_its_column(state: IssueState, due_on: date | None, words: str) -> None:
    issue = Issue(lat=50, lon=127, category_id=1, state=state, due_on=due_on, created_at=NOW)

    assert issue_in_short(RU, issue, TODAY) == words


def test_where_found_tells_two_texts_and_not_the_title_again() -> None:
    issue = Issue(lat=50, lon=127, category_id=1, text="Яма во дворе\nУ подъезда яма", created_at=NOW)
    search = Search(((Term("яма"), Term("ямы")),))
    found = [
        FoundText(FoundIn.TEXT, issue.text),
        FoundText(FoundIn.AUTHOR, "Яма Пётр"),
        FoundText(FoundIn.INSTRUCTION, "Засыпать до весны все ямы"),
        FoundText(FoundIn.INSTRUCTION, "Яма"),
    ]

    lines = where_found(RU, issue, search, found)

    assert ["".join(text for text, _ in line) for line in lines] == [
        "Внёс: Яма Пётр",
        "Поручение: Засыпать до весны все ямы",
    ]
    assert [[text for text, is_found in line if is_found] for line in lines] == [["Яма"], ["ямы"]]
