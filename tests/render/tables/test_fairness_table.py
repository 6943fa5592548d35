"""The year of the districts as a table: bars in proportion, unknown residents, hostile names, numbers for CSV."""

import re

from planner.i18n import translator
from planner.render.tables.fairness_table import FairRow, fairness_cells, fairness_columns, fairness_html
from planner.render.tables.tables import to_csv

t = translator("ru", "Asia/Yakutsk")
EAST = FairRow("Восток", 10_000, 2, 40, 0, 12, never=False)
WEST = FairRow("Запад", 20_000, 1, 20, 3, 100, never=False)


def widths(html: str) -> list[str]:
    return re.findall(r"width:([\d.]+)%'", html)


def test_bars_compare_what_falls_on_a_thousand_residents() -> None:
    html = fairness_html([EAST, WEST], t)

    assert widths(html) == ["100.0", "100.0", "0.0", "25.0", "25.0", "100.0"]
    assert "<b>2</b> <span class='of'>0,2</span>" in html
    assert [html.count(t("fairness.per_thousand")), html.index(t("fairness.per_thousand")) < html.index("<tbody>")] == [
        3,
        True,
    ]
    assert "12 дней назад" in html


def test_district_without_residents_has_numbers_and_no_bars() -> None:
    html = fairness_html([FairRow("Новый", None, 2, 40, 1, 365, never=True)], t)

    assert widths(html) == []
    assert t("fairness.unknown") in html
    assert t("fairness.never") in html


def test_nothing_anywhere_divides_by_nothing() -> None:
    assert widths(fairness_html([FairRow("Восток", 10_000, 0, 0, 0, 365, never=True)], t)) == ["0.0"] * 3


def test_hostile_name_stays_text() -> None:
    html = fairness_html([FairRow("<img src=x onerror=alert(1)>", 10, 0, 0, 0, 365, never=True)], t)

    assert "<img" not in html
    assert "&lt;img src=x" in html


def test_csv_has_the_same_figures() -> None:
    rows = [EAST, FairRow("=1+1", None, 0, 0, 0, 365, never=True)]

    lines = to_csv(fairness_columns(t), [fairness_cells(row) for row in rows]).decode("utf-8-sig").splitlines()

    assert len(lines[0].split(";")) == 9
    assert lines[1] == '"Восток";"10000";"2";"40";"0";"0,2";"4,0";"0,0";"12"'
    assert lines[2] == '"\'=1+1";"";"0";"0";"0";"";"";"";""'
