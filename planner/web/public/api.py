"""What programs may ask of us, as an OpenAPI 3.1 document: every public address that answers with JSON, with what it takes and gives.

`tests/web/public/test_api.py` finds the routes that answer with JSON, holds each to have its place here, and asks them all.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.open_filter import OpenLook
from planner.phrases.names import city_name
from planner.services.access.visit import Visit
from planner.services.public.datasets import Dataset
from planner.services.public.openness import open_city
from planner.web.public.answers import answer, reader
from planner.web.public.api_schemas import SCHEMAS, dataset_schemas
from planner.web.public.data import FORMS

Told = Mapping[str, Any]
VERSION = "1.0"
_LANG: Told = {
    "name": "lang",
    "in": "query",
    "description": "The language of words in the answer: «en» is English, anything else and nothing is Russian.",
    "schema": {"type": "string", "examples": ["ru", "en"]},
}


def show_document(request: Request) -> Response:
    """The document; NotFound where the public pages are switched off."""
    visit = reader(request)
    with visit.reading() as session:
        open_city(session)
    return answer(request, json.dumps(document(visit), ensure_ascii=False), "application/json")


def document(visit: Visit) -> Told:
    """What there is at this site, about this city."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": visit.t("open.site", city=city_name(visit.t, visit.city)),
            "version": VERSION,
            "description": "What the city made public about its improvement tours. Reading needs no key.",
        },
        "servers": [{"url": visit.site.url("/").rstrip("/")}],
        "paths": {**dict(_datasets()), **_IN_VIEW, **_OPEN311},
        "components": {"schemas": {**SCHEMAS, **dataset_schemas()}},
    }


def _datasets() -> Sequence[tuple[str, Told]]:
    return [
        (
            links.OPEN_DATASET.to(dataset=dataset.value, form=form),
            _read(
                f"{dataset.value}_{form}",
                f"The dataset «{dataset.value}» as {form}",
                _ref(f"{dataset.value}_{form}"),
                [_LANG, *([_PART] if dataset is Dataset.ISSUES else [])],
                kind="application/geo+json" if form == "geojson" else "application/json",
                refusals=_NO_PART if dataset is Dataset.ISSUES else None,
                refusal="refusal",
            ),
        )
        for dataset in Dataset
        for form in FORMS[dataset]
        if form != "csv"
    ]


def _read(
    name: str,
    said: str,
    schema: Told,
    parameters: Sequence[Told],
    *,
    kind: str = "application/json",
    refusals: Mapping[str, str] | None = None,
    refusal: str = "errors",
) -> Told:
    """A path that is read; `refusals` are told in the form `refusal`, that of Open311 by itself."""
    told = {status: {"description": why, "content": _json(_ref(refusal))} for status, why in (refusals or {}).items()}
    given = {"description": "What was asked for.", "content": {kind: {"schema": schema}}}
    return {
        "get": {
            "operationId": name,
            "summary": said,
            "parameters": list(parameters),
            "responses": {"200": given, **_CLOSED, **told},
        }
    }


def _ref(name: str) -> Told:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(schema: Told) -> Told:
    return {"application/json": {"schema": schema}}


def _query(name: str, said: str, **schema: object) -> Told:
    return {"name": name, "in": "query", "description": said, "schema": {"type": "string", **schema}}


def _in_path(name: str, said: str, **schema: object) -> Told:
    told = {"type": "string", **schema}
    return {"name": name, "in": "path", "required": True, "description": said, "schema": told}


def _address(path: links.Path, name: str = "", told: str = "") -> str:
    """The address as the document writes it; `told` is what a part of it is called there."""
    return path.pattern.replace("{form}", "json").replace(f"{{{name}}}", f"{{{told}}}")


_CLOSED: Told = {"404": {"description": "The city has switched its public pages off, or there is no such thing."}}
_PART: Told = _query(
    "page",
    "Which part, from 1; a part has at most 5,000 rows, one behind the last has none.",
    type="integer",
    minimum=1,
    maximum=999_999_999,
)
_NUMBERS = r"^[0-9]{1,9}(,[0-9]{1,9})*$"
_NO_PART = {"400": "A part is a whole number from 1."}
_REFUSED = {"400": "A parameter is not what the specification knows."}
_NO_VIEW = {"400": "The box is no four numbers, or the zoom no whole number."}
_IN_VIEW: Mapping[str, Told] = {
    links.OPEN_ISSUES_IN_VIEW.pattern: _read(
        "issues_in_view",
        "Public issues in a view of the map: single ones, and groups of those that lie close",
        _ref("issues_in_view"),
        [
            _LANG,
            _query(
                "bbox",
                "West, south, east, north in degrees; without it only how many there are and where.",
                pattern=r"^-?[0-9]{1,3}(\.[0-9]{1,20})?(,-?[0-9]{1,3}(\.[0-9]{1,20})?){3}$",
            ),
            _query("zoom", "The zoom of the map.", type="integer", minimum=0, maximum=99),
            _query("look", "How they stand.", enum=[each.value for each in OpenLook]),
            *(
                _query(name, f"The number of the {said}.", type="integer", minimum=1, maximum=999_999_999)
                for name, said in (("district", "district"), ("topic", "topic"), ("agency", "agency"), ("tour", "tour"))
            ),
        ],
        refusals=_NO_VIEW,
        refusal="refusal",
    )
}
_WANTED: Sequence[Told] = (
    _LANG,
    _query("service_request_id", "Numbers of requests, with commas.", pattern=_NUMBERS),
    _query("service_code", "Codes of services, with commas.", pattern=_NUMBERS),
    _query("start_date", "Requests from this moment on; 90 days back where it is left out.", format="date-time"),
    _query("end_date", "Requests up to this moment.", format="date-time"),
    _query("status", "Open, closed, or both.", enum=["open", "closed", "open,closed"]),
    _query("page", "Which page, from 1.", type="integer", minimum=1, maximum=999_999_999),
    _query(
        "page_size", "So many at once, at most 1,000; 50 by itself.", type="integer", minimum=1, maximum=999_999_999
    ),
)
_SENT: Told = {
    "operationId": "send_request",
    "summary": "Sends a request, which is held until somebody decides on it; the answer has a token",
    "requestBody": {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": _ref("new_request")}},
    },
    "responses": {
        "200": {"description": "It is held.", "content": _json(_ref("token_given"))},
        "400": {"description": "Something is missing or cannot be.", "content": _json(_ref("errors"))},
        "403": {"description": "The key is missing or not good.", "content": _json(_ref("errors"))},
        "404": {"description": "No such service, or requests are not taken here.", "content": _json(_ref("errors"))},
        "429": {"description": "Too many in a row.", "content": _json(_ref("errors"))},
    },
}
_OPEN311: Mapping[str, Told] = {
    _address(links.OPEN311_DISCOVERY): _read("discovery", "Where Open311 is", _ref("discovery"), [_LANG]),
    _address(links.OPEN311_SERVICES): _read("services", "The topics", _ref("services"), [_LANG]),
    _address(links.OPEN311_SERVICE, "code", "service_code"): _read(
        "service",
        "What is asked for one topic",
        _ref("service_definition"),
        [_in_path("service_code", "The code of the topic."), _LANG],
        refusals={"404": "There is no such topic."},
    ),
    _address(links.OPEN311_REQUESTS): {
        **_read("requests", "Public issues, the newest first", _ref("requests"), _WANTED, refusals=_REFUSED),
        "post": _SENT,
    },
    _address(links.OPEN311_REQUEST, "number", "service_request_id"): _read(
        "request",
        "One public issue, or several whose numbers stand with commas",
        _ref("requests"),
        [_in_path("service_request_id", "The number of the issue.", pattern=_NUMBERS), _LANG],
        refusals={**_REFUSED, "404": "There is no such issue, or not everybody may read of it."},
    ),
    _address(links.OPEN311_TOKEN, "secret", "token"): _read(
        "token",
        "The number of the request that a token is of, once there is one",
        _ref("token_told"),
        [_in_path("token", "What sending the request was answered with."), _LANG],
        refusals={"404": "There is no such token."},
    ),
}

ROUTES = [Route(links.OPEN_API.pattern, show_document)]
