"""Files that are no tables, told apart by their first signs whatever they are called; a sentence says how to save each."""

from collections.abc import Mapping

from planner.domain.errors import Invalid

_SIGNS: Mapping[bytes, str] = {
    b"\xd0\xcf\x11\xe0": "old_excel",
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
    b"SQLite format 3": "geopackage",
    b"\x00\x00\x27\x0a": "shapefile",
    b"{\\rtf": "document",
}


def refuse_others(data: bytes) -> None:
    """Raises Invalid on the field "file" for what is none."""
    for sign, name in _SIGNS.items():
        if data.startswith(sign):
            raise Invalid(f"intake.refused.{name}", field="file")
