"""The news as everybody reads them: what is out at this moment, without what has become closed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Issue, Release, ReleaseQuote, Tour
from planner.domain.permissions import Action, require
from planner.domain.press import TEXTS, links_in, without_lines_of
from planner.domain.words import ReleaseKind, ReleaseState
from planner.services.city.city import get_city
from planner.services.press.faults import closed_links, open_copies, pairs_in_order, quotes_in_order
from planner.services.press.releases import get_release
from planner.services.public.openness import open_city, shown_issues, shown_tours

PAGE_SIZE = 20
MOST_NUMBERS = 5_000


@dataclass(frozen=True)
class OpenQuote:
    """An approved quote. `text_en` may be empty."""

    speaker: str
    post: str
    text: str
    text_en: str


@dataclass(frozen=True)
class OpenPair:
    """What was and what is, of one issue; both pictures are public copies."""

    issue: int
    before: str
    after: str
    caption: str
    caption_en: str


@dataclass(frozen=True)
class OpenNews:
    """One release: its texts by their names, from when on it is read, when it was corrected, the tour that it tells of."""

    id: int
    kind: ReleaseKind
    texts: Mapping[str, str]
    public_from: datetime
    corrected_at: datetime | None
    tour_id: int | None
    quotes: Sequence[OpenQuote] = ()
    pairs: Sequence[OpenPair] = ()
    credit: str = ""


@dataclass(frozen=True)
class NewsPage:
    """One page of the news, the latest first."""

    rows: Sequence[OpenNews]
    page: int
    pages: int


def list_open_news(session: Session, *, now: datetime, page: int = 1, page_size: int = PAGE_SIZE) -> NewsPage:
    """A page of what is out, with titles and leads; quotes stand on the page of each. A page past the end is the last one."""
    open_city(session)
    total = session.exec(select(func.count()).select_from(Release).where(shown_news(session, now))).one()
    pages = max(1, -(-total // page_size))
    page = min(max(1, page), pages)
    query = (
        select(Release)
        .where(shown_news(session, now))
        .order_by(col(Release.public_from).desc(), col(Release.id).desc())
    )
    rows = session.exec(query.offset((page - 1) * page_size).limit(page_size)).all()
    return NewsPage(_told(session, rows, now), page, pages)


def open_news(session: Session, number: int, *, now: datetime) -> OpenNews:
    """One of them with its quotes; NotFound alike for one that there is not and for one that is not out."""
    open_city(session)
    release = session.exec(select(Release).where(Release.id == number, shown_news(session, now))).first()
    if release is None:
        raise NotFound("app.unknown_page")
    [told] = _told(session, [release], now)
    pairs, quotes = _pairs(session, release, now), _quotes(session, release, now)
    return replace(told, quotes=quotes, pairs=pairs, credit=release.credit if pairs else "")


def news_preview(session: Session, actor: Actor, release_id: int, *, now: datetime) -> OpenNews:
    """A release as it is or would be read, whatever its state: with what is approved and public at this moment."""
    require(actor, Action.PUBLISH)
    release = get_release(session, actor, release_id)
    [told] = _told(session, [release], now)
    return replace(
        told, quotes=_quotes(session, release, now), pairs=_pairs(session, release, now), credit=release.credit
    )


def news_numbers(session: Session, *, now: datetime) -> Sequence[int]:
    """The numbers of the latest that are out."""
    open_city(session)
    query = select(Release.id).where(shown_news(session, now)).order_by(col(Release.public_from).desc())
    return [number for number in session.exec(query.limit(MOST_NUMBERS)) if number is not None]


def news_out_since(session: Session, since: datetime, *, now: datetime) -> Sequence[tuple[int, datetime]]:
    """The numbers of the news that came out after a moment, and when; none where there are no public pages."""
    open_city(session)
    fresh = and_(shown_news(session, now), col(Release.public_from) > since)
    found = session.exec(select(Release.id, Release.public_from).where(fresh).order_by(col(Release.id)))
    return [(number or 0, at) for number, at in found if at is not None]


def shown_news(session: Session, now: datetime) -> ColumnElement[bool]:
    """The condition on `Release` that everybody may read it; one of a tour that is kept back is kept back with it.

    The caller asks whether there are public pages at all.
    """
    tours = select(Tour.id).where(shown_tours(get_city(session)))
    of_shown = or_(col(Release.tour_id).is_(None), col(Release.tour_id).in_(tours))
    return and_(Release.state == ReleaseState.PUBLISHED, col(Release.public_from) <= now, of_shown)


def _told(session: Session, rows: Sequence[Release], now: datetime) -> Sequence[OpenNews]:
    texts = [{name: getattr(row, name) for name in TEXTS} for row in rows]
    named = {link for each in texts for text in each.values() for link in links_in(text)}
    closed = closed_links(session, named, now=now)
    return [
        OpenNews(
            row.id or 0,
            row.kind,
            {name: without_lines_of(text, closed) for name, text in told.items()},
            row.public_from or now,
            row.corrected_at,
            row.tour_id,
        )
        for row, told in zip(rows, texts, strict=True)
    ]


def _pairs(session: Session, release: Release, now: datetime) -> Sequence[OpenPair]:
    """Those whose pictures everybody may see at this moment, in the very copies that were looked through."""
    pairs = pairs_in_order(session, release)
    shown = open_copies(session, [photo for each in pairs for photo in (each.before_id, each.after_id)], now=now)
    return [
        OpenPair(each.issue_id, each.before_id, each.after_id, each.caption, each.caption_en)
        for each in pairs
        if (shown.get(each.before_id), shown.get(each.after_id)) == (each.before_checked, each.after_checked)
    ]


def _quotes(session: Session, release: Release, now: datetime) -> Sequence[OpenQuote]:
    quotes = [each for each in quotes_in_order(session, release) if each.approved_at is not None]
    about = {each.issue_id for each in quotes if each.issue_id is not None}
    known = set(session.exec(select(Issue.id).where(col(Issue.id).in_(about), shown_issues(now))))
    return [_quote(each) for each in quotes if each.issue_id is None or each.issue_id in known]


def _quote(each: ReleaseQuote) -> OpenQuote:
    return OpenQuote(each.speaker, each.post, each.text, each.text_en)
