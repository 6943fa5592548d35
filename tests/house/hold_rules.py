"""The rule of two at once: a service that changes what is there holds it first, read from the sources."""

import ast
from collections.abc import Callable, Iterator, Mapping

HOLDS = frozenset(
    {
        "hold_tour",
        "hold_issue",
        "hold_person",
        "hold_participant",
        "hold_report",
        "hold_city",
        "hold_all",
        "with_for_update",
        "_locked",
    }
)
"""What makes others wait: a row or a whole table."""

_NEW = "only adds rows; an id that comes twice is met by the key"
_ONE = "one column, whatever it was"
_DELETES = "deletes by one statement"
_CALLER = "the caller holds it"
_TURN = "one statement, which changes nothing once another one's turn has begun"

HOLDS_NOTHING: Mapping[str, str] = {
    "access/archive.py:restore": _ONE,
    "access/browsers.py:trust_browser": "a new random key; the rest by single statements",
    "access/new_password.py:end_access": _CALLER,
    "access/new_password.py:store_password": _CALLER,
    "access/sign_in.py:choose_language": _ONE,
    "access/sign_in.py:end_what_is_open": _DELETES,
    "access/sign_in.py:open_sign_in": _NEW,
    "access/sign_in.py:open_sign_in_for": _NEW,
    "access/sign_in.py:sign_out": _DELETES,
    "access/sign_in.py:sign_out_everywhere": _DELETES,
    "city/agencies.py:archive_agency": _ONE,
    "city/agencies.py:archive_category": _ONE,
    "city/demo_data.py:note_demo": "`begin_demo` has waited for others",
    "city/districts.py:archive_district": _ONE,
    "city/places.py:archive_place": _ONE,
    "control/given.py:add_co_executors": _CALLER,
    "control/steps.py:write_step": _CALLER,
    "city/repairs.py:archive_repair": _ONE,
    "city/repairs.py:import_repairs": _NEW,
    "layers/layers.py:archive_layer": _ONE,
    "events/copies.py:ask_again": _NEW,
    "events/copies.py:copy_with_people": _NEW,
    "events/copies.py:invite_again": _NEW,
    "events/series.py:make_series": _NEW,
    "events/templates.py:keep_as_template": _NEW,
    "field/items.py:take_item": "adds a row, whose id meets one that comes twice; what else it changes is held by each service",
    "field/track.py:forget_tracks": _DELETES,
    "guests/answers.py:delete_participant": _CALLER,
    "guests/answers.py:drop_delegate": _CALLER,
    "guests/answers.py:give_answer": _CALLER,
    "guests/seats.py:promote_waiting": _CALLER,
    "issues/history.py:refresh_issue": _CALLER,
    "issues/near.py:mark_again": _CALLER,
    "issues/history.py:write_move": _CALLER,
    "issues/issues.py:add_comment": _NEW,
    "issues/issues.py:log_issue": _NEW,
    "notices/bell.py:mark_all_read": _ONE,
    "notices/bell.py:mark_read": _ONE,
    "notices/letters.py:keep_mail": _NEW,
    "notices/mails.py:forget_mails": _DELETES,
    "notices/mails.py:note_not_sent": _TURN,
    "notices/mails.py:note_sent": _TURN,
    "notices/mails.py:put_back": _TURN,
    "notices/telegram.py:drop_stray_messages": _DELETES,
    "outbox/causes.py:note_cause": _NEW,
    "press/media.py:note_mention": _NEW,
    "press/releases.py:begin_release": _NEW,
    "press/releases.py:keep_version": _CALLER,
    "proposals/breaks.py:give_breaks": _CALLER,
    "proposals/breaks.py:take_breaks_away": _CALLER,
    "residents/becoming.py:make_issue": _NEW,
    "residents/becoming.py:add_picture": _NEW,
    "residents/keys.py:make_key": _NEW,
    "residents/not_fixed.py:check_doubt": "writes nothing but what is wrong into its error",
    "residents/reporting.py:check_report": "writes nothing but what is wrong into its error",
    "residents/reporting.py:keep_report": _NEW,
    "tours/calendar_links.py:revoke_calendar_link": _DELETES,
    "tours/event_place.py:keep_event_place": _CALLER,
    "tours/plan.py:keep_times": _CALLER,
    "tours/told.py:begin_telling": _CALLER,
    "tours/plannable.py:plan_is_newer": _CALLER,
    "tours/stops.py:check_stop": _CALLER,
    "subscriptions/asking.py:keep_follow_letter": _NEW,
    "subscriptions/digests.py:keep_digest": _NEW,
    "tours/stops.py:link_issues": _CALLER,
    "votes/ballots.py:forget_asked": _DELETES,
    "votes/ballots.py:keep_ballot_letter": "marks the row that its caller has just made",
    "votes/making.py:make_vote": _NEW,
    "tours/tours.py:copy_tour": _NEW,
    "tours/tours.py:create_tour": _NEW,
    "travel/closures.py:close_street": _NEW,
    "webhooks/delivering.py:note_taken": _TURN,
}
"""Public services that write and hold nothing, as path:function below `planner/services/`, and why."""


class Holding:
    """The functions of the services, and which of them write or hold, themselves or by what they call."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        trees = {path: ast.parse(source) for path, source in sources.items()}
        self._functions = {
            (path, node.name): node
            for path, tree in trees.items()
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
        }
        self._imported = {path: dict(_imported(tree)) for path, tree in trees.items()}

    def faults(self) -> list[str]:
        """Public services that write and hold nothing."""
        return sorted(
            f"{path}:{name}"
            for path, name in self._functions
            if not name.startswith("_")
            and self._is_service(path, name)
            and self._any(path, name, _writes, set())
            and not self._any(path, name, _holds, set())
        )

    def _is_service(self, path: str, name: str) -> bool:
        return "session" in [argument.arg for argument in self._functions[path, name].args.args]

    def _any(self, path: str, name: str, does: Callable[[ast.AST], bool], met: set[tuple[str, str]]) -> bool:
        met.add((path, name))
        node = self._functions[path, name]
        if any(does(each) for each in ast.walk(node)):
            return True
        called = {
            each.func.id for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
        }
        wanted = {self._imported[path].get(each, (path, each)) for each in called}
        return any(
            self._any(*each, does, met) for each in sorted(wanted - met) if each in self._functions and each not in met
        )


def _imported(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("planner.services."):
            for alias in node.names:
                yield alias.asname or alias.name, (f"{(node.module or '').replace('.', '/')}.py", alias.name)


def _holds(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in HOLDS
    called = node.func if isinstance(node, ast.Call) else None
    return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) in HOLDS


def _writes(node: ast.AST) -> bool:
    """Rows added or deleted, statements that change them, and fields of rows that are set."""
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        return name in (
            "session.add",
            "session.add_all",
            "session.delete",
            "session.merge",
            "delete",
            "update",
            "setattr",
        )
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
    flat = [each for target in targets for each in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return any(isinstance(each, ast.Attribute) for each in flat)
