"""What was read of a file of others, in sentences of both languages."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.errors import Invalid
from planner.domain.words import AgencyKind, Role, Severity
from planner.i18n import translator
from planner.phrases.exchange.intake import file_words, say_file, told_file, told_refusal
from planner.render.reading.files import read_file
from planner.render.reading.names import KINDS
from planner.render.reading.rows import read_rows
from tests.domain.damaged_files import geojson

RU, EN = translator("ru", "UTC"), translator("en", "UTC")
FAR = "название;широта;долгота\nДвор;50,26;127,53\nОстров;0;0\nНаоборот;37,61;55,75\n"


def test_file_is_told_as_json_with_a_sentence_for_each_fault() -> None:
    told = told_file(RU, read_rows(read_file(FAR.encode()), "places"))

    assert told["refused"] is None
    assert [(row["row"], row["name"], row["lat"], row["lon"], row["problems"]) for row in told["rows"]] == [
        (2, "Двор", 50.26, 127.53, []),
        (3, "Остров", 0.0, 0.0, ["Координаты 0, 0: вместо точки стоит ноль."]),
        (4, "Наоборот", 37.61, 55.75, ["Широта и долгота, похоже, переставлены: 37.61, 55.75."]),
    ]


def test_file_is_told_in_lines_on_the_console() -> None:
    assert say_file(EN, read_rows(read_file(FAR.encode()), "places")) == [
        "Columns: Name ← название, Latitude ← широта, Longitude ← долгота",
        "Row 3, Остров: The coordinates are 0, 0: a zero stands for the point.",
        "Row 4, Наоборот: Latitude and longitude seem to be swapped: 37.61, 55.75.",
        "Right: 1 row",
        "With faults or in doubt: 2 rows",
    ]


def test_refusal_is_told_as_json() -> None:
    told = told_refusal(EN, Invalid("intake.refused.pdf", field="file"))

    assert told == {
        "refused": "This is a PDF, out of which no table can be read. Ask for it as Excel (.xlsx) or CSV.",
        "rows": [],
    }


cells = st.sampled_from(
    [
        "",
        "A",
        "0",
        "50.26",
        "127,53",
        "37.6",
        "1e9",
        "12.05.2026",
        "http://x",
        "POINT(1 2)",
        "POINT(a)",
        "a@",
        "\ufffd",
        "много",
    ]
)
HEADS = [
    "name",
    "lat",
    "lon",
    "координаты",
    "email",
    "phone",
    "population",
    "роль",
    "тема",
    "вид",
    "срочность",
    "адрес",
]


@settings(max_examples=40)
@given(st.lists(st.lists(cells, min_size=12, max_size=13), max_size=5), st.sampled_from(KINDS), st.booleans())
def test_whatever_is_wrong_with_a_table_can_be_said(rows: list[list[str]], kind: str, swap: bool) -> None:
    text = "\n".join("\t".join(row) for row in [HEADS, *rows])

    can_be_said(text.encode(), "a.tsv", kind, swap=swap)


@settings(max_examples=40)
@given(geojson, st.sampled_from(KINDS), st.booleans())
def test_whatever_is_wrong_with_json_can_be_said(data: bytes, kind: str, swap: bool) -> None:
    can_be_said(data, "a.geojson", kind, swap=swap)


def can_be_said(data: bytes, name: str, kind: str, *, swap: bool) -> None:
    for t in (RU, EN):
        try:
            read = read_rows(read_file(data, name, swap=swap), kind, swap=swap)
        except Invalid as refused:
            said = json.dumps(told_refusal(t, refused), allow_nan=False)
        else:
            said = json.dumps(told_file(t, read), allow_nan=False)
        assert "{" not in json.loads(said).get("refused", "") if json.loads(said)["refused"] else said


@pytest.mark.parametrize(
    ("typed", "expected"), [("коммунальная служба", AgencyKind.UTILITY), ("council", None), ("media outlet", None)]
)
def test_words_of_both_languages_are_known(typed: str, expected: AgencyKind | None) -> None:
    words = file_words()

    assert words.kinds.get(typed) == expected
    assert (words.roles["контролёр"], words.severities["опасно"]) == (Role.CONTROLLER, Severity.DANGER)
