"""What the city says of days and of terms: days off of its own, years that were published, norms and their versions."""

from datetime import date

from sqlmodel import Field, SQLModel

from planner.domain.deadlines import Term
from planner.domain.models.types import Word
from planner.domain.words import DaySort, TermUnit


class DayKind(SQLModel, table=True):
    """A day that is worked, or is not, against the calendar of the country."""

    day: date = Field(primary_key=True)
    sort: DaySort = Field(sa_type=Word(DaySort))
    source: str = ""
    """The decree or the order that says so."""
    of_year: bool = False
    """One of the moved days of its whole year, which is then published; False for a day of the city's own."""


class DeadlineRule(SQLModel, table=True):
    """How long a category, an agency, or that agency in that category may take, from a day on.

    A version is never changed once it holds: the next one of the same pair takes its place on the day that it begins.
    """

    id: int | None = Field(default=None, primary_key=True)
    category_id: int | None = Field(default=None, foreign_key="category.id", index=True)
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    since: date
    length: int
    """0: from this day on there is no rule of its own."""
    unit: TermUnit = Field(default=TermUnit.DAYS, sa_type=Word(TermUnit))
    basis: str = ""
    """The document that says so."""

    @property
    def term(self) -> Term:
        return Term(self.length, self.unit)
