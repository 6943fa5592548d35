"""The rule of labels: what is put into a sentence that Streamlit reads as Markdown is plain, a number or a date."""

import ast
import re
from collections.abc import Iterator, Mapping

_NO_MARKDOWN = frozenset({"text", "html", "iframe", "image", "code"})
"""Of Streamlit's elements those that show a text as it is."""
_AS_IT_IS = frozenset({"placeholder", "key", "on_click", "on_change", "args", "kwargs"})
"""Of an element's arguments those that are shown as they are, or not at all."""
_MAKES_PLAIN = frozenset({"plain", "marked", "escape"})
_SAYS_NUMBERS = frozenset(
    {"len", "sum", "int", "abs", "id_of", "instruction_number", "clock", "clock_after", "kilometres"}
)
_NUMBERS = re.compile(
    r"n|number|year|total|taken|limit|done|digits|metres|minutes|most|place|counted|listed|granted|lat|lon|box"
)
"""Values that are called so are numbers."""
_TYPED = re.compile(r"(name|text|title|address|post|email|phone|external_number|reason|credit)$")
"""An expression that ends so was typed by somebody, whatever its value is called."""
SHOWN: Mapping[str, str] = {
    "pages/layers.py: names": "names of the usual layers, which are the program's own",
    "planner/ui/deadlines/calendar_parts.py: years": "numbers of years",
    "planner/ui/layers/facility_form.py: days": "names of days out of the calendar",
    "planner/ui/deadlines/due_field.py: term": "a word of the catalogue",
    "planner/ui/form_state.py: what": "`attempt` has made it plain",
    "planner/ui/point/picker.py: example": "two numbers",
    "planner/ui/plan/stop_dialogs.py: numbers": "numbers of issues",
}
"""Values that are neither, as path: name of the value, and why."""


def markdown_faults(path: str, source: str) -> list[str]:
    """Each value of a sentence inside an element of Streamlit that a typed text may reach as it is."""
    faults = []
    tree = ast.parse(source)
    scopes = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    rest = ast.Module([node for node in tree.body if not isinstance(node, ast.FunctionDef)], [])
    for scope in (*scopes, rest):
        known = _plain_names(scope)
        faults += [
            f"{path}:{told.lineno} {told.arg}={ast.unparse(told.value)} is not plain"
            for told in _told(scope)
            if not (f"{path}: {told.arg}" in SHOWN or _is_harmless(told, known))
        ]
    return faults


def _told(node: ast.AST, *, inside: bool = False) -> Iterator[ast.keyword]:
    """The values of sentences in what an element shows as Markdown."""
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if called in _MAKES_PLAIN:
            return
        if called.startswith("st."):
            inside = called.removeprefix("st.") not in _NO_MARKDOWN
        elif inside and called.rpartition(".")[2] == "t":
            yield from (keyword for keyword in node.keywords if keyword.arg is not None)
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.keyword) and child.arg in _AS_IT_IS):
            yield from _told(child, inside=inside)


def _plain_names(scope: ast.AST) -> frozenset[str]:
    """The names in a function, or of a page, that are never given anything but what is plain."""
    given: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            given.setdefault(node.targets[0].id, []).append(node.value)
    known: frozenset[str] = frozenset()
    for _ in given:
        known = frozenset(name for name, values in given.items() if all(_is_plain(value, known) for value in values))
    return known


def _is_harmless(told: ast.keyword, known: frozenset[str]) -> bool:
    if _is_plain(told.value, known):
        return True
    return _NUMBERS.fullmatch(told.arg or "") is not None and not _TYPED.search(ast.unparse(told.value))


def _is_plain(value: ast.expr, known: frozenset[str]) -> bool:
    """Whether an expression is made of constants, numbers, dates, words of the catalogue and what is plain."""
    match value:
        case ast.Constant() | ast.UnaryOp():
            return True
        case ast.Name():
            return value.id in known
        case ast.Call():
            return _says_plainly(value, known)
        case ast.JoinedStr():
            return all(isinstance(part, ast.Constant) or _is_plain(part, known) for part in value.values)
        case ast.FormattedValue():
            return value.format_spec is not None or _is_plain(value.value, known)
        case ast.IfExp():
            return _is_plain(value.body, known) and _is_plain(value.orelse, known)
        case ast.GeneratorExp() | ast.ListComp():
            return _is_plain(value.elt, known)
        case ast.Dict():
            return all(_is_plain(each, known) for each in value.values)
        case ast.DictComp():
            return _is_plain(value.value, known)
    return False


def _says_plainly(call: ast.Call, known: frozenset[str]) -> bool:
    called = ast.unparse(call.func).removeprefix("visit.")
    if called in ("', '.join", "'; '.join"):
        return all(_is_plain(part, known) for part in call.args)
    if called.endswith(".get"):
        return called.removesuffix(".get") in known
    return called == "t" or called.startswith("t.") or called in _MAKES_PLAIN | _SAYS_NUMBERS
