"""The rules of screens: one way to open a dialog, keys for what is in it, and no answer of a service that nobody hears."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

DIALOGS = "planner/ui/dialog_state.py"
FORMS = "planner/ui/forms.py"
LONGEST_FUNCTION = 50
LOOKED_AT: Mapping[str, str] = {
    "planner/ui/tour/papers_dialog.py:show_papers": "one chooses whose code is shown; nothing is typed",
}
"""Dialogs with fields that a tap beside them closes, as path:function, and why."""
OWN_WAY_OUT: Mapping[str, str] = {
    "planner/ui/settings/people_forms.py:show_password_link": "nothing to save; a link that is shown once is put away on purpose",
}
"""Dialogs that no tap beside them closes, and which have a way out of their own."""
WIDGETS = frozenset(
    {
        *("button", "checkbox", "date_input", "file_uploader", "menu_button", "multiselect", "number_input"),
        *("pagination", "pills", "radio", "segmented_control", "select_slider", "selectbox", "slider"),
        *("text_area", "text_input", "time_input", "toggle"),
    }
)
"""What a dialog keeps from one opening to the next, unless its key names the opening."""


VIEWS: Mapping[str, str] = {"pages/city.py": "where the map opens is said here"}
"""Files of screens that may read where the city's map opens, and why."""


class Dialog(NamedTuple):
    """What may be in a dialog: its widgets, and the functions that are called; and whether a tap beside it closes it."""

    widgets: frozenset[str]
    calls: frozenset[str]
    dismissible: bool

    @property
    def has_fields(self) -> bool:
        """Whether something is typed or chosen in it."""
        return bool(self.widgets - {"button"})


class Function(NamedTuple):
    """One function of a file of screens."""

    path: str
    node: ast.FunctionDef


class Screens:
    """All functions at the top of the files of screens, and what their names mean in each file."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        trees = {path: ast.parse(source) for path, source in sources.items()}
        self._trees = trees
        self._all = {
            (path, node.name): Function(path, node)
            for path, tree in trees.items()
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
        }
        self._tables = {
            (path, ast.unparse(target)): node.value
            for path, tree in trees.items()
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        }
        self._imports = {
            path: {
                alias.asname or alias.name: (f"{(node.module or '').replace('.', '/')}.py", alias.name)
                for node in tree.body
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            for path, tree in trees.items()
        }

    def dialogs(self) -> dict[str, Dialog]:
        """Every dialog, by what opens it, as path:function."""
        openers = [each for each in self._all.values() if each.path != DIALOGS and self._opens(each)]
        return {f"{each.path}:{each.node.name}": self._dialog_of(each) for each in openers}

    def _dialog_of(self, opener: Function) -> Dialog:
        inside = [each.node for each in self._reached_from(self._asked(opener)).values() if each.path != DIALOGS]
        calls = [call.func for node in inside for call in ast.walk(node) if isinstance(call, ast.Call)]
        given = [each for call in ast.walk(opener.node) if isinstance(call, ast.Call) for each in call.keywords]
        return Dialog(
            frozenset(each.attr for each in calls if isinstance(each, ast.Attribute) and each.attr in WIDGETS),
            frozenset(each.id for each in calls if isinstance(each, ast.Name)),
            any(each.arg == "dismissible" and ast.unparse(each.value) == "True" for each in given),
        )

    def inside_dialogs(self) -> dict[tuple[str, str], Function]:
        """Every function that is given to `show_dialog`, and whatever these call in turn."""
        return self._reached_from(each for function in self._all.values() for each in self._asked(function))

    def _reached_from(self, first: Iterable[Function]) -> dict[tuple[str, str], Function]:
        found: dict[tuple[str, str], Function] = {}
        waiting = list(first)
        while waiting:
            function = waiting.pop()
            if (function.path, function.node.name) not in found:
                found[function.path, function.node.name] = function
                waiting += self._named_in(function.path, function.node)
        return found

    def reached(self, path: str, node: ast.AST) -> Iterator[ast.AST]:
        """Everything in the functions that a piece of a file calls, and whatever these call in turn."""
        for function in self._reached_from(self._named_in(path, node)).values():
            yield from ast.walk(function.node)

    def trees(self) -> Iterator[tuple[str, ast.Module]]:
        """Each file, read."""
        yield from self._trees.items()

    def in_kept_forms(self) -> Iterator[ast.AST]:
        """Everything inside dialogs, inside `with kept_form(…)`, and inside whatever these call in turn."""
        blocks = [(path, each) for path, tree in self._trees.items() for each in ast.walk(tree) if _keeps(each)]
        found = self.inside_dialogs()
        waiting = [each for path, block in blocks for each in self._named_in(path, block)]
        while waiting:
            function = waiting.pop()
            if (function.path, function.node.name) not in found:
                found[function.path, function.node.name] = function
                waiting += self._named_in(function.path, function.node)
        for node in [*(block for _, block in blocks), *(function.node for function in found.values())]:
            yield from ast.walk(node)

    def _asked(self, function: Function) -> Iterator[Function]:
        """What a function opens dialogs with: by its name, in `partial(…)` or not."""
        if self._opens(function):
            yield from self._named_in(function.path, function.node)

    def _opens(self, function: Function) -> bool:
        calls = [each for each in ast.walk(function.node) if isinstance(each, ast.Call)]
        return any(isinstance(each.func, ast.Name) and each.func.id == "show_dialog" for each in calls)

    def _named_in(self, path: str, node: ast.AST) -> list[Function]:
        """The functions whose names stand in a piece of a file, or in a table of the file that is named there."""
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        tables = [self._tables[path, name] for name in names if (path, name) in self._tables]
        names |= {each.id for table in tables for each in ast.walk(table) if isinstance(each, ast.Name)}
        found = (self._all.get(self._imports[path].get(name, (path, name))) for name in names)
        return [each for each in found if each is not None]


def _keeps(node: ast.AST) -> bool:
    """Whether a block is `with kept_form(…)`."""
    return isinstance(node, ast.With) and any(
        isinstance(each.context_expr, ast.Call) and ast.unparse(each.context_expr.func) == "kept_form"
        for each in node.items
    )


def dialog_faults(path: str, source: str) -> list[str]:
    """Uses of `st.dialog` beside the one way."""
    if path == DIALOGS:
        return []
    return [
        f"{path}:{node.lineno}: a dialog is drawn by show_dialog"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "st.dialog"
    ]


TYPED = frozenset({"text_input", "text_area", "number_input", "date_input", "time_input"})
"""What somebody types and would have to type again."""

NOT_KEPT: Mapping[str, str] = {
    "places.find": "a search",
    "repairs.find": "a search",
    "people.find": "a search",
    "layers.find": "a search",
    "layers.for_age": "a search",
    "plan.add.find": "a search",
    "archive.find": "a search",
    "directory.find": "a search",
    "boarding.search": "a search",
    "issues.filter.text": "a search",
    "tour_list.text": "a search",
    "press.find": "a search",
    "issues.filter.author": "a search",
    "account.old_password": "a password",
    "account.new_password": "a password",
    "account.repeat": "a password",
    "account.pin.password": "a password",
    "account.pin.new": "a PIN",
}
"""Fields that no browser keeps, by the word of their label, and why."""


def draft_faults(sources: Mapping[str, str]) -> list[str]:
    """Fields outside dialogs, which all are kept, that stand in no `kept_form`."""
    screens = Screens(sources)
    kept = {id(node) for node in screens.in_kept_forms()}
    return sorted(
        f"{path}:{node.lineno}: {node.func.attr} stands in no kept_form"
        for path, source in screens.trees()
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TYPED
        if id(node) not in kept and not _is_not_kept(node)
    )


def _is_not_kept(node: ast.Call) -> bool:
    label = node.args[0] if node.args else None
    words = [each.value for each in ast.walk(label) if isinstance(each, ast.Constant)] if label else []
    return any(word in NOT_KEPT for word in words)


def key_faults(sources: Mapping[str, str]) -> list[str]:
    """Widgets inside dialogs whose key is missing or is the same at each opening."""
    return sorted(
        f"{path}:{node.lineno}: {node.func.attr} in a dialog wants a key of the dialog"
        for (path, _), function in Screens(sources).inside_dialogs().items()
        for node in ast.walk(function.node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WIDGETS
        if not _has_key(node)
    )


def way_out_faults(sources: Mapping[str, str]) -> list[str]:
    """Dialogs that a stray tap closes with what was typed, and such as have no way out."""
    dialogs = Screens(sources).dialogs()
    thrown = [name for name, each in dialogs.items() if each.has_fields and each.dismissible and name not in LOOKED_AT]
    closed = [
        name
        for name, each in dialogs.items()
        if not each.dismissible and "show_save" not in each.calls and name not in OWN_WAY_OUT
    ]
    return sorted(
        [f"{name}: a tap beside it throws away what was typed" for name in thrown]
        + [f"{name}: neither show_save nor dismissible=True" for name in closed]
    )


def _has_key(node: ast.Call) -> bool:
    """A key is made by `dialog.key(…)`, perhaps under the name `key`."""
    given = [each.value for each in node.keywords if each.arg == "key"]
    parts = [part for value in given for part in ast.walk(value)]
    return any(getattr(part, "attr", getattr(part, "id", "")) == "key" for part in parts)


def bound_faults(path: str, source: str) -> list[str]:
    """Fields that keep the old number or day where a new one is out of bounds, and say so in English, in a tip."""
    calls = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Call)]
    fields = [each for each in calls if isinstance(each.func, ast.Attribute)]
    bounded = [
        each
        for each in fields
        if ast.unparse(each.func).endswith((".number_input", ".slider", ".datetime_input"))
        and (len(each.args) > 1 or {"min_value", "max_value"} & {given.arg for given in each.keywords})
    ]
    days = [each for each in fields if ast.unparse(each.func).endswith(".date_input") and path != FORMS]
    return [f"{path}:{each.lineno}: the service says what is out of bounds" for each in bounded] + [
        f"{path}:{each.lineno}: a day is asked for by ask_day" for each in days
    ]


def upload_faults(path: str, source: str) -> list[str]:
    """Fields for files that name endings of tables or papers: the component then refuses the rest in its own words, before
    the service says what the file is and how to save it. Pictures and the city's largest files are the exception.
    """
    endings = {"image", ".heic", ".heif", "zip", "pbf"}
    return [
        f"{path}:{call.lineno}: the service says which files it takes"
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("file_uploader")
        for given in call.keywords
        if given.arg == "type" and not set(re.findall(r"'([^']*)'", ast.unparse(given.value))) <= endings
    ]


def date_faults(path: str, source: str) -> list[str]:
    """Days that are written beside the translator, which knows where the year goes without saying.

    For machines they are written whole, with the year in front.
    """
    if path.startswith("planner/i18n/"):
        return []
    return [
        f"{path}:{number}: the translator says dates"
        for number, line in enumerate(source.splitlines(), start=1)
        if re.search(r"babel\.dates|%[dBbejx]", re.sub(r"%Y-?%m-?%d", "", line))
    ]


def choice_faults(path: str, source: str) -> list[str]:
    """Choices between buttons one of which stands for None: Streamlit shows none of them as chosen then."""
    tree = ast.parse(source)
    given = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    named = {
        ast.unparse(node.target if isinstance(node, ast.AnnAssign) else node.targets[0]): node.value for node in given
    }
    return [
        f"{path}:{node.lineno}: None is no choice that can be seen"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _method(node) in ("segmented_control", "pills") and len(node.args) > 1
        if _has_none(named.get(ast.unparse(node.args[1])) or node.args[1])
    ]


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _has_none(options: ast.expr) -> bool:
    entries = options.keys if isinstance(options, ast.Dict) else getattr(options, "elts", ())
    return any(isinstance(each, ast.Constant) and each.value is None for each in entries)


def unheard_answers(path: str, source: str) -> list[str]:
    """Calls of `attempt` whose problem is read by nobody."""
    tree = ast.parse(source)
    blocks: list[ast.AST] = [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]
    heard = {id(call) for block in blocks for call in _heard(block)}
    return [
        f"{path}:{node.lineno}: nobody reads the problem of attempt(…)"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _is_attempt(node) and id(node) not in heard
    ]


def _heard(block: ast.AST) -> Iterator[ast.AST]:
    """The calls in a function whose `.problem` is read: at once, or of the name that the answer got."""
    read = {
        ast.unparse(node.value): node.value
        for node in ast.walk(block)
        if isinstance(node, ast.Attribute) and node.attr == "problem"
    }
    yield from read.values()
    for node in ast.walk(block):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in read:
            yield node.value


def _is_attempt(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "attempt"


def long_functions(path: str, source: str) -> list[str]:
    """Functions that one does not read at a glance."""
    return [
        f"{path}:{node.name}: {lines} lines, the limit is {LONGEST_FUNCTION}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def point_faults(path: str, source: str) -> list[str]:
    """Points that cannot be typed where they are tapped, or begin in the middle of the city because nobody has said anything.

    `ask_point` and `pick_place` take addresses, coordinates and taps alike.
    """
    tree = ast.parse(source)
    called = {ast.unparse(node.func).rpartition(".")[2] for node in ast.walk(tree) if isinstance(node, ast.Call)}
    fields = [ast.unparse(each) for each in ast.walk(tree) if isinstance(each, ast.Call) and _is_number(each)]
    is_typed = any(re.search(r"\blat\b|city\.\{", each) for each in fields)
    faults = []
    if called & {"tap_on_map"} and not called & {"ask_point", "type_point", "pick_place", "found_addresses"}:
        faults.append(f"{path}: a point is tapped and cannot be typed")
    if is_typed and not called & {"tap_on_map", "ask_point"}:
        faults.append(f"{path}: a point is typed and cannot be tapped")
    views = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & {"view_lat", "view_lon"}
    if views and path not in VIEWS:
        faults.append(f"{path}: a point begins in the middle of the city")
    return faults


def _is_number(call: ast.Call) -> bool:
    return ast.unparse(call.func).endswith("number_input")
