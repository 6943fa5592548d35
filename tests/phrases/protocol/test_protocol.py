"""The protocol in words: points, decisions, agencies, changes, in Russian and in English."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.models import Agency, ProtocolStance
from planner.domain.models.types import id_of
from planner.domain.protocol import Decision, Difference, Heard, Point
from planner.domain.words import Outcome
from planner.i18n import translator
from planner.phrases.protocol.protocol import point_in_words, protocol_in_words, say_change, say_stance
from planner.services.control.closing import close_issue
from planner.services.control.putting_off import put_off
from planner.services.protocol.editions import AgencyStance, protocol_of
from tests.services.protocol.test_editions import confirmed
from tests.services.protocol_story import set_scene

RU, EN = (translator(language, "Asia/Yakutsk") for language in ("ru", "en"))
POINT = Point("12–3–1", "Заделать яму.", "2026-11-30", 1, "Дороги", ("Горсвет",), "Ким")


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        yield session


def test_point_says_what_until_when_and_who() -> None:
    assert point_in_words(RU, POINT).line == (
        "12–3–1. Заделать яму – до 30.11.2026 – Дороги (соисполнители: Горсвет; контролёр: Ким)"
    )
    assert point_in_words(EN, POINT).line == (
        "12–3–1. Заделать яму – by 30.11.2026 – Дороги (co-executors: Горсвет; controller: Ким)"
    )


def test_point_of_what_was_said_inside_has_no_text() -> None:
    assert point_in_words(RU, Point("12–3–1", "", "2026-11-30", 1, "Дороги")).line == (
        "12–3–1. для служебного пользования – до 30.11.2026 – Дороги"
    )


@pytest.mark.parametrize("is_short", [True, False])
def test_protocol_in_words(session: Session, now: datetime, is_short: bool) -> None:
    scene = set_scene(session, now)
    number = scene.instruct(session, scene.issue(session, "Яма")).issue_id
    gone, later, left = (scene.issue(session, text, stop=2) for text in ("Скамья", "Качели", "Забор"))
    close_issue(session, scene.sonya, id_of(gone), outcome=Outcome.NOT_NEEDED, reason="Стоит.", now=now)
    put_off(session, scene.sonya, id_of(later), reason="Снег.", now=now)

    words = protocol_in_words(RU, protocol_of(session, scene.sonya, scene.tour_id), is_short=is_short)

    first, second = words.stops
    assert (words.title, words.edition, words.date) == (f"ПРОТОКОЛ № {scene.tour_id}", "Проект", "23 ноября 2026")
    assert words.present == ["Оксана, начальник управления, Управление дорог"]
    assert words.agenda == ["1. Двор, ул. Мира, 2", "2. Сквер, ул. Мира, 2"]
    assert [issue.line for issue in first.issues] == [f"1.1. Яма (ул. Ленина, 1), замечание № {number}"]
    assert [point.line for point in words.points] == [
        f"{scene.tour_id}–1–1. Заделать – до 30.11.2026 – Управление дорог"
    ]
    assert [issue.decision for issue in second.issues] == [
        f"По замечанию № {gone.id} поручений не давать. Итог: Больше не требуется. Стоит.",
        f"К замечанию № {later.id} вернуться на следующем объезде. Снег.",
        f"По замечанию № {left.id} решение не принято.",
    ]


def test_confirmed_protocol_says_by_whom_and_its_seal(session: Session, now: datetime) -> None:
    scene = set_scene(session, now)
    protocol = confirmed(session, scene)

    words = protocol_in_words(RU, protocol)

    assert (words.edition, words.confirmed) == ("", "Утвердил: Виктор, 23 ноября 2026, 09:00")
    assert words.seal == f"SHA-256 текста: {protocol.seal}"


def test_stances_say_who_and_to_which_text(now: datetime) -> None:
    about: dict[str, Any] = {
        "tour_id": 1,
        "edition": 1,
        "seal": "a",
        "agency_id": 1,
        "said_by": "Ким",
        "noted_by": "Соня",
        "at": now,
    }
    objects = ProtocolStance(accepts=False, text="Срок мал", **about)
    accepts = ProtocolStance(accepts=True, **about)

    said = [
        say_stance(RU, AgencyStance(Agency(name="Дороги"), *each))
        for each in ((objects, True), (accepts, False), (None, False))
    ]

    assert said == [
        "Дороги: возражает – Срок мал (Ким, 23 ноября 2026, 09:00) — к прежнему тексту",
        "Дороги: согласно (Ким, 23 ноября 2026, 09:00)",
        "Дороги: мнения пока нет",
    ]


def test_changes_are_said_in_words() -> None:
    before = Heard(144, "Скамья", "ул. Мира", Decision.KEPT)
    after = Heard(144, "Скамья", "ул. Мира", Decision.KEPT, outcome="not_needed", reason="Стоит")

    said = [
        say_change(RU, Difference("head", "chair", "Виктор", "Пётр")),
        say_change(RU, Difference("issue", "144", before, after)),
        say_change(RU, Difference("point", "12–3–1", None, Point("12–3–1", "Дело", "2026-11-30", 1, "Дороги"))),
        say_change(RU, Difference("spoken", "3", "Пётр: Темно", None)),
    ]

    assert said == [
        "Председательствующий: было «Виктор», стало «Пётр»",
        "Замечание № 144: было «Скамья, ул. Мира», стало «Скамья, ул. Мира, Больше не требуется, Стоит»",
        "Пункт 12–3–1: добавлено «12–3–1. Дело – до 30.11.2026 – Дороги»",
        "Выступления, остановка 3: исключено «Пётр: Темно»",
    ]
