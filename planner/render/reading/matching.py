"""Which column of a file is which: by its name where that is known, else by what its cells look like."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from planner.domain.errors import Invalid
from planner.domain.shapes import typed_shape
from planner.domain.table_cells import Read, as_text
from planner.domain.typed import one_line, typed_phone
from planner.render.reading.cells import is_angle, pair_of
from planner.render.reading.names import FIELDS, POINT_FIELDS, bare_name, is_known, names_of, side_of
from planner.render.reading.source import Source

_SAMPLE = 300
_LETTER = re.compile(r"[^\W\d_]")
_FRACTION = re.compile(r"-?\d{1,3}[.,]\d{2,}")
_STREET = re.compile(
    r"\b(?:ул|улица|пр-?кт|просп|проспект|пер|переулок|шоссе|наб|мкр|микрорайон|бульвар|б-р|пл|площадь|street|avenue|road)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?://|[\w.]+@\w|Q\d+$|(?:node|way|relation)/?\d|#[0-9a-f]{6}$|\d[\d.:\s-]*$|[0-9a-f-]{20,}$", re.IGNORECASE
)
_SURELY_POINTS = ("координаты", "coordinates", "geodata", "линия", "line")
_ROW_NUMBERS = frozenset({"id", "no", "n", "п п", "номер", "fid", "objectid", "gid", "osm id", "global id", "wikidata"})

Samples = Mapping[str, Sequence[Read]]


def matched(source: Source, kind: str) -> dict[str, str]:
    """Our fields and what the file calls each; every column is taken once."""
    samples = {name: _sample(source, name) for name in source.columns}
    found = _point_columns(samples, source, kind)
    for field, column in _by_names(samples, kind, set(found.values())):
        found[field] = column
    for field, column in _by_beginnings(samples, kind, found):
        found[field] = column
    for field, column in _by_content(samples, kind, found, source):
        found[field] = column
    return {field: found[field] for field in FIELDS[kind] if field in found}


def _sample(source: Source, name: str) -> list[Read]:
    cells: list[Read] = []
    for row in source.rows:
        cell = row.cells.get(name)
        if cell is not None and cell != "":
            cells.append(cell)
            if len(cells) == _SAMPLE:
                break
    return cells


def _share(cells: Sequence[Read], fits: Callable[[Read], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def _point_columns(samples: Samples, source: Source, kind: str) -> dict[str, str]:
    pair = _pair_by_name(samples)
    if pair:
        return {"lat": pair[0], "lon": pair[1]}
    known = names_of("coordinates", kind)
    named = [name for name in samples if bare_name(name) in known or _says_both(name)]
    for name in sorted(named, key=lambda each: -_share(samples[each], is_place)):
        if _share(samples[name], is_place) > 0.3:
            return {"coordinates": name}
    for name, cells in samples.items():
        if _share(cells, is_place) >= 0.6:
            return {"coordinates": name}
    sure = [name for name in named if bare_name(name) in _SURELY_POINTS or _says_both(name)]
    if sure and not source.has_shapes:
        return {"coordinates": sure[0]}
    return {} if source.has_shapes else _pair_by_content(samples)


def is_place(cell: Read) -> bool:
    """Whether a cell alone says where something is."""
    text = one_line(as_text(cell))
    try:
        return pair_of(text) is not None or typed_shape(text) is not None
    except Invalid:
        return True


def _says_both(name: str) -> bool:
    words = set(bare_name(name).split())
    return bool(words & {"lat", "latitude", "широта"}) and bool(words & {"lon", "lng", "long", "longitude", "долгота"})


def _pair_by_name(samples: Samples) -> tuple[str, str] | None:
    """The columns of latitude and longitude: of several pairs the one that is filled most, of one stem before others."""
    sides = {side: [name for name in samples if side_of(name) == side] for side in ("lat", "lon")}
    pairs = [(lat, lon) for lat in sides["lat"] for lon in sides["lon"]]

    def worth(pair: tuple[str, str]) -> tuple[float, int, int]:
        lat, lon = pair
        angles = min(_share(samples[lat], is_angle) > 0.2, _share(samples[lon], is_angle) > 0.2)
        filled = min(len(samples[lat]), len(samples[lon]))
        return (float(angles), _stem(lat) == _stem(lon), filled)

    return max(pairs, key=worth) if pairs else None


def _stem(name: str) -> str:
    text = re.sub(r"latitude|longitude|широт\w|долгот\w", "", bare_name(name))
    return " ".join(re.sub(r"\b(?:lat|lon|lng|long|[xy])\b", "", text).split())


def _pair_by_content(samples: Samples) -> dict[str, str]:
    columns = [name for name, cells in samples.items() if len(cells) and _share(cells, _is_fraction) >= 0.6]
    for first, second in zip(columns, columns[1:], strict=False):
        biggest = [max(abs(_number(cell)) for cell in samples[name]) for name in (first, second)]
        if max(biggest) > 180:
            continue
        return {"lat": second, "lon": first} if biggest[0] > 90 else {"lat": first, "lon": second}
    return {}


def _is_fraction(cell: Read) -> bool:
    return bool(_FRACTION.fullmatch("".join(one_line(as_text(cell)).split())))


def _number(cell: Read) -> float:
    text = "".join(one_line(as_text(cell)).split()).replace(",", ".")
    return float(text) if re.fullmatch(r"-?\d{1,9}(?:\.\d{1,20})?", text, re.ASCII) else 0.0


def _by_names(samples: Samples, kind: str, taken: set[str]) -> Iterator[tuple[str, str]]:
    """The likeliest names first; one that says the same in every row, or nothing, only where there is no other."""
    ranked: list[tuple[bool, int, int, str, str]] = []
    for order, field in enumerate(FIELDS[kind]):
        if field in POINT_FIELDS:
            continue
        names = names_of(field, kind)
        for column, cells in samples.items():
            bare = bare_name(column)
            if bare in names and column not in taken and _fits(field, cells):
                poor = not cells or field in ("name", "text") and _says_little(field, cells)
                ranked.append((poor, names.index(bare), order, field, column))
    fields: set[str] = set()
    columns = set(taken)
    for _, _, _, field, column in sorted(ranked):
        if field not in fields and column not in columns:
            fields.add(field)
            columns.add(column)
            yield field, column


def _by_beginnings(samples: Samples, kind: str, found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names that say more than those that are known: «Численность населения на 01.01.2026, чел.»; of several the longest."""
    taken = set(found.values())
    for field in FIELDS[kind]:
        if field in POINT_FIELDS or field in found:
            continue
        long = [(len(name), column) for column in samples for name in names_of(field, kind) if _goes_on(column, name)]
        fitting = [(size, column) for size, column in long if column not in taken and _fits(field, samples[column])]
        if fitting:
            column = max(fitting, key=lambda each: each[0])[1]
            taken.add(column)
            yield field, column


def _goes_on(column: str, name: str) -> bool:
    return len(name) > 3 and not is_known(column) and bare_name(column).startswith(f"{name} ")


def _says_little(field: str, cells: Sequence[Read]) -> bool:
    """The same in every row, or of an issue only its number."""
    texts = [as_text(cell) for cell in cells]
    is_one = len(texts) > 1 and len(set(texts)) == 1
    return is_one or field == "text" and not any(_LETTER.search(text) for text in texts)


def _fits(field: str, cells: Sequence[Read]) -> bool:
    if field == "address":
        return _share(cells, is_place) < 0.6
    if field in ("name", "text"):
        return not cells or _share(cells, lambda cell: not is_place(cell)) > 0.5
    return True


def _by_content(samples: Samples, kind: str, found: Mapping[str, str], source: Source) -> Iterator[tuple[str, str]]:
    left = {name: cells for name, cells in samples.items() if name not in found.values() and cells}
    looks: Mapping[str, Callable[[Read], bool]] = {"email": _is_email, "phone": _is_phone, "address": _is_address}
    fields = FIELDS[kind]
    for field, look in looks.items():
        if field not in fields or field in found:
            continue
        best = max(left, key=lambda name: _share(left[name], look), default=None)
        if best is not None and _share(left[best], look) >= 0.5:
            del left[best]
            yield field, best
    main = "text" if kind == "issues" else "name"
    if main not in found and not (kind == "people" and {"surname", "first_name"} & set(found)):
        best = _telling(left, kind)
        if best is not None:
            yield main, best


def _telling(left: Samples, kind: str) -> str | None:
    """The column that names most rows differently; a name that only counts them is none."""

    def worth(name: str) -> tuple[float, float]:
        cells = left[name]
        texts = {one_line(as_text(cell)) for cell in cells}
        named = _share(cells, lambda cell: bool(_LETTER.search(as_text(cell))) and not _NO_NAME.match(as_text(cell)))
        if kind == "issues":
            named *= min(1.0, sum(map(len, texts)) / len(texts) / 30) if texts else 0
        return (named * len(texts) / max(1, len(cells)), -list(left).index(name))

    wanted = [name for name in left if bare_name(name) not in _ROW_NUMBERS and worth(name)[0] > 0.3]
    return max(wanted, key=worth, default=None)


def _is_email(cell: Read) -> bool:
    return bool(re.search(r"[^@\s]+@[^@\s]+\.\w", as_text(cell)))


def _is_phone(cell: Read) -> bool:
    text = one_line(as_text(cell))
    try:
        return bool(text) and len(re.sub(r"\D", "", text)) >= 6 and bool(typed_phone(text))
    except Invalid:
        return False


def _is_address(cell: Read) -> bool:
    return bool(_STREET.search(as_text(cell)))
