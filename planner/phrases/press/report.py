"""The report of the press office in words: its days, the paragraph that writes itself, and its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner import links
from planner.domain.models import PublicReport
from planner.domain.press_report import ReportFigure, ReportFigures, ReportSpan
from planner.i18n import Translator
from planner.render.papers.word.papers import ReportPaper, ReportRow
from planner.services.press.report import ListedThing

_PRESS = ("releases", "photo_reports", "field_events", "press_approaches")
_WORK = ("raised", "decided", "fixed")


@dataclass(frozen=True)
class FigureRow:
    """A figure in the table: what it is called, how many, how many a year before, and what changed («+12», «−3», «0»)."""

    figure: ReportFigure
    name: str
    number: int
    before: int
    change: str
    outside: str


def report_title(t: Translator, span: ReportSpan) -> str:
    """«Отчёт за 2016 год», «Отчёт за 1 января 2026 – 30 июня 2026»."""
    return t("report.title", span=say_span(t, span))


def say_span(t: Translator, span: ReportSpan) -> str:
    """«2016 год», «1 января 2026 – 30 июня 2026»."""
    if span.whole_year is not None:
        return t("report.year", year=span.whole_year)
    return t("report.days", first=t.full_date(span.first), last=t.full_date(span.last))


def report_rows(t: Translator, now: ReportFigures, before: ReportFigures) -> Sequence[FigureRow]:
    """The table: every figure, active citizens only where there were any."""
    known = [
        each
        for each in ReportFigure
        if each is not ReportFigure.ACTIVE_CITIZENS or now.counts[each] or before.counts[each]
    ]
    return [_row(t, figure, now, before) for figure in known]


def report_paragraph(t: Translator, city: str, now: ReportFigures, before: ReportFigures) -> str:
    """The text that writes itself out of the figures; what is zero is not told. Empty where there is nothing to tell."""
    counts = {figure.value: number for figure, number in now.counts.items()}
    sentences = [
        _sentence(t, "report.press", counts, _PRESS, when=_when(t, now.span), city=city),
        t("report.citizens", n=counts["active_citizens"], number=_figure(t, counts["active_citizens"]))
        if counts["active_citizens"]
        else "",
        _tours(t, counts),
        _sentence(t, "report.work", counts, _WORK),
        t("report.in_time", number=_figure(t, counts["fixed_in_time"])) if counts["fixed_in_time"] else "",
        _sentence(t, "report.checked", counts, ("verified", "returned")),
        _compared(t, now, before),
    ]
    return " ".join(each for each in sentences if each)


def report_paper(t: Translator, city: str, now: ReportFigures, before: ReportFigures) -> ReportPaper:
    """What the Word paper is filled from."""
    rows = [
        ReportRow(row.name, _figure(t, row.number), _figure(t, row.before), row.change)
        for row in report_rows(t, now, before)
    ]
    titles = (say_span(t, now.span), say_span(t, before.span))
    return ReportPaper(report_title(t, now.span), city, report_paragraph(t, city, now, before), *titles, rows)


def say_thing(t: Translator, thing: ListedThing) -> str:
    """A row of a list behind a figure: its name, an issue's number, and the day."""
    name = thing.name or t("report.issue", number=thing.number)
    return f"{name}, {t.full_date(thing.at)}" if thing.at is not None else name


def open_path(thing: ListedThing) -> str:
    """Its public page."""
    paths = {
        "Release": lambda: links.OPEN_NEWS_ITEM.to(news_id=thing.number),
        "Issue": lambda: links.OPEN_ISSUE.to(number=thing.number),
        "District": lambda: links.OPEN_DISTRICT.to(district_id=thing.number),
    }
    return paths.get(thing.table, lambda: links.OPEN_TOUR.to(tour_id=thing.number))()


def other_report(t: Translator, report: PublicReport) -> str:
    """What another report is called."""
    return report_title(t, ReportSpan(report.first_day, report.last_day))


def _row(t: Translator, figure: ReportFigure, now: ReportFigures, before: ReportFigures) -> FigureRow:
    number, past, typed = now.counts[figure], before.counts[figure], now.outside.get(figure, 0)
    change = number - past
    said = "0" if not change else f"{'+' if change > 0 else '−'}{_figure(t, abs(change))}"
    outside = t("report.outside", number=_figure(t, typed)) if typed else ""
    return FigureRow(figure, t(f"report.figure.{figure.value}"), number, past, said, outside)


def _sentence(t: Translator, key: str, counts: Mapping[str, int], names: Sequence[str], **more: str) -> str:
    told = [
        t(f"report.count.{name}", n=counts[name], number=_figure(t, counts[name])) for name in names if counts[name]
    ]
    return t(key, said=_listed(t, told), **more) if told else ""


def _tours(t: Translator, counts: Mapping[str, int]) -> str:
    if not counts["tours"]:
        return ""
    tours = t("report.count.tours", n=counts["tours"], number=_figure(t, counts["tours"]))
    if not counts["districts"]:
        return t("report.tours", tours=tours)
    return t("report.tours_in", tours=tours, districts=t("report.count.districts", n=counts["districts"]))


def _compared(t: Translator, now: ReportFigures, before: ReportFigures) -> str:
    """The year before in one sentence, of what was counted in both."""
    both = [
        each for each in ReportFigure if each.value in (*_PRESS, "fixed") and now.counts[each] and before.counts[each]
    ]
    told = [t(f"report.before.{each.value}", number=_figure(t, before.counts[each])) for each in both]
    return t("report.compared", said="; ".join(told)) if told else ""


def _when(t: Translator, span: ReportSpan) -> str:
    if span.whole_year is not None:
        return t("report.in_year", year=span.whole_year)
    return t("report.in_days", first=t.full_date(span.first), last=t.full_date(span.last))


def _listed(t: Translator, names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return t("press.and", first=", ".join(names[:-1]), last=names[-1])


def _figure(t: Translator, number: int) -> str:
    return t.number(number)


def say_no_rows(t: Translator, figure: str, total: int) -> str:
    """Why a list has no rows: there were none, or nobody knows whom it counts."""
    return t("report.list_citizens" if figure == ReportFigure.ACTIVE_CITIZENS and total else "report.list_empty")
