"""What our answers look like to programs, as JSON Schema: the parts of the OpenAPI document."""

from collections.abc import Mapping, Sequence
from typing import Any

from planner.domain.open_filter import OpenLook
from planner.phrases.public.datasets import COLUMNS, kind_of
from planner.services.public.datasets import Dataset
from planner.web.public.data import FORMS

Schema = Mapping[str, Any]
_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_WHOLE: Schema = {"type": "integer"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_URI: Schema = {"type": "string", "format": "uri"}
_KINDS: Mapping[str, Schema] = {
    "string": _TEXT,
    "integer": _WHOLE,
    "decimal": _NUMBER,
    "date": {"type": "string", "format": "date"},
    "dateTime": _MOMENT,
    "anyURI": _URI,
}
_MAY_LACK = {"lat", "lon", "due_on", "closed_on", "age_from", "age_to"}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _object(fields: Mapping[str, Schema], *, optional: Sequence[str] = ()) -> Schema:
    """Exactly these fields, all of them there but for the optional ones."""
    needed = [name for name in fields if name not in optional]
    return {"type": "object", "properties": dict(fields), "required": needed, "additionalProperties": False}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def dataset_schemas() -> Mapping[str, Schema]:
    """Each dataset as JSON, and as GeoJSON where it has that form, by the columns that the files have."""
    rows = {dataset: {name: _column(name) for name in columns} for dataset, columns in COLUMNS.items()}
    rows[Dataset.ISSUES]["state"] = {"type": "string", "enum": [each.value for each in OpenLook]}
    schemas = {f"{dataset.value}_json": _list(_object(row)) for dataset, row in rows.items()}
    on_maps = {dataset: row for dataset, row in rows.items() if "geojson" in FORMS[dataset]}
    return {**schemas, **{f"{dataset.value}_geojson": _collection(row) for dataset, row in on_maps.items()}}


def _collection(row: Mapping[str, Schema]) -> Schema:
    point = _object({"type": {"const": "Point"}, "coordinates": {"type": "array", "items": _NUMBER, "minItems": 2}})
    feature = {
        "type": {"const": "Feature"},
        "id": _WHOLE,
        "geometry": {"oneOf": [point, {"type": "null"}]},
        "properties": _object({name: schema for name, schema in row.items() if name not in ("lat", "lon")}),
    }
    return _object({"type": {"const": "FeatureCollection"}, "features": _list(_object(feature))})


def _column(name: str) -> Schema:
    schema = _KINDS[kind_of(name)]
    return _or_null(schema) if name in _MAY_LACK else schema


_SPOT: Schema = {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}
_PIN: Schema = _object(
    {
        "at": _SPOT,
        "look": {"type": "string", "enum": [each.value for each in OpenLook]},
        **dict.fromkeys(("number", "colour", "to", "name", "where", "badge"), _TEXT),
    }
)

SCHEMAS: Mapping[str, Schema] = {
    "discovery": _object(
        {
            "changeset": _MOMENT,
            "contact": _TEXT,
            "key_service": _TEXT,
            "endpoints": _list(
                _object(
                    {
                        "specification": _URI,
                        "url": _URI,
                        "changeset": _MOMENT,
                        "type": {"type": "string", "enum": ["production", "test"]},
                        "formats": _list(_TEXT),
                    }
                )
            ),
        }
    ),
    "services": _list(
        _object(
            {
                "service_code": _TEXT,
                "service_name": _TEXT,
                "description": _TEXT,
                "metadata": {"type": "boolean"},
                "type": {"type": "string", "enum": ["realtime", "batch", "blackbox"]},
                "keywords": _TEXT,
                "group": _TEXT,
            }
        )
    ),
    "service_definition": _object({"service_code": _TEXT, "attributes": {"type": "array", "maxItems": 0}}),
    "requests": _list(
        _object(
            {
                "service_request_id": _TEXT,
                "status": {"type": "string", "enum": ["open", "closed"]},
                "status_notes": _TEXT,
                "service_name": _TEXT,
                "service_code": _TEXT,
                "description": _TEXT,
                "agency_responsible": _or_null(_TEXT),
                "service_notice": _or_null(_TEXT),
                "requested_datetime": _MOMENT,
                "updated_datetime": _MOMENT,
                "expected_datetime": _or_null(_MOMENT),
                "address": _TEXT,
                "address_id": _or_null(_TEXT),
                "zipcode": _or_null(_TEXT),
                "lat": _or_null(_NUMBER),
                "long": _or_null(_NUMBER),
                "media_url": _or_null(_URI),
            }
        )
    ),
    "new_request": {
        "type": "object",
        "properties": {
            **dict.fromkeys(("api_key", "service_code", "address_string", "description", "media_url"), _TEXT),
            **dict.fromkeys(("email", "first_name", "last_name", "phone", "device_id", "account_id"), _TEXT),
            **dict.fromkeys(("lat", "long"), _NUMBER),
        },
        "required": ["api_key", "service_code"],
    },
    "token_given": _list(_object({"token": _TEXT, "service_notice": _TEXT, "account_id": {"type": "null"}})),
    "token_told": _list(
        _object(
            {"service_request_id": _or_null(_TEXT), "token": _TEXT, "service_notice": _TEXT},
            optional=("service_notice",),
        )
    ),
    "errors": _list(_object({"code": _WHOLE, "description": _TEXT})),
    "issues_in_view": _object(
        {
            "total": _WHOLE,
            "extent": {"oneOf": [_list(_SPOT), {"type": "null"}]},
            "pins": _list(_PIN),
            "clusters": _list(_object({"at": _SPOT, "count": _WHOLE, "pins": _list(_PIN)})),
        }
    ),
    "refusal": _object({"error": _TEXT, "key": _TEXT, "field": _TEXT}),
}
