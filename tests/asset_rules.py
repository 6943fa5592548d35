"""The rules of scripts, style sheets and colours, read from the sources: each in a file of its kind, a colour in one file."""

import ast
import re
from collections.abc import Iterator, Mapping

COLOURS_FILE = "planner/web/assets/colours.css"

OWN_PALETTE: Mapping[str, str] = {
    "planner/city/tiles/": "tiles have a palette of 256 colours of their own, written without the sign",
    "planner/render/files/qr.py": "a code for machines is black on white, whatever the planner looks like",
}
"""Files and folders that may write colours down, and why."""

WRAPPERS: Mapping[str, str] = {
    "planner/ui/assets.py": "puts a file of planner/web/assets onto a screen",
    "planner/web/screens.py": "finds the tags in Streamlit's own page",
}
"""Files that may name the tags of a script and a style, and why."""

_TAG = re.compile(r"<(script|style)\b")
_RULE = re.compile(r"[\w\])*\"'.#-]\s*\{[^{}]*?[a-z][a-z-]+\s*:\s*[^{};:]+[;}]")
_TWO_DECLARATIONS = re.compile(r"(?:^|[;\"'])\s*[a-z][a-z-]+\s*:\s*[^;:{}\n]+;\s*[a-z][a-z-]+\s*:\s*\S")
_SCRIPT = re.compile(
    r"\bfunction\b\s*\w*\s*\([\w\s,{}]*\)\s*\{|=>\s*[\w{(]|\b(?:const|let|var)\s+[\w{\[][^=;]*=[^=]"
    r"|\b(?:document|window|location|globalThis|navigator)\.\w+[.(=\[]|\bon[a-z]+=[\"']"
)

_COLOUR = re.compile(r"(?<![&\w])#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b|\b(?:rgba?|hsla?)\(\s*[\d.]")
_PAPER_COLOUR = re.compile(r"_color(?:\(|=\()(?!(?:0|255)(?:, (?:0|255))*\))\d")


def script_faults(path: str, source: str) -> list[str]:
    """Strings of a Python file that hold JavaScript or CSS; the tags alone are for `WRAPPERS`."""
    faults = []
    for line, text in _texts(ast.parse(source)):
        if _TAG.search(text) and path not in WRAPPERS:
            faults.append(f"{path}:{line}: a tag of a script or a style")
        elif _RULE.search(text) or _TWO_DECLARATIONS.search(text):
            faults.append(f"{path}:{line}: CSS belongs into planner/web/assets")
        elif _SCRIPT.search(text):
            faults.append(f"{path}:{line}: JavaScript belongs into planner/web/assets")
    return faults


def colour_faults(path: str, source: str) -> list[str]:
    """Colours that a source file writes down instead of naming them; papers may write black and white."""
    if path == COLOURS_FILE or path.startswith(tuple(OWN_PALETTE)):
        return []
    lines = _texts(ast.parse(source)) if path.endswith(".py") else enumerate(source.splitlines(), 1)
    found = [(number, match[0]) for number, text in lines for match in _COLOUR.finditer(text)]
    if path.endswith(".py"):
        found += [(source.count("\n", 0, each.start()) + 1, each[0]) for each in _PAPER_COLOUR.finditer(source)]
    return [f"{path}:{number}: {text} is written down, not named" for number, text in found]


def _texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string that is no docstring, with its line; of an f-string the whole, with `x` for what is filled in."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            filled = (part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
            yield node.lineno, "".join(map(str, filled))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | inside:
            yield node.lineno, node.value
