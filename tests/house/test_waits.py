"""Browser tests wait for what they say: the driver takes a promise for a yes, so a wait for one is no wait."""

import ast
import re
from collections.abc import Iterator

from tests.house.sources import ROOT

_PROMISES = re.compile(r"\basync\b|\bawait\b|\.then\(|\bPromise\b|\bfetch\(")


def waits_for_promises(source: str) -> Iterator[int]:
    """The lines where `wait_for_function` is given what answers with a promise, also by a name or a part of a text."""
    tree = ast.parse(source)
    texts = {
        node.targets[0].id: ast.unparse(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "wait_for_function":
            parts = [part for argument in node.args for part in ast.walk(argument)]
            told = [ast.unparse(node), *(texts.get(part.id, "") for part in parts if isinstance(part, ast.Name))]
            if _PROMISES.search(" ".join(told)):
                yield node.lineno


def test_no_test_waits_for_a_promise_by_what_takes_it_for_a_yes() -> None:
    paths = (ROOT / "tests").rglob("*.py")

    faults = [
        f"{path.relative_to(ROOT)}:{line}" for path in paths for line in waits_for_promises(path.read_text("utf-8"))
    ]

    assert faults == [], "\n".join(["use wait_until of tests/browser/screens.py:", *faults])


def test_waits_for_promises_are_found() -> None:
    source = (
        'A = "() => caches.keys().then((found) => found.length)"\n'
        'B = "() => document.title"\n'
        "page.wait_for_function(A)\n"
        "page.wait_for_function(B)\n"
        'page.wait_for_function(f"async () => await ({B})() === {number}")\n'
        'page.wait_for_function(f"() => {A}", timeout=1)\n'
    )

    assert list(waits_for_promises(source)) == [3, 5, 6]
