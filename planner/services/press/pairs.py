"""The pictures of a release: pairs of what was and what is, proposed out of public copies, captioned and looked through."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, and_, col, func, select

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import Issue, Release, ReleasePair
from planner.domain.open_filter import OpenLook
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_line
from planner.domain.words import IssueState, ReleaseState
from planner.services.city.city import get_city
from planner.services.press.faults import open_copies, pairs_in_order
from planner.services.press.releases import get_release, hold_release
from planner.services.public.issues import OpenIssue, OpenPhoto, read_open
from planner.services.public.openness import shown_issues

MOST_PAIRS, PROPOSED = 12, 3
LONGEST_CAPTION, LONGEST_CREDIT = 300, 100
_LOOKED_AT = 300


def pairs_offered(session: Session, actor: Actor, release_id: int, *, now: datetime) -> Sequence[OpenIssue]:
    """Public issues with a picture of before and one of after, the best first: of the tour, or of all where it is about none."""
    require(actor, Action.PUBLISH)
    release = get_release(session, actor, release_id)
    taken = [each.issue_id for each in pairs_in_order(session, release)]
    asked = and_(shown_issues(now), Issue.state == IssueState.CLOSED, col(Issue.id).not_in(taken))
    if release.tour_id is not None:
        asked = and_(asked, col(Issue.tour_id) == release.tour_id)
    today = today_in(get_city(session).timezone, now)
    found = read_open(session, asked, today, offset=0, limit=_LOOKED_AT)
    return sorted((each for each in found if each.before is not None and each.after is not None), key=_rank)[
        :MOST_PAIRS
    ]


def propose_pairs(session: Session, actor: Actor, release_id: int, *, now: datetime) -> Sequence[ReleasePair]:
    """Takes the best of them until there are three; those that the release has now."""
    require(actor, Action.PUBLISH)
    release = _held(session, actor, release_id)
    missing = max(0, PROPOSED - len(pairs_in_order(session, release)))
    for issue in pairs_offered(session, actor, release_id, now=now)[:missing]:
        _add(session, release, issue)
    return pairs_in_order(session, release)


def add_pair(session: Session, actor: Actor, release_id: int, issue_id: int, *, now: datetime) -> ReleasePair:
    """Takes one of those offered; NotFound for another, Conflict where there are enough."""
    require(actor, Action.PUBLISH)
    release = _held(session, actor, release_id)
    offered = {each.number: each for each in pairs_offered(session, actor, release_id, now=now)}
    if issue_id not in offered:
        raise NotFound("press.error.pair_gone")
    if len(pairs_in_order(session, release)) >= MOST_PAIRS:
        raise Conflict("press.error.pairs_enough", most=MOST_PAIRS)
    return _add(session, release, offered[issue_id])


def save_pair(
    session: Session,
    actor: Actor,
    release_id: int,
    pair_id: int,
    *,
    caption: str,
    caption_en: str = "",
    seen: Values | None = None,
) -> ReleasePair:
    """Keeps the captions of a pair; ChangedMeanwhile as `beside_others` raises it."""
    require(actor, Action.PUBLISH)
    pair = _pair_of(session, _held(session, actor, release_id), pair_id)
    wanted = {"caption": caption, "caption_en": caption_en}
    given = beside_others("pair", pair.model_dump(include=set(wanted)), wanted, seen)
    pair.caption, pair.caption_en = (
        typed_line(given[name], field=name, longest=LONGEST_CAPTION) for name in ("caption", "caption_en")
    )
    session.flush()
    return pair


def remove_pair(session: Session, actor: Actor, release_id: int, pair_id: int) -> None:
    """Takes a pair out of the release."""
    require(actor, Action.PUBLISH)
    session.delete(_pair_of(session, _held(session, actor, release_id), pair_id))
    session.flush()


def check_picture(
    session: Session, actor: Actor, release_id: int, photo_id: str, *, checked: bool, now: datetime
) -> ReleasePair:
    """Says that faces and plates were looked for in a picture of the release, in the copy that everybody sees now; or takes it back.

    NotFound for a picture that is not in it, or that nobody may see.
    """
    require(actor, Action.PUBLISH)
    release = _held(session, actor, release_id)
    pair = next(
        (each for each in pairs_in_order(session, release) if photo_id in (each.before_id, each.after_id)), None
    )
    shown = open_copies(session, [photo_id], now=now).get(photo_id) if pair is not None else None
    if pair is None or shown is None:
        raise NotFound("press.error.pair_gone")
    told, name = (shown, actor.name) if checked else ("", "")
    if photo_id == pair.before_id:
        pair.before_checked, pair.before_checked_by = told, name
    else:
        pair.after_checked, pair.after_checked_by = told, name
    session.flush()
    return pair


def note_credit(session: Session, actor: Actor, release_id: int, *, credit: str) -> Release:
    """Says whose pictures they are."""
    require(actor, Action.PUBLISH)
    release = _held(session, actor, release_id)
    release.credit = typed_line(credit, field="credit", longest=LONGEST_CREDIT)
    session.flush()
    return release


def pairs_of(
    session: Session, actor: Actor, release_id: int, *, now: datetime
) -> Sequence[tuple[ReleasePair, bool, bool]]:
    """The pairs of a release, each with whether the picture of before and that of after were looked through as they are shown."""
    require(actor, Action.PUBLISH)
    pairs = pairs_in_order(session, get_release(session, actor, release_id))
    shown = open_copies(session, [photo for each in pairs for photo in (each.before_id, each.after_id)], now=now)
    return [
        (
            each,
            each.before_checked != "" and shown.get(each.before_id) == each.before_checked,
            each.after_checked != "" and shown.get(each.after_id) == each.after_checked,
        )
        for each in pairs
    ]


def _held(session: Session, actor: Actor, release_id: int) -> Release:
    """Held for a change of its pictures, which stay as they are while it is out."""
    release = hold_release(session, actor, release_id)
    if release.state is ReleaseState.PUBLISHED:
        raise Conflict("press.error.pairs_are_out")
    return release


def _pair_of(session: Session, release: Release, pair_id: int) -> ReleasePair:
    pair = session.get(ReleasePair, pair_id, populate_existing=True)
    if pair is None or pair.release_id != release.id:
        raise NotFound("press.error.pair_gone")
    return pair


def _add(session: Session, release: Release, issue: OpenIssue) -> ReleasePair:
    if issue.before is None or issue.after is None:
        raise NotFound("press.error.pair_gone")
    last = select(func.coalesce(func.max(ReleasePair.position), 0)).where(ReleasePair.release_id == release.id)
    pair = ReleasePair(
        release_id=release.id or 0,
        position=session.exec(last).one() + 1,
        issue_id=issue.number,
        before_id=issue.before.id,
        after_id=issue.after.id,
    )
    session.add(pair)
    session.flush()
    return pair


def _rank(issue: OpenIssue) -> tuple[bool, bool, int, int, int]:
    """The best first: what was mended, both pictures held the same way, many who have the problem, large pictures."""
    before, after = issue.before, issue.after
    alike = before is not None and after is not None and _is_wide(before) == _is_wide(after)
    smallest = min((each.width * each.height for each in (before, after) if each is not None), default=0)
    return issue.look is not OpenLook.FIXED, not alike, -issue.supporters, -smallest, issue.number


def _is_wide(photo: OpenPhoto) -> bool:
    return photo.width >= photo.height
