"""Votes over plain HTTP: the list, one vote with its form, the link in the letter that confirms an address."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import Conflict, NotFound, PlannerError
from planner.domain.open_filter import asked_number
from planner.phrases.public import votes as words
from planner.phrases.public.votes import ballot_letter
from planner.services.access.visit import Visit
from planner.services.votes.ballots import (
    ask_ballot,
    ballot_behind,
    count_ballot,
    count_request,
    keep_ballot_letter,
)
from planner.services.votes.dressing import preview_picture
from planner.services.votes.holding import VoteSeen, get_vote, mails_go
from planner.services.votes.open_votes import list_open_votes, open_picture, open_vote
from planner.storage import the_store
from planner.web.door import form_route, network_of, visitor
from planner.web.public.answers import VotePreviewWays, answer, open_page, page_for_one, picture_for_one, reader
from planner.web.public.pictures import WIDE, draw_map, live, map_picture, pins_of_vote
from planner.web.public.taking_part.forms import TRAP, refuse_gaps, told_beside

_LACKING = {"choice": "votes.error.choice", "email": "votes.error.email", "consent": "votes.error.consent"}


def show_votes(request: Request) -> Response:
    """All votes: open, coming, past."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            return {"votes": list_open_votes(session, now=visit.now)}

    return open_page(request, "votes.html", tell, section="votes", vote_say=words)


def show_vote(request: Request) -> Response:
    """One vote: what is asked, the form while it is open, the result once it is closed."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            seen = open_vote(session, request.path_params["vote_id"], now=visit.now)
            return {"seen": seen, "shown": live(pins_of_vote(seen), WIDE)}

    return open_page(request, "vote.html", tell, **_shown())


def show_preview(request: Request) -> Response:
    """The same before it is announced, for those who hold it; nobody keeps it."""
    visit = visitor(request)
    with visit.reading() as session:
        seen = get_vote(session, visit.actor, request.path_params["vote_id"], now=visit.now)
    told: dict[str, Any] = {**_shown(), "shown": live(pins_of_vote(seen), WIDE), "preview": True}
    return page_for_one(request, visit, "vote.html", seen=seen, to=VotePreviewWays(visit.t.language), **told)


def show_preview_map(request: Request) -> Response:
    """Where the options of such a vote are; NotFound where none has a place."""
    visit = visitor(request)
    with visit.reading() as session:
        seen = get_vote(session, visit.actor, request.path_params["vote_id"], now=visit.now)
    if not (pins := pins_of_vote(seen)):
        raise NotFound("app.unknown_page")
    return picture_for_one(map_picture(visit, pins, WIDE), "image/png")


def show_preview_picture(request: Request) -> Response:
    """The picture of one of them."""
    visit = visitor(request)
    with visit.reading() as session:
        data = preview_picture(session, visit.actor, the_store(), request.path_params["option_id"])
    return picture_for_one(data, "image/jpeg")


def show_vote_map(request: Request) -> Response:
    """Where the options are, under their numbers; NotFound where none has a place."""
    visit = reader(request)
    with visit.reading() as session:
        seen = open_vote(session, request.path_params["vote_id"], now=visit.now)
    if not (pins := pins_of_vote(seen)):
        raise NotFound("app.unknown_page")
    return draw_map(request, visit, pins, WIDE)


def show_picture(request: Request) -> Response:
    """The picture of an option."""
    visit = reader(request)
    with visit.reading() as session:
        data = open_picture(session, the_store(), request.path_params["option_id"])
    return answer(request, data, "image/jpeg", **{"Content-Encoding": "identity"})


def vote(request: Request, form: FormData) -> Response:
    """Takes a choice and an address, and sends the letter; what is wrong is said beside its field, and nothing is lost."""
    visit, vote_id = reader(request), request.path_params["vote_id"]
    given = {name: str(form.get(name, "")) for name in ("choice", "email", "consent")}
    with visit.reading() as session:
        seen = open_vote(session, vote_id, now=visit.now)
    if form.get(TRAP):
        return page_for_one(request, visit, "vote_sent.html", seen=seen, address=given["email"])
    try:
        refuse_gaps(given, _LACKING)
        _take(request, visit, seen, given)
    except PlannerError as error:
        told, status = told_beside(visit, error)
        shown = {**_shown(), "given": given, "problems": told}
        return page_for_one(request, visit, "vote.html", status, seen=seen, **shown)
    return page_for_one(request, visit, "vote_sent.html", seen=seen, address=given["email"].strip())


def _take(request: Request, visit: Visit, seen: VoteSeen, given: Mapping[str, str]) -> None:
    option_id = asked_number(given["choice"])
    with visit.database.transaction() as session:
        count_request(session, given["email"], network_of(request), now=visit.now)
    with visit.database.transaction() as session:
        number = seen.vote.id or 0
        asked = ask_ballot(session, number, option_id=option_id, email=given["email"], now=visit.now)
        letter = ballot_letter(visit.t.on_paper(), visit.city, visit.site, asked.vote, asked.token)
        keep_ballot_letter(session, asked, letter.to_data(), now=visit.now)


def show_link(request: Request) -> Response:
    """Shows what the link in the letter is about, with a button: programs that look into mails open every link in them."""
    visit = reader(request)
    try:
        with visit.reading() as session:
            behind = ballot_behind(session, request.path_params["token"], now=visit.now)
    except NotFound as error:
        return _no_link(request, visit, error)
    state = "counted" if behind.counted else "ask" if behind.phase == "open" else "closed"
    return page_for_one(request, visit, "vote_link.html", behind=behind, state=state)


def confirm(request: Request, form: FormData) -> Response:
    """Counts the vote behind the link."""
    visit = reader(request)
    try:
        with visit.database.transaction() as session:
            behind = count_ballot(session, request.path_params["token"], now=visit.now)
    except NotFound as error:
        return _no_link(request, visit, error)
    except Conflict as error:
        with visit.reading() as session:
            behind = ballot_behind(session, request.path_params["token"], now=visit.now)
        sentence = visit.t(error.key, **error.values)
        return page_for_one(request, visit, "vote_link.html", 409, behind=behind, state="refused", sentence=sentence)
    return page_for_one(request, visit, "vote_link.html", behind=behind, state="counted" if behind.counted else "done")


def _no_link(request: Request, visit: Visit, error: NotFound) -> Response:
    if error.key != "votes.error.link":
        raise error
    return page_for_one(request, visit, "vote_link.html", 404, behind=None, state="unknown")


def _shown() -> dict[str, Any]:
    return {"section": "votes", "vote_say": words, "given": {}, "problems": {}, "can_mail": mails_go()}


ROUTES = [
    Route(links.OPEN_VOTES.pattern, show_votes),
    Route(links.OPEN_VOTE_PREVIEW.pattern, show_preview),
    Route(links.OPEN_VOTE_PREVIEW_MAP.pattern, show_preview_map),
    Route(links.OPEN_VOTE_PREVIEW_PICTURE.pattern, show_preview_picture),
    Route(links.OPEN_VOTE_MAP.pattern, show_vote_map),
    Route(links.OPEN_VOTE_PICTURE.pattern, show_picture),
    Route(links.OPEN_VOTE.pattern, show_vote),
    Route(links.OPEN_VOTE.pattern, form_route(vote), methods=["POST"]),
    Route(links.CONFIRM_VOTE.pattern, show_link),
    Route(links.CONFIRM_VOTE.pattern, form_route(confirm), methods=["POST"]),
]
