"""Whoever is quoted in a release is told that the quote waits to be approved."""

from collections.abc import Mapping
from typing import Any

from planner.domain.models import Release, ReleaseQuote
from planner.domain.notices import NoticeKind
from planner.domain.words import ReleaseState
from planner.services.notices.recipients import Recipients

_WRITTEN = (ReleaseState.DRAFT, ReleaseState.READY)


def tell_quoted(recipients: Recipients, about: Mapping[str, Any]) -> int:
    """Tells it, unless the quote was approved, changed or taken out since, or whoever is quoted has written it; how many notices."""
    session = recipients.session
    quote = session.get(ReleaseQuote, about["quote"])
    if quote is None or quote.edition != about["edition"] or quote.approved_at is not None:
        return 0
    release, speaker = session.get_one(Release, quote.release_id), quote.speaker_id
    if speaker is None or speaker == about["by"] or release.state not in _WRITTEN:
        return 0
    reader = recipients.actor(speaker)
    if reader is None or not reader.roles:
        return 0
    facts = {"release": release.title, "text": quote.text}
    told = recipients.tell(speaker, NoticeKind.QUOTE_WAITS, f"quote:{quote.id}:{quote.edition}", facts=facts)
    return int(told is not None)
