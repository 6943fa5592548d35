"""A stranger learns nothing of what there is: every service that is given a number asks to sign in before it looks."""

from collections.abc import Callable, Iterator
from inspect import Parameter, getmembers, isfunction, signature
from typing import Any, get_origin, get_type_hints

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import PlannerError
from tests.services.typed_story import service_modules

NOBODYS = 999_999
"""A number that no row has."""
ASKED_OTHERWISE = {
    "access.archive.list_archived": "given a kind, which names the permission",
    "access.archive.restore": "given a kind, which names the permission",
    "access.archive.touched_by_archiving": "given a kind, which names the permission",
    "access.sign_in.choose_language": "one's own language, which a stranger has too",
    "bulk.bulk.take_step": "given a step, which names the permission",
    "bulk.bulk.try_bulk": "given a step, which names the permission",
    "bulk.decisions.begin_bulk": "given a step, which names the permission",
    "bulk.decisions.take_next": "given a step, which names the permission",
    "control.closing.checked_original": "both issues are locked by the caller",
    "control.steps.write_step": "the caller has required the permission",
    "issues.found_in.found_in": "the caller found that the actor sees these issues",
    "issues.list.asked_by": "a condition; what the actor may see is another one",
    "issues.list.conditions_beside_columns": "a condition; what the actor may see is another one",
    "issues.list.wanted_by": "a condition; what the actor may see is another one",
    "search.query.search_of": "a part of such a condition",
    "field.known.known_issues": "given the tour, which names the permission",
    "field.mark.field_mark": "given the tour, which names the permission",
    "issues.internal.closed_in": "the caller found that the actor sees these issues",
    "issues.internal.closed_to": "the caller found that the actor sees these issues",
    "issues.list.describe_issues": "the caller found that the actor sees these issues",
    "issues.pictures.photo_ids": "the caller found that the actor sees these issues",
    "issues.pictures.pictures_of": "the caller found that the actor sees these issues",
    "intake.addresses.with_addresses": "asks for each address that is to be found; the caller has required the rest",
    "intake.columns.keep_header": "given a kind, which names the permission",
    "intake.columns.kept_columns": "given a kind, which names the permission",
    "intake.plan.comparing": "given a kind, which names the permission",
    "intake.rights.require_intake": "given a kind, which names the permission",
    "intake.plan.plan_intake": "given a file of a kind, which names the permission",
    "intake.write.write_intake": "given a plan of a kind, which names the permission",
    "issues.history.write_move": "the caller has required the permission",
    "proposals.my_order.apply_help": "given a check, which names the tour",
    "proposals.proposals.make_tour_of_bus": "given a choice, which names the tour",
    "proposals.proposals.take_proposal": "given a choice, which names the tour",
    "proposals.settle_stops.settle_stops": "the caller holds the tour for a change",
    "tours.stops.link_issues": "the caller holds the tour for a change",
    "tours.undo.restore_plan": "given a memory, which names the tour",
}
"""Services that say something else first, and why."""


def services() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public service that takes an actor."""
    for module in service_modules():
        for name, function in getmembers(module, isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and list(signature(function).parameters)[:2] == ["session", "actor"]:
                yield f"{module.__name__.removeprefix('planner.services.')}.{name}", function


def arguments_of(function: Callable[..., object]) -> dict[str, Any]:
    """What a stranger may come with: numbers of things that are not there, and nothing else of any worth."""
    hints = get_type_hints(function)
    given: dict[str, Any] = {}
    for name, parameter in list(signature(function).parameters.items())[2:]:
        wanted = parameter.default is Parameter.empty and parameter.kind is not Parameter.VAR_KEYWORD
        if name.endswith("_id") and (wanted or name == "stop_id"):
            given[name] = NOBODYS
        elif wanted:
            given[name] = () if get_origin(hints[name]) is not None else None
    return given


def answer_of(database: Database, function: Callable[..., object]) -> str:
    try:
        with database.reading() as session:
            function(session, STRANGER, **arguments_of(function))
    except PlannerError as error:
        return error.key
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return repr(error)
    return ""


def test_stranger_is_asked_to_sign_in_before_anything_is_looked_for(database: Database) -> None:
    answers = {name: answer_of(database, function) for name, function in services()}

    others = {name for name, answer in answers.items() if answer != "permissions.sign_in"}
    assert others == ASKED_OTHERWISE.keys()
