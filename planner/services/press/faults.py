"""What keeps a release from going out: it lacks something, nobody has approved a quote, or it tells what is not public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, or_, select

from planner.domain.errors import Conflict
from planner.domain.models import (
    District,
    Issue,
    Participant,
    Photo,
    PublicPhoto,
    Release,
    ReleasePair,
    ReleaseQuote,
    Tour,
)
from planner.domain.press import TEXTS, OpenLink, OpenPart, links_in, named_in
from planner.domain.words import ReleaseKind, ReleaseState, SeatGroup
from planner.services.city.city import get_city
from planner.services.public.openness import shown_issues, shown_tours


@dataclass(frozen=True)
class Fault:
    """One reason why it cannot go out: the key of its sentence, and what fills it."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


def faults_of(session: Session, release: Release, *, now: datetime) -> Sequence[Fault]:
    """All of them, for a release that the caller may read; the first that stands in the way comes first."""
    text = "\n".join(getattr(release, name) for name in TEXTS)
    quotes = quotes_in_order(session, release)
    captions = [line for each in pairs_in_order(session, release) for line in (each.caption, each.caption_en)]
    spoken = "\n".join(
        [text, release.credit, *captions, *(line for each in quotes for line in (each.text, each.text_en))]
    )
    found = [] if get_city(session).open_pages else [Fault("press.error.pages_off")]
    needed = ("title", "lead") if release.kind is ReleaseKind.PHOTOS else ("title", "lead", "body")
    found += [Fault(f"press.error.{name}") for name in needed if not getattr(release, name)]
    found += _picture_faults(session, release, now)
    if waiting := list(dict.fromkeys(each.speaker for each in quotes if each.approved_at is None)):
        found.append(Fault("press.error.quote", {"name": ", ".join(waiting)}))
    closed = closed_links(session, links_in(spoken), now=now)
    found += [Fault(f"press.error.closed_{each.part.value}", {"number": each.number or ""}) for each in closed]
    hidden = _closed_issues(session, {each.issue_id for each in quotes if each.issue_id is not None}, now)
    found += [Fault("press.error.quote_closed", {"number": number}) for number in sorted(hidden)]
    named = named_in(spoken, _residents(session, release, links_in(spoken)))
    return found + [Fault("press.error.resident", {"name": name}) for name in named]


def refuse_faults(session: Session, release: Release, *, now: datetime) -> None:
    """Conflict with the first of them, if there is any."""
    for fault in faults_of(session, release, now=now)[:1]:
        raise Conflict(fault.key, None, **fault.values)


def closed_links(session: Session, links: Iterable[OpenLink], *, now: datetime) -> Sequence[OpenLink]:
    """Those of the addresses that a stranger may not open at this moment. A query for each part of the pages at most."""
    wanted: dict[OpenPart, set[int]] = {}
    asked = [link for link in links if link.number is not None]
    for link in asked:
        wanted.setdefault(link.part, set()).add(link.number or 0)
    open_ones = {part: _open_numbers(session, part, numbers, now) for part, numbers in wanted.items()}
    return [link for link in asked if link.number not in open_ones[link.part]]


def quotes_in_order(session: Session, release: Release) -> Sequence[ReleaseQuote]:
    """The quotes of a release that the caller may read."""
    query = select(ReleaseQuote).where(ReleaseQuote.release_id == release.id)
    return session.exec(query.order_by(col(ReleaseQuote.position), col(ReleaseQuote.id))).all()


def pairs_in_order(session: Session, release: Release) -> Sequence[ReleasePair]:
    """The pairs of pictures of a release that the caller may read."""
    query = select(ReleasePair).where(ReleasePair.release_id == release.id)
    return session.exec(query.order_by(col(ReleasePair.position), col(ReleasePair.id))).all()


def open_copies(session: Session, photo_ids: Iterable[str], *, now: datetime) -> Mapping[str, str]:
    """Of these photos those that everybody may see, each with the hash of the copy that is shown."""
    query = (
        select(PublicPhoto.photo_id, PublicPhoto.picture)
        .join(Photo, col(Photo.id) == PublicPhoto.photo_id)
        .join(Issue, col(Issue.id) == PublicPhoto.issue_id)
        .where(col(PublicPhoto.photo_id).in_(list(photo_ids)), col(PublicPhoto.passed).is_(True))
        .where(col(Photo.hidden).is_(False), shown_issues(now))
    )
    return {photo_id: picture for photo_id, picture in session.exec(query) if picture}


def _picture_faults(session: Session, release: Release, now: datetime) -> Sequence[Fault]:
    """Pictures that nobody may see, or in which nobody has looked for faces and plates; and nobody's pictures."""
    pairs = pairs_in_order(session, release)
    if not pairs:
        return [Fault("press.error.no_pictures")] if release.kind is ReleaseKind.PHOTOS else []
    shown = open_copies(session, [photo for each in pairs for photo in (each.before_id, each.after_id)], now=now)
    found = []
    for each in pairs:
        both = (shown.get(each.before_id), shown.get(each.after_id))
        if None in both:
            found.append(Fault("press.error.picture_closed", {"number": each.issue_id}))
        elif both != (each.before_checked, each.after_checked):
            found.append(Fault("press.error.picture_unchecked", {"number": each.issue_id}))
    return found + ([] if release.credit else [Fault("press.error.credit")])


def _open_numbers(session: Session, part: OpenPart, numbers: set[int], now: datetime) -> set[int | None]:
    match part:
        case OpenPart.ISSUES:
            query = select(Issue.id).where(col(Issue.id).in_(numbers), shown_issues(now))
        case OpenPart.TOURS:
            query = select(Tour.id).where(col(Tour.id).in_(numbers), shown_tours(get_city(session)))
        case OpenPart.DISTRICTS:
            query = select(District.id).where(col(District.id).in_(numbers), col(District.archived).is_(False))
        case OpenPart.NEWS:
            out = (col(Release.state) == ReleaseState.PUBLISHED, col(Release.public_from) <= now)
            query = select(Release.id).where(col(Release.id).in_(numbers), *out)
    return set(session.exec(query))


def _closed_issues(session: Session, numbers: set[int], now: datetime) -> set[int]:
    return {number for number in numbers if number not in _open_numbers(session, OpenPart.ISSUES, numbers, now)}


def _residents(session: Session, release: Release, links: Sequence[OpenLink]) -> Sequence[str]:
    """Who raised, or had raised, what the release tells of without an account, and who rode along as a resident."""
    issues = [link.number for link in links if link.part is OpenPart.ISSUES]
    tours = [link.number for link in links if link.part is OpenPart.TOURS] + [release.tour_id]
    told = or_(col(Issue.id).in_(issues), col(Issue.tour_id).in_(tours))
    raised = select(Issue.behalf, Issue.raised_by, Issue.raised_by_person_id).where(told)
    names = [
        name
        for behalf, by, person_id in session.exec(raised)
        for name in (behalf, "" if person_id is not None else by)
        if name
    ]
    came = select(Participant.name).where(col(Participant.tour_id).in_(tours), Participant.group == SeatGroup.PUBLIC)
    return [*names, *session.exec(came)]
