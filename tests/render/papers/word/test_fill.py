"""Word documents are filled as text, whatever was typed, and a template can do nothing but show what it is given."""

from dataclasses import fields, replace
from io import BytesIO

import pytest
from docx import Document
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError

from planner.domain.errors import Invalid
from planner.i18n import LANGUAGES
from planner.render.papers.word.fill import Picture, fill, own_template
from planner.render.papers.word.papers import InspectionAct
from tests.house.sources import sources
from tests.render.papers.test_protocol import ISSUE, LINE, PAPER, POINT, STOP
from tests.render.papers.word.templates import MAKERS, made
from tests.render.route_story import HOSTILE
from tests.services.issue_story import jpeg


def lines_of(document: bytes) -> list[str]:
    """Every paragraph and every cell of a Word document that says something."""
    read = Document(BytesIO(document))
    cells = (cell.text for table in read.tables for row in table.rows for cell in row.cells)
    return [line for line in (*(each.text for each in read.paragraphs), *cells) if line]


def a_template(*lines: str) -> bytes:
    """A document with these paragraphs."""
    document, out = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def test_protocol_is_filled_in_its_order() -> None:
    lines = lines_of(fill(own_template("protocol", "ru"), PAPER))

    wanted = [
        "ПРОТОКОЛ № 12",
        "Председательствующий: Виктор, заместитель мэра",
        "жители — 2 человека",
        "3. Двор, ул. Мира, 2",
        ISSUE.line,
        "Пётр: Темно",
        LINE,
        "По замечанию № 145 решение не принято.",
        PAPER.confirmed,
        PAPER.seal,
    ]
    assert [line for line in lines if line in wanted] == wanted


@pytest.mark.parametrize("typed", [each for each in HOSTILE if each])
def test_typed_text_stays_text(typed: str) -> None:
    filled = fill(own_template("protocol", "ru"), replace(PAPER, chair=typed, secretary="Соня & <b>"))

    lines = lines_of(filled)
    shown = typed.replace("\x00", "").replace("\x07", "").replace("\ud800", "")
    assert any(shown in line for line in lines)
    assert "Секретарь: Соня & <b>" in lines


def test_every_point_of_a_long_protocol_is_there() -> None:
    points = [replace(POINT, number=f"12–3–{item}", line=f"12–3–{item}. Дело") for item in range(1, 121)]
    long = replace(PAPER, stops=[replace(STOP, issues=[replace(ISSUE, points=points)])])

    lines = lines_of(fill(own_template("protocol", "ru"), long))

    assert [line for line in lines if line.endswith(". Дело")] == [point.line for point in points]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", MAKERS)
def test_templates_that_come_along_are_as_they_are_made(paper: str, language: str) -> None:
    assert lines_of(own_template(paper, language)) == lines_of(made(paper, language))


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ title.__class__ }}",
        "{{ title['__class__'] }}",
        "{{ title|attr('__class__') }}",
        "{{ title.format(1) }}",
        "{{ range(9) }}",
        "{{ 'a' * 999999999 }}",
        "{% set x = title %}",
        "{% include 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{% for a in stops %}{% for b in stops %}{% for c in stops %}{% for d in stops %}{% for e in stops %}"
        "{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    ],
)
def test_hostile_template_is_refused(hostile: str) -> None:
    with pytest.raises((TemplateError, SecurityError)):
        fill(a_template(hostile), PAPER)


@pytest.mark.parametrize("inside", ["", "{{ title }}", "a" * 30_000], ids=["nothing", "a name", "a long text"])
@pytest.mark.parametrize("loops", [2, 4])
def test_template_that_would_never_end_is_stopped(inside: str, loops: int) -> None:
    names = "abcd"[:loops]
    opened = "".join(f"{{% for {name} in stops %}}" for name in names)
    many = replace(PAPER, stops=[STOP] * 500, title="Протокол " * 50)

    with pytest.raises(Invalid, match="templates.error.endless"):
        fill(a_template(opened + inside + "{% endfor %}" * loops), many)


def test_hostile_template_in_the_properties_is_refused() -> None:
    document, out = Document(), BytesIO()
    document.core_properties.title = "{{ cycler.__init__.__globals__.os.popen('id').read() }}"
    document.save(out)

    with pytest.raises(TemplateError):
        fill(out.getvalue(), PAPER)


def test_nothing_else_renders_word_templates() -> None:
    users = [path for path, source in sources().items() if "import docxtpl" in source or "from docxtpl" in source]
    sandboxes = [path for path, source in sources().items() if "Environment" in source and "jinja2" in source]

    assert users == ["planner/render/papers/word/check.py", "planner/render/papers/word/fill.py"]
    assert ".render(" not in sources()["planner/render/papers/word/check.py"]
    assert sandboxes == ["planner/render/papers/word/sandbox.py", "planner/web/door.py"]


def an_act(*files: bytes) -> InspectionAct:
    """An act with these files for photos of before."""
    said = {each.name: each.name for each in fields(InspectionAct)}
    return InspectionAct(**said | {"before": [Picture(file) for file in files], "after": []})  # type: ignore[arg-type]


def test_act_shows_the_photos_that_can_be_read() -> None:
    act = fill(own_template("act", "ru"), an_act(jpeg(), b"no picture"))

    images = [part for part in Document(BytesIO(act)).part.package.iter_parts() if "/media/" in part.partname]
    assert len(images) == 1
    assert "До" in lines_of(act)
    assert "После" not in lines_of(act)
