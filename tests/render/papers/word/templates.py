"""How the Word templates that come with the planner were made: `python -m tests.render.papers.word.templates` makes them anew."""

from collections.abc import Callable, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import Table

from planner.i18n import LANGUAGES, Translator, translator
from planner.phrases.protocol.instruction_papers import DISCIPLINE_COLUMNS, LIST_COLUMNS
from planner.render.papers.word.fill import TEMPLATES

LABELS = {
    "given": ("Дано: {day}, {name}", "Given: {day}, {name}"),
    "tour": ("Объезд: {tour}", "Tour: {tour}"),
    "issue": ("Замечание № {number}: {problem}", "Issue no. {number}: {problem}"),
    "place": ("Адрес: {place}", "Address: {place}"),
    "text": ("Поручение: {text}", "Instruction: {text}"),
    "responsible": ("Ответственный исполнитель: {agency}", "Responsible: {agency}"),
    "co_executors": ("Соисполнители: {names}", "Co-executors: {names}"),
    "controller": ("Контролёр: {name}", "Controller: {name}"),
    "until": ("Срок: {until}", "Due: {until}"),
    "state": ("Состояние: {state}", "State: {state}"),
    "late": ("Просрочка: {late}", "Late: {late}"),
    "report": ("Информация об исполнении: {report}", "Report: {report}"),
    "found": ("Установлено: {found}", "Found: {found}"),
    "steps": ("Ход исполнения", "Steps"),
    "step.day": ("Дата", "Date"),
    "step.what": ("Событие", "Step"),
    "step.who": ("Кто", "Who"),
    "step.text": ("Содержание", "Details"),
    "before": ("До", "Before"),
    "after": ("После", "After"),
    "printed": ("Составлено: {day}", "Made on: {day}"),
    "checked": ("Проверил ____________________ {name}", "Checked by ____________________ {name}"),
    "signed": ("Подпись ____________________", "Signature ____________________"),
    "to": ("Руководителю: {agency}", "To the head of {agency}"),
    "contractor": ("Подрядчику: {name}", "To the contractor: {name}"),
    "contract": ("Контракт: {contract}", "Contract: {contract}"),
    "accepted": ("Принято: {day}", "Accepted on: {day}"),
    "month.day": ("День", "Day"),
    "month.time": ("Время", "Time"),
    "month.kind": ("Что", "What"),
    "month.title": ("Название", "Title"),
    "month.place": ("Место", "Place"),
    "letter": (
        "По состоянию на {day} {count}. Прошу исполнить поручения и представить отчёты с фотографиями.",
        "As of {day}, {count}. Please carry the instructions out and report with photos.",
    ),
}
"""What stands in templates alone, in Russian and in English."""


def _label(t: Translator, label: str, **values: str) -> str:
    return LABELS[label][t.language == "en"].format(**values)


def _new(*, wide: bool = False) -> Doc:
    document = Document()
    section = document.sections[0]
    size = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.page_width, section.page_height = size
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = (Mm(15), Mm(10)) if wide else (Mm(30), Mm(10))
    section.top_margin = section.bottom_margin = Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11 if wide else 13)
    style.paragraph_format.space_after = Pt(4)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = ""
    return document


def _say(document: Doc, *lines: str, bold: bool = False, centre: bool = False) -> None:
    for line in lines:
        paragraph = document.add_paragraph()
        paragraph.add_run(line).bold = bold
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(
    document: Doc, rows: str, columns: Sequence[tuple[str, str]], widths: Sequence[int], *, size: float
) -> Table:
    """A table with a head, and a row for each of `rows`."""
    table: Table = document.add_table(rows=4, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    table.rows[1].cells[0].text = f"{{%tr for row in {rows} %}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for at, ((head, cell), width) in enumerate(zip(columns, widths, strict=True)):
        table.rows[0].cells[at].paragraphs[0].add_run(head).bold = True
        table.rows[2].cells[at].text = cell
        for row in table.rows:
            row.cells[at].width = Mm(width)
            for run in row.cells[at].paragraphs[0].runs:
                run.font.size = Pt(size)
    return table


def _protocol(t: Translator) -> Doc:
    document = _new()
    _say(document, "{{ title }}", bold=True, centre=True)
    _say(document, "{{ tour }}", "{{ edition }}", centre=True)
    _say(document, "{{ date }}", "{{ place }}")
    _say(document, "{%p if chair %}", t("protocol.chair", name="{{ chair }}"), "{%p endif %}")
    _say(document, "{%p if secretary %}", t("protocol.secretary", name="{{ secretary }}"), "{%p endif %}")
    _say(document, "{%p if present or residents %}")
    _say(document, t("protocol.present"), bold=True)
    _say(document, "{%p for person in present %}", "{{ person }}", "{%p endfor %}", "{%p endif %}")
    _say(document, "{%p if residents %}", "{{ residents }}", "{%p endif %}")
    _say(document, "{%p if absent %}")
    _say(document, t("protocol.absent"), bold=True)
    _say(document, "{%p for person in absent %}", "{{ person }}", "{%p endfor %}", "{%p endif %}")
    _say(document, "{%p if agenda %}")
    _say(document, t("protocol.agenda"), bold=True)
    _say(document, "{%p for line in agenda %}", "{{ line }}", "{%p endfor %}", "{%p endif %}")
    _say(document, "{%p for stop in stops %}")
    _say(document, "{{ stop.title }}", bold=True)
    _say(document, t("protocol.heard"), "{%p for issue in stop.issues %}", "{{ issue.line }}", "{%p endfor %}")
    _say(
        document,
        "{%p if stop.spoken %}",
        t("protocol.spoken"),
        "{%p for line in stop.spoken %}",
        "{{ line }}",
        "{%p endfor %}",
    )
    _say(document, "{%p endif %}", t("protocol.decided"), "{%p for issue in stop.issues %}")
    _say(document, "{%p for point in issue.points %}", "{{ point.line }}", "{%p endfor %}")
    _say(document, "{%p if issue.decision %}", "{{ issue.decision }}", "{%p endif %}", "{%p endfor %}", "{%p endfor %}")
    for name in ("stances", "changes"):
        _say(document, f"{{%p if {name} %}}")
        _say(document, t(f"protocol.{name}"), bold=True)
        _say(document, f"{{%p for line in {name} %}}", "{{ line }}", "{%p endfor %}", "{%p endif %}")
    _say(document, "", t("protocol.signature", role=t("protocol.role.chair"), name="{{ chair }}"))
    _say(
        document,
        t("protocol.signature", role=t("protocol.role.secretary"), name="{{ secretary }}"),
        "{{ confirmed }}",
        "{{ seal }}",
    )
    return document


def _list(t: Translator) -> Doc:
    document = _new(wide=True)
    _say(document, "{{ title }}", bold=True, centre=True)
    _say(document, "{{ tour }}, {{ date }}", centre=True)
    widths = (16, 24, 28, 36, 24, 20, 18, 18, 18, 26, 17, 17, 20, 14)
    columns = [(t(f"instruction_papers.column.{name}"), f"{{{{ row.{name} }}}}") for name in LIST_COLUMNS]
    _table(document, "rows", columns, widths, size=7.5)
    return document


def _facts(document: Doc, t: Translator, *names: str) -> None:
    """A line for each fact that is known."""
    for line, condition in (_FACTS[name] for name in names):
        key, values = line
        _say(document, f"{{%p if {condition} %}}", _label(t, key, **values), "{%p endif %}")


_FACTS = {
    "given": (("given", {"day": "{{ given }}", "name": "{{ given_by }}"}), "given"),
    "tour": (("tour", {"tour": "{{ tour }}"}), "tour"),
    "issue": (("issue", {"number": "{{ issue }}", "problem": "{{ problem }}"}), "issue"),
    "place": (("place", {"place": "{{ place }}"}), "place"),
    "text": (("text", {"text": "{{ text }}"}), "text"),
    "responsible": (("responsible", {"agency": "{{ responsible }}"}), "responsible"),
    "co_executors": (("co_executors", {"names": "{{ co_executors }}"}), "co_executors"),
    "controller": (("controller", {"name": "{{ controller }}"}), "controller"),
    "until": (("until", {"until": "{{ until }}"}), "until"),
    "state": (("state", {"state": "{{ state }}"}), "state"),
    "late": (("late", {"late": "{{ late }}"}), "late"),
    "report": (("report", {"report": "{{ report }}"}), "report"),
    "found": (("found", {"found": "{{ found }}"}), "found"),
    "contractor": (("contractor", {"name": "{{ contractor }}"}), "contractor"),
    "contract": (("contract", {"contract": "{{ contract }}"}), "contract"),
    "accepted": (("accepted", {"day": "{{ accepted }}"}), "accepted"),
}


def _card(t: Translator) -> Doc:
    document = _new()
    _say(document, f"{t('instruction_papers.card')} № {{{{ number }}}}", bold=True, centre=True)
    _facts(document, t, "given", "tour", "issue", "place", "text", "responsible", "co_executors", "controller", "until")
    _facts(document, t, "state", "late")
    _say(document, _label(t, "steps"), bold=True)
    names = ("day", "what", "who", "text")
    columns = [(_label(t, f"step.{name}"), f"{{{{ row.{name} }}}}") for name in names]
    _table(document, "steps", columns, (24, 40, 36, 70), size=10)
    _say(document, "", _label(t, "printed", day="{{ printed }}"))
    return document


def _act(t: Translator) -> Doc:
    document = _new()
    _say(document, f"{t('instruction_papers.act')} № {{{{ number }}}}", bold=True, centre=True)
    _say(document, _label(t, "printed", day="{{ printed }}"))
    _facts(document, t, "place", "issue", "text", "responsible", "until", "report", "found")
    for name in ("before", "after"):
        _say(document, f"{{%p if {name} %}}")
        _say(document, _label(t, f"{name}"), bold=True)
        _say(document, f"{{%p for picture in {name} %}}", "{{ picture }}", "{%p endfor %}", "{%p endif %}")
    _say(document, "", _label(t, "checked", name="{{ controller }}"))
    return document


def _letter(t: Translator) -> Doc:
    document = _new()
    _say(document, _label(t, "to", agency="{{ agency }}"), "{{ city }}, {{ printed }}")
    _say(document, _label(t, "letter", day="{{ printed }}", count="{{ count }}"))
    names = ("number", "place", "text", "until", "late")
    columns = [(t(f"instruction_papers.column.{name}"), f"{{{{ row.{name} }}}}") for name in names]
    _table(document, "rows", columns, (22, 40, 64, 24, 20), size=10)
    _say(document, "", _label(t, "signed"))
    return document


def _guarantee(t: Translator) -> Doc:
    document = _new()
    _facts(document, t, "contractor")
    _say(document, "{{ city }}, {{ printed }}")
    _say(document, "{{ title }}", bold=True, centre=True)
    _say(document, "{{ claim }}")
    _facts(document, t, "contract", "accepted", "place", "issue")
    _say(document, "{{ demand }}", "{%p for picture in before %}", "{{ picture }}", "{%p endfor %}")
    _say(document, "", _label(t, "signed"))
    return document


def _note(t: Translator) -> Doc:
    document = _new()
    _say(document, "{{ title }}", bold=True, centre=True)
    _say(document, "{{ period }}", centre=True)
    columns = [(t(f"instruction_papers.discipline.{name}"), f"{{{{ row.{name} }}}}") for name in DISCIPLINE_COLUMNS]
    table = _table(document, "rows", columns, (56, 20, 18, 20, 20, 20, 16), size=10)
    row = table.add_row()  # type: ignore[no-untyped-call]
    for cell, name in zip(row.cells, DISCIPLINE_COLUMNS, strict=True):
        cell.text = f"{{{{ total.{name} }}}}"
        cell.paragraphs[0].runs[0].font.size = Pt(10)
    _say(document, "", _label(t, "printed", day="{{ printed }}"))
    return document


def _announcement(t: Translator) -> Doc:
    document = _new()
    _say(document, "{{ kind }}", centre=True)
    _say(document, "{{ title }}", bold=True, centre=True)
    _say(document, "", "{{ lead }}")
    for name in ("date", "time", "place", "host"):
        _say(document, f"{{%p if {name} %}}", f"{{{{ {name} }}}}", "{%p endif %}")
    for name in ("topics", "materials"):
        _say(document, f"{{%p if {name} %}}")
        _say(document, t(f"events.{name}"), bold=True)
        _say(document, f"{{%p for line in {name} %}}", "– {{ line }}", "{%p endfor %}", "{%p endif %}")
    _say(document, "", "{{ contact }}")
    return document


def _report(t: Translator) -> Doc:
    document = _new()
    _say(document, "{{ title }}", bold=True, centre=True)
    _say(document, "{{ city }}", centre=True)
    _say(document, "{{ text }}")
    heads = (t("report.column.figure"), "{{ span }}", "{{ span_before }}", t("report.column.change"))
    names = ("name", "number", "before", "change")
    columns = [(head, f"{{{{ row.{name} }}}}") for head, name in zip(heads, names, strict=True)]
    _table(document, "rows", columns, (80, 30, 30, 30), size=11)
    return document


def _month(t: Translator) -> Doc:
    document = _new()
    _say(document, "{{ title }}", bold=True, centre=True)
    _say(document, "{{ city }}", centre=True)
    names = ("day", "time", "kind", "title", "place")
    columns = [(_label(t, f"month.{name}"), f"{{{{ row.{name} }}}}") for name in names]
    _table(document, "rows", columns, (36, 18, 32, 50, 34), size=11)
    _say(document, "{%p if empty %}", "{{ empty }}", "{%p endif %}")
    return document


MAKERS: dict[str, Callable[[Translator], Doc]] = {
    "protocol": _protocol,
    "extract": _protocol,
    "list": _list,
    "card": _card,
    "act": _act,
    "letter": _letter,
    "guarantee": _guarantee,
    "discipline": _note,
    "announcement": _announcement,
    "report": _report,
    "month": _month,
}


def made(paper: str, language: str) -> bytes:
    """A template as it is made."""
    out = BytesIO()
    MAKERS[paper](translator(language, "UTC")).save(out)
    return out.getvalue()


if __name__ == "__main__":
    TEMPLATES.mkdir(exist_ok=True)
    for name in MAKERS:
        for language in LANGUAGES:
            (TEMPLATES / f"{name}.{language}.docx").write_bytes(made(name, language))
