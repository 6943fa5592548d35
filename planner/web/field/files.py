"""HEAD and PATCH files/{sha256}: photos that come in pieces, and go on where they stopped."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import Invalid
from planner.services.field.files import LARGEST_PIECE, Come, come_of, take_piece, the_parts
from planner.storage import the_store
from planner.web.door import visitor
from planner.web.field.answers import FILES_ROOM, answered, answered_with_file


def tell(request: Request) -> Response:
    """How much of the file is here."""
    visit = visitor(request)
    return _answer(come_of(visit.actor, the_store(), the_parts(), request.path_params["file_hash"]))


async def route(request: Request) -> Response:
    """The body is read beside nothing else; what the disk has to do is done beside the event loop."""
    if request.method == "HEAD":
        return await answered(tell, room=FILES_ROOM)(request)
    return await answered_with_file(take, most_bytes=LARGEST_PIECE)(request)


def take(request: Request, data: bytes) -> Response:
    """Puts the piece where it belongs."""
    visit, file_hash = visitor(request), request.path_params["file_hash"]
    offset, length = _number(request, "upload-offset"), _number(request, "upload-length")
    place = (visit.actor, the_store(), the_parts(), file_hash)
    return _answer(take_piece(*place, data=data, offset=offset, length=length))


def _number(request: Request, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) <= 12):
        raise Invalid("field.error.piece", field=header)
    return int(value)


def _answer(come: Come) -> Response:
    headers = {"Upload-Offset": str(come.offset)}
    if come.whole:
        headers["Upload-Complete"] = "?1"
    return Response(status_code=409 if come.at_odds else 204, headers=headers)


ROUTES = [Route(links.FIELD_FILE.pattern, route, methods=["HEAD", "PATCH"])]
