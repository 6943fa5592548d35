"""Releases: begun out of a tour or by hand, edited, every version kept; one list for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Release, ReleaseVersion, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.press import TEXTS, Offer
from planner.domain.typed import one_line, typed_line, typed_text
from planner.domain.words import ReleaseKind, ReleaseState, TourState
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import visible_tour
from planner.services.press.faults import refuse_faults

LONGEST_TITLE, LONGEST_LEAD, LONGEST_BODY = 200, 1000, 20_000
PAGE_SIZE = 20
_LINES = {"title": LONGEST_TITLE, "title_en": LONGEST_TITLE}
_PARAGRAPHS = {"lead": LONGEST_LEAD, "lead_en": LONGEST_LEAD, "body": LONGEST_BODY, "body_en": LONGEST_BODY}


class OfficePart(StrEnum):
    """What is being written, what is out, what will be, what was taken back."""

    DRAFTS = "drafts"
    LATER = "later"
    OUT = "out"
    BACK = "back"


@dataclass(frozen=True)
class OfficePage:
    """One page of the releases, each with the tour that it tells of."""

    rows: Sequence[tuple[Release, Tour | None]]
    total: int
    page: int
    pages: int


def begin_tour_release(
    session: Session,
    actor: Actor,
    tour_id: int,
    offer: Offer,
    *,
    now: datetime,
    kind: ReleaseKind = ReleaseKind.RELEASE,
) -> Release:
    """A draft with the words that were made out of a tour; where it has a draft already, that one. Conflict for one that is not over."""
    require(actor, Action.PUBLISH)
    visible_tour(session, actor, tour_id)
    if hold_tour(session, tour_id).state is not TourState.CLOSED:
        raise Conflict("press.error.not_over")
    query = select(Release).where(Release.tour_id == tour_id, Release.kind == kind)
    known = session.exec(query.where(col(Release.state).in_([ReleaseState.DRAFT, ReleaseState.READY]))).first()
    if known is not None:
        return known
    return _begin(session, actor, now, kind=kind, tour_id=tour_id, offered=offer.to_data(), **offer.texts)


def begin_release(session: Session, actor: Actor, *, title: str, now: datetime) -> Release:
    """A draft about no tour, with its title alone; Invalid without one."""
    require(actor, Action.PUBLISH)
    said = typed_line(title, field="title", longest=LONGEST_TITLE, needed="press.error.title")
    return _begin(session, actor, now, title=said)


def get_release(session: Session, actor: Actor, release_id: int) -> Release:
    """One release; NotFound("press.error.unknown") for one that there is not."""
    require(actor, Action.PUBLISH)
    release = session.get(Release, release_id)
    if release is None:
        raise NotFound("press.error.unknown")
    return release


def hold_release(session: Session, actor: Actor, release_id: int) -> Release:
    """The same, read anew and locked, so that changes of one release follow one another."""
    require(actor, Action.PUBLISH)
    release = session.get(Release, release_id, populate_existing=True, with_for_update=True)
    if release is None:
        raise NotFound("press.error.unknown")
    return release


def edit_release(
    session: Session,
    actor: Actor,
    release_id: int,
    *,
    now: datetime,
    seen: Values | None = None,
    title: str,
    lead: str,
    body: str,
    title_en: str = "",
    lead_en: str = "",
    body_en: str = "",
) -> Release:
    """Keeps its texts, and what they were as a version. A published one is corrected by it, which its page says.

    Invalid without a title; ChangedMeanwhile as `beside_others` raises it; Conflict where a published one would say what it
    must not.
    """
    require(actor, Action.PUBLISH)
    release = hold_release(session, actor, release_id)
    wanted = {"title": title, "lead": lead, "body": body, "title_en": title_en, "lead_en": lead_en, "body_en": body_en}
    given = beside_others("release", texts_of(release), wanted, seen)
    said = {name: typed_line(given[name], field=name, longest=most) for name, most in _LINES.items()}
    said |= {name: typed_text(given[name], field=name, longest=most) for name, most in _PARAGRAPHS.items()}
    if not said["title"]:
        raise Invalid("press.error.title", field="title")
    if any(said[name] != getattr(release, name) for name in TEXTS):
        _write(session, actor, release, said, now)
    return release


def return_to_version(session: Session, actor: Actor, release_id: int, number: int, *, now: datetime) -> Release:
    """Gives it the texts of an earlier version, as a new one."""
    require(actor, Action.PUBLISH)
    release = hold_release(session, actor, release_id)
    query = select(ReleaseVersion).where(ReleaseVersion.release_id == release_id, ReleaseVersion.number == number)
    version = session.exec(query).first()
    if version is None:
        raise NotFound("press.error.version")
    _write(session, actor, release, version.texts, now)
    return release


def versions_of(session: Session, actor: Actor, release_id: int) -> Sequence[ReleaseVersion]:
    """All versions, the latest first."""
    require(actor, Action.PUBLISH)
    query = select(ReleaseVersion).where(ReleaseVersion.release_id == release_id)
    return session.exec(query.order_by(col(ReleaseVersion.number).desc())).all()


def list_releases(
    session: Session,
    actor: Actor,
    part: OfficePart,
    *,
    now: datetime,
    text: str = "",
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> OfficePage:
    """A page of one part of them, those changed last in front; `text`: all its words stand in the Russian or English text."""
    require(actor, Action.PUBLISH)
    found = and_(_in_part(part, now), *(_holds(word) for word in one_line(text).split(" ") if word))
    total = session.exec(select(func.count()).select_from(Release).where(found)).one()
    pages = max(1, -(-total // page_size))
    page = min(max(1, page), pages)
    query = select(Release, Tour).join(Tour, col(Tour.id) == Release.tour_id, isouter=True).where(found)
    order = (col(Release.changed_at).desc(), col(Release.id).desc())
    rows = session.exec(query.order_by(*order).offset((page - 1) * page_size).limit(page_size)).all()
    return OfficePage(rows, total, page, pages)


def releases_of_tour(session: Session, actor: Actor, tour_id: int) -> Sequence[Release]:
    """What was written about a tour, the latest first, without what was taken back."""
    require(actor, Action.PUBLISH)
    visible_tour(session, actor, tour_id)
    query = select(Release).where(Release.tour_id == tour_id, Release.state != ReleaseState.TAKEN_BACK)
    return session.exec(query.order_by(col(Release.id).desc())).all()


def texts_of(release: Release) -> dict[str, str]:
    """Its texts by their names."""
    return {name: getattr(release, name) for name in TEXTS}


def _in_part(part: OfficePart, now: datetime) -> ColumnElement[bool]:
    state = col(Release.state)
    match part:
        case OfficePart.DRAFTS:
            return state.in_([ReleaseState.DRAFT, ReleaseState.READY])
        case OfficePart.LATER:
            return and_(state == ReleaseState.PUBLISHED, col(Release.public_from) > now)
        case OfficePart.OUT:
            return and_(state == ReleaseState.PUBLISHED, col(Release.public_from) <= now)
        case OfficePart.BACK:
            return state == ReleaseState.TAKEN_BACK


def _holds(word: str) -> ColumnElement[bool]:
    """SQLite folds no Cyrillic letters: the word is looked for as typed, in lower case and with a capital."""
    forms = {word, word.lower(), word.capitalize(), word.upper()}
    return or_(
        *(col(getattr(Release, name)).contains(form, autoescape=True) for name in TEXTS for form in sorted(forms))
    )


def _begin(session: Session, actor: Actor, now: datetime, **given: Any) -> Release:
    release = Release(made_by=actor.name, made_by_id=actor.person_id, made_at=now, changed_at=now, **given)
    session.add(release)
    session.flush()
    keep_version(session, actor, release, now)
    return release


def _write(session: Session, actor: Actor, release: Release, texts: Mapping[str, str], now: datetime) -> None:
    for name in TEXTS:
        setattr(release, name, texts[name])
    release.changed_at = now
    is_out = release.state is ReleaseState.PUBLISHED and release.public_from is not None and release.public_from <= now
    release.corrected_at = now if is_out else release.corrected_at
    session.flush()
    if release.state is ReleaseState.PUBLISHED:
        refuse_faults(session, release, now=now)
    keep_version(session, actor, release, now)


def keep_version(session: Session, actor: Actor, release: Release, now: datetime) -> None:
    """Writes down the texts and the state of a release that the caller holds."""
    require(actor, Action.PUBLISH)
    number = select(func.coalesce(func.max(ReleaseVersion.number), 0)).where(ReleaseVersion.release_id == release.id)
    version = ReleaseVersion(
        release_id=id_of(release),
        number=session.exec(number).one() + 1,
        texts=texts_of(release),
        state=release.state,
        by=actor.name,
        by_person_id=actor.person_id,
        at=now,
    )
    session.add(version)
    session.flush()
