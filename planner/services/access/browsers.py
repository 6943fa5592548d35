"""Browsers that a person has signed in with before: what others guess does not keep them out."""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, update

from planner.domain.actor import Actor
from planner.domain.models import TrustedBrowser
from planner.domain.permissions import own_account
from planner.services.access.sign_in import hash_token

BROWSER_STAYS = timedelta(days=365)


def trust_browser(session: Session, actor: Actor, *, browser: str, now: datetime) -> str:
    """Remembers that the actor has signed in with this browser, and returns the new token for its cookie.

    `browser` is the token that it came with. Others who signed in with it before stay trusted: they move to the new token,
    and the old one, which somebody might have put there, is worth nothing any more.
    """
    person_id = own_account(actor)
    token, old = secrets.token_urlsafe(32), hash_token(browser)
    session.exec(delete(TrustedBrowser).where(col(TrustedBrowser.expires_at) < now))
    session.exec(
        delete(TrustedBrowser).where(col(TrustedBrowser.token_hash) == old, col(TrustedBrowser.person_id) == person_id)
    )
    session.exec(
        update(TrustedBrowser).where(col(TrustedBrowser.token_hash) == old).values(token_hash=hash_token(token))
    )
    session.add(TrustedBrowser(token_hash=hash_token(token), person_id=person_id, expires_at=now + BROWSER_STAYS))
    session.flush()
    return token


def is_trusted(session: Session, person_id: int, *, browser: str, now: datetime) -> bool:
    """Whether the person has signed in with the browser that has this token, whoever asks: it is the token that counts."""
    known = session.get(TrustedBrowser, (hash_token(browser), person_id)) if browser else None
    return known is not None and known.expires_at > now
