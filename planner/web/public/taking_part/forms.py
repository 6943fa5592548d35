"""Forms that strangers send: bounded in size, and what is wrong in them said beside the fields."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from planner.domain.errors import Conflict, Invalid, NotFound, PlannerError
from planner.services.access.visit import Visit
from planner.web.door import answer_form
from planner.web.upload_limit import OF_A_STRANGER, PICTURES, SMALL

MOST_BYTES = 40 * 1024 * 1024
"""Of a whole form. A picture may have half of that, so that one which is too large is told beside its field."""
TRAP = "website"
"""A field of forms that nobody sees: who fills it in is a program."""
_TOO_LARGE = Invalid("residents.error.too_large", field="photo")
Handler = Callable[[Request, FormData], Response]


def upload_route(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A POST route as `form_route`, for a form that may have one picture, `photo`."""

    async def route(request: Request) -> Response:
        has_parts = request.headers.get("content-type", "").startswith("multipart/")
        most, bodies = (MOST_BYTES, PICTURES) if has_parts else (OF_A_STRANGER, SMALL)
        return await answer_form(request, handler, most, bodies, max_files=1, too_large=_TOO_LARGE)

    return route


def photo_of(form: FormData) -> UploadFile | None:
    """The picture that came with a form."""
    photo = form.get("photo")
    return photo if isinstance(photo, UploadFile) and photo.size else None


def refuse_gaps(given: Mapping[str, str], lacking: Mapping[str, str]) -> None:
    """Says all that was left open at once, each beside its field: nobody mends one after the other."""
    problems = [Invalid(key, field=name) for name, key in lacking.items() if not given[name].strip()]
    if problems:
        problems[0].others = tuple(problems[1:])
        raise problems[0]


def told_beside(visit: Visit, error: PlannerError) -> tuple[Mapping[str, str], int]:
    """What was refused, each beside its field, and the status of the answer; a page that there is not is raised as it is."""
    if isinstance(error, NotFound):
        raise error
    told = {each.field or "": visit.t(each.key, **each.values) for each in (error, *getattr(error, "others", ()))}
    status = 429 if error.key == "votes.error.slowed" else 409 if isinstance(error, Conflict) else 400
    return told, status


def typed(form: FormData, name: str) -> str:
    """What stands in a field of the form; nothing for a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
