"""What others have changed while a form was open, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import ChangedMeanwhile
from planner.domain.words import Role
from planner.i18n import LANGUAGES, translator
from planner.phrases.changes import LABELS, LONGEST_VALUE, say_beside, say_changes

REST = "Ваши правки не записаны, но остались в форме. Чтобы записать их, сохраните ещё раз."
RU = translator("ru", "Asia/Yakutsk")


@pytest.mark.parametrize(
    ("thing", "present", "fields"),
    [
        ("agency", {"phone": "22-33"}, "Телефон (теперь: 22-33)"),
        ("agency", {"phone": ""}, "Телефон (теперь: пусто)"),
        ("agency", {"category_ids": frozenset({3})}, "За какие темы отвечает"),
        ("person", {"agency_id": 3, "email": None}, "Ведомство; Электронная почта (имя для входа) (теперь: пусто)"),
        ("stop", {"minutes_talk": 20, "must": False}, "Минут на разговор (теперь: 20); Обязательная"),
        ("leg", {"until": date(2026, 12, 1)}, "По какой день (теперь: 1 декабря 2026)"),
        ("issue", {"text": "я" * 100}, f"Описание (теперь: {'я' * LONGEST_VALUE}…)"),
    ],
)
def test_changes_name_each_field_with_what_it_says_now(thing: str, present: Mapping[str, Any], fields: str) -> None:
    said = say_changes(RU, ChangedMeanwhile(thing, present))

    assert said == f"Пока вы вносили правки, то же самое изменил кто-то другой: {fields}. {REST}"


def test_changes_name_who_made_them_where_that_is_known() -> None:
    said = say_changes(RU, ChangedMeanwhile("issue", {"address": "Ленина, 1"}, by="Кира"))

    assert said == f"Пока вы вносили правки, то же самое изменено: Адрес (теперь: Ленина, 1). Кто изменил: Кира. {REST}"


def test_every_field_has_a_name_in_both_languages() -> None:
    every = [ChangedMeanwhile(thing, dict.fromkeys(fields, "x")) for thing, fields in LABELS.items()]

    said = [say_changes(translator(language, "Asia/Yakutsk"), each) for language in LANGUAGES for each in every]

    assert [each for each in said if "." in each.partition(":")[2].partition(". ")[0]] == []


def test_what_an_edit_met_is_said_with_who_it_was() -> None:
    tablet = Actor("Пётр", frozenset({Role.PARTICIPANT}), tour_id=1, participant_id=1)
    fields = {"text": "Трещина", "address": "", "severity": True, "line": True}

    told = [
        say_beside(RU, reader, fields, by=by)
        for reader, by in ((STRANGER, "Ким Ольга"), (tablet, "Ким Ольга"), (tablet, ""))
    ]

    what = "Описание (у него: Трещина); Адрес (у него: пусто); Серьёзность; Координаты"
    assert told == [
        f"Одновременно изменено и другим человеком (Ким Ольга): {what}.",
        f"Одновременно изменено и другим человеком (К. О.): {what}.",
        f"Одновременно изменено и другим человеком: {what}.",
    ]
