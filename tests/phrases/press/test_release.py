"""A release written out of data: what it says in each language, for many tours and for few; and nothing that is zero."""

from datetime import UTC, date, datetime

import pytest

from planner.domain.geo import Point
from planner.domain.models import Agency, Category, District
from planner.domain.open_filter import OpenLook
from planner.domain.press import Figures, OldNumber, links_in
from planner.domain.words import Outcome, TourKind, TourState
from planner.i18n import translator
from planner.phrases.press.release import offer_of, say_fault, say_figures, say_old_number
from planner.services.press.faults import Fault
from planner.services.press.tour_story import TourStory
from planner.services.public.counting import OpenCounts
from planner.services.public.issues import OpenIssue
from planner.services.public.tours import OpenRoute, OpenTour

RU, EN = (translator(language, "Asia/Yakutsk") for language in ("ru", "en"))
START = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
FULL = Figures(5, 12, 9, 5, 4, date(2026, 12, 1), date(2026, 12, 20))


def an_issue(number: int = 7, text: str = "Яма у перехода", **about: object) -> OpenIssue:
    """A public issue, fixed."""
    given = {
        "number": number,
        "text": text,
        "text_closed": False,
        "address": "ул. Ленина, 5",
        "place_closed": False,
        "lat": 50.2,
        "lon": 127.5,
        "category": Category(name="Ямы", name_en="Potholes", icon="", days=30),
        "district": District(name="Центр"),
        "agency": Agency(name="Дорожная служба"),
        "look": OpenLook.FIXED,
        "outcome": Outcome.FIXED,
        "due_on": None,
        "raised_at": START,
        "closed_at": START,
        "public_from": START,
        "tour_id": 3,
        "supporters": 0,
    }
    return OpenIssue(**(given | about))  # type: ignore[arg-type]


def a_story(figures: Figures = FULL, *, kind: TourKind = TourKind.BUS_TOUR, issues: int = 1) -> TourStory:
    """A tour that is over."""
    tour = OpenTour(3, "Центр", kind, TourState.CLOSED, START, START, figures.stops, OpenCounts())
    route = OpenRoute(tour, (), (), Point(50, 127), None, "")
    told = [an_issue(7 + number) for number in range(issues)]
    return TourStory(route, figures, told, ["Север", "Центр"] * bool(issues), ["Дорожная служба"] * bool(issues))


def test_release_of_a_full_tour_says_it_all_in_russian() -> None:
    ru = offer_of(RU, a_story()).ru

    assert ru.titles == (
        "Центр: 12 замечаний и уже исправлено 5",
        "Объезд 27 ноября 2026: 5 остановок и 12 замечаний",
        "Что увидели и что исправят: Север, Центр",
    )
    assert ru.leads == (
        "27 ноября 2026 прошёл объезд «Центр». 5 остановок, 12 замечаний, решение есть по 9, уже исправлено 5.",
        "27 ноября 2026 прошёл объезд «Центр». Срок назван по 4: первый — 1 декабря 2026, последний — 20 декабря 2026.",
        "27 ноября 2026 прошёл объезд «Центр». За исправление отвечает: Дорожная служба.",
    )
    assert ru.body.split("\n\n") == [
        "В цифрах: 5 остановок, 12 замечаний, решение есть по 9, уже исправлено 5.",
        "Районы: Север, Центр.",
        "Что увидели и что решили:\n— ул. Ленина, 5: Яма у перехода. Исправлено, проверено. Отвечает: Дорожная служба. /open/issues/7",
        "Срок назван по 4: первый — 1 декабря 2026, последний — 20 декабря 2026.",
        "Маршрут, остановки и что стало с каждым замечанием: /open/tours/3",
        "Все замечания: /open/issues?tour=3",
    ]


def test_release_of_a_full_tour_says_the_same_in_english() -> None:
    en = offer_of(RU, a_story()).en

    assert en.titles[0] == "Центр: 12 issues and already fixed 5"
    assert en.leads[0] == (
        "The tour “Центр” took place on 27 November 2026. 5 stops, 12 issues, decided about 9, already fixed 5."
    )
    assert [(link.part, link.number) for link in links_in(en.body)] == [("issues", 7), ("tours", 3)]


@pytest.mark.parametrize(
    ("figures", "lead"),
    [
        (Figures(1, 1, 1, 1, 0), "1 остановка, 1 замечание, решение есть по 1, уже исправлено 1."),
        (Figures(2, 22, 0, 0, 0), "2 остановки, 22 замечания."),
        (Figures(11, 101, 3, 0, 0), "11 остановок, 101 замечание, решение есть по 3."),
        (Figures(0, 0, 0, 0, 0), ""),
    ],
)
def test_numbers_are_said_and_zeros_are_not(figures: Figures, lead: str) -> None:
    said = offer_of(RU, a_story(figures, issues=0)).ru.leads[0]

    assert said == f"27 ноября 2026 прошёл объезд «Центр». {lead}".strip()


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (TourKind.FIELD_EVENT, "Выездное мероприятие 27 ноября 2026"),
        (TourKind.PRESS_APPROACH, "Пресс-подход 27 ноября 2026"),
    ],
)
def test_event_is_called_what_it_is(kind: TourKind, title: str) -> None:
    ru = offer_of(RU, a_story(Figures(), kind=kind, issues=0)).ru

    assert (ru.titles, len(set(ru.titles))) == (("Центр", title, "Итоги: Центр"), 3)
    assert ru.body.endswith("/open/tours/3")


def test_one_date_for_all_is_said_once() -> None:
    day = date(2026, 12, 1)

    said = offer_of(RU, a_story(Figures(1, 2, 2, 0, 2, day, day))).ru.leads[1]

    assert said.endswith("Срок назван по 2: 1 декабря 2026.")


def test_every_figure_and_fault_has_its_words() -> None:
    assert say_figures(RU, FULL)["fixed"] == "уже исправлено 5"
    assert say_fault(RU, Fault("press.error.resident", {"name": "Иванова"})).startswith(
        "В тексте назван житель: Иванова."
    )
    assert say_old_number(RU, OldNumber("raised", 12, 14)) == "Замечания: в данных теперь 14, в тексте 12."
    assert say_old_number(EN, OldNumber("raised", 12, 14)) == "Issues: the data now say 14, the text says 12."
