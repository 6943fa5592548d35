"""The photos of a list of issues in one ZIP, a folder an issue, with a table of them: written while it is sent."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.issue_filter import IssueFilter
from planner.render.tables.tables import Cell, to_xlsx
from planner.services.access.visit import Visit
from planner.services.exchange.photos import ExportedPhoto, photos_to_export
from planner.storage import the_store
from planner.web.door import visitor

_COLUMNS = ("number", "category", "address", "text", "phase", "added_at", "taken_by", "name", "link")


def export_photos(request: Request) -> Response:
    """The photos of everything that the list shows under the same parameters; one photo at a time is in memory."""
    visit = visitor(request)
    wanted = IssueFilter.from_query(request.query_params)
    today = today_in(visit.city.timezone, visit.now)
    with visit.reading() as session:
        photos = photos_to_export(session, visit.actor, wanted, today=today)
    name = f"{visit.t('issues.photos.file')} {today.isoformat()}.zip"
    return StreamingResponse(
        _parts(visit, photos),
        media_type="application/zip",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f"attachment; filename=\"photos.zip\"; filename*=UTF-8''{quote(name)}",
            "Content-Encoding": "identity",  # pictures do not get smaller
            "X-Content-Type-Options": "nosniff",
        },
    )


class _Outgoing:
    """A file that is only written to, from its beginning to its end, and emptied as it is sent."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def _parts(visit: Visit, photos: Sequence[ExportedPhoto]) -> Iterator[bytes]:
    out, t = _Outgoing(), visit.t
    rows: list[Sequence[Cell]] = []
    with ZipFile(out, "w", allowZip64=True) as archive:  # type: ignore[call-overload]  # it needs no more than `write`
        for photo in photos:
            name = f"{photo.issue}/{photo.issue}-{photo.place} {t(f'words.photo_phase.{photo.phase.value}')}.jpg"
            rows.append(_row(visit, photo, name if _put(archive, visit, photo, name) else t("issues.photos.missing")))
            yield out.taken()
        table = to_xlsx(t("issues.photos.file"), [t(f"issues.photos.{each}") for each in _COLUMNS], rows)
        archive.writestr(_entry(visit, f"{t('issues.photos.file')}.xlsx", ZIP_DEFLATED), table)
        yield out.taken()
    yield out.taken()


def _put(archive: ZipFile, visit: Visit, photo: ExportedPhoto, name: str) -> bool:
    """Whether the picture was there to be written."""
    try:
        data = the_store().get(photo.clean)
    except NotFound:
        return False
    archive.writestr(_entry(visit, name, ZIP_STORED), data)
    return True


def _entry(visit: Visit, name: str, how: int) -> ZipInfo:
    entry = ZipInfo(name, visit.t.local(visit.now).timetuple()[:6])
    entry.compress_type = how
    return entry


def _row(visit: Visit, photo: ExportedPhoto, file: str) -> Sequence[Cell]:
    t = visit.t
    link = visit.site.url(links.PHOTO.to(photo_id=photo.photo_id, variant="clean"))
    phase = t(f"words.photo_phase.{photo.phase.value}")
    return (
        *(photo.issue, photo.category, photo.address, photo.text, phase),
        *(t.local(photo.added_at), photo.taken_by, file, link),
    )


ROUTES = [Route(links.PHOTOS_FILE.pattern, export_photos)]
