"""The OpenAPI document tells of every address that answers with JSON, and all of them answer as it says, whatever is asked."""

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import negative_data_rejection
from starlette.routing import Route
from starlette.testclient import TestClient

from planner import links
from planner.database import Database
from planner.domain.models import City
from planner.web.public.data import FORMS
from planner.web.public.routes import ROUTES
from tests.services.public_story import OpenScene
from tests.web.public import test_routes

pytestmark = pytest.mark.usefixtures("one_by_one")

city, store = test_routes.city, test_routes.store
Told = Mapping[str, Any]
FOR_OUR_SCRIPTS = {links.OPEN_GROUND.pattern, links.OPEN_API.pattern}
"""What the form's own script reads, and the document itself."""
EXAMPLES = int(os.environ.get("API_EXAMPLES", 8))
"""For each address, of each kind."""
FORGIVEN: list[Any] = [negative_data_rejection]
"""An empty field of a form and a parameter that nobody knows are passed over."""


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Answers are no matter of SQL."""
    return sqlite_only


@pytest.fixture
def document(site: TestClient, city: OpenScene) -> Told:
    """As a program reads it."""
    answer = site.get("/open/api.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json; charset=utf-8")
    told: Told = answer.json()
    return told


def test_document_tells_of_every_route_that_answers_with_json(document: Told) -> None:
    told = {(re.sub(r"\{\w+\}", "{}", path), method) for path, each in document["paths"].items() for method in each}

    missing = [each for each in _answering_json() if each not in told]

    assert missing == [], "a route that answers with JSON has no place in planner/web/public/api.py"
    assert len(told) == len([*_answering_json()])


def _answering_json() -> Iterator[tuple[str, str]]:
    for route in ROUTES:
        assert isinstance(route, Route)
        if route.path in FOR_OUR_SCRIPTS or not route.path.endswith((".json", "{form}")):
            continue
        paths = [route.path.replace("{form}", "json")]
        if "{dataset}" in route.path:
            forms = [(name, form) for name, each in FORMS.items() for form in each if form != "csv"]
            paths = [route.path.replace("{dataset}", name).replace("{form}", form) for name, form in forms]
        for path in paths:
            yield from ((re.sub(r"\{\w+\}", "{}", path), "post" if "POST" in (route.methods or ()) else "get"),)


def test_document_is_openapi_whose_parts_all_belong_to_it(document: Told) -> None:
    schemas = document["components"]["schemas"]
    operations = [(path, each) for path, methods in document["paths"].items() for each in methods.values()]
    referred = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))

    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)

    assert document["openapi"] == "3.1.0"
    assert set(document["info"]) >= {"title", "version"}
    assert document["servers"] == [{"url": "https://tours.city.example"}]
    assert referred == set(schemas)
    assert len({each["operationId"] for _, each in operations}) == len(operations)
    for path, each in operations:
        in_path = {given["name"] for given in each.get("parameters", ()) if given["in"] == "path"}
        assert in_path == set(re.findall(r"\{(\w+)\}", path))
        assert all("description" in answer for answer in each["responses"].values())


def test_city_that_switches_its_pages_off_has_no_document(
    site: TestClient, own_database: Database, city: OpenScene
) -> None:
    with own_database.transaction() as session:
        session.get_one(City, 1).open_pages = False

    assert site.get("/open/api.json").status_code == 404


def test_every_answer_is_as_the_document_says_whatever_is_asked(site: TestClient, city: OpenScene) -> None:
    """Schemathesis asks for what the document allows, which has to be answered, and for what it does not."""
    document = schemathesis.openapi.from_asgi("/open/api.json", site.app)
    seen: dict[str, set[int]] = defaultdict(set)
    faults: list[str] = []

    for operation in map(_known, document.get_all_operations()):
        for mode in schemathesis.GenerationMode:

            @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: schemathesis.Case[Any]) -> None:
                answer = case.call()
                seen[case.operation.path].add(answer.status_code)
                case.validate_response(answer, excluded_checks=FORGIVEN)

            try:
                ask()
            except FailureGroup as failed:
                faults.append(f"{mode.value}: {failed}")

    assert "\n".join(faults) == ""
    assert seen.keys() == site.get("/open/api.json").json()["paths"].keys()
    assert {status for each in seen.values() for status in each} >= {200, 400, 403, 404}


def _known(found: Any) -> Any:
    """An operation that Schemathesis could read; fails for one that it could not."""
    return found.ok()
