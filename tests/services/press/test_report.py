"""The report: what is counted of which days, for the press office and for everybody, and the paragraph out of written data."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.errors import Invalid, NotAllowed
from planner.domain.models import Ballot, City, Release, Stop, Tour, Vote, VoteOption
from planner.domain.models.types import id_of
from planner.domain.press_report import ReportFigure, ReportSpan
from planner.domain.words import Outcome, ReleaseKind, ReleaseState, TourKind, TourState, VoteKind
from planner.i18n import translator
from planner.phrases.press.report import report_paragraph
from planner.services.control.instructions import accept_report, report_done, return_report
from planner.services.press.open_report import let_out_report, open_report, open_report_list, preview_report
from planner.services.press.report import note_outside, outside_of_year, report_figures, report_list
from planner.services.public.openness import show_tour
from tests.services.control_story import DUE, TODAY, a_photo, an_instruction
from tests.services.press.press_story import an_open_issue, end_tour
from tests.services.public_story import NOW, OpenScene, log

YEAR = ReportSpan.of_year(2026)
OLD = ReportSpan.of_year(2016)


def counts(session: Session, city: OpenScene, span: ReportSpan = YEAR) -> dict[str, int]:
    """What the press office counts, without zeros."""
    found = report_figures(session, city.inna, span, now=NOW).counts
    return {figure.value: number for figure, number in found.items() if number}


def open_counts(session: Session, city: OpenScene) -> dict[str, int]:
    """What everybody would read, without zeros."""
    found = preview_report(session, city.inna, YEAR, now=NOW).counts
    return {figure.value: number for figure, number in found.items() if number}


def listed(session: Session, city: OpenScene, figure: ReportFigure) -> list[tuple[str, int]]:
    """The rows behind a figure."""
    return [(row.table, row.number) for row in report_list(session, city.inna, YEAR, figure, now=NOW).rows]


def work(session: Session, city: OpenScene, **about: Any) -> int:
    """An issue whose work was reported, returned, reported again and accepted."""
    town = city.scene.town
    issue = an_open_issue(session, city, **about)
    given = id_of(an_instruction(session, town, issue))
    for _ in range(2):
        report_done(session, town.oksana, given, text="Готово", photo_ids=[a_photo(session, issue)], now=NOW)
        if _ == 0:
            return_report(session, town.kira, given, reason="Плохо", until=DUE, now=NOW, today=TODAY)
    accept_report(session, town.kira, given, outcome=Outcome.FIXED, now=NOW)
    return id_of(issue)


def test_work_of_the_year_is_counted_and_each_number_has_its_list(session: Session, city: OpenScene) -> None:
    end_tour(session, city)
    issue = work(session, city)
    internal = id_of(log(session, city.scene, internal=True))

    found = counts(session, city)

    assert found == {
        **{"tours": 1, "districts": 1, "raised": 1, "decided": 1, "fixed": 1, "fixed_in_time": 1},
        **{"verified": 1, "returned": 1},
    }
    assert listed(session, city, ReportFigure.FIXED) == [("Issue", issue)]
    assert listed(session, city, ReportFigure.TOURS) == [("Tour", city.scene.tour)]
    assert listed(session, city, ReportFigure.DISTRICTS) == [("District", city.scene.town.district)]
    assert internal not in [number for _, number in listed(session, city, ReportFigure.RAISED)]


def test_everybody_reads_figures_of_what_is_public_alone(session: Session, city: OpenScene) -> None:
    end_tour(session, city)
    log(session, city.scene, stop_id=city.scene.stop)
    an_open_issue(session, city)

    before = (counts(session, city)["raised"], open_counts(session, city)["raised"])
    show_tour(session, city.inna, city.scene.tour, False)

    assert before == (2, 1)
    assert open_counts(session, city) == {"raised": 1}


def test_report_that_is_out_opens_the_list_of_each_number(session: Session, city: OpenScene) -> None:
    end_tour(session, city)
    issue = an_open_issue(session, city)
    report = let_out_report(session, city.inna, YEAR, now=NOW)

    told, rows = open_report_list(session, id_of(report), ReportFigure.RAISED, now=NOW)

    assert (told.figures.span, [row.number for row in rows.rows], rows.total) == (YEAR, [issue.id], 1)
    assert open_report(session, None, now=NOW).number == report.id
    assert let_out_report(session, city.inna, YEAR, now=NOW).id == report.id


def test_days_are_those_of_the_city(session: Session, city: OpenScene) -> None:
    tour = session.get_one(Tour, end_tour(session, city))
    tour.starts_at = datetime.fromisoformat("2026-12-31T15:30:00+00:00")  # it is 2027 in Blagoveshchensk

    assert (counts(session, city), counts(session, city, ReportSpan.of_year(2027))) == ({}, {"tours": 1})


def test_press_approaches_are_events_and_stops_that_tours_made(session: Session, city: OpenScene) -> None:
    stop = session.get_one(Stop, city.scene.stop)
    stop.press = True
    end_tour(session, city)
    event = _tour(TourKind.PRESS_APPROACH, NOW)
    session.add(event)
    session.flush()
    stops = listed(session, city, ReportFigure.PRESS_APPROACHES)

    stop.skipped = True

    assert sorted(stops) == [("Stop", city.scene.tour), ("Tour", id_of(event))]
    assert counts(session, city)["press_approaches"] == 1


def test_active_citizens_are_the_addresses_confirmed_in_votes_of_the_year(session: Session, city: OpenScene) -> None:
    vote = Vote(kind=VoteKind.QUESTION, title="Где сквер?", opens_at=NOW, closes_at=NOW, made_by="Olga", made_at=NOW)
    session.add(vote)
    session.flush()
    option = VoteOption(vote_id=id_of(vote), position=1, text="Здесь")
    session.add(option)
    session.flush()
    for voter, year in (("a", 2026), ("b", 2026), ("c", 2025)):
        session.add(Ballot(vote_id=id_of(vote), voter=voter, option_id=id_of(option), year=year))
    note_outside(session, city.inna, 2026, ReportFigure.ACTIVE_CITIZENS, 40, now=NOW)

    found = report_list(session, city.inna, ReportSpan.of_year(2026), ReportFigure.ACTIVE_CITIZENS, now=NOW)

    assert counts(session, city) == {"active_citizens": 42}
    assert (found.rows, found.total, found.outside, found.pages) == ([], 2, 40, 1)


def test_typed_figures_count_for_whole_years_alone(session: Session, city: OpenScene) -> None:
    note_outside(session, city.inna, 2026, ReportFigure.ACTIVE_CITIZENS, 2281, now=NOW)
    note_outside(session, city.inna, 2026, ReportFigure.RELEASES, 10, now=NOW)
    note_outside(session, city.inna, 2026, ReportFigure.RELEASES, 12, now=NOW)
    half = ReportSpan(date(2026, 1, 1), date(2026, 6, 30))

    assert counts(session, city) == {"active_citizens": 2281, "releases": 12}
    assert counts(session, city, half) == {}
    note_outside(session, city.inna, 2026, ReportFigure.RELEASES, None, now=NOW)
    assert outside_of_year(session, city.inna, 2026) == {ReportFigure.ACTIVE_CITIZENS: 2281}


@pytest.mark.parametrize(("year", "value"), [(2026, -1), (2026, 10_000_001), (1200, 5)])
def test_typed_figure_that_cannot_be_is_refused(session: Session, city: OpenScene, year: int, value: int) -> None:
    with pytest.raises(Invalid):
        note_outside(session, city.inna, year, ReportFigure.RELEASES, value, now=NOW)


def test_report_of_no_days_is_refused_and_others_have_none(session: Session, city: OpenScene) -> None:
    with pytest.raises(Invalid, match=r"report\.error\.span"):
        report_figures(session, city.inna, ReportSpan(date(2026, 5, 2), date(2026, 5, 1)), now=NOW)
    with pytest.raises(NotAllowed):
        report_figures(session, city.scene.town.olga, YEAR, now=NOW)


def test_paragraph_of_the_citys_report_is_written_out_of_written_data(session: Session, city: OpenScene) -> None:
    session.get_one(City, 1).name = "Благовещенск"
    session.add_all(_release(number, ReleaseKind.RELEASE) for number in range(2982))
    session.add_all(_release(number, ReleaseKind.PHOTOS) for number in range(360))
    session.add_all(_tour(TourKind.FIELD_EVENT, _day(number)) for number in range(170))
    session.add_all(_tour(TourKind.PRESS_APPROACH, _day(number)) for number in range(87))
    session.flush()
    note_outside(session, city.inna, 2016, ReportFigure.ACTIVE_CITIZENS, 2281, now=NOW)

    now, before = (report_figures(session, city.inna, span, now=NOW) for span in (OLD, OLD.year_before))
    ru, en = (report_paragraph(translator(each, "Asia/Yakutsk"), "Благовещенск", now, before) for each in ("ru", "en"))

    assert ru.replace("\u00a0", " ") == (
        "В 2016 году пресс-служба администрации (г. Благовещенск) подготовила и провела: 2 982 пресс-релиза, 360 фоторепортажей, "
        "170 выездных мероприятий и 87 пресс-подходов. В решениях города участвовал 2 281 активный гражданин."
    )
    assert en == (
        "In 2016 the press office (Благовещенск) prepared and held: 2,982 press releases, 360 photo reports, "
        "170 field events and 87 press approaches. 2,281 active citizens took part in decisions of the city."
    )


def _day(number: int) -> datetime:
    return datetime.fromisoformat("2016-01-02T00:00:00+00:00") + timedelta(days=number % 360)


def _release(number: int, kind: ReleaseKind) -> Release:
    moment = _day(number)
    about: dict[str, Any] = {"made_at": moment, "changed_at": moment, "public_from": moment}
    return Release(kind=kind, state=ReleaseState.PUBLISHED, title=f"Релиз {number}", **about)


def _tour(kind: TourKind, moment: datetime) -> Tour:
    times: dict[str, Any] = {"starts_at": moment, "ends_at": moment, "created_at": moment}
    return Tour(kind=kind, state=TourState.CLOSED, title="Событие", **times)
