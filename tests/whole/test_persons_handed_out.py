"""A person's row holds the hash of the password: services hand out the facts instead, which a test reads from their types."""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import planner.services
from planner.domain.models import GuessCount, PasswordLink, Person, SetUpCode, SignIn, TrustedBrowser

SECRET = (Person, SignIn, TrustedBrowser, PasswordLink, SetUpCode, GuessCount)
WITH_SECRETS = {
    "access.hold.hold_person": "for services that change the row; no door calls it",
    "access.new_password.use_password_link": "to whoever has just set the password",
    "access.people.save_person": "to the administrator who has just written the row",
}
"""Services that give a whole row away, each with why it may."""


def test_services_hand_out_no_row_with_a_secret() -> None:
    found = {name for name, given in _answers() if any(secret in _parts(given) for secret in SECRET)}

    assert found == WITH_SECRETS.keys()


def _answers() -> Iterator[tuple[str, Any]]:
    """Every public function of the services, and what its types say it gives."""
    for module in pkgutil.walk_packages(planner.services.__path__, "planner.services."):
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == module.name and not name.startswith("_"):
                yield f"{module.name.removeprefix('planner.services.')}.{name}", get_type_hints(function).get("return")


def _parts(given: Any, seen: frozenset[Any] = frozenset()) -> set[Any]:
    """The type with all types inside it: of unions, of collections, of the fields of a dataclass."""
    if not isinstance(given, list) and given in seen:
        return set()
    inside = list(get_args(given))
    if dataclasses.is_dataclass(given):
        hints = get_type_hints(given)
        inside += [hints[field.name] for field in dataclasses.fields(given)]
    seen |= {given} if not isinstance(given, list) else set()
    parts = {given} if not isinstance(given, list) else set()
    return parts.union(*(_parts(each, seen) for each in inside)) if inside else parts
