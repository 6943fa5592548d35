"""Quotes of a release: offered out of decisions and of what was said, chosen, edited, and approved before they go out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, and_, col, func, or_, select

from planner.domain.actor import STRANGER, Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import Comment, Instruction, Issue, Person, PersonRole, Release, ReleaseQuote, Stop
from planner.domain.models.types import id_of
from planner.domain.notices import CauseKind
from planner.domain.permissions import Action, own_account, require
from planner.domain.typed import typed_line, typed_name, typed_text
from planner.domain.words import InstructionState, QuoteSource, ReleaseState
from planner.services.issues.internal import closed_to
from planner.services.outbox.causes import held_back, note_cause
from planner.services.press.faults import quotes_in_order
from planner.services.press.releases import get_release, hold_release
from planner.services.public.openness import shown_issues

LONGEST_QUOTE = 1000
TIME_TO_MEND = timedelta(minutes=5)
"""So long nobody is told that their quote waits."""
MOST_OFFERED = 60


@dataclass(frozen=True)
class OfferedQuote:
    """What may be quoted: a recorded decision, or words of somebody with an account; of public issues and of stops."""

    source: QuoteSource
    key: str
    speaker: str
    post: str
    speaker_id: int | None
    text: str
    issue_id: int | None


def quotes_offered(session: Session, actor: Actor, release_id: int, *, now: datetime) -> Sequence[OfferedQuote]:
    """What may be quoted of the tour of a release, without what it quotes already; nothing where it is about no tour."""
    require(actor, Action.PUBLISH)
    release = get_release(session, actor, release_id)
    taken = {each.source_key for each in quotes_in_order(session, release)}
    if release.tour_id is None:
        return []
    found = [*_decisions(session, release.tour_id, now), *_said(session, release.tour_id, now)]
    return [each for each in found if each.key not in taken][:MOST_OFFERED]


def choose_quote(session: Session, actor: Actor, release_id: int, key: str, *, now: datetime) -> ReleaseQuote:
    """Takes one of those offered into the release; nobody has approved it yet. NotFound for what is not offered."""
    require(actor, Action.PUBLISH)
    hold_release(session, actor, release_id)
    offered = {each.key: each for each in quotes_offered(session, actor, release_id, now=now)}
    if key not in offered:
        raise NotFound("press.error.quote_gone")
    chosen = offered[key]
    given = {"speaker": chosen.speaker, "post": chosen.post, "text": chosen.text, "speaker_id": chosen.speaker_id}
    quote = _add(session, release_id, source=chosen.source, source_key=key, issue_id=chosen.issue_id, **given)
    _ask_approval(session, actor, quote, now)
    return quote


def save_quote(
    session: Session,
    actor: Actor,
    release_id: int,
    quote_id: int | None = None,
    *,
    speaker: str,
    post: str = "",
    text: str,
    text_en: str = "",
    seen: Values | None = None,
    now: datetime,
) -> ReleaseQuote:
    """Adds a quote, or changes one: what was approved has to be approved anew then, and whoever said it is told.

    Invalid without a name or words; NotFound for one that is gone; ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.PUBLISH)
    hold_release(session, actor, release_id)
    quote = _quote_of(session, release_id, quote_id) if quote_id is not None else None
    wanted = {"speaker": speaker, "post": post, "text": text, "text_en": text_en}
    present = {name: getattr(quote, name) for name in wanted} if quote is not None else {}
    given = beside_others("quote", present, wanted, seen if quote is not None else None)
    said = {
        "speaker": typed_name(given["speaker"], field="speaker"),
        "post": typed_line(given["post"], field="post", longest=200),
        "text": typed_text(given["text"], field="text", longest=LONGEST_QUOTE, needed="press.error.quote_text"),
        "text_en": typed_text(given["text_en"], field="text_en", longest=LONGEST_QUOTE),
    }
    if quote is None:
        return _add(session, release_id, **said)
    if said != present:
        _refuse_if_out(session, quote)
        for name, value in said.items():
            setattr(quote, name, value)
        quote.edition += 1
        quote.approved_at, quote.approved_by, quote.approved_by_id = None, "", None
        _ask_approval(session, actor, quote, now)
    session.flush()
    return quote


def remove_quote(session: Session, actor: Actor, release_id: int, quote_id: int) -> None:
    """Takes a quote out of the release."""
    require(actor, Action.PUBLISH)
    hold_release(session, actor, release_id)
    session.delete(_quote_of(session, release_id, quote_id))
    session.flush()


def approve_quote(session: Session, actor: Actor, quote_id: int, *, edition: int, now: datetime) -> ReleaseQuote:
    """Lets a quote go out as it stands: who is quoted says it, or the press office in their name.

    Conflict where it was changed since it was read.
    """
    quote = _known(session, actor, quote_id)
    _hold(session, quote)
    if quote.edition != edition:
        raise Conflict("press.error.quote_changed")
    quote.approved_at, quote.approved_by, quote.approved_by_id = now, actor.name, actor.person_id
    session.flush()
    return quote


def refuse_quote(session: Session, actor: Actor, quote_id: int) -> ReleaseQuote:
    """Takes an approval back, by the same people. Conflict while the release is out."""
    quote = _known(session, actor, quote_id)
    _hold(session, quote)
    _refuse_if_out(session, quote)
    quote.approved_at, quote.approved_by, quote.approved_by_id = None, "", None
    session.flush()
    return quote


def my_quotes(session: Session, actor: Actor) -> Sequence[tuple[ReleaseQuote, str]]:
    """The quotes of the actor in releases that are not out yet, with the titles of these; for whoever has an account."""
    person_id = own_account(actor)
    written = col(Release.state).in_([ReleaseState.DRAFT, ReleaseState.READY])
    query = select(ReleaseQuote, Release.title).join(Release, col(Release.id) == ReleaseQuote.release_id)
    return session.exec(query.where(written, ReleaseQuote.speaker_id == person_id).order_by(col(ReleaseQuote.id))).all()


def quotes_of(session: Session, actor: Actor, release_id: int) -> Sequence[ReleaseQuote]:
    """Those of a release, in their order."""
    require(actor, Action.PUBLISH)
    return quotes_in_order(session, get_release(session, actor, release_id))


def _ask_approval(session: Session, actor: Actor, quote: ReleaseQuote, now: datetime) -> None:
    """Whoever is quoted is told, some minutes later: the words are often mended right after they were chosen."""
    if quote.speaker_id is not None:
        with held_back(session, until=now + TIME_TO_MEND):
            about = {"quote": quote.id, "edition": quote.edition, "by": actor.person_id}
            note_cause(session, CauseKind.QUOTE, now=now, **about)


def _known(session: Session, actor: Actor, quote_id: int) -> ReleaseQuote:
    """The quote, for whoever is quoted and for the press office."""
    quote = session.get(ReleaseQuote, quote_id)
    if quote is None or actor.person_id is None or quote.speaker_id != actor.person_id:
        require(actor, Action.PUBLISH)
    if quote is None:
        raise NotFound("press.error.quote_gone")
    return quote


def _hold(session: Session, quote: ReleaseQuote) -> None:
    session.get(Release, quote.release_id, populate_existing=True, with_for_update=True)
    session.refresh(quote)


def _quote_of(session: Session, release_id: int, quote_id: int) -> ReleaseQuote:
    quote = session.get(ReleaseQuote, quote_id, populate_existing=True)
    if quote is None or quote.release_id != release_id:
        raise NotFound("press.error.quote_gone")
    return quote


def _refuse_if_out(session: Session, quote: ReleaseQuote) -> None:
    """What may be read, or will be by itself, keeps its approved words: it is taken back first."""
    if session.get_one(Release, quote.release_id).state is ReleaseState.PUBLISHED:
        raise Conflict("press.error.quote_is_out")


def _add(session: Session, release_id: int, **given: Any) -> ReleaseQuote:
    if session.get_one(Release, release_id).state is ReleaseState.PUBLISHED:
        raise Conflict("press.error.quote_is_out")
    last = select(func.coalesce(func.max(ReleaseQuote.position), 0)).where(ReleaseQuote.release_id == release_id)
    quote = ReleaseQuote(release_id=release_id, position=session.exec(last).one() + 1, **given)
    session.add(quote)
    session.flush()
    return quote


def _decisions(session: Session, tour_id: int, now: datetime) -> Iterator[OfferedQuote]:
    """What was decided on the tour about public issues, in the words of who gave it."""
    query = (
        select(Instruction, Issue, Person)
        .join(Issue, col(Issue.id) == Instruction.issue_id)
        .join(Person, col(Person.id) == Instruction.given_by_id, isouter=True)
        .where(or_(Instruction.tour_id == tour_id, Issue.tour_id == tour_id), shown_issues(now))
        .where(col(Instruction.state) != InstructionState.CANCELLED, Instruction.given_by != "", Instruction.text != "")
        .order_by(col(Instruction.id))
        .limit(MOST_OFFERED)
    )
    rows = session.exec(query).all()
    closed = closed_to(session, STRANGER, [issue for _, issue, _ in rows])
    for given, issue, person in rows:
        if not closed[id_of(issue)].moment(given.given_at):
            post = person.post if person is not None else ""
            about: dict[str, Any] = {
                "speaker": given.given_by,
                "post": post,
                "speaker_id": given.given_by_id,
                "issue_id": issue.id,
            }
            yield OfferedQuote(QuoteSource.DECISION, f"decision:{given.id}", text=given.text, **about)


def _said(session: Session, tour_id: int, now: datetime) -> Iterator[OfferedQuote]:
    """What people with a role said at the stops and about the public issues of the tour; residents are not offered."""
    stops = select(Stop.id).where(Stop.tour_id == tour_id)
    of_issue = and_(col(Comment.issue_id).is_not(None), Issue.tour_id == tour_id, shown_issues(now))
    at_stop = and_(col(Comment.issue_id).is_(None), col(Comment.stop_id).in_(stops))
    query = (
        select(Comment, Issue, Person)
        .join(Person, col(Person.id) == Comment.author_person_id)
        .join(Issue, col(Issue.id) == Comment.issue_id, isouter=True)
        .where(or_(of_issue, at_stop), col(Person.id).in_(select(PersonRole.person_id)), Comment.text != "")
        .order_by(col(Comment.written_at), col(Comment.id))
        .limit(MOST_OFFERED)
    )
    rows = session.exec(query).all()
    closed = closed_to(session, STRANGER, [issue for _, issue, _ in rows if issue is not None])
    for said, issue, person in rows:
        if issue is None or not closed[id_of(issue)].moment(said.written_at):
            about: dict[str, Any] = {
                "speaker": said.author,
                "post": person.post,
                "speaker_id": person.id,
                "issue_id": said.issue_id,
            }
            yield OfferedQuote(QuoteSource.SAID, f"said:{said.id}", text=said.text, **about)
