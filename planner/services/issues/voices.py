"""Voice notes of issues: kept as they came, never decoded here, played to those who see the originals."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound, Unavailable
from planner.domain.models import FieldVoice
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may, require, require_somebody
from planner.domain.sounds import sound_type
from planner.domain.typed import typed_line
from planner.domain.words import IssueState, Step
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import subject_of_issue, visible_issue
from planner.services.issues.history import write_move
from planner.services.issues.internal import closed_to
from planner.services.issues.issues import checked_uid
from planner.storage import FileStore

MOST_VOICES = 10
"""Of one issue."""
LONGEST_S = 10 * 60


def add_voice(
    session: Session,
    actor: Actor,
    store: FileStore,
    *,
    uid: str,
    issue_id: int,
    file_hash: str,
    seconds: int,
    now: datetime,
) -> FieldVoice:
    """Notes a recording whose file is in the store, for whoever may comment on the issue, and says so in its history.

    Unavailable("field.error.no_file") where the file has not come whole, Invalid on "voice" for what is no recording.
    """
    issue = hold_issue(session, actor, issue_id)
    require(actor, Action.COMMENT, subject_of_issue(session, issue))
    if issue.state is IssueState.CLOSED:
        raise Conflict("issues.error.closed")
    heard = select(func.count()).where(FieldVoice.issue_id == issue_id, col(FieldVoice.hidden).is_(False))
    if session.exec(heard).one() >= MOST_VOICES:
        raise Invalid("voice.error.too_many", field="voice", n=MOST_VOICES)
    if store.renew(file_hash) is None:
        raise Unavailable("field.error.no_file")
    media = sound_type(store.get(file_hash))
    if media is None:
        raise Invalid("voice.error.no_sound", field="voice")
    voice = FieldVoice(
        uid=checked_uid(uid),
        issue_id=id_of(issue),
        file=file_hash,
        media=media,
        seconds=min(max(seconds, 0), LONGEST_S),
        by=actor.supporter,
        said_by=actor.name,
        added_at=now,
    )
    session.add(voice)
    session.flush()
    write_move(session, actor, issue, Step.ADD_VOICE, now=now, voice=voice.uid, seconds=voice.seconds)
    return voice


def voices_of(session: Session, actor: Actor, issue_id: int) -> Sequence[FieldVoice]:
    """The recordings of an issue, the first one first; none for who may not see its originals, a hidden one only for who
    may hide.
    """
    issue = visible_issue(session, actor, issue_id)
    subject = subject_of_issue(session, issue)
    if not may(actor, Action.SEE_ORIGINAL_PHOTO, subject).allowed:
        return []
    closed = closed_to(session, actor, [issue])[issue_id]
    query = select(FieldVoice).where(FieldVoice.issue_id == issue_id)
    voices = session.exec(query.order_by(col(FieldVoice.added_at), col(FieldVoice.uid))).all()
    may_hide = may(actor, Action.HIDE_PHOTO, subject).allowed
    return [voice for voice in voices if not closed.moment(voice.added_at) and (may_hide or not voice.hidden)]


def read_voice(session: Session, actor: Actor, store: FileStore, voice_id: str) -> tuple[FieldVoice, bytes]:
    """A recording with its bytes. NotFound("voice.error.unknown") also where the actor does not see the issue or the
    recording is hidden from them, NotAllowed where its originals are not for them.
    """
    voice = _visible_voice(session, actor, voice_id)
    return voice, store.get(voice.file)


def hide_voice(session: Session, actor: Actor, voice_id: str, *, reason: str, now: datetime) -> FieldVoice:
    """Hides a recording from all who may not hide photos, and says why; again is no change. Whom `read_voice` refuses is
    refused here as well.
    """
    voice = _voice_to_hide(session, actor, voice_id)
    why = typed_line(reason, field="reason", longest=300, needed="voice.error.no_reason")
    issue = hold_issue(session, actor, voice.issue_id)
    session.refresh(voice)
    if not voice.hidden:
        voice.hidden = True
        write_move(session, actor, issue, Step.HIDE_VOICE, now=now, text=why, voice=voice.uid)
    return voice


def show_voice_again(session: Session, actor: Actor, voice_id: str, *, now: datetime) -> FieldVoice:
    """Takes the hiding of a recording back: whoever sees the issue's originals hears it again. Else nothing changes."""
    voice = _voice_to_hide(session, actor, voice_id)
    issue = hold_issue(session, actor, voice.issue_id)
    session.refresh(voice)
    if voice.hidden:
        voice.hidden = False
        write_move(session, actor, issue, Step.SHOW_VOICE, now=now, voice=voice.uid)
    return voice


def _voice_to_hide(session: Session, actor: Actor, voice_id: str) -> FieldVoice:
    voice = _visible_voice(session, actor, voice_id)
    require(actor, Action.HIDE_PHOTO, subject_of_issue(session, visible_issue(session, actor, voice.issue_id)))
    return voice


def _visible_voice(session: Session, actor: Actor, voice_id: str) -> FieldVoice:
    """The recording, of those that the actor may hear; a stranger is asked to sign in before anything is looked for."""
    require_somebody(actor)
    try:
        voice = session.get(FieldVoice, checked_uid(voice_id))
    except Invalid:
        voice = None
    if voice is None:
        raise NotFound("voice.error.unknown")
    try:
        issue = visible_issue(session, actor, voice.issue_id)
    except NotFound:
        raise NotFound("voice.error.unknown") from None
    require(actor, Action.SEE_ORIGINAL_PHOTO, subject_of_issue(session, issue))
    if voice not in voices_of(session, actor, voice.issue_id):
        raise NotFound("voice.error.unknown")
    return voice
