"""What takes its time stands outside of every session: drawing and reading files, hashes of passwords, other servers."""

import ast
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping

Place = tuple[str, str]
"""A module and a name in it."""

SLOW: frozenset[Place] = frozenset(
    {
        ("planner.render.photos.photos", "prepare_photo"),
        ("planner.render.photos.black_out", "black_out"),
        ("planner.render.photos.suggested", "suggested_boxes"),
        ("planner.render.papers.word.check", "faults_of"),
        *(("planner.services.access.passwords", name) for name in ("is_right", "hash_password", "hash_pin")),
    }
)
SERVERS = frozenset({"http.client", "requests", "smtplib", "urllib.request", "urllib3"})
"""Whoever uses one of these asks another server."""
TAKE_ACTION = frozenset({"attempt", "attempt_once", "save_and_close", "look_up", "act"})
"""Functions, and methods of a visit."""
OPEN_SESSION = frozenset({"transaction", "reading", "snapshot", "alone"})
ASKED_APART = frozenset({("planner.services.travel.engines", "remote_rung")})
"""They make what asks a server between two tries (`asking_apart`): so they may be used by what can begin anew, a function that is
given a session, and not within `with … .reading()`, whose body cannot.
"""
NOBODY_WAITS = frozenset({"planner/demo/loading.py"})
"""Where a session may be held: the demo city is loaded before anybody comes."""


def slow_faults(
    sources: Mapping[str, str], slow: frozenset[Place] = SLOW, apart: frozenset[Place] = ASKED_APART
) -> list[str]:
    """Where a session is held while something slow is done, each with the way to it.

    A session is held by what is given to TAKE_ACTION, in the body of `with … .reading()` and its like, and by every function
    that is handed one. `apart` is allowed there but for the bodies.
    """
    code = _Code(sources)
    towards, towards_apart = code.towards(slow, SERVERS, leave=apart), code.towards(apart)
    faults = []
    for path, line, begins in code.held():
        for ways in (towards, towards_apart) if line in code.bodies[path] else (towards,):
            found = next((each for node in begins for each in code.named(path, node) if each in ways), None)
            if found is not None and path not in NOBODY_WAITS:
                faults.append(f"{path}:{line}: {_way(ways, found)} while a session is held")
    return faults


class _Code:
    """Which function names which others, over all modules."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._trees = {path: ast.parse(source) for path, source in sources.items()}
        self._imports = {path: dict(_imports(tree)) for path, tree in self._trees.items()}
        self.bodies = {
            path: {node.lineno for node in ast.walk(tree) if isinstance(node, ast.With)}
            for path, tree in self._trees.items()
        }
        """In which lines of each file a `with` begins."""

    def held(self) -> Iterator[tuple[str, int, list[ast.AST]]]:
        """Each place where a session is held, with the code that runs meanwhile."""
        for path, tree in self._trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.With) and any(_opens(item.context_expr) for item in node.items):
                    yield path, node.lineno, list(node.body)
                elif isinstance(node, ast.Call) and _called(node) in TAKE_ACTION:
                    yield path, node.lineno, [*node.args, *(each.value for each in node.keywords)]
                elif isinstance(node, ast.FunctionDef) and any(_is_session(each) for each in node.args.args):
                    yield path, node.lineno, list(node.body)

    def towards(
        self, places: frozenset[Place], modules: frozenset[str] = frozenset(), *, leave: frozenset[Place] = frozenset()
    ) -> Mapping[Place, Place | None]:
        """All that comes to one of the places or modules, not through `leave`, each with the next step on the way there."""
        named_by = defaultdict[Place, list[Place]](list)
        for path, tree in self._trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    for each in self.named(path, node):
                        named_by[each].append((_module(path), node.name))
        begins = [each for each in named_by if each in places or each[0] in modules]
        towards: dict[Place, Place | None] = dict.fromkeys(begins)
        todo = deque(begins)
        while todo:
            place = todo.popleft()
            for each in named_by.get(place, ()):
                if each not in towards and each not in leave:
                    towards[each] = place
                    todo.append(each)
        return towards

    def named(self, path: str, node: ast.AST) -> Iterator[Place]:
        """What this code names of its own module or of others."""
        imports, module = self._imports[path], _module(path)
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
                yield imports.get(each.id, (module, each.id))
            elif isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id in imports:
                of, name = imports[each.value.id]
                yield f"{of}.{name}".strip("."), each.attr


def _way(towards: Mapping[Place, Place | None], begin: Place) -> str:
    names: list[str] = []
    at: Place | None = begin
    while at is not None:
        names.append(at[1])
        at = towards[at]
    return " → ".join(names)


def _imports(tree: ast.AST) -> Iterator[tuple[str, Place]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((each.asname or each.name, (node.module, each.name)) for each in node.names)
        elif isinstance(node, ast.Import):
            yield from ((each.asname or each.name.partition(".")[0], ("", each.name)) for each in node.names)


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _opens(expression: ast.expr) -> bool:
    return (
        isinstance(expression, ast.Call)
        and isinstance(expression.func, ast.Attribute)
        and expression.func.attr in OPEN_SESSION
    )


def _is_session(argument: ast.arg) -> bool:
    return isinstance(argument.annotation, ast.Name) and argument.annotation.id == "Session"


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
