"""A template is looked at before it is kept: what is wrong is named with its place, what is dangerous is refused."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from planner.domain.errors import Invalid
from planner.i18n import LANGUAGES
from planner.render.papers.protocol import ProtocolPaper
from planner.render.papers.word.check import MOST_BYTES, Fault, faults_of, names_of
from planner.render.papers.word.fill import own_template
from planner.render.papers.word.papers import PAPERS, DisciplineNote
from tests.render.papers.word.test_fill import a_template


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
def test_own_templates_have_no_faults(paper: str, language: str) -> None:
    assert faults_of(own_template(paper, language), PAPERS[paper]) == []


def test_names_are_those_of_the_paper() -> None:
    names = names_of(DisciplineNote)

    row = dict.fromkeys(("agency", "given", "in_time", "late", "coming", "overdue", "days_late"))
    assert names == {"title": None, "period": None, "rows": [row], "total": row, "printed": None}


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["Глава: {{ mayor }}"], Fault("unknown_name", "mayor", "Глава: {{ mayor }}")),
        (["{{ title.word }}"], Fault("unknown_name", "title.word", "{{ title.word }}")),
        (
            ["{%p for s in stops %}", "{{ s.titel }}", "{%p endfor %}"],
            Fault("unknown_name", "s.titel", "{{ s.titel }}"),
        ),
        (["{{ title"], Fault("unfinished", "{{ title", "{{ title")),
        (["{{ title + }}"], Fault("expression", "{{ title + }}", "{{ title + }}")),
        (
            ["{%p for stop stops %}", "{%p endfor %}"],
            Fault("expression", "{%p for stop stops %}", "{%p for stop stops %}"),
        ),
        (["{%p for stop in stops %}", "{{ stop.title }}"], Fault("unclosed", "for", "{%p for stop in stops %}")),
        (["{%p endif %}"], Fault("unopened", "endif", "{%p endif %}")),
        (["{% set x = 1 %}"], Fault("forbidden", "set", "{% set x = 1 %}")),
        (["{{ range(9) }}"], Fault("forbidden", "call", "{{ range(9) }}")),
        (
            ["{{ cycler.__init__.__globals__.os.popen('id') }}"],
            Fault("forbidden", "call", "{{ cycler.__init__.__globals__.os.popen('id') }}"),
        ),
        (["{{ title.__class__ }}"], Fault("forbidden", "__class__", "{{ title.__class__ }}")),
    ],
)
def test_faults_are_told_with_their_place(lines: list[str], fault: Fault) -> None:
    assert faults_of(a_template("Начало", *lines), ProtocolPaper) == [fault]


def test_faults_are_found_in_tables_headers_and_footers() -> None:
    document, out = Document(), BytesIO()
    document.add_table(1, 1).rows[0].cells[0].text = "{{ one }}"
    document.sections[0].header.paragraphs[0].text = "{{ two }}"
    document.sections[0].footer.paragraphs[0].text = "{{ three }}"
    document.save(out)

    assert [fault.what for fault in faults_of(out.getvalue(), ProtocolPaper)] == ["one", "two", "three"]


def repacked(name: str, data: bytes) -> bytes:
    """A good template with one part more."""
    out = BytesIO(own_template("protocol", "ru"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return out.getvalue()


def fetching() -> bytes:
    """A document that would fetch a picture from elsewhere when it is opened."""
    document, out = Document(), BytesIO()
    document.part.relate_to("http://evil.example/x.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("template", "key"),
    [
        (b"", "templates.error.no_document"),
        (b"PK\x03\x04", "templates.error.no_document"),
        (b"x" * (MOST_BYTES + 1), "templates.error.large"),
        (repacked("word/media/big.xml", b" " * (21 * 1024 * 1024)), "templates.error.unzipped"),
        (repacked("word/vbaProject.bin", b"macro"), "templates.error.macros"),
        (repacked("word/more.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "templates.error.no_document"),
        (fetching(), "templates.error.external"),
    ],
    ids=["empty", "no zip", "large", "bomb", "macros", "entities", "external"],
)
def test_what_is_no_plain_document_is_refused(template: bytes, key: str) -> None:
    with pytest.raises(Invalid) as refusal:
        faults_of(template, ProtocolPaper)

    assert (refusal.value.key, refusal.value.field) == (key, "file")


def test_hyperlink_is_no_fetching() -> None:
    document, out = Document(), BytesIO()
    document.part.relate_to("https://city.example", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    document.save(out)

    assert faults_of(out.getvalue(), ProtocolPaper) == []
