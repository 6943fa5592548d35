"""Tours as files that calendars read: one tour, one invitation, and a person's whole calendar to subscribe to."""

import hashlib
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.i18n import translator
from planner.phrases.calendar import calendar_entry, calendar_name, due_entry
from planner.render.files.calendar import calendar_ics, tour_ics
from planner.services.access.visit import Visit
from planner.services.tours.calendar import TourInCalendar, invitation_calendar, personal_calendar, tour_calendar
from planner.services.tours.calendar_links import owner_of_calendar
from planner.web.door import visitor

_KIND = "text/calendar; charset=utf-8"
_REFRESH = timedelta(hours=1)


def show_tour_calendar(request: Request) -> Response:
    """The tour as an iCalendar file (RFC 5545), for whoever may see the tour; it links back to the plan."""
    visit, tour_id = visitor(request), request.path_params["tour_id"]
    with visit.database.reading() as session:
        found = tour_calendar(session, visit.actor, tour_id)
    return _file(visit, found, links.screen("tour", id=tour_id), f"tour-{tour_id}.ics")


def show_invitation_calendar(request: Request) -> Response:
    """The tour as one's own entry, with one's answer, for whoever may give that answer; it links to where that is done."""
    visit, participant_id = visitor(request), request.path_params["participant_id"]
    with visit.database.reading() as session:
        found = invitation_calendar(session, visit.actor, participant_id)
    return _file(visit, found, links.screen("invitations", tour=found.tour.id), f"invitation-{participant_id}.ics")


def show_personal_calendar(request: Request) -> Response:
    """The calendar behind a secret address, without a sign-in: whoever knows the token is its owner, until it is revoked.

    A calendar that has it already gets 304; nothing in it tells the time of asking, so it stays the same until a tour changes.
    """
    visit = visitor(request)
    with visit.database.reading() as session:
        owner = owner_of_calendar(session, request.path_params["token"])
        calendar = personal_calendar(session, owner, now=visit.now)
    zone = calendar.city.timezone
    t = translator(owner.language, zone)
    entries = [
        calendar_entry(t, each, url=visit.site.url(links.screen("tour", id=each.tour.id))) for each in calendar.tours
    ]
    days = [due_entry(t, each, url=visit.site.url(links.screen("issue", id=each.issue.id))) for each in calendar.due]
    body = calendar_ics(calendar_name(t, calendar.city), entries, zone=zone, refresh=_REFRESH, days=days)
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="tours.ics"',
        "ETag": f'W/"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if headers["ETag"].removeprefix("W/") in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=_KIND, headers=headers)


def _file(visit: Visit, found: TourInCalendar, path: str, name: str) -> Response:
    event = calendar_entry(visit.t, found, url=visit.site.url(path), stamped_at=visit.now)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(tour_ics(event), media_type=_KIND, headers=headers)


ROUTES = [
    Route(links.TOUR_CALENDAR.pattern, show_tour_calendar),
    Route(links.INVITATION_CALENDAR.pattern, show_invitation_calendar),
    Route(links.PERSONAL_CALENDAR.pattern, show_personal_calendar),
]
