"""What programs read first: the feeds, the map of the site, and what robots may look at."""

import re
from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.open_filter import OpenFilter
from planner.phrases.names import city_name
from planner.phrases.press import news as news_words
from planner.phrases.public import issues as words
from planner.phrases.public.issues import say_filter
from planner.services.access.visit import Visit
from planner.services.issues.columns import columns_of
from planner.services.press.open_news import OpenNews, list_open_news, news_numbers
from planner.services.press.open_report import is_any_report_out
from planner.services.public.districts import list_open_districts
from planner.services.public.feed import OpenChange, feed_changes, feed_issues, open_numbers
from planner.services.public.issues import OpenIssue, filtered_by
from planner.services.public.layers import list_open_layers, open_facilities
from planner.services.public.openness import open_city
from planner.services.public.tours import open_tour_numbers
from planner.services.votes.open_votes import list_open_votes
from planner.web.public.answers import Ways, answer, reader

ATOM = "http://www.w3.org/2005/Atom"
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def show_feed(request: Request) -> Response:
    """The latest issues as Atom, by district, topic, agency or tour as the list is; where nothing narrows it, the news, too."""
    visit, wanted = reader(request), OpenFilter.from_query(request.query_params)
    with visit.reading() as session:
        rows = feed_issues(session, columns_of(visit.database), wanted, now=visit.now)
        news = list_open_news(session, now=visit.now).rows if wanted == OpenFilter() else ()
        about = say_filter(visit.t, *filtered_by(session, wanted))
    told: list[OpenIssue | OpenNews] = [*rows, *news]
    title = "open.feed" if wanted == OpenFilter() else "open.feed_narrowed"
    feed = _feed(visit, "OPEN_FEED", wanted, title, about, [_changed(each) for each in told])
    for each in sorted(told, key=_changed, reverse=True):
        if isinstance(each, OpenNews):
            _news_entry(feed, visit, each)
        else:
            _entry(feed, visit, each)
    return answer(request, _xml(feed), "application/atom+xml")


def show_changes(request: Request) -> Response:
    """What happened to issues as Atom, step by step, by district, topic or agency."""
    visit, wanted = reader(request), OpenFilter.from_query(request.query_params)
    with visit.reading() as session:
        rows = feed_changes(session, columns_of(visit.database), wanted, now=visit.now)
        about = say_filter(visit.t, *filtered_by(session, wanted))
    feed = _feed(visit, "OPEN_CHANGES", wanted, "open.changes", about, [each.at for each in rows])
    for each in rows:
        _change(feed, visit, each)
    return answer(request, _xml(feed), "application/atom+xml")


def _feed(visit: Visit, name: str, wanted: OpenFilter, title: str, about: str, moments: Sequence[datetime]) -> Element:
    """A feed without entries yet; its title says what it is narrowed to."""
    t, to = visit.t, Ways(visit.t.language)
    own = visit.site.url(to(name, wanted.to_query()))
    said = t(title, city=city_name(t, visit.city))
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": t.language})
    _text(feed, "id", own)
    _text(feed, "title", f"{said} ({about})" if about else said)
    _text(feed, "updated", _moment(max(moments, default=_EPOCH)))
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    SubElement(feed, "link", {"rel": "alternate", "href": visit.site.url(to("OPEN_ISSUES", wanted.to_query()))})
    author = SubElement(feed, "author")
    _text(author, "name", t("open.site", city=city_name(t, visit.city)))
    return feed


def _change(feed: Element, visit: Visit, each: OpenChange) -> None:
    t, to, row = visit.t, Ways(visit.t.language), each.issue
    entry = SubElement(feed, "entry")
    stamp = f"{each.event.at:%Y%m%dT%H%M%S%f}-{each.event.step.value}"
    _text(entry, "id", f"{visit.site.url(links.OPEN_ISSUE.to(number=row.number))}#{stamp}")
    _text(entry, "title", f"{t('issues.number', number=row.number)}: {words.event(t, each.event)}")
    _text(entry, "updated", _moment(each.at))
    address = visit.site.url(to("OPEN_ISSUE", number=row.number))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    SubElement(entry, "category", {"term": row.category.name_in(t.language)})
    _text(entry, "summary", f"{words.title(t, row)}. {words.place(t, row)}")


def _entry(feed: Element, visit: Visit, row: OpenIssue) -> None:
    t, to = visit.t, Ways(visit.t.language)
    entry = SubElement(feed, "entry")
    address = visit.site.url(to("OPEN_ISSUE", number=row.number))
    _text(entry, "id", visit.site.url(links.OPEN_ISSUE.to(number=row.number)))
    _text(entry, "title", words.title(t, row))
    _text(entry, "published", _moment(row.public_from))
    _text(entry, "updated", _moment(_changed(row)))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    SubElement(entry, "category", {"term": row.category.name_in(t.language)})
    said = (words.place(t, row), words.look(t, row), words.answers(t, row), words.rest(t, row))
    _text(entry, "summary", ". ".join(part for part in said if part))


def _news_entry(feed: Element, visit: Visit, row: OpenNews) -> None:
    t, to = visit.t, Ways(visit.t.language)
    entry = SubElement(feed, "entry", {"xml:lang": news_words.language_of(t, row)})
    _text(entry, "id", visit.site.url(links.OPEN_NEWS_ITEM.to(news_id=row.id)))
    _text(entry, "title", news_words.text_of(t, row, "title"))
    _text(entry, "published", _moment(row.public_from))
    _text(entry, "updated", _moment(_changed(row)))
    address = visit.site.url(to("OPEN_NEWS_ITEM", news_id=row.id))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    SubElement(entry, "category", {"term": t(f"words.release_kind.{row.kind.value}")})
    _text(entry, "summary", news_words.text_of(t, row, "lead"))


def show_sitemap(request: Request) -> Response:
    """Every page there is to find."""
    visit = reader(request)
    columns, now = columns_of(visit.database), visit.now
    with visit.reading() as session:
        open_city(session)
        tours = [links.OPEN_TOUR.to(tour_id=number) for number in open_tour_numbers(session)]
        known = list_open_districts(session, columns, now=now)
        districts = [links.OPEN_DISTRICT.to(district_id=each.district.id) for each in known]
        news = [links.OPEN_NEWS_ITEM.to(news_id=number) for number in news_numbers(session, now=now)]
        votes = [links.OPEN_VOTE.to(vote_id=each.vote.id) for each in list_open_votes(session, now=now)]
        layers = [links.OPEN_LAYER.to(layer_id=each.layer.id) for each in list_open_layers(session)]
        places = [
            links.OPEN_FACILITY.to(layer_id=each.layer_id, place_id=each.id) for _, each in open_facilities(session)
        ]
        issues = open_numbers(session, columns, now=now)
        pages = [*_PAGES, *([links.OPEN_REPORT] if is_any_report_out(session) else [])]
    paths = [*(page.to() for page in pages), *tours, *districts, *layers, *places, *votes, *news]
    urls = [visit.site.url(path) for path in paths]
    before, after = visit.site.url(links.OPEN_ISSUE.to(number=0)).rsplit("0", 1)
    urls += [f"{before}{number}{after}" for number in issues]
    # As text: tens of thousands of elements take a second to build.
    listed = "".join(f"<url><loc>{escape(url)}</loc></url>" for url in urls)
    data = f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{SITEMAP}">{listed}</urlset>'
    return answer(request, data, "application/xml")


def show_robots(request: Request) -> Response:
    """Robots read the public pages and nothing else."""
    visit = reader(request)
    with visit.reading() as session:
        open_city(session)
    lines = (
        "User-agent: *",
        f"Allow: {links.OPEN.to()}",
        f"Allow: {links.OWN_ASSETS}",
        "Disallow: /",
        f"Sitemap: {visit.site.url(links.OPEN_SITEMAP.to())}",
    )
    return answer(request, "\n".join(lines) + "\n", "text/plain")


def _changed(row: OpenIssue | OpenNews) -> datetime:
    later = row.corrected_at if isinstance(row, OpenNews) else row.closed_at
    return max(row.public_from, later or row.public_from)


def _moment(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = fit_for_xml(text)


def fit_for_xml(text: str) -> str:
    """The text without the signs that XML does not take: a single one would make the whole file unreadable."""
    return _UNFIT.sub("", text)


def _xml(root: Element) -> bytes:
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data


_EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
_PAGES = (
    *(links.OPEN, links.OPEN_TOURS, links.OPEN_ISSUES, links.OPEN_DISTRICTS),
    *(links.OPEN_AGENCIES, links.OPEN_LAYERS, links.OPEN_VOTES, links.OPEN_NEWS, links.OPEN_DATA),
)

ROUTES = [
    Route(links.OPEN_FEED.pattern, show_feed),
    Route(links.OPEN_CHANGES.pattern, show_changes),
    Route(links.OPEN_SITEMAP.pattern, show_sitemap),
    Route(links.ROBOTS.pattern, show_robots),
]
