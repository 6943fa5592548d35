"""Districts and agencies as everybody may read of them: how what is public stands there, and whose promises were kept."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.actor import KEEPER
from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.models import Agency, District
from planner.domain.open_filter import OpenFilter
from planner.services.city.districts import list_districts
from planner.services.issues.columns import IssueColumns
from planner.services.public.counting import OpenCounts, OpenMatches
from planner.services.public.issues import OpenPage, list_open_issues
from planner.services.public.openness import open_city
from planner.services.public.promises import count_promises


@dataclass(frozen=True)
class OpenDistrict:
    """A district and how its issues stand."""

    district: District
    counts: OpenCounts


@dataclass(frozen=True)
class OpenAgency:
    """An agency's promises about issues that everybody may read of: kept, kept late, waiting in time, and past their day."""

    agency: Agency
    kept: int = 0
    late: int = 0
    waiting: int = 0
    broken: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.kept + self.late + self.waiting + self.broken


def list_open_districts(session: Session, columns: IssueColumns, *, now: datetime) -> Sequence[OpenDistrict]:
    """All districts in use by name."""
    today = today_in(open_city(session).timezone, now)
    found = OpenMatches(columns, OpenFilter(), now=now, today=today).by_district()
    districts = session.exec(select(District).where(col(District.archived).is_(False)).order_by(District.name)).all()
    return [OpenDistrict(each, found.get(each.id or 0, OpenCounts())) for each in districts]


def districts_on_map(session: Session) -> list[District]:
    """The districts, drawn under the maps of public pages."""
    open_city(session)
    return list_districts(session, KEEPER)


def open_district(
    session: Session, columns: IssueColumns, district_id: int, *, now: datetime, page: int = 1
) -> tuple[District, OpenPage]:
    """One district with a page of its issues, the newest first; NotFound for one that there is not."""
    open_city(session)
    district = session.get(District, district_id)
    if district is None or district.archived:
        raise NotFound("app.unknown_page")
    return district, list_open_issues(session, columns, OpenFilter(district=district_id), now=now, page=page)


def list_open_agencies(session: Session, columns: IssueColumns, *, now: datetime) -> Sequence[OpenAgency]:
    """The agencies that were given anything about issues that everybody may read of, the most broken promises first."""
    today = today_in(open_city(session).timezone, now)
    found = count_promises(columns, now=now, today=today)
    agencies = session.exec(select(Agency).where(col(Agency.id).in_(found))).all()
    told = (OpenAgency(agency, **asdict(found[agency.id or 0])) for agency in agencies)
    return sorted(told, key=lambda each: (-each.broken, each.agency.name))
