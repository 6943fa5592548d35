"""The city: its settings, districts, categories of problems, agencies and places."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, SQLModel

from planner.domain.geo import Point
from planner.domain.models.types import UtcDateTime, Word
from planner.domain.words import AgencyKind, PublicRule


class City(SQLModel, table=True):
    """The one row of settings that an administrator keeps on screen."""

    id: int | None = Field(default=1, primary_key=True)
    name: str = ""
    name_en: str = ""
    sign_in_help: str = ""
    """Whom to call when one cannot sign in; said at every door."""
    timezone: str = "Asia/Yakutsk"
    view_lat: float = 50.275
    view_lon: float = 127.54
    view_zoom: int = 12
    tile_url: str = ""
    tile_attribution: str = ""
    speed_kmh: float = 22.0
    detour_factor: float = 1.35
    least_talk_minutes: int = 5
    """No ready choice on the way cuts a talk to less."""
    keep_originals: bool = False
    """Whether tablets send photos as their cameras made them, and not shrunk."""
    country: str = "RU"
    """Whose days off are the city's, as a code of two letters."""
    due_on_working_day: bool = True
    """A term that ends on a day off ends on the working day before."""
    urgent_in_working_days: bool = False
    """«Срочно» and its like count working days."""
    quiet_days: int = 14
    """So many days without any move make an open issue one that does not move."""
    background: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """A GeoJSON FeatureCollection drawn under the map: boundary and rivers."""
    barriers: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON)
    """Rivers for the travel-time estimate: {"name", "line": [[lat, lon], …], "crossings": [[lat, lon], …]}."""
    prize_weights: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """What makes a stop worth a visit (`domain.prize.Weights`); None means the defaults."""
    travel_factors: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON)
    """By how much rides take longer, as `travel_factors.FactorRule.stored` writes it; None means the standard ones."""
    learned_factors: dict[str, list[dict[str, int]]] | None = Field(default=None, sa_type=JSON)
    """What past rides have taught, by engine, as `travel_factors.LearnedBand.stored` writes it."""
    learns: bool = True
    """Whether what past rides have taught counts."""
    router_kind: str = ""
    """"osrm" or "valhalla" where the city has a routing server of its own."""
    router_url: str = ""
    open_pages: bool = False
    """Whether there are public pages at all."""
    open_tours: bool = True
    """Whether a published tour is on them by itself."""
    open_contact: str = ""
    """Who answers for what the public pages say, and how they are reached."""
    takes_reports: bool = False
    """Whether residents may report problems on the public pages, and programs over Open311."""
    report_consent: str = ""
    """To what a resident consents who reports; empty: the words that come with the program."""
    embed_sites: str = ""
    """Which sites may show the list and the map of issues in a frame, with blanks between; empty: none."""
    bus_weight_t: float = 0.0
    bus_height_m: float = 0.0
    bus_length_m: float = 0.0
    """The bus for which narrow bridges and low arches are avoided; 0 means not asked."""


class District(SQLModel, table=True):
    """A district; without a polygon it is chosen by hand."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    population: int | None = None
    polygon: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    archived: bool = False


class Category(SQLModel, table=True):
    """A kind of problem, with the days that are usually given to mend it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    name_en: str = ""
    icon: str = ""
    """The name of a Material symbol, for example "lightbulb"."""
    days: int = 30
    position: int = 0
    archived: bool = False
    public_rule: PublicRule = Field(default=PublicRule.ASK, sa_type=Word(PublicRule))
    """What becomes public of its issues without anybody deciding on each."""
    public_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The rule is for issues raised from then on."""

    def name_in(self, language: str) -> str:
        """The name in a visitor's language; without an English name, the Russian one."""
        return (self.name_en if language == "en" else "") or self.name


class Agency(SQLModel, table=True):
    """A department, utility, contractor, council or newspaper."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    short_name: str = ""
    kind: AgencyKind = Field(default=AgencyKind.DEPARTMENT, sa_type=Word(AgencyKind))
    email: str = ""
    phone: str = ""
    archived: bool = False


class AgencyCategory(SQLModel, table=True):
    """An agency answers for a category."""

    agency_id: int = Field(foreign_key="agency.id", primary_key=True)
    category_id: int = Field(foreign_key="category.id", primary_key=True)


class AgencyDistrict(SQLModel, table=True):
    """An agency works in a district; none means all of them."""

    agency_id: int = Field(foreign_key="agency.id", primary_key=True)
    district_id: int = Field(foreign_key="district.id", primary_key=True)


class Place(SQLModel, table=True):
    """A point worth a stop, in the catalogue; in a layer, a facility."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    kind: str = ""
    address: str = ""
    lat: float
    lon: float
    district_id: int | None = Field(default=None, foreign_key="district.id", index=True)
    source: str = ""
    archived: bool = False
    layer_id: int | None = Field(default=None, foreign_key="layer.id", index=True)
    """The layer of which it is a facility; what follows is told of facilities alone."""
    about: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""
    offers: list[str] = Field(default_factory=list, sa_type=JSON)
    offer_times: dict[str, list[list[int]]] = Field(default_factory=dict, sa_type=JSON)
    """When which of these can be had (`planner.domain.offer_times.Times`); of others the hours hold."""
    age_from: int | None = None
    age_to: int | None = None
    cost: str = ""
    hours: str = ""

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lon)


class DemoLoad(SQLModel, table=True):
    """That the demo city is here: what it brought, by the name of the table, and the settings that it gave the city."""

    id: int = Field(default=1, primary_key=True)
    loaded_at: datetime = Field(sa_type=UtcDateTime)
    brought: dict[str, list[int]] = Field(sa_type=JSON)
    city: dict[str, Any] = Field(sa_type=JSON)
