"""The only Jinja that Word templates meet: names, loops and conditions, everything escaped; no calls and nothing underneath.

A template comes from somebody's computer. In plain Jinja it could run programs on this machine.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from planner.domain.errors import Invalid

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
FILTERS = frozenset({"upper", "lower", "capitalize", "title", "trim", "length", "count", "join", "first", "last"})
_TESTS = frozenset({"defined", "undefined", "none"})
MOST_NESTED = 4
"""So many loops may stand in each other; the papers need three."""


MOST_ROWS = 200_000
"""So many rows are gone through for one paper, all loops together; the longest protocol takes some thousands."""
MOST_TEXT = 64 * 1024**2
"""So many signs a part of a paper may have with its markup."""


class Rows(list[Any]):
    """Rows of a paper that a template goes through; all that share a list `gone` count in it together.

    Raises Invalid on "file" for more than `MOST_ROWS`: loops in loops over the same rows would take hours.
    """

    def __init__(self, rows: Iterable[Any], gone: list[int]) -> None:
        super().__init__(rows)
        self._gone = gone

    def __iter__(self) -> Iterator[Any]:
        for row in super().__iter__():
            self._gone[0] += 1
            if self._gone[0] > MOST_ROWS:
                raise Invalid("templates.error.endless", field="file")
            yield row


def _joined(pieces: Iterable[str]) -> str:
    """The text that a template makes; Invalid on "file" for one that is larger than any paper."""
    whole, length = list[str](), 0
    for piece in pieces:
        whole.append(piece)
        length += len(piece)
        if length > MOST_TEXT:
            raise Invalid("templates.error.endless", field="file")
    return "".join(whole)


class Forbidden(TemplateSyntaxError):
    """Something that templates may not do; `message` names it as it stands in the template."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Knows the values that it is given and nothing else; refuses what it does not know when it reads, before it runs."""

    concat = staticmethod(_joined)

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for what, line in _forbidden(tree, 0):
            raise Forbidden(what, line)
        return tree


def _forbidden(node: nodes.Node, loops: int) -> Iterator[tuple[str, int]]:
    if not isinstance(node, _ALLOWED):
        yield type(node).__name__.lower(), node.lineno
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        yield node.name, node.lineno
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        yield node.name, node.lineno
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        yield node.attr, node.lineno
    if isinstance(node, nodes.Getitem) and not (isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int)):
        yield "[…]", node.lineno
    inside = loops + isinstance(node, nodes.For)
    if inside > MOST_NESTED or (isinstance(node, nodes.For) and (node.recursive or node.test)):
        yield "for", node.lineno
    for child in node.iter_child_nodes():
        yield from _forbidden(child, inside)
