"""The board as a whole: everything that one screen and one sheet of paper show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.board import BoardPeriod, Discipline, Month, Round, Standing, span_of
from planner.domain.models import Agency, District
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.services.board.discipline import disciplines_of
from planner.services.board.kept import Figures, kept
from planner.services.board.months import months_of, rounds_of
from planner.services.board.standing import Cells, standing_of
from planner.services.city.city import get_city

MONTHS, ROUNDS = 6, 6


@dataclass(frozen=True)
class AgencyFigures:
    """An agency, or nobody yet (None): what it has open, and how it kept its dates."""

    agency: Agency | None
    standing: Standing
    discipline: Discipline


@dataclass(frozen=True)
class DistrictFigures:
    """A district, or none that is known."""

    district: District | None
    standing: Standing


@dataclass(frozen=True)
class Board:
    """The figures of a period that ends today. `before` are those of as many days before it, where it has a beginning.

    `agencies` begin with the worst overdue, `districts` with the most open. `cells` are agencies by districts.
    """

    today: date
    period: BoardPeriod
    quiet_days: int
    total: Standing
    discipline: Discipline
    before: Discipline | None
    agencies: Sequence[AgencyFigures]
    districts: Sequence[DistrictFigures]
    cells: Cells
    months: Sequence[Month]
    rounds: Sequence[Round]


def board_of(session: Session, actor: Actor, period: BoardPeriod, *, today: date) -> Board:
    """The board as it is at this moment, in some twenty queries whatever there is.

    Its figures are kept in the process, and counted anew once an issue or its history has changed.
    """
    require(actor, Action.SEE_BOARD)
    city, span = get_city(session), span_of(period, today)
    spans = [span, *filter(None, [span.before])]

    def count() -> Figures:
        return (
            standing_of(session, actor, today=today, quiet_days=city.quiet_days, zone=city.timezone),
            disciplines_of(session, actor, spans, zone=city.timezone),
            months_of(session, actor, today=today, zone=city.timezone, months=MONTHS),
        )

    cells, (by_agency, *earlier), months = kept(session, (period, today, city.timezone, city.quiet_days), count)
    return Board(
        today=today,
        period=period,
        quiet_days=city.quiet_days,
        total=sum(cells.values(), Standing()),
        discipline=sum(by_agency.values(), Discipline()),
        before=sum(earlier[0].values(), Discipline()) if earlier else None,
        agencies=_agencies(session, cells, by_agency),
        districts=_districts(session, cells),
        cells=cells,
        months=months,
        rounds=rounds_of(session, actor, zone=city.timezone, most=ROUNDS),
    )


def _agencies(session: Session, cells: Cells, disciplines: Mapping[int, Discipline]) -> list[AgencyFigures]:
    known = {id_of(agency): agency for agency in session.exec(select(Agency))}
    numbers = {agency_id for agency_id, _ in cells} | disciplines.keys()
    rows = [
        AgencyFigures(
            known.get(number) if number is not None else None,
            _sum(cells, at=0, number=number),
            disciplines.get(number, Discipline()) if number is not None else Discipline(),
        )
        for number in numbers
    ]
    return sorted(
        rows,
        key=lambda row: (
            row.agency is None,
            -row.standing.overdue,
            -row.standing.open,
            row.agency.name if row.agency else "",
        ),
    )


def _districts(session: Session, cells: Cells) -> list[DistrictFigures]:
    known = {id_of(district): district for district in session.exec(select(District))}
    numbers = {district_id for _, district_id in cells} | {key for key, each in known.items() if not each.archived}
    rows = [
        DistrictFigures(known.get(number) if number is not None else None, _sum(cells, at=1, number=number))
        for number in numbers
    ]
    return sorted(
        rows, key=lambda row: (row.district is None, -row.standing.open, row.district.name if row.district else "")
    )


def _sum(cells: Cells, *, at: int, number: int | None) -> Standing:
    return sum((standing for key, standing in cells.items() if key[at] == number), Standing())
