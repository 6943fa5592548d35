"""Files as nobody should upload them, for every reader: each is to be read or refused with a sentence."""

import json
from collections.abc import Callable

from hypothesis import strategies as st

from planner.domain.errors import Invalid

_LONG = "9" * 5_000
_POINT = '{"type": "Point", "coordinates": [%s, 50.2]}'
_FEATURE = '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": %s, "geometry": %s}]}'

BROKEN_GEOJSON: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t",
    "mark of the order of bytes": b"\xef\xbb\xbf",
    "nothing but NUL": b"\0" * 1_000,
    "half of UTF-16": b"\xff\xfe{",
    "workbook": b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0",
    "picture": bytes(range(256)) * 20,
    "text": "Это не JSON".encode(),
    "text in Windows-1251": "Это не JSON".encode("cp1251"),
    "deep nesting": b"[" * 200_000,
    "deep nesting, closed": b"[" * 200_000 + b"]" * 200_000,
    "deep objects": b'{"a":' * 100_000,
    "quotes never closed": b'{"type": "FeatureCollection',
    "number of 5,000 digits": (_FEATURE % ("{}", _POINT % _LONG)).encode(),
    "number of 5,000 digits as population": (
        _FEATURE % ('{"name": "A", "population": ' + _LONG + "}", _POINT % "1")
    ).encode(),
    "10 to the 400th": (_FEATURE % ("{}", _POINT % ("1" + "0" * 400))).encode(),
    "1e400": (_FEATURE % ("{}", _POINT % "1e400")).encode(),
    "NaN": (_FEATURE % ("{}", _POINT % "NaN")).encode(),
    "Infinity": (_FEATURE % ("{}", _POINT % "-Infinity")).encode(),
    "properties are a list": (_FEATURE % ('["name"]', _POINT % "127.5")).encode(),
    "properties are a text": (_FEATURE % ('"name"', _POINT % "127.5")).encode(),
    "name is an object": (_FEATURE % ('{"name": {"ru": []}}', _POINT % "127.5")).encode(),
    "geometry is a text": (_FEATURE % ('{"name": "A"}', '"Point"')).encode(),
    "geometry is a list": (_FEATURE % ('{"name": "A"}', "[127.5, 50.2]")).encode(),
    "coordinates are an object": (
        _FEATURE % ('{"name": "A"}', '{"type": "Polygon", "coordinates": {"0": 1}}')
    ).encode(),
    "coordinates are deep": (
        _FEATURE % ('{"name": "A"}', '{"type": "Polygon", "coordinates": %s}' % ("[" * 90 + "]" * 90))
    ).encode(),
    "type is a list": b'{"type": ["FeatureCollection"], "features": []}',
    "features are an object": b'{"type": "FeatureCollection", "features": {}}',
    "features are numbers": b'{"type": "FeatureCollection", "features": [1, null, "a", []]}',
    "half of a surrogate pair": (_FEATURE % ('{"name": "\\ud800"}', _POINT % "127.5")).encode(),
    "half of a surrogate pair as a key": (_FEATURE % ('{"\\ud800": "\\udfff"}', _POINT % "127.5")).encode(),
    "NUL in a name": (_FEATURE % ('{"name": "A\\u0000B"}', _POINT % "127.5")).encode(),
    "coordinates in metres": (_FEATURE % ('{"name": "A"}', _POINT % "14195000.5")).encode(),
}

BROKEN_CSV: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n \n\t\n",
    "mark of the order of bytes": b"\xef\xbb\xbf",
    "NUL": b"name;lat;lon\nA\0;50;127\n",
    "UTF-16": "name;lat;lon\nA;50;127\n".encode("utf-16"),
    "workbook": b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0",
    "picture": bytes(range(256)) * 20,
    "quote never closed": 'name;lat;lon\n"Парк;50;127\n'.encode(),
    "quote never closed in the header": 'name;"lat;lon\nПарк;50;127\n'.encode(),
    "cell of a megabyte": b"name;lat;lon\n" + b"a" * 1_000_000 + b";50;127\n",
    "header of a megabyte": b"a" * 1_000_000 + b"\n1\n",
    "one column": b"name\nA\n",
    "numbers of 5,000 digits": f"name;lat;lon\nA;{_LONG};{_LONG}\n".encode(),
    "no numbers": b"name;lat;lon\nA;NaN;inf\nB;1e400;-1e400\nC;;\n",
    "Web Mercator": b"name;lat;lon\nA;6480000.5;14195000.5\n",
    "line ends of all kinds": b"name;lat;lon\rA;50;127\r\nB;50;127\n\rC;50;127",
}

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["Feature", "FeatureCollection", "Point", "Polygon", "MultiPolygon", "Северный", "12 000"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "name", "population"]), inner
        )
    ),
    max_leaves=20,
)
features = st.lists(
    st.fixed_dictionaries(
        {},
        optional={"type": anything, "properties": st.dictionaries(st.text(max_size=5), anything), "geometry": anything},
    )
    | anything,
    max_size=4,
)
geojson = (anything | st.fixed_dictionaries({"type": st.just("FeatureCollection"), "features": features})).map(
    lambda document: json.dumps(document).encode()
)
"""JSON of the shape of GeoJSON, with anything in any place."""


def outcome(read: Callable[[], object]) -> str:
    """What became of a file: "read", or the key of the refusal; with its field, where that is not the file."""
    try:
        read()
    except Invalid as refused:
        return refused.key if refused.field == "file" else f"{refused.key} at {refused.field}"
    return "read"
