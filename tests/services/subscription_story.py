"""What the tests of subscriptions share: somebody who follows issues and has confirmed it."""

from datetime import datetime

from sqlmodel import Session, select

from planner.domain.models import Subscriber
from planner.domain.models.types import id_of
from planner.domain.open_filter import OpenFilter
from planner.services.subscriptions.asking import ask_to_follow, confirm_following


def follow(
    session: Session, email: str, wanted: OpenFilter | None = None, *, now: datetime, language: str = "ru"
) -> int:
    """The number of the subscriber; without a filter, of everything."""
    asked = ask_to_follow(session, wanted or OpenFilter(), email=email, language=language, now=now)
    confirm_following(session, asked.token, now=now)
    return id_of(session.exec(select(Subscriber).where(Subscriber.address == asked.address)).one())
