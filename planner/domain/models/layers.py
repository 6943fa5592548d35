"""Layers of facilities, and what happens there; the facilities themselves are places (`models.city`)."""

from datetime import date, datetime

from sqlmodel import JSON, Field, SQLModel

from planner.domain.facilities import LayerField, NoteKind
from planner.domain.models.types import UtcDateTime, Word


class Layer(SQLModel, table=True):
    """Facilities of one kind, such as sports places or parks: what is told of them, who keeps them, whether everybody may read it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    name_en: str = ""
    about: str = ""
    about_en: str = ""
    icon: str = ""
    """The name of a Material symbol."""
    fields: list[str] = Field(default_factory=list, sa_type=JSON)
    """What is told of its facilities: values of `LayerField`."""
    offers_name: str = ""
    """What the list of words is called here: «Нормативы ГТО»."""
    offers_name_en: str = ""
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    """The agency whose officials keep the facilities up to date."""
    public: bool = False
    archived: bool = False

    def name_in(self, language: str) -> str:
        """The name in a visitor's language; without an English name, the Russian one."""
        return (self.name_en if language == "en" else "") or self.name

    def offers_name_in(self, language: str) -> str:
        """The same for what the list of words is called."""
        return (self.offers_name_en if language == "en" else "") or self.offers_name

    def about_in(self, language: str) -> str:
        """The same for what is said of the layer."""
        return (self.about_en if language == "en" else "") or self.about

    def tells(self, field: LayerField) -> bool:
        """Whether this is told of its facilities."""
        return field.value in self.fields


class FacilityNote(SQLModel, table=True):
    """Something dated at a facility: an event that is to come, or the result of one."""

    id: int | None = Field(default=None, primary_key=True)
    place_id: int = Field(foreign_key="place.id", index=True)
    kind: NoteKind = Field(sa_type=Word(NoteKind))
    on_day: date
    text: str
    made_by: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)
