"""Letters to the media: the release with whole addresses, the embargo of what waits, the plan of a month."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from docx import Document

from planner.domain.models import City, Tour
from planner.domain.words import ReleaseKind, TourKind
from planner.i18n import translator
from planner.links import Site
from planner.phrases.press.letters import month_paper, month_plan, say_month_letter, say_release_letter
from planner.render.files.mail import plain_text
from planner.render.papers.word.fill import fill, own_template
from planner.services.press.open_news import OpenNews, OpenQuote

RU = translator("ru", "Asia/Yakutsk")
NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
CITY, SITE, STOP = City(name="Городок"), Site("https://c.ru"), "https://c.ru/mail/news/x"


def news(public_from: datetime) -> OpenNews:
    """A release that tells of an issue."""
    texts = {
        "title": "Мост",
        "lead": "Открыли",
        "body": "Яма: /open/issues/5.\n\nВсё.",
        "title_en": "",
        "lead_en": "",
        "body_en": "",
    }
    return OpenNews(3, ReleaseKind.RELEASE, texts, public_from, None, None, (OpenQuote("Мэр", "мэр", "Да", ""),))


def test_release_is_told_with_whole_addresses_and_the_way_out() -> None:
    letter = say_release_letter(RU, CITY, SITE, news(NOW), now=NOW, unsubscribe=STOP)

    lead, *paragraphs, last = letter.parts
    assert (letter.subject, lead.headline, last.link) == ("Мост", "Открыли", "https://c.ru/open/news/3")
    assert [each.details for each in paragraphs] == [("Яма: https://c.ru/open/issues/5.",), ("Всё.",)]
    assert last.details == ("«Да» — Мэр, мэр",)
    assert (letter.unsubscribe, STOP in plain_text(letter)) == (STOP, True)


def test_release_that_waits_names_its_moment_and_no_address_that_does_not_open_yet() -> None:
    letter = say_release_letter(RU, CITY, SITE, news(NOW + timedelta(days=1)), now=NOW, unsubscribe=STOP)

    assert letter.subject == "[Эмбарго] Мост"
    assert letter.parts[0].headline == "Эмбарго: публиковать можно с 28 ноября 2026, 10:00."
    assert {part.link for part in letter.parts} == {""}


def test_plan_of_a_month_tells_when_what_and_where() -> None:
    times: dict[str, Any] = {"starts_at": NOW, "ends_at": NOW, "created_at": NOW}
    tours = [
        Tour(kind=TourKind.PRESS_APPROACH, title="Сквер", start_name="Ленина, 1", **times),
        Tour(title="Центр", **times),
    ]

    said = month_plan(RU, date(2026, 11, 1), tours).split("\n")

    assert said == [
        "План мероприятий на ноябрь 2026 года",
        "",
        "пятница, 27 ноября 2026, 10:00. Пресс-подход: Сквер. Место: Ленина, 1.",
        "пятница, 27 ноября 2026, 10:00. Объезд: Центр.",
    ]
    letter = say_month_letter(RU, CITY, date(2026, 11, 1), tours, unsubscribe=STOP)
    assert (letter.subject, len(letter.parts[0].details)) == (said[0], 2)
    assert month_plan(RU, date(2026, 11, 1), []).endswith("Открытых мероприятий на этот месяц пока нет.")


def test_plan_of_a_month_is_a_paper_with_a_row_for_each_event() -> None:
    about: dict[str, Any] = {"ends_at": NOW, "created_at": NOW, "kind": TourKind.PRESS_APPROACH}
    tours = [Tour(title="Сквер <после> & ремонта", starts_at=NOW, start_name="Сквер", **about)]

    papers = [month_paper(RU, CITY, date(2026, 11, 1), planned) for planned in (tours, [])]
    full, empty = (Document(BytesIO(fill(own_template("month", "ru"), paper))) for paper in papers)

    rows = [[cell.text for cell in row.cells] for row in full.tables[0].rows]
    assert rows[1:] == [["пятница, 27 ноября 2026", "10:00", "Пресс-подход", "Сквер <после> & ремонта", "Сквер"]]
    assert [line.text for line in full.paragraphs[:2]] == ["План мероприятий на ноябрь 2026 года", "Городок"]
    assert [line.text for line in empty.paragraphs if line.text][-1] == "Открытых мероприятий на этот месяц пока нет."
