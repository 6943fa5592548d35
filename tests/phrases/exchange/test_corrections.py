"""Names of columns are known in both languages, and values are said in the visitor's words."""

from datetime import date

from planner.domain.corrections import FieldChange
from planner.domain.words import Role, Severity
from planner.i18n import translator
from planner.phrases.exchange.corrections import own_names, role_words, say_field, say_values, severity_words

T = translator("ru", "Asia/Yakutsk")


def test_columns_and_words_are_known_in_both_languages() -> None:
    assert set(own_names("issues", ("text",)).values()) == {"text"}
    assert len(own_names("issues", ("text",))) == 2
    assert own_names("places", ("name",)) == {"название": "name", "name": "name"}
    assert own_names("people", ("post",)) == {"должность": "post", "post": "post"}
    assert (severity_words()["опасно"], role_words()["secretary"]) == (Severity.DANGER, Role.SECRETARY)


def test_values_are_said_in_words() -> None:
    changes = [
        FieldChange("severity", "normal", "danger"),
        FieldChange("place", (50.271235, 127.5), None),
        FieldChange("roles", [], [Role.OFFICIAL, Role.SECRETARY]),
        FieldChange("text", "", "Яма"),
        FieldChange("due_on", "2026-11-30", date(2027, 12, 31)),
    ]

    assert [say_values(T, change) for change in changes] == [
        ("Проблема", "Опасно"),
        ("50.271235, 127.5", "—"),
        ("—", "Исполнитель, Секретарь"),
        ("—", "Яма"),
        ("30 ноября 2026", "31 декабря 2027"),
    ]
    assert (say_field(T, "issues", "place"), say_field(T, "people", "post")) == ("Место", "Должность")
