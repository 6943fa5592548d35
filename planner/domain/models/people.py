"""People, what they may do, and how they are signed in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from planner.domain.models.types import UtcDateTime, Word
from planner.domain.words import Role


class Person(SQLModel, table=True):
    """Somebody known by name; with an e-mail and a password hash, also an account."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    post: str = ""
    email: str | None = Field(default=None, unique=True)
    """Lower case; the name of the account."""
    phone: str = ""
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    heads_agency: bool = False
    """The head of the agency: told of its instructions when they are late."""
    language: str = "ru"
    password_hash: str | None = None
    pin_hash: str | None = None
    """Of the PIN with which this person confirms protocols."""
    archived: bool = False


class PersonRole(SQLModel, table=True):
    """A role that was granted to a person."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    role: Role = Field(sa_type=Word(Role), primary_key=True)


class SignIn(SQLModel, table=True):
    """One browser that is signed in, as a person or as a participant of one tour; only the token's hash is kept."""

    token_hash: str = Field(primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    participant_id: int | None = Field(default=None, foreign_key="participant.id", index=True)
    tablet_id: int | None = Field(default=None, foreign_key="fieldtablet.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    device: str = ""


class TrustedBrowser(SQLModel, table=True):
    """A browser that a person has signed in with before; only the token's hash is kept. One browser may have several."""

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class PasswordLink(SQLModel, table=True):
    """A one-time address where a person sets a password; only the token's hash is kept, one for a person."""

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class SetUpCode(SQLModel, table=True):
    """The one code by which the first administrator may come from another machine; only its hash is kept."""

    id: int = Field(default=1, primary_key=True)
    code_hash: str


class GuessCount(SQLModel, table=True):
    """How often something was tried: an account, a network, a browser, a tour's link. A key tells no address."""

    key: str = Field(primary_key=True)
    tries: int
    slowed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_at: datetime = Field(sa_type=UtcDateTime, index=True)


class CalendarLink(SQLModel, table=True):
    """The secret address under which calendars fetch a person's tours; only the token's hash is kept, one for a person."""

    token_hash: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
