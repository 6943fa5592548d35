"""Looking at a Word template before it is kept: whether it is a document, what it asks for, and where what is wrong stands."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, get_args, get_type_hints

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError, nodes
from lxml.etree import LxmlError

from planner.domain.errors import Invalid
from planner.domain.typed import shortened
from planner.render.papers.word.fill import Picture, fill
from planner.render.papers.word.sandbox import Forbidden, Sandbox

MOST_BYTES = 1024 * 1024
MOST_UNZIPPED = 20 * 1024 * 1024
MOST_PARTS = 400
_LONGEST_PLACE = 60
_TAG = re.compile(r"\{\{[-+]?(?:r\s)?(.*?)[-+]?\}\}|\{%[-+]?(?:(?:p|tr|tc|r)\s)?(.*?)[-+]?%\}", re.DOTALL)
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")
_LOOP = dict.fromkeys(("index", "index0", "first", "last", "length"))
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Names = Mapping[str, Any]
"""What a template may ask for: a name leads to None for a text, to names for a thing, to a list of one of these."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: its kind, what stands there, and the beginning of the paragraph."""

    kind: str
    what: str
    where: str


def names_of(paper: type) -> Names:
    """The names that a template of this paper may use, from the dataclass that fills it."""
    hints = get_type_hints(paper)
    return {each.name: _names(hints[each.name]) for each in fields(paper)}


def faults_of(template: bytes, paper: type) -> list[Fault]:
    """All that is wrong with a template; empty for one that can be filled.

    Raises Invalid on "file" for what is no Word document, is too large, or brings programs or things from elsewhere.
    """
    _check_zip(template)
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render_init()
        paragraphs = [text for part in _parts(document) for text in _paragraphs(part)]
        faults = list(_tag_faults(paragraphs)) or list(_name_faults(document, paragraphs, names_of(paper)))
        if not faults:
            fill(template, _sample(paper))
    except TemplateError as error:
        return [Fault("expression", str(error.message or ""), "")]
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise Invalid("templates.error.no_document", field="file") from error
    return faults


def _names(hint: Any) -> Any:
    inside = [each for each in get_args(hint) if each is not Ellipsis]
    if inside:
        return [_names(inside[0])]
    return names_of(hint) if isinstance(hint, type) and is_dataclass(hint) and hint is not Picture else None


def _check_zip(template: bytes) -> None:
    if len(template) > MOST_BYTES:
        raise Invalid("templates.error.large", field="file", most=MOST_BYTES // 1024 // 1024)
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNZIPPED:
                raise Invalid("templates.error.unzipped", field="file")
            names = {part.filename for part in parts}
            if not {"[Content_Types].xml", "word/document.xml"} <= names:
                raise Invalid("templates.error.no_document", field="file")
            for name in names:
                _check_part(name, packed.read(name))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise Invalid("templates.error.no_document", field="file") from error


def _check_part(name: str, data: bytes) -> None:
    """No macros, no entities, and nothing but hyperlinks that is fetched from elsewhere when somebody opens the paper."""
    if name.lower().endswith(".bin"):
        raise Invalid("templates.error.macros", field="file")
    if not name.endswith((".xml", ".rels")):
        return
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Invalid("templates.error.no_document", field="file")
    if name.endswith(".rels"):
        for relation in re.findall(rb"<Relationship\b[^>]*>", data):
            if b'"External"' in relation.replace(b"'", b'"') and RELATIONSHIP_TYPE.HYPERLINK.encode() not in relation:
                raise Invalid("templates.error.external", field="file")


def _parts(document: DocxTemplate) -> Iterator[Any]:
    """The trees of the body, the headers and the footers."""
    yield document.docx.element.body
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            yield part.element


def _paragraphs(tree: Any) -> Iterator[str]:
    for paragraph in tree.iter(f"{_W}p"):
        if text := "".join(each.text or "" for each in paragraph.iter(f"{_W}t")):
            yield text


def _tag_faults(paragraphs: list[str]) -> Iterator[Fault]:
    """Each tag by itself, and whether what is opened is closed again."""
    opened: list[tuple[str, str]] = []
    for text in paragraphs:
        where = shortened(text, _LONGEST_PLACE)
        if _BRACES.search(_TAG.sub("", text)):
            yield Fault("unfinished", where, where)
        for tag in _TAG.finditer(text):
            shown, statement = tag[1], (tag[2] or "").strip()
            if shown is not None:
                yield from _parsed("{{" + shown + "}}", tag[0], where)
                continue
            word = statement.split(" ")[0] if statement else ""
            if word in ("for", "if"):
                yield from _parsed(f"{{% {statement} %}}{{% end{word} %}}", tag[0], where)
                opened.append((word, where))
            elif word in ("endfor", "endif"):
                if not opened or opened.pop()[0] != word.removeprefix("end"):
                    yield Fault("unopened", word, where)
            elif word in ("else", "elif"):
                if not opened:
                    yield Fault("unopened", word, where)
            else:
                yield Fault("forbidden", word or "%", where)
    for word, where in opened:
        yield Fault("unclosed", word, where)


def _parsed(whole: str, tag: str, where: str) -> Iterator[Fault]:
    try:
        Sandbox().parse(whole)
    except Forbidden as error:
        yield Fault("forbidden", error.message or "", where)
    except TemplateSyntaxError:
        yield Fault("expression", tag, where)


def _name_faults(document: DocxTemplate, paragraphs: list[str], names: Names) -> Iterator[Fault]:
    """Names that nobody fills, each once, with the first paragraph that has it."""
    found: dict[str, None] = {}
    for part in _parts(document):
        tree = Sandbox().parse(document.patch_xml(document.xml_to_string(part)))
        for name in _unknown(tree, names):
            found.setdefault(name)
    for name in found:
        last = re.compile(rf"\b{re.escape(name.rpartition('.')[2])}\b")
        place = next((text for text in paragraphs if any(last.search(tag[0]) for tag in _TAG.finditer(text))), "")
        yield Fault("unknown_name", name, shortened(place, _LONGEST_PLACE))


def _unknown(node: nodes.Node, known: Names) -> Iterator[str]:
    if isinstance(node, nodes.For):
        yield from _unknown(node.iter, known)
        listed = _led_to(node.iter, known)
        inside = {
            **known,
            "loop": _LOOP,
            str(getattr(node.target, "name", "")): listed[0] if _is_list(listed) else None,
        }
        for child in (*node.body, *node.else_):
            yield from _unknown(child, inside)
        return
    if isinstance(node, nodes.Name) and node.name not in known:
        yield node.name
    if isinstance(node, nodes.Getattr):
        owner = _led_to(node.node, known)
        if isinstance(owner, Mapping) and node.attr in owner:
            return
        if any(True for _ in _unknown(node.node, known)):
            yield from _unknown(node.node, known)
            return
        yield f"{getattr(node.node, 'name', '')}.{node.attr}".lstrip(".")
        return
    for child in node.iter_child_nodes():
        yield from _unknown(child, known)


def _led_to(node: nodes.Node, known: Names) -> Any:
    """What an expression leads to; None for a text and for what nobody knows."""
    if isinstance(node, nodes.Name):
        return known.get(node.name)
    if isinstance(node, nodes.Getattr):
        owner = _led_to(node.node, known)
        return owner.get(node.attr) if isinstance(owner, Mapping) else None
    if isinstance(node, nodes.Filter) and node.name in ("first", "last") and node.node is not None:
        listed = _led_to(node.node, known)
        return listed[0] if _is_list(listed) else None
    return None


def _is_list(found: Any) -> bool:
    return isinstance(found, list)


def _sample(paper: type) -> Any:
    """A paper with a word in each field and one row in each list."""
    hints = get_type_hints(paper)
    return paper(**{each.name: _sample_of(hints[each.name]) for each in fields(paper)})


def _sample_of(hint: Any) -> Any:
    inside = [each for each in get_args(hint) if each is not Ellipsis]
    if inside:
        return [_sample_of(inside[0])]
    if hint is Picture:
        return Picture(b"")
    return _sample(hint) if is_dataclass(hint) and isinstance(hint, type) else "…"
