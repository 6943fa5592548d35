"""Which states wait, are open or are done is said once: a list of one's own forgets the state that comes next."""

import ast

import pytest

from tests.house.sources import sources

STATES = ("InstructionState", "IssueState")
ROOM = "planner/domain/"


def own_lists(path: str, source: str) -> list[str]:
    """Tuples, lists and sets of two states or more, outside the room of the rules."""
    if path.startswith(ROOM):
        return []
    return [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Tuple | ast.List | ast.Set)
        and sum(isinstance(each, ast.Attribute) and ast.unparse(each.value) in STATES for each in node.elts) > 1
    ]


def test_states_are_listed_by_the_rules_alone() -> None:
    faults = [fault for path, source in sources().items() for fault in own_lists(path, source)]

    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("planner/services/a.py", "_WAITING = (InstructionState.ASSIGNED, InstructionState.RETURNED)", 1),
        ("planner/ui/a.py", "if state in {IssueState.NEW, IssueState.CLOSED}: pass", 1),
        ("planner/domain/words.py", "OPEN = (IssueState.NEW, IssueState.ASSIGNED)", 0),
        ("planner/services/a.py", "LOOKS = {IssueState.NEW: 1, IssueState.CLOSED: 2}", 0),
        ("planner/services/a.py", "pair = (InstructionState.REPORTED, None)", 0),
    ],
)
def test_a_list_of_states_is_found(path: str, source: str, found: int) -> None:
    assert len(own_lists(path, source)) == found
