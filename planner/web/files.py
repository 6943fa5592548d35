"""Files over HTTP: photos and voice notes for those who may see them, and the issue list as CSV and XLSX."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.issue_filter import IssueFilter
from planner.render.tables.instruction_table import (
    ExportedInstruction,
    instruction_table_columns,
    instruction_table_row,
)
from planner.render.tables.issue_table import issue_table_columns, issue_table_row
from planner.render.tables.tables import Cell, to_csv, to_workbook, to_xlsx
from planner.services.access.visit import Visit
from planner.services.control.exported_instructions import export_instructions
from planner.services.issues.list import export_rows
from planner.services.issues.photos import PhotoVariant, read_photo
from planner.services.issues.voices import read_voice
from planner.services.residents.photos import read_picture
from planner.storage import the_store
from planner.web.door import visitor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IN_MEMORY = 4 * 1024 * 1024
_PIECE = 64 * 1024
_BATCH = 1_000
_RANGE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})", re.ASCII)
"""One part, as players ask for it."""
_KINDS = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG", "png"), (b"RIFF", "webp"))


def show_photo(request: Request) -> Response:
    """A photo, `thumbnail`, `clean` or `original`; asked for anew each time, so that a right that ended ends at once."""
    visit = visitor(request)
    photo_id, name = request.path_params["photo_id"], request.path_params["variant"]
    if name not in set(PhotoVariant):
        raise NotFound("photos.error.unknown")
    variant = PhotoVariant(name)
    with visit.database.reading() as session:
        data = read_photo(session, visit.actor, the_store(), photo_id, variant=variant)
    kind = _kind_of(data) if variant is PhotoVariant.ORIGINAL else "jpeg"
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'inline; filename="{photo_id}-{variant}.{kind}"',
        "Content-Encoding": "identity",  # a picture does not get smaller by gzip
        "ETag": f'"{photo_id}-{variant}"',  # what a photo shows never changes
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=f"image/{kind}", headers=headers)


def play_voice(request: Request) -> Response:
    """A voice note, or the part of it that a player asks for; whatever it holds, no browser takes it for a page of ours."""
    visit, voice_id = visitor(request), request.path_params["voice_id"]
    with visit.database.reading() as session:
        voice, data = read_voice(session, visit.actor, the_store(), voice_id)
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'attachment; filename="{voice_id}.{voice.media.removeprefix("audio/")}"',
        "Content-Encoding": "identity",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    if asked is None:
        return Response(data, media_type=voice.media, headers=headers)
    first, last = int(asked[1]), min(int(asked[2] or len(data)), len(data) - 1)
    if first > last:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    return Response(data[first : last + 1], 206, media_type=voice.media, headers=headers)


def export_issues(request: Request) -> Response:
    """Everything that the list shows under the same parameters, all pages of it; a workbook has the instructions beside."""
    visit, wanted, today, form = _asked(request)
    columns = issue_table_columns(visit.t)
    with visit.database.reading() as session:
        found = export_rows(session, visit.actor, wanted, today=today)
        file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        rows = (issue_table_row(row, visit.t, photo_link=_photo_link(visit)) for row in found)
        if form == "csv":
            file.writelines(_csv_parts(columns, rows))
        else:
            given = _cells(visit, export_instructions(session, visit.actor, wanted, today=today), today)
            beside = (visit.t("instructions.export.sheet"), instruction_table_columns(visit.t), list(given))
            file.write(to_workbook([(visit.t("issues.title"), columns, list(rows)), beside]))
    return download(visit, file, f"{visit.t('issues.export.file')} {today.isoformat()}.{form}", form, "issues")


def export_given(request: Request) -> Response:
    """The instructions of everything that the list shows under the same parameters."""
    visit, wanted, today, form = _asked(request)
    columns, name = instruction_table_columns(visit.t), visit.t("instructions.export.sheet")
    with visit.database.reading() as session:
        rows = _cells(visit, export_instructions(session, visit.actor, wanted, today=today), today)
        file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        if form == "csv":
            file.writelines(_csv_parts(columns, rows))
        else:
            file.write(to_xlsx(name, columns, list(rows)))
    return download(visit, file, f"{name} {today.isoformat()}.{form}", form, "instructions")


def _asked(request: Request) -> tuple[Visit, IssueFilter, date, str]:
    """Who asks for which issues, the city's day, and the form of the file."""
    visit, wanted = visitor(request), IssueFilter.from_query(request.query_params)
    form = request.path_params["form"]
    if form not in ("csv", "xlsx"):
        raise NotFound("app.unknown_page")
    return visit, wanted, today_in(visit.city.timezone, visit.now), form


def _cells(visit: Visit, found: Iterable[ExportedInstruction], today: date) -> Iterator[Sequence[Cell]]:
    return (instruction_table_row(row, visit.t, today=today, photo_link=_photo_link(visit)) for row in found)


def _photo_link(visit: Visit) -> Callable[[str], str]:
    return lambda photo_id: visit.site.url(links.PHOTO.to(photo_id=photo_id, variant=PhotoVariant.CLEAN.value))


def _csv_parts(columns: list[str], rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """The table in pieces, so that only one of them is in memory."""
    head = to_csv(columns, ())
    yield head
    rows = iter(rows)
    while batch := [tuple(row) for row in islice(rows, _BATCH)]:
        yield to_csv(columns, batch).removeprefix(head)


def download(visit: Visit, file: IO[bytes], name: str, form: str, plain: str) -> Response:
    """A table that was written to the end of `file`, to be saved under `name`, or `plain` by old browsers; it is closed when
    it was sent.
    """
    length = file.tell()
    file.seek(0)
    packed = {"Content-Encoding": "identity"} if form == "xlsx" else {}
    return StreamingResponse(
        iter(lambda: file.read(_PIECE), b""),
        media_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f"attachment; filename=\"{plain}.{form}\"; filename*=UTF-8''{quote(name)}",
            "Content-Length": str(length),
            "X-Content-Type-Options": "nosniff",
            **packed,
        },
        background=BackgroundTask(file.close),
    )


def _kind_of(data: bytes) -> str:
    """What an original is; all that were kept are of four kinds."""
    return next((kind for start, kind in _KINDS if data.startswith(start)), "heic")


def show_report_picture(request: Request) -> Response:
    """The picture of a resident's report, for those who decide on it; nobody keeps it."""
    visit, small = visitor(request), request.path_params["size"] == "small"
    with visit.database.reading() as session:
        data = read_picture(session, visit.actor, the_store(), request.path_params["uid"], small=small)
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Encoding": "identity",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type="image/jpeg", headers=headers)


ROUTES = [
    Route(links.REPORT_PICTURE.pattern, show_report_picture),
    Route(links.PHOTO.pattern, show_photo),
    Route(links.VOICE.pattern, play_voice),
    Route(links.ISSUES_FILE.pattern, export_issues),
    Route(links.INSTRUCTIONS_FILE.pattern, export_given),
]
