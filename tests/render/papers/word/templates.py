"""How the Word templates that come with the planner were made: `python -m tests.render.papers.word.templates` makes them anew."""

from collections.abc import Callable, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from planner.i18n import LANGUAGES, Translator, translator
from planner.render.papers.word.fill import TEMPLATES


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


def _table(document: Doc, rows: str, columns: Sequence[tuple[str, str]], widths: Sequence[int]) -> None:
    """A table with a head, and a row for each of `rows`."""
    table = document.add_table(rows=4, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    table.rows[1].cells[0].text = f"{{%tr for row in {rows} %}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for at, ((head, cell), width) in enumerate(zip(columns, widths, strict=True)):
        table.rows[0].cells[at].paragraphs[0].add_run(head).bold = True
        table.rows[2].cells[at].text = cell
        for row in table.rows:
            row.cells[at].width = Mm(width)


def _protocol(t: Translator) -> Doc:
    document = _new()
    _say(document, "{{ title }}", bold=True, centre=True)
    _say(document, "{{ tour }}", "{{ edition }}", centre=True)
    _say(document, "{{ date }}", "{{ place }}")
    _say(document, "{%p if chair %}", t("protocol.chair", name="{{ chair }}"), "{%p endif %}")
    _say(document, "{%p if secretary %}", t("protocol.secretary", name="{{ secretary }}"), "{%p endif %}")
    _say(document, t("protocol.present"), bold=True)
    _say(document, "{%p for person in present %}", "{{ person }}", "{%p endfor %}")
    _say(document, "{%p if residents %}", "{{ residents }}", "{%p endif %}")
    _say(document, "{%p if absent %}")
    _say(document, t("protocol.absent"), bold=True)
    _say(document, "{%p for person in absent %}", "{{ person }}", "{%p endfor %}", "{%p endif %}")
    _say(document, t("protocol.agenda"), bold=True)
    _say(document, "{%p for line in agenda %}", "{{ line }}", "{%p endfor %}")
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


MAKERS: dict[str, Callable[[Translator], Doc]] = {"protocol": _protocol}


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
