"""The OpenAPI document tells of every address that answers with JSON, and all of them answer as it says, whatever is asked."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.routing import Route
from starlette.testclient import TestClient

from planner import links
from planner.database import Database
from planner.domain.models import City
from planner.web.public.data import FORMS
from planner.web.public.routes import ROUTES
from tests.services.public_story import OpenScene
from tests.web.public import test_routes

city, store = test_routes.city, test_routes.store
Told = Mapping[str, Any]
FOR_OUR_SCRIPTS = {links.OPEN_GROUND.pattern, links.OPEN_API.pattern}
"""What the form's own script reads, and the document itself."""
_ANYTHING = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


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


def test_every_answer_is_one_that_the_document_tells_of(site: TestClient, document: Told) -> None:
    found = count()
    seen: set[tuple[str, int]] = set()

    @settings(
        max_examples=int(os.environ.get("API_EXAMPLES", 12)),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        for path, methods in document["paths"].items():
            for method, told in methods.items():
                next(found)
                way, form = _asked(data, path, told, document)
                answer = site.request(method, way, data=form)
                seen.add((path, answer.status_code))
                assert _faults(answer.status_code, answer.headers["content-type"], answer.text, told, document) == [], (
                    way
                )

    ask()

    assert next(found) > 100
    assert [path for path in document["paths"] if not any(each == path for each, _ in seen)] == []
    assert {path for path, status in seen if status == 200} >= {"/open/data/issues.json", "/open311/v2/requests.json"}
    assert {status for _, status in seen} >= {200, 400, 403, 404}


def _asked(data: st.DataObject, path: str, told: Told, document: Told) -> tuple[str, dict[str, str] | None]:
    """An address with parameters out of the document, some of them as nobody would write them, and a form."""
    query = []
    for each in told.get("parameters", ()):
        value = data.draw(_value(each["schema"]) | _ANYTHING)
        if each["in"] == "path":
            value = quote(value or data.draw(st.sampled_from(["1", "2", "999"])), safe="")
            path = path.replace(f"{{{each['name']}}}", value)
        elif data.draw(st.booleans()):
            query.append((each["name"], value))
    sent = told.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded")
    if sent is None:
        return f"{path}?{urlencode(query)}", None
    fields = document["components"]["schemas"]["new_request"]["properties"]
    return path, {
        name: data.draw(_value(each) | _ANYTHING) for name, each in fields.items() if data.draw(st.booleans())
    }


def _value(schema: Told) -> st.SearchStrategy[str]:
    """Something that the schema allows, as it stands in an address."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema["type"] == "integer":
        return st.integers(schema["minimum"], schema["maximum"]).map(str)
    if schema["type"] == "number":
        return st.floats(-200, 200).map(str)
    if schema.get("format") == "date-time":
        return st.datetimes().map(lambda moment: f"{moment.isoformat()}Z")
    if "pattern" in schema:
        matching: st.SearchStrategy[str] = st.from_regex(str(schema["pattern"]), fullmatch=True)
        return matching
    return st.sampled_from(["1", "2", "1,2"])


def _faults(status: int, kind: str, body: str, told: Told, document: Told) -> list[str]:
    """How an answer differs from what the document says."""
    expected = told["responses"].get(str(status))
    if expected is None:
        return [f"{status} is not told of: {body[:200]}"]
    content = expected.get("content")
    if content is None:
        return []
    name = kind.partition(";")[0]
    if name not in content:
        return [f"{name} instead of {list(content)}"]
    schema = {**document["components"], "allOf": [content[name]["schema"]]}
    rooted = json.loads(json.dumps(schema).replace("#/components/schemas/", "#/schemas/"))
    return [each.message for each in Draft202012Validator(rooted).iter_errors(json.loads(body))]
