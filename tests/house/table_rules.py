"""The rules of tables: what is keyed by a vocabulary has all its members, and no case stands for whatever else there is."""

import ast
from collections.abc import Iterator, Mapping

Vocabularies = Mapping[str, frozenset[str]]
"""The names of the members of every enum, by the enum's name."""

PARTIAL: Mapping[str, str] = {
    "planner/domain/workflow.py:INSTRUCTION_MOVES:Step": "only steps of an instruction; another step is a KeyError",
    "planner/domain/workflow.py:ISSUE_MOVES:Step": "only steps of an issue itself; another step is a KeyError",
    "planner/domain/workflow.py:TOUR_MOVES:TourMove": "a move that is missing is one that the state does not allow",
    "planner/services/control/work.py:_lies_in:Pile": "the pile of new issues holds no instructions; asked for it, KeyError",
}
"""Tables that lack members, as path:table or function:vocabulary, and why."""

DEFAULTS: Mapping[str, str] = {}
"""Functions with a case for whatever else there is, as path:function, and why."""


def vocabularies_of(source: str) -> dict[str, frozenset[str]]:
    """The enums that a file defines, with the names of their members."""
    return {
        node.name: frozenset(
            target.id
            for each in node.body
            if isinstance(each, ast.Assign)
            for target in each.targets
            if isinstance(target, ast.Name)
        )
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Enum") for base in node.bases)
    }


def tables_with_gaps(path: str, source: str, vocabularies: Vocabularies) -> dict[str, list[str]]:
    """The tables of a file that are keyed by a vocabulary and lack members of it: which, by path:owner:vocabulary."""
    found: dict[str, list[str]] = {}
    for owner, node in _owned(ast.parse(source)):
        for name, members in _keys_of(node, vocabularies).items():
            missing = vocabularies[name] - members
            if missing:
                found.setdefault(f"{path}:{owner}:{name}", []).extend(sorted(missing))
    return found


def cases_for_all_else(path: str, source: str) -> list[str]:
    """Cases that take whatever comes (`case _`, or a mere name), as path:owner."""
    return [
        f"{path}:{owner}"
        for owner, node in _owned(ast.parse(source))
        if isinstance(node, ast.match_case) and _takes_all(node.pattern)
    ]


def _owned(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every node with the name of the function, class or constant at the top of the file in which it stands."""
    for top in tree.body:
        for node in ast.walk(top):
            yield _name_of(top), node


def _name_of(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0])
    return ast.unparse(node.target) if isinstance(node, ast.AnnAssign) else ""


def _keys_of(node: ast.AST, vocabularies: Vocabularies) -> dict[str, frozenset[str]]:
    """The members that are keys of a table, by vocabulary; of `{…}` and of `dict.fromkeys((…), …)`."""
    keys: list[ast.expr | None] = []
    if isinstance(node, ast.Dict):
        keys = node.keys
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "dict.fromkeys":
        keys = list(node.args[0].elts) if isinstance(node.args[0], ast.Tuple | ast.List | ast.Set) else []
    named: dict[str, set[str]] = {}
    for key in keys:
        if isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name) and key.value.id in vocabularies:
            named.setdefault(key.value.id, set()).add(key.attr)
    return {name: frozenset(members) for name, members in named.items()}


def _takes_all(pattern: ast.pattern) -> bool:
    """A guard changes nothing: what it lets through falls out at the end of the match, unsaid."""
    if isinstance(pattern, ast.MatchOr):
        return any(_takes_all(each) for each in pattern.patterns)
    return isinstance(pattern, ast.MatchAs) and (pattern.pattern is None or _takes_all(pattern.pattern))
