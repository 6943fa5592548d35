"""The report in words: the paragraph by what there was, the table with the year before, the Word paper."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO

from docx import Document

from planner.domain.press_report import ReportFigure, ReportFigures, ReportSpan
from planner.i18n import translator
from planner.phrases.press.report import report_paper, report_paragraph, report_rows, report_title
from planner.render.papers.word.fill import fill, own_template

RU, EN = (translator(language, "Asia/Yakutsk") for language in ("ru", "en"))
YEAR = ReportSpan.of_year(2026)
HALF = ReportSpan(date(2026, 1, 1), date(2026, 6, 30))
F = ReportFigure


def figures(counts: Mapping[F, int], span: ReportSpan = YEAR, outside: Mapping[F, int] | None = None) -> ReportFigures:
    """Counts with zeros for all others."""
    return ReportFigures(span, dict.fromkeys(F, 0) | dict(counts), outside or {})


def test_paragraph_tells_what_there_was_and_no_zeros() -> None:
    now = figures(
        {F.RELEASES: 21, F.TOURS: 2, F.DISTRICTS: 1, F.RAISED: 12, F.FIXED: 5, F.FIXED_IN_TIME: 4, F.VERIFIED: 1}
    )

    assert report_paragraph(RU, "Городок", now, figures({})) == (
        "В 2026 году пресс-служба администрации (г. Городок) подготовила и провела: 21 пресс-релиз. "
        "Состоялось: 2 объезда, замечания подняты в 1 районе. "
        "Работа с замечаниями: поднято 12 замечаний и исправлено 5. В срок исправлено 4. "
        "Проверка работ: работа принята по 1 замечанию."
    )
    assert report_paragraph(RU, "Городок", figures({}), figures({})) == ""


def test_paragraph_puts_the_year_before_beside_what_was_counted_in_both() -> None:
    now = figures({F.RELEASES: 1, F.FIXED: 2}, HALF)

    said = report_paragraph(EN, "Townlet", now, figures({F.RELEASES: 3, F.PHOTO_REPORTS: 4, F.FIXED: 1}))

    assert said.startswith(
        "From 1 January 2026 to 30 June 2026 the press office (Townlet) prepared and held: 1 press release."
    )
    assert said.endswith("A year before: press releases — 3; issues fixed — 1.")


def test_table_has_changes_and_leaves_out_citizens_where_there_were_none() -> None:
    now, before = figures({F.RELEASES: 12}, outside={F.RELEASES: 2}), figures({F.RELEASES: 15})
    rows = report_rows(RU, now, before)

    assert [(row.name, row.number, row.before, row.change, row.outside) for row in rows[:2]] == [
        ("Пресс-релизы", 12, 15, "−3", "из них внесено вручную: 2"),
        ("Фоторепортажи", 0, 0, "0", ""),
    ]
    assert len(rows) == len(F) - 1
    assert len(report_rows(RU, figures({F.ACTIVE_CITIZENS: 1}), before)) == len(F)


def test_title_names_the_year_or_the_days() -> None:
    assert report_title(RU, YEAR) == "Отчёт за 2026 год"
    assert report_title(EN, HALF) == "Report of 1 January 2026 – 30 June 2026"


def test_word_paper_has_the_text_and_a_row_for_each_figure() -> None:
    paper = report_paper(RU, "Городок", figures({F.RELEASES: 2982}), figures({F.RELEASES: 2900}))

    document = Document(BytesIO(fill(own_template("report", "ru"), paper)))

    assert [each.text for each in document.paragraphs][:2] == ["Отчёт за 2026 год", "Городок"]
    cells = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in document.tables[0].rows]
    assert cells[:2] == [
        ["Показатель", "2026 год", "2026 год", "Изменение"],
        ["Пресс-релизы", "2 982", "2 900", "+82"],
    ]
    assert len(cells) == len(F)
