"""Filling a Word template: the only place where one is rendered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from PIL import Image

from planner.render.papers.word.sandbox import Rows, Sandbox

TEMPLATES = Path(__file__).parent.parent / "templates"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PICTURE_MM = 80
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Picture:
    """A photo on a paper, as a JPEG or PNG."""

    file: bytes


def own_template(paper: str, language: str) -> bytes:
    """The template that comes with the planner, in one of its languages."""
    return (TEMPLATES / f"{paper}.{language}.docx").read_bytes()


def fill(template: bytes, paper: object) -> bytes:
    """The template with the fields of `paper`, a dataclass of texts, pictures, rows of such, and lists.

    Everything is escaped: what people typed stays text. What `sandbox` forbids raises, whatever the template says, and so does
    what would make of it more than a paper: Invalid on "file".
    """
    document = DocxTemplate(BytesIO(template))
    document.render_init()
    document.render(_values(paper, document, [0]), jinja_env=Sandbox(), autoescape=True)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _values(row: Any, document: DocxTemplate, gone: list[int]) -> Mapping[str, Any]:
    return {each.name: _value(getattr(row, each.name), document, gone) for each in fields(row)}


def _value(value: Any, document: DocxTemplate, gone: list[int]) -> Any:
    if isinstance(value, Picture):
        return _picture(value, document)
    if is_dataclass(value):
        return _values(value, document, gone)
    if isinstance(value, str):
        return _NOT_IN_XML.sub("", value)
    if isinstance(value, int):
        return str(value)
    return Rows((_value(each, document, gone) for each in value), gone)


def _picture(picture: Picture, document: DocxTemplate) -> Any:
    """The picture at the width of half a page; empty where it cannot be read."""
    try:
        with Image.open(BytesIO(picture.file)) as image:
            drawn = BytesIO()
            image.convert("RGB").save(drawn, "JPEG", quality=85)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    drawn.seek(0)
    return InlineImage(document, drawn, width=Mm(_PICTURE_MM))
