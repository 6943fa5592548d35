"""Votes of residents: what is asked, what there is to choose, and what was counted."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from planner.domain.models.types import UtcDateTime, Word
from planner.domain.votes import VoteState
from planner.domain.words import VoteKind


class Vote(SQLModel, table=True):
    """One question to residents."""

    id: int | None = Field(default=None, primary_key=True)
    kind: VoteKind = Field(sa_type=Word(VoteKind))
    state: VoteState = Field(default=VoteState.DRAFT, sa_type=Word(VoteState))
    title: str
    about: str = ""
    opens_at: datetime = Field(sa_type=UtcDateTime)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    """From this moment on no vote is taken; closed by hand, it is that moment."""
    hidden: bool = True
    """Nobody sees how many are for what before it is closed, nor do those who hold the vote."""
    decided: str = ""
    """What was decided then, for everybody."""
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_reason: str = ""
    made_by: str = ""
    made_by_id: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    announced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when it is on the public pages; none: never."""


class VoteOption(SQLModel, table=True):
    """One of those to choose from, in order. `place_id` and `district_id` say what it stands for, where it stands for one."""

    id: int | None = Field(default=None, primary_key=True)
    vote_id: int = Field(foreign_key="vote.id", index=True)
    position: int
    text: str
    about: str = ""
    district_id: int | None = Field(default=None, foreign_key="district.id")
    place_id: int | None = Field(default=None, foreign_key="place.id")
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    picture: str | None = None
    """The hash of a picture in the store."""


class AskedBallot(SQLModel, table=True):
    """Somebody chose an option, and a letter with a link is on its way: it counts once the link was confirmed.

    The address is not here, but in the letter alone. Once counted, nothing stays but that the link was used.
    """

    token_hash: str = Field(primary_key=True)
    vote_id: int = Field(foreign_key="vote.id", index=True)
    option_id: int | None = Field(default=None, foreign_key="voteoption.id")
    voter: str = ""
    mail_id: int | None = None
    """Its letter, which goes once the link was used; without a reference, because letters are deleted by themselves too."""
    asked_at: datetime = Field(sa_type=UtcDateTime)
    counted: bool = False


class Ballot(SQLModel, table=True):
    """One vote that counts. `voter` is a mark of the address under the key of `year`: nobody reads the address out of it."""

    vote_id: int = Field(foreign_key="vote.id", primary_key=True)
    voter: str = Field(primary_key=True)
    option_id: int = Field(foreign_key="voteoption.id", index=True)
    year: int = Field(index=True)
    """In which year, by the city's clocks, the vote was opened."""


class VoterKey(SQLModel, table=True):
    """The key of a year's marks; deleted, when the year is over, nobody can find anybody's vote any more."""

    year: int = Field(primary_key=True)
    key: str
