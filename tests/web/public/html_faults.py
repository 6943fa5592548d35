"""What is wrong with a page, by a strict reading of HTML: every element closed, known, and where it may be; what assistive
programs need to name things; nothing that our policy would stop.

The parser of the standard (html5lib) says what a browser would have to guess; what else a page of ours can break is written here.
"""

from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import urlsplit

import html5lib

Attributes = Mapping[str, str]
VOID = {
    "meta",
    "base",
    "link",
    "img",
    "input",
    "br",
    "hr",
    "rect",
    "circle",
    "path",
    "line",
    "polyline",
    "source",
    "wbr",
}
_PHRASES = {
    *("a", "abbr", "b", "bdi", "br", "button", "cite", "code", "data", "del", "em", "i", "img", "input", "ins", "kbd"),
    *("label", "mark", "meter", "output", "picture", "progress", "q", "s", "samp", "select", "small", "source", "span"),
    *("strong", "sub", "sup", "svg", "textarea", "time", "u", "var", "wbr", "option", "optgroup", "datalist"),
}
_PARTS_OF_SVG = {"rect", "circle", "path", "line", "polyline", "g", "title", "text", "defs", "use"}
_FLOW = _PHRASES | {
    *("address", "article", "aside", "audio", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure"),
    *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "iframe", "main", "nav", "noscript", "ol"),
    *("p", "pre", "script", "search", "section", "table", "template", "ul", "video"),
}
INSIDE: Mapping[str, set[str]] = {
    "html": {"head", "body"},
    "head": {"meta", "title", "link", "script", "base", "noscript"},
    "ul": {"li", "template"},
    "ol": {"li", "template"},
    "dl": {"div", "dt", "dd"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
    "colgroup": {"col"},
    "select": {"option", "optgroup"},
    "optgroup": {"option"},
    "option": set(),
    "textarea": set(),
    "title": set(),
    "script": set(),
    "svg": _PARTS_OF_SVG,
    "g": _PARTS_OF_SVG,
    "body": _FLOW,
    "main": _FLOW,
    "figure": _FLOW | {"figcaption"},
    "fieldset": _FLOW | {"legend"},
    "details": _FLOW | {"summary"},
    "div": _FLOW | {"dt", "dd"},
    "picture": {"source", "img"},
    **dict.fromkeys(("legend", "summary", "h1", "h2", "h3", "h4", "h5", "h6"), _PHRASES | {"h2", "h3"}),
    **dict.fromkeys(
        ("p", "pre", "span", "b", "i", "em", "strong", "small", "code", "time", "label", "button"), _PHRASES
    ),
    **dict.fromkeys(
        (
            *(
                "section",
                "article",
                "aside",
                "header",
                "footer",
                "nav",
                "form",
                "blockquote",
                "li",
                "dd",
                "dt",
                "td",
                "th",
            ),
            *("figcaption", "a", "noscript", "template", "caption", "search", "dialog"),
        ),
        _FLOW,
    ),
}
"""What may stand right inside an element; an element that is not here is unknown."""
_NAMED = {"a", "button", "select", "textarea", "input", "summary"}
_OWN_ROLES = {
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "main",
    "nav",
    "ul",
    "ol",
    "li",
    "button",
}
"""Elements that have a role of their own, which no attribute restates or takes away."""
_MANY_LINES = {"street-address"}
"""What a browser fills in over several lines, which has no room in an input."""
_NESTED_NEVER = {"a", "button", "form", "label", "main", "header", "footer"}
_REFERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")


class _Reader(HTMLParser):
    """Reads one page and notes what is wrong."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[tuple[str, Attributes]] = []
        self.seen: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.refers: list[str] = []
        self.links: list[str] = []
        self.doctype = False
        self._text: list[str] = []
        self._labelled: set[str] = set()
        self._fields: list[tuple[str, Attributes, bool]] = []

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl.lower() == "doctype html" and not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self._fault(f"<{tag}> has an attribute twice")
        self._look_at_place(tag)
        self._look_at_attributes(tag, given)
        self.seen[tag] += 1
        if tag not in VOID:
            self.open.append((tag, given))
            if tag in _NAMED | {"title", "h1", "h2", "h3"}:
                self._text.append("")
        if tag in ("input", "select", "textarea") and given.get("type") not in ("hidden", "submit"):
            inside = any(name == "label" for name, _ in self.open)
            self._fields.append((tag, given, inside))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._fault(f"<{tag}/> closes itself")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self._fault(f"</{tag}> where {self.open[-1][0] if self.open else 'nothing'} is open")
            return
        name, given = self.open.pop()
        if name in _NAMED | {"title", "h1", "h2", "h3"}:
            said = self._text.pop().strip()
            if not said and not given.get("aria-label") and name not in ("select", "textarea"):
                self._fault(f"<{name}> says nothing")
            if self._text:
                self._text[-1] += said

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[-1] += data
        if data.strip() and self.open and self.open[-1][0] in ("ul", "ol", "dl", "table", "tr", "tbody", "select"):
            self._fault(f"text right inside <{self.open[-1][0]}>: {data.strip()[:30]!r}")
        if data.strip() and self.open and self.open[-1][0] in ("script", "style"):
            self._fault(f"<{self.open[-1][0]}> in the page itself")

    def finish(self) -> None:
        """What can only be said of the whole page."""
        if self.open:
            self._fault(f"never closed: {[name for name, _ in self.open]}")
        if not self.doctype:
            self._fault("no doctype")
        for name in ("html", "head", "title", "body", "main", "h1"):
            if self.seen[name] != 1:
                self._fault(f"{self.seen[name]} × <{name}>")
        self.faults += [f"id {each!r} {number} times" for each, number in self.ids.items() if number > 1]
        self.faults += [f"nothing has the id {each!r}" for each in self.refers if each not in self.ids]
        for tag, given, inside in self._fields:
            named = given.get("aria-label") or given.get("aria-labelledby") or given.get("id") in self._labelled
            if not (inside or named):
                self._fault(f"<{tag} name={given.get('name')!r}> without a label")

    def _look_at_place(self, tag: str) -> None:
        around = self.open[-1][0] if self.open else ""
        if not around:
            if tag != "html":
                self._fault(f"<{tag}> outside of html")
            return
        if tag not in INSIDE and tag not in VOID:
            self._fault(f"unknown <{tag}>")
        if tag not in INSIDE.get(around, set()):
            self._fault(f"<{tag}> right inside <{around}>")
        if tag in _NESTED_NEVER and any(name == tag for name, _ in self.open):
            self._fault(f"<{tag}> within another")
        if tag in _NAMED and any(name in ("a", "button") for name, _ in self.open):
            self._fault(f"<{tag}> within a link or a button")

    def _look_at_attributes(self, tag: str, given: Attributes) -> None:
        if tag == "html" and given.get("lang") not in ("ru", "en"):
            self._fault("no language")
        if tag == "img" and "alt" not in given:
            self._fault("a picture without alt")
        if self._text:
            self._text[-1] += given.get("alt", "")
        if "style" in given or any(name.startswith("on") for name in given):
            self._fault(f"<{tag}> has a style or a script in an attribute")
        if "role" in given and tag in _OWN_ROLES:
            self._fault(f"<{tag}> has the role {given['role']!r} in an attribute")
        if tag == "input" and _MANY_LINES & {*given.get("autocomplete", "").split()}:
            self._fault(f"<input> of one line is filled in with {given['autocomplete']}")
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "label" and "for" in given:
            self._labelled.add(given["for"])
        for name in _REFERS:
            self.refers += given.get(name, "").split()
        address = given.get("href") if tag in ("a", "link") else given.get("src", given.get("action"))
        if address is not None:
            self._look_at_address(tag, address)

    def _look_at_address(self, tag: str, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme == "javascript" or (parts.scheme and tag != "a" and tag != "link"):
            self._fault(f"<{tag}> loads {address!r}")
        if address.startswith("#"):
            self.refers.append(address[1:])
        elif parts.scheme not in ("mailto", "tel"):
            self.links.append(address)

    def _fault(self, said: str) -> None:
        line, column = self.getpos()
        self.faults.append(f"{line}:{column} {said}")


def read_page(html: str) -> tuple[list[str], list[str]]:
    """What is wrong with a page, and where it leads: links, forms, pictures, styles and scripts, as they stand there."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    parser = html5lib.HTMLParser()
    parser.parse(html)
    return [*reader.faults, *(f"{at}: {code} {about}" for at, code, about in parser.errors)], reader.links
