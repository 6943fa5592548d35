"""The rules of taps: each is heard, and what came of it stays readable until the next one."""

import ast
from collections.abc import Iterator, Mapping

from tests.house.screens.rules import WIDGETS, Screens

SAYERS = ("st.error", "st.warning", "st.info", "st.success")
SAYS_ITSELF: Mapping[str, str] = {
    "planner/ui/dialog_state.py": "says it where a dialog is about something that is gone",
    "planner/ui/form_state.py": "keeps what others have changed until it is settled",
    "planner/ui/forms.py": "the sentences under fields",
    "planner/ui/tap_problem.py": "the way itself",
}
"""Files that may say a problem at once, and why."""


def unheard_taps(sources: Mapping[str, str]) -> list[str]:
    """Buttons of a fragment that stand below where it may begin a new run: a tap on them runs the fragment, which leaves
    before it comes to them, and the next run knows nothing of the tap.

    What is done by a callback is done before.
    """
    screens = Screens(sources)
    faults = []
    for path, tree in screens.trees():
        for fragment in filter(_is_fragment, ast.walk(tree)):
            calls = [each for each in ast.walk(fragment) if isinstance(each, ast.Call)]
            leaving = [each.lineno for each in calls if ast.unparse(each.func) in ("st.rerun", "catch_up")]
            later = [each for each in calls if leaving and each.lineno > min(leaving)]
            reached = [node for each in later for node in screens.reached(path, each)]
            if any(_is_read(each) for each in [*later, *reached]):
                faults.append(f"{path}:{min(leaving)}: a tap on a button below is not heard")
    return sorted(faults)


def _is_fragment(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any("st.fragment" in ast.unparse(each) for each in node.decorator_list)


def _is_read(node: ast.AST) -> bool:
    """Whether it is a widget that tells of a tap by what it gives back."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in WIDGETS:
        return False
    return not {"on_click", "on_change"} & {each.arg for each in node.keywords}


def vanishing_sentences(path: str, source: str) -> list[str]:
    """What is said in one run alone: a timer or another tablet's tap draws the screen again, and nobody has read it."""
    if path in SAYS_ITSELF:
        return []
    tree = ast.parse(source)
    popped = {ast.unparse(each) for node in ast.walk(tree) for each in _names_of_popped(node)}
    faults = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "session_state.pop(" in ast.unparse(node.test):
            faults |= {each.lineno for each in _said_in(node)}
        if isinstance(node, ast.Call) and ast.unparse(node.func) in SAYERS:
            said = " ".join(ast.unparse(each) for each in node.args)
            names = {ast.unparse(each) for given in node.args for each in ast.walk(given) if isinstance(each, ast.Name)}
            if "problem.sentence" in said or names & popped:
                faults.add(node.lineno)
    return [f"{path}:{line}: keep_problem and show_problem say it until the next tap" for line in sorted(faults)]


def _said_in(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call) and ast.unparse(each.func) in SAYERS)


def _names_of_popped(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("st.session_state.pop("):
        yield from node.targets
    if isinstance(node, ast.NamedExpr) and ast.unparse(node.value).startswith("st.session_state.pop("):
        yield node.target


TAKES_AWAY = ("archive_", "delete_", "forget_", "remove_", "revoke_")
NOT_ASKED: Mapping[str, str] = {
    "planner/ui/plan/cards.py:remove_stop": "«Отменить» brings it back",
    "planner/ui/plan/fix_dialog.py:remove_stop": "«Отменить» brings it back",
    "planner/ui/plan/stop_dialogs.py:remove_stop": "«Отменить» brings it back",
    "planner/ui/plan/head.py:delete_draft": "the list of deleted drafts brings it back",
    "planner/ui/events/head.py:delete_draft": "the list of deleted drafts brings it back",
    "planner/ui/issue/saved.py:delete_filter": "a tap beside it brings it back",
    "planner/ui/settings/travel_overrides.py:remove_override": "a tap above the list brings it back",
    "planner/ui/layers/facility_form.py:archive_facility": "asks in the form, in words of its own",
    "planner/ui/ride/share_dialog.py:revoke_link": "asks in the dialog, which says what follows",
    "planner/ui/settings/demo_parts.py:remove_demo": "a dialog asks, which says what goes",
    "planner/ui/settings/demo_parts.py:remove_demo_streets": "a dialog asks, which says what goes",
}
"""What is taken away by one tap, as path:service, and why."""


def unasked_removals(path: str, source: str) -> list[str]:
    """Calls of services that take something away, outside `if second_tap(…)` and the `archive=` of `show_foot`.

    The function may stand for itself, if it is named in such places alone.
    """
    tree = ast.parse(source)
    services = {
        alias.asname or alias.name: alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("planner.services")
        for alias in node.names
        if alias.name.startswith(TAKES_AWAY)
    }
    asked = {id(each) for part in _asked_parts(tree) for each in ast.walk(part)}
    names = [each for each in ast.walk(tree) if isinstance(each, ast.Name)]
    for function in filter(lambda each: isinstance(each, ast.FunctionDef), ast.walk(tree)):
        assert isinstance(function, ast.FunctionDef)
        uses = [each for each in names if each.id == function.name]
        if uses and all(id(each) in asked for each in uses):
            asked |= {id(each) for each in ast.walk(function)}
    return [
        f"{path}:{each.lineno}: {services[each.id]} is done by the first tap"
        for each in names
        if each.id in services and id(each) not in asked and f"{path}:{services[each.id]}" not in NOT_ASKED
    ]


def _asked_parts(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "second_tap(" in ast.unparse(node.test):
            yield from node.body
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "show_foot":
            yield from (each.value for each in node.keywords if each.arg == "archive")
