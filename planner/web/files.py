"""Files over HTTP: photos for those who may see them, and the issue list as CSV and XLSX."""

from collections.abc import Iterable, Iterator
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
from planner.render.tables.issue_table import issue_table_columns, issue_table_row
from planner.render.tables.tables import Cell, to_csv, to_xlsx
from planner.services.access.visit import Visit
from planner.services.issues.list import export_rows
from planner.services.issues.photos import PhotoVariant, read_photo
from planner.storage import the_store
from planner.web.door import visitor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IN_MEMORY = 4 * 1024 * 1024
_PIECE = 64 * 1024
_BATCH = 1_000
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


def export_issues(request: Request) -> Response:
    """Everything that the list shows under the same parameters, all pages of it."""
    visit = visitor(request)
    wanted = IssueFilter.from_query(request.query_params)
    form = request.path_params["form"]
    if form not in ("csv", "xlsx"):
        raise NotFound("app.unknown_page")
    today = today_in(visit.city.timezone, visit.now)
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    columns = issue_table_columns(visit.t)
    with visit.database.reading() as session:
        found = export_rows(session, visit.actor, wanted, today=today)
        rows = (issue_table_row(row, visit.t, today=today) for row in found)
        if form == "csv":
            for part in _csv_parts(columns, rows):
                file.write(part)
        else:
            file.write(to_xlsx(visit.t("issues.title"), columns, list(rows)))
    return download(visit, file, f"{visit.t('issues.export.file')} {today.isoformat()}.{form}", form)


def _csv_parts(columns: list[str], rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """The table in pieces, so that only one of them is in memory."""
    head = to_csv(columns, ())
    yield head
    rows = iter(rows)
    while batch := [tuple(row) for row in islice(rows, _BATCH)]:
        yield to_csv(columns, batch).removeprefix(head)


def download(visit: Visit, file: IO[bytes], name: str, form: str) -> Response:
    """A table that was written to the end of `file`, to be saved under `name`; it is closed when it was sent."""
    length = file.tell()
    file.seek(0)
    packed = {"Content-Encoding": "identity"} if form == "xlsx" else {}
    return StreamingResponse(
        iter(lambda: file.read(_PIECE), b""),
        media_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f"attachment; filename=\"issues.{form}\"; filename*=UTF-8''{quote(name)}",
            "Content-Length": str(length),
            "X-Content-Type-Options": "nosniff",
            **packed,
        },
        background=BackgroundTask(file.close),
    )


def _kind_of(data: bytes) -> str:
    """What an original is; all that were kept are of four kinds."""
    return next((kind for start, kind in _KINDS if data.startswith(start)), "heic")


ROUTES = [
    Route(links.PHOTO.pattern, show_photo),
    Route(links.ISSUES_FILE.pattern, export_issues),
]
