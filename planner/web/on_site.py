"""The page on the spot: an instruction on a phone in the yard, photos by its camera over the picture of before, the report."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.errors import Invalid, NotFound
from planner.domain.geo import Point
from planner.domain.models import Photo
from planner.domain.on_site import told_position
from planner.domain.words import Outcome, PhotoPhase, PhotoSource, Step
from planner.phrases.on_site import on_site_words, say_next, say_task
from planner.services.access.visit import Visit
from planner.services.control.instructions import accept_report, report_done, return_report
from planner.services.control.on_site import see_on_site
from planner.services.control.queue import nearest_to_verify
from planner.services.issues.photos import PhotoVariant, Taken, add_photo, keep_photo
from planner.storage import the_store
from planner.web.door import page, visitor
from planner.web.field.answers import answered_with_body, answered_with_file

MOST_BYTES = 20 * 1024 * 1024
"""Of a photo: as much as an upload of the screens."""
_CLOCKS_DIFFER = timedelta(hours=1)
"""A device whose clock goes further wrong than this is not asked what time it was."""


def show_on_site(request: Request) -> Response:
    """The page; whoever may not know of the issue is told that there is no such instruction."""
    visit = visitor(request)
    number = request.path_params["instruction_id"]
    with visit.database.reading() as session:
        seen = see_on_site(session, visit.actor, number)
    before = _address(seen.before) if seen.before else ""
    ways = {name: Step(name) in seen.steps for name in ("report", "accept", "return")}
    data = {
        "words": on_site_words(visit.t),
        "before": before,
        "after": [_address(each) for each in seen.after],
        "unreported": [{"uid": each.id, "address": _address(each)} for each in seen.unreported],
        "point": [seen.issue.lat, seen.issue.lon],
        "photos": links.ON_SITE_PHOTO.to(instruction_id=number, uid=""),
        "steps": {step: links.ON_SITE_STEP.to(instruction_id=number, step=step) for step in _STEPS},
        "instruction": number,
        "person": visit.actor.supporter,
        "drafted": "report" if ways["report"] else "verify",
    }
    today = today_in(visit.city.timezone, visit.now)
    return page(
        request, visit, "on_site.html", data=data, task=say_task(visit.t, seen, today), seen=seen, may=ways, today=today
    )


def take_photo(request: Request, data: bytes) -> Response:
    """Keeps a photo of the work done; the same id again is the same photo."""
    visit, query = visitor(request), request.query_params
    taken = _taken(query, visit.now)
    with visit.reading() as session:
        seen = see_on_site(session, visit.actor, request.path_params["instruction_id"])
    with visit.database.apart():
        kept = keep_photo(visit.actor, the_store(), data=data)
    with visit.database.transaction() as session:
        photo = add_photo(
            session,
            visit.actor,
            uid=request.path_params["uid"],
            issue_id=seen.instruction.issue_id,
            data=kept,
            phase=PhotoPhase.AFTER,
            now=visit.now,
            instruction_id=seen.instruction.id,
            taken=taken,
        )
        return JSONResponse({"id": photo.id})


def take_step(request: Request, given: dict[str, Any]) -> Response:
    """The report with its text and the photos that were kept before; or what the controller has found who stands there."""
    visit, number, step = visitor(request), request.path_params["instruction_id"], request.path_params["step"]
    take = _STEPS.get(step)
    if take is None:
        raise NotFound("instructions.error.unknown")
    take(visit, number, given)
    return JSONResponse({"done": visit.t(f"on_site.done.{step}"), "next": _next(visit, number, _stands_at(given))})


def _next(visit: Visit, number: int, at: Point | None) -> Sequence[Mapping[str, str]]:
    """What a controller finds nearest now: from where the device is, else from the issue that was just seen."""
    with visit.reading() as session:
        seen = see_on_site(session, visit.actor, number)
        here, beside = at or seen.issue.point, seen.instruction.issue_id
        rows = nearest_to_verify(session, visit.actor, near=[here], beside=beside)
    return [
        {"address": links.ON_SITE.to(instruction_id=row.instruction.id), "name": say_next(visit.t, row)}
        for row in rows
        if row.instruction is not None
    ]


def _report(visit: Visit, number: int, given: Mapping[str, Any]) -> None:
    photos = given.get("photos")
    if not isinstance(photos, list) or not all(isinstance(each, str) for each in photos):
        raise Invalid("instructions.error.needs_photo", field="photo")
    with visit.database.transaction() as session:
        report_done(session, visit.actor, number, text=_text(given), photo_ids=photos, now=visit.now)


def _accept(visit: Visit, number: int, given: Mapping[str, Any]) -> None:
    try:
        outcome = Outcome(str(given.get("outcome")))
    except ValueError:
        raise Invalid("instructions.error.needs_outcome", field="outcome") from None
    text, at = _text(given), _stands_at(given)
    with visit.database.transaction() as session:
        accept_report(session, visit.actor, number, outcome=outcome, text=text, now=visit.now, on_site=True, at=at)


def _return(visit: Visit, number: int, given: Mapping[str, Any]) -> None:
    try:
        until = date.fromisoformat(str(given.get("until")))
    except ValueError:
        raise Invalid("instructions.error.needs_date", field="date") from None
    today, at = today_in(visit.city.timezone, visit.now), _stands_at(given)
    with visit.database.transaction() as session:
        return_report(
            session,
            visit.actor,
            number,
            until=until,
            reason=_text(given),
            now=visit.now,
            today=today,
            on_site=True,
            at=at,
        )


_STEPS: Mapping[str, Callable[[Visit, int, Mapping[str, Any]], None]] = {
    Step.REPORT.value: _report,
    Step.ACCEPT.value: _accept,
    Step.RETURN.value: _return,
}


def _text(given: Mapping[str, Any]) -> str:
    text = given.get("text", "")
    return text if isinstance(text, str) else ""


def _stands_at(given: Mapping[str, Any]) -> Point | None:
    lat, lon = given.get("lat"), given.get("lon")
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in (lat, lon)):
        return None
    return told_position(lat, lon)


def _address(photo: Photo) -> str:
    return links.PHOTO.to(photo_id=photo.id, variant=PhotoVariant.CLEAN)


def _taken(query: Mapping[str, str], now: datetime) -> Taken:
    source = PhotoSource.CAMERA if query.get("source") == PhotoSource.CAMERA else PhotoSource.GALLERY
    lat, lon, accuracy, at_ms = (_number(query.get(name)) for name in ("lat", "lon", "accuracy", "at"))
    point = told_position(lat, lon)
    at = None if at_ms is None or source is PhotoSource.GALLERY else _moment(at_ms, now)
    exact = None if point is None or accuracy is None else min(max(round(accuracy), 0), 100_000)
    return Taken(source, at, point, exact)


def _moment(ms: float, now: datetime) -> datetime:
    """The device's own time, else now where its clock cannot be meant."""
    try:
        told = datetime.fromtimestamp(ms / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return now
    return told if abs(told - now) <= _CLOCKS_DIFFER else now


def _number(typed: str | None) -> float | None:
    try:
        number = float(typed or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


ROUTES = [
    Route(links.ON_SITE.pattern, show_on_site),
    Route(links.ON_SITE_PHOTO.pattern, answered_with_file(take_photo, most_bytes=MOST_BYTES), methods=["POST"]),
    Route(links.ON_SITE_STEP.pattern, answered_with_body(take_step), methods=["POST"]),
]
