"""The pictures beside shared links: of an issue, a tour, a district, a release, a vote, a facility; each there exactly as
long as its page is.
"""

from collections.abc import Sequence
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.geo import Point
from planner.domain.open_filter import OpenLook
from planner.phrases.names import city_name
from planner.phrases.press import news as news_words
from planner.phrases.public import issues as words
from planner.phrases.public import votes as vote_words
from planner.render.maps.open_map import OpenPin
from planner.render.share_card import HEIGHT, PICTURE_WIDTH, ShareCard, draw_share_card
from planner.services.access.visit import Visit
from planner.services.issues.columns import columns_of
from planner.services.press.open_news import open_news
from planner.services.public.districts import open_district
from planner.services.public.issues import open_issue
from planner.services.public.layers import open_facility
from planner.services.public.photos import open_photo
from planner.services.public.tours import open_route
from planner.services.votes.open_votes import open_vote
from planner.storage import the_store
from planner.web.public.answers import answer, reader
from planner.web.public.drawn import drawn
from planner.web.public.pictures import COLOURS, map_picture, pin_of, pins_of, pins_of_tour, pins_of_vote

_SIZE = (PICTURE_WIDTH // 2, HEIGHT // 2)


def issue_card(request: Request) -> Response:
    """Its picture of the work done, else that of the problem, else the map of where it is."""
    visit = reader(request)
    t = visit.t
    with visit.reading() as session:
        issue = open_issue(session, request.path_params["number"], now=visit.now)
        shot = issue.after or issue.before
        photo = open_photo(session, the_store(), shot.id, small=False, now=visit.now)[1] if shot else None
    card = ShareCard(
        _site(visit), words.title(t, issue), words.place(t, issue), words.look(t, issue), COLOURS[issue.look]
    )
    return _answer(request, visit, card, photo, pin_of(issue))


def tour_card(request: Request) -> Response:
    """Its map."""
    visit = reader(request)
    with visit.reading() as session:
        route = open_route(session, request.path_params["tour_id"], now=visit.now)
    said = words.summary(visit.t, route.tour.counts) if route.tour.counts.total else ""
    where = ". ".join(part for part in (visit.t.full_date(route.tour.starts_at), said) if part)
    card = ShareCard(_site(visit), route.tour.title, where)
    return _answer(request, visit, card, None, *pins_of_tour(route))


def district_card(request: Request) -> Response:
    """Its name, and how what is public stands there."""
    visit = reader(request)
    with visit.reading() as session:
        number = request.path_params["district_id"]
        district, page = open_district(session, columns_of(visit.database), number, now=visit.now)
    said = words.summary(visit.t, page.counts) if page.counts.total else ""
    colour = COLOURS[OpenLook.LATE if page.counts.late else OpenLook.FIXED]
    return _answer(request, visit, ShareCard(_site(visit), district.name, said, "", colour), None, pins_of(page.rows))


def news_card(request: Request) -> Response:
    """Its title, and the first of its pictures of work done."""
    visit = reader(request)
    t = visit.t
    with visit.reading() as session:
        news = open_news(session, request.path_params["news_id"], now=visit.now)
        shot = news.pairs[0].after if news.pairs else None
        photo = open_photo(session, the_store(), shot, small=False, now=visit.now)[1] if shot else None
    kind = t(f"words.release_kind.{news.kind.value}")
    card = ShareCard(_site(visit), news_words.text_of(t, news, "title"), t.full_date(news.public_from), kind)
    return _answer(request, visit, card, photo, ())


def vote_card(request: Request) -> Response:
    """What is asked and until when, and the map of the options that have a place."""
    visit = reader(request)
    with visit.reading() as session:
        seen = open_vote(session, request.path_params["vote_id"], now=visit.now)
    card = ShareCard(_site(visit), seen.vote.title, vote_words.say_phase(visit.t, seen), visit.t("open.section.votes"))
    return _answer(request, visit, card, None, pins_of_vote(seen))


def facility_card(request: Request) -> Response:
    """Its map."""
    visit, number = reader(request), request.path_params
    with visit.reading() as session:
        layer, _, facility, _ = open_facility(session, number["layer_id"], number["place_id"])
    card = ShareCard(_site(visit), facility.name, facility.address, layer.name_in(visit.t.language))
    return _answer(request, visit, card, None, [OpenPin(facility.point)])


def _site(visit: Visit) -> str:
    return visit.t("open.site", city=city_name(visit.t, visit.city))


def _answer(
    request: Request,
    visit: Visit,
    card: ShareCard,
    photo: bytes | None,
    pins: Sequence[OpenPin],
    line: Sequence[Point] = (),
) -> Response:
    picture = photo or (map_picture(visit, pins, _SIZE, line) if pins else None)
    mark = sha256(picture).hexdigest() if picture else ""
    data = drawn((card, mark), lambda: draw_share_card(card, picture))
    return answer(request, data, "image/png", **{"Content-Encoding": "identity"})


ROUTES = [
    Route(links.OPEN_ISSUE_CARD.pattern, issue_card),
    Route(links.OPEN_TOUR_CARD.pattern, tour_card),
    Route(links.OPEN_DISTRICT_CARD.pattern, district_card),
    Route(links.OPEN_NEWS_CARD.pattern, news_card),
    Route(links.OPEN_VOTE_CARD.pattern, vote_card),
    Route(links.OPEN_FACILITY_CARD.pattern, facility_card),
]
