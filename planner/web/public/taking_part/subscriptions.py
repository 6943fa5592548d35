"""Subscribing over plain HTTP: the form, the link that confirms, the link that ends it."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import Invalid, NotFound, PlannerError
from planner.domain.open_filter import OpenFilter, asked_number
from planner.phrases.public import subscriptions as words
from planner.services.access.visit import Visit
from planner.services.public.issues import filters_offered
from planner.services.subscriptions.asking import (
    ask_to_follow,
    asked_behind,
    confirm_following,
    end_following,
    followed_behind,
    keep_follow_letter,
)
from planner.services.votes.ballots import count_request
from planner.services.votes.holding import mails_go
from planner.web.door import form_route, network_of
from planner.web.public.answers import open_page, page_for_one, reader
from planner.web.public.taking_part.forms import TRAP, refuse_gaps, told_beside

_FIELDS = ("district", "topic", "agency", "email", "consent")
_LACKING = {"email": "subscriptions.error.email", "consent": "votes.error.consent"}


def show_form(request: Request) -> Response:
    """What one may follow, filled in with what the address asks for."""
    wanted = OpenFilter.from_query(request.query_params)
    return open_page(request, "subscribe.html", lambda visit: _form(visit, wanted))


def _form(visit: Visit, wanted: OpenFilter) -> Mapping[str, Any]:
    with visit.reading() as session:
        topics, districts, agencies = filters_offered(session)
    offered = {"topics": topics, "districts": districts, "agencies": agencies}
    return {**offered, "wanted": wanted, "given": {}, "problems": {}, "can_mail": mails_go()}


def subscribe(request: Request, form: FormData) -> Response:
    """Takes an address and what it wants to hear of, and sends the letter; what is wrong is said beside its field."""
    visit = reader(request)
    given = {name: str(form.get(name, "")) for name in _FIELDS}
    wanted = OpenFilter.from_query(given)
    shown = _form(visit, wanted)
    if form.get(TRAP):
        return page_for_one(request, visit, "subscribe_sent.html", address=given["email"])
    try:
        refuse_gaps(given, _LACKING)
        _take(request, visit, wanted, given["email"])
    except PlannerError as error:
        told, status = told_beside(visit, error)
        return page_for_one(request, visit, "subscribe.html", status, **{**shown, "given": given, "problems": told})
    return page_for_one(request, visit, "subscribe_sent.html", address=given["email"].strip())


def _take(request: Request, visit: Visit, wanted: OpenFilter, email: str) -> None:
    with visit.database.transaction() as session:
        count_request(session, email, network_of(request), now=visit.now)
    with visit.database.transaction() as session:
        asked = ask_to_follow(session, wanted, email=email, language=visit.t.language, now=visit.now)
        letter = words.follow_letter(visit.t.on_paper(), visit.city, visit.site, asked)
        keep_follow_letter(session, asked, letter.to_data(), now=visit.now)


def show_link(request: Request) -> Response:
    """Shows what the link confirms, with a button: programs that look into mails open every link in them."""
    visit = reader(request)
    try:
        with visit.reading() as session:
            wanted = asked_behind(session, request.path_params["token"], now=visit.now)
    except NotFound as error:
        return _no_link(request, visit, error)
    state = "confirmed" if wanted.confirmed else "ask"
    return page_for_one(request, visit, "subscribe_link.html", wanted=wanted, state=state, follow_say=words)


def confirm(request: Request, form: FormData) -> Response:
    """Begins to tell."""
    visit = reader(request)
    try:
        with visit.database.transaction() as session:
            wanted = confirm_following(session, request.path_params["token"], now=visit.now)
    except NotFound as error:
        return _no_link(request, visit, error)
    return page_for_one(request, visit, "subscribe_link.html", wanted=wanted, state="confirmed", follow_say=words)


def show_end(request: Request) -> Response:
    """What this address follows, with a button for each and one for all."""
    visit = reader(request)
    try:
        with visit.reading() as session:
            followed = followed_behind(session, request.path_params["token"])
    except NotFound as error:
        return _no_link(request, visit, error)
    return page_for_one(request, visit, "subscribe_end.html", followed=followed, follow_say=words)


def end(request: Request, form: FormData) -> Response:
    """Ends one or all; a mail program says the latter by `List-Unsubscribe=One-Click` (RFC 8058)."""
    visit, chosen = reader(request), str(form.get("one", ""))
    one = asked_number(chosen)
    if chosen and one is None:
        raise Invalid("subscriptions.error.link")
    with visit.database.transaction() as session:
        end_following(session, request.path_params["token"], one)
    return page_for_one(request, visit, "subscribe_ended.html", all=one is None)


def _no_link(request: Request, visit: Visit, error: NotFound) -> Response:
    if not error.key.startswith("subscriptions."):
        raise error
    return page_for_one(request, visit, "subscribe_no_link.html", 404, sentence=visit.t(error.key))


ROUTES = [
    Route(links.SUBSCRIBE.pattern, show_form),
    Route(links.SUBSCRIBE.pattern, form_route(subscribe), methods=["POST"]),
    Route(links.CONFIRM_SUBSCRIPTION.pattern, show_link),
    Route(links.CONFIRM_SUBSCRIPTION.pattern, form_route(confirm), methods=["POST"]),
    Route(links.END_SUBSCRIPTION.pattern, show_end),
    Route(links.END_SUBSCRIPTION.pattern, form_route(end), methods=["POST"]),
]
