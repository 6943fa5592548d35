"""What the product has, the product uses: a name that only a test knows is a burden that looks like a feature."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

from tests.house.sources import ROOT, sources

CALLED_BY_LIBRARIES = {
    "planner/services/backup/rows.py": {"bind_expression", "column_expression"},
}
"""What a class gives to the library that it comes from."""


def names(source: str) -> Iterator[str]:
    """The functions, classes, constants and methods that a file defines; what a decorator takes is used by that."""
    tree = ast.parse(source)
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for node in [*tree.body, *(each for found in classes for each in found.body if isinstance(each, ast.FunctionDef))]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (each.id for each in targets if isinstance(each, ast.Name))


def unused(found: dict[str, str], others: str = "") -> list[str]:
    """Which names stand in one place alone: where they are defined; `others` is what uses them besides."""
    counted = Counter(re.findall(r"\w+", " ".join([*found.values(), others])))
    return [
        f"{path}: {name}"
        for path, source in found.items()
        for name in names(source)
        if counted[name] == 1 and not name.startswith("__") and name not in CALLED_BY_LIBRARIES.get(path, ())
    ]


def test_every_name_is_used_by_the_product_itself() -> None:
    code = {path: source for path, source in sources().items() if "/migrations/versions/" not in path}
    templates = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "planner/web/templates").rglob("*.*"))

    faults = unused(code, templates)

    assert faults == [], "\n".join(faults)


def test_unused_names_are_found() -> None:
    code = {
        "a.py": "A = 1\n\ndef f():\n    return A\n\ndef g(): ...\n\nclass C:\n    def m(self): ...\n    def n(self): ...",
        "b.py": "from a import C, f\n\nf(C().m())\n\n@hook\ndef called(): ...",
    }

    assert unused(code) == ["a.py: g", "a.py: n"]
    assert unused(code, "{{ g }}") == ["a.py: n"]
