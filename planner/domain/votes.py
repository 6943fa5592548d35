"""Votes of residents: who is one voter, when votes are taken, and what comes out."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from planner.domain.errors import Invalid
from planner.domain.typed import one_line, typed_email

_DOTLESS = frozenset({"gmail.com"})
"""Here `a.b@` and `ab@` are one letter box, the provider says so; elsewhere they may be two people."""
_YANDEX = "yandex.ru"
_ALIASES: Mapping[str, str] = {
    "googlemail.com": "gmail.com",
    **dict.fromkeys(("ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua"), _YANDEX),
}
"""Other names of the same letter boxes, by what the providers say of themselves."""
_LONGEST_LOCAL = 64


class VoteState(StrEnum):
    """How far a vote has come by hand; whether it takes votes now follows from its moments too (`phase_of`)."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class VotePhase(StrEnum):
    """Where a vote stands at a moment."""

    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


def phase_of(state: VoteState, opens_at: datetime, closes_at: datetime, now: datetime) -> VotePhase:
    """Votes are taken from the opening moment on, up to the closing moment, which is not in it any more."""
    if state is not VoteState.ANNOUNCED:
        return VotePhase(state.value)
    if now >= closes_at:
        return VotePhase.CLOSED
    return VotePhase.OPEN if now >= opens_at else VotePhase.COMING


def voter_address(typed: str) -> str:
    """The address that a letter can go to: as `typed_email`, with a domain in letters that every mail server reads.

    Invalid("typed.error.email") also for what no mail server carries, such as Cyrillic letters before the @.
    """
    local, _, domain = typed_email(typed).rpartition("@")
    try:
        host = domain.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    if not local.isascii() or len(local) > _LONGEST_LOCAL or ".." in local or local[0] == "." or local[-1] == ".":
        host = ""
    if not host or "." not in host:
        raise Invalid("typed.error.email", field="email")
    return f"{local}@{host}"


def voter_identity(address: str) -> str:
    """What is the same for all spellings of one letter box: without the part behind a plus, without what the provider ignores.

    Only what is safe is joined: two people who share a vote would lose one.
    """
    local, _, domain = one_line(address).lower().rpartition("@")
    domain = _ALIASES.get(domain, domain)
    bare = local.partition("+")[0] or local
    if domain in _DOTLESS:
        bare = bare.replace(".", "")
    if domain == _YANDEX:
        bare = bare.replace(".", "-")
    return f"{bare}@{domain}"


def voter_mark(key: str, address: str) -> str:
    """What is kept of a voter: nobody reads the address out of it who has not the key."""
    return hmac.new(key.encode(), voter_identity(address).encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Tally:
    """How many voted for each option, by its number."""

    votes: Mapping[int, int]

    @property
    def turnout(self) -> int:
        """How many voted."""
        return sum(self.votes.values())

    @property
    def leaders(self) -> tuple[int, ...]:
        """The options with the most votes, several where they have as many; none where nobody has voted."""
        most = max(self.votes.values(), default=0)
        return tuple(number for number, votes in self.votes.items() if votes == most and most > 0)

    def share(self, option_id: int) -> float:
        """The share of an option in all votes, from 0 to 1."""
        return self.votes.get(option_id, 0) / self.turnout if self.turnout else 0.0
