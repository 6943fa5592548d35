"""Two people with one form open: neither loses what they typed, and nothing is overwritten unseen; in every service that edits."""

import ast
from inspect import getmembers, isfunction, signature
from pathlib import Path

import pytest

from planner.database import Database
from planner.domain.edits import Values
from planner.domain.errors import ChangedMeanwhile
from planner.phrases.changes import LABELS
from tests.house.sources import sources
from tests.services.typed_story import make_world, service_modules
from tests.whole.edit_stories import EDITS

STRANGE = ("?",)
"""What no field has: whoever began with it finds that others have changed it."""
EDITED_OTHERWISE = {
    "city.city.set_background": "GeoJSON of the demo's files; no form",
    "public.openness.set_embed_sites": "one line, and one form",
    "public.openness.set_public_rule": "one choice of one topic",
    "search.saved.save_filter": "makes a row; a taken name is told",
    "tours.rules.set_rules": "a rule more or less, with the version of the plan",
    "tours.stops.edit_stop": "one value of one tap; the form is `save_stop`",
    "tours.stops.set_agenda": "part of `save_stop`",
    "tours.stops.set_stop_issues": "part of `save_stop`",
    "travel.leg_overrides.set_leg_minutes": "makes a row; the form is `set_leg_of_plan`",
    "travel.settings.set_factors": "one rule of the list is replaced; `instead_of` is compared",
    "travel.settings.set_learning": "one switch",
}
"""Services called save, edit or set that compare nothing with what a form began with, and why."""


def services_called(*verbs: str) -> dict[str, bool]:
    """Every public service with such a name, and whether it takes `seen`."""
    return {
        f"{module.__name__.removeprefix('planner.services.')}.{name}": "seen" in signature(function).parameters
        for module in service_modules()
        for name, function in getmembers(module, isfunction)
        if name.split("_")[0] in verbs and function.__module__ == module.__name__
    }


def test_every_service_that_edits_compares_with_what_its_form_began_with() -> None:
    services = services_called("save", "edit", "set", "correct")

    assert {name for name, compares in services.items() if compares} == EDITS.keys()
    assert {name for name, compares in services.items() if not compares} == EDITED_OTHERWISE.keys()


@pytest.mark.parametrize("service", sorted(EDITS))
def test_two_editors_see_each_other_and_lose_nothing(database: Database, tmp_path: Path, service: str) -> None:
    with database.transaction() as session:
        edit = EDITS[service](make_world(session, tmp_path))
    began = edit.began
    refusals: list[ChangedMeanwhile] = []

    def save(seen: Values, wanted: Values) -> set[str]:
        """Saves in a transaction of its own; the fields that others have changed, where that is refused."""
        try:
            with database.transaction() as session:
                edit.save(session, seen, {**began, **wanted})
        except ChangedMeanwhile as refused:
            refusals.append(refused)
            return set(refused.present)
        return set()

    other_field = save(began, edit.other), save(began, edit.one)
    same_field = save(began, edit.against)
    kept = save({**began, **dict.fromkeys(edit.other, STRANGE)}, {})
    once_more = save({**began, **edit.one}, edit.against)

    assert other_field == (set(), set())
    assert (same_field, kept, once_more) == (set(edit.one), set(edit.other), set())
    assert all(began.keys() <= LABELS[refused.thing].keys() for refused in refusals)


def test_forms_hand_over_what_they_began_with() -> None:
    names = {service.rpartition(".")[2] for service in EDITS}
    doors = {path: source for path, source in sources().items() if path.startswith(("planner/ui/", "pages/"))}

    calls = [
        (path, call.func.id, {keyword.arg for keyword in call.keywords})
        for path, source in doors.items()
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names
    ]

    assert {name for _, name, _ in calls} == names
    assert [(path, name) for path, name, given in calls if "seen" not in given and not is_new(name, given)] == []


def is_new(name: str, given: set[str | None]) -> bool:
    """Whether such a call makes a row: it names none."""
    return name.startswith("save_") and not any((each or "").endswith("_id") for each in given)
