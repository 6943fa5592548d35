"""Issues, their timelines and figures in the plain words of the public pages. Typed text in it stays to be escaped."""

from collections.abc import Sequence

from planner.domain.models import Agency, Category, District
from planner.domain.open_filter import OpenLook
from planner.i18n import Translator
from planner.phrases.names import agency_name
from planner.services.public.counting import OpenCounts
from planner.services.public.issues import OpenIssue
from planner.services.public.timeline import OpenDetails, OpenEvent, OpenPromise, OpenStep

LONGEST_TITLE = 90


def title(t: Translator, issue: OpenIssue) -> str:
    """The first line of the public text, cut at a word; without one, the topic."""
    line = " ".join((issue.text.strip().splitlines() or [""])[0].split())
    cut = line if len(line) <= LONGEST_TITLE else line[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return cut or issue.category.name_in(t.language)


def rest(t: Translator, issue: OpenIssue) -> str:
    """The whole public text, where the title is not all of it."""
    return issue.text.strip() if issue.text.strip() != title(t, issue) else ""


def place(t: Translator, issue: OpenIssue) -> str:
    """The address, else the district, else that the place is not told."""
    if issue.address:
        return issue.address
    if issue.district is not None:
        return issue.district.name
    return t("open.place_closed" if issue.place_closed else "open.no_address")


def look(t: Translator, issue: OpenIssue) -> str:
    """«Исправлено, проверено», «Опаздывают с 14.09.2026», «В работе до 14.12.2026»."""
    match issue.look:
        case OpenLook.FIXED | OpenLook.ENDED:
            return t(f"open.ended.{issue.outcome.value if issue.outcome else 'fixed'}")
        case OpenLook.LATE:
            return t("open.late_since", day=t.short_date(issue.due_on)) if issue.due_on else t("open.look.late")
        case OpenLook.WORK:
            if issue.due_on is not None:
                return t("open.work_until", day=t.short_date(issue.due_on))
            return t("open.given" if issue.agency is not None else "open.new")


def answers(t: Translator, issue: OpenIssue) -> str:
    """The agency that answers for it, or that nobody does yet."""
    return agency_name(issue.agency) if issue.agency is not None else t("open.nobody_answers")


def event(t: Translator, each: OpenEvent) -> str:
    """One step of the history: what happened, to whom it was given, until when."""
    day = t.short_date(each.due_on) if each.due_on is not None else ""
    match each.step:
        case OpenStep.INSTRUCTED | OpenStep.HANDED_OVER:
            said = t(f"open.step.{each.step.value}", agency=each.agency)
            return t("open.step.until", said=said, day=day) if day else said
        case OpenStep.EXTENDED | OpenStep.RETURNED | OpenStep.REOPENED:
            said = t(f"open.step.{each.step.value}")
            return t("open.step.new_day", said=said, day=day) if day else said
        case OpenStep.ACCEPTED | OpenStep.CLOSED:
            return t(f"open.checked.{each.outcome.value if each.outcome else 'fixed'}")
        case (
            OpenStep.RAISED
            | OpenStep.TAKEN
            | OpenStep.REPORTED
            | OpenStep.CANCELLED
            | OpenStep.NEXT_TOUR
            | OpenStep.TAKEN_BACK
        ):
            return t(f"open.step.{each.step.value}")


def lateness(t: Translator, promise: OpenPromise) -> str:
    """«Опоздали на 71 день», «Опаздывают на 3 дня»; empty where the day was kept or may still be kept."""
    if not promise.days_late:
        return ""
    return t("open.was_late" if promise.done_on else "open.is_late", n=promise.days_late)


def supporters(t: Translator, issue: OpenIssue) -> str:
    """How many say that it is the same with them; empty for nobody."""
    return t("open.supporters", n=issue.supporters) if issue.supporters else ""


def closing_note(t: Translator, details: OpenDetails) -> str:
    """Why it ended where nothing was mended: the other issue that it repeats."""
    return t("open.repeats", number=details.original) if details.original is not None else ""


def summary(t: Translator, counts: OpenCounts) -> str:
    """«27 замечаний: исправлено 14, в работе 9, просрочено 4»."""
    said = t("open.summary", total=t("open.count", n=counts.total), fixed=counts.fixed, work=counts.work)
    said += t("open.summary_late", number=counts.late) if counts.late else ""
    return said + (t("open.summary_ended", number=counts.ended) if counts.ended else "")


def why_here(t: Translator, reasons: Sequence[str]) -> str:
    """«Почему здесь: сроки прошли, поддержали жители.»; empty for no reason."""
    told = ", ".join(t(f"open.why.{each}") for each in reasons)
    return t("open.why", told=told) if told else ""


def share(counts: OpenCounts, look_: OpenLook) -> int:
    """How much of a bar of 100 one look takes."""
    return round(100 * counts.of(look_) / counts.total) if counts.total else 0


def say_filter(t: Translator, district: District | None, topic: Category | None, agency: Agency | None) -> str:
    """What a list, a feed or a subscription is narrowed to; empty where it is not."""
    parts = [
        t("subscriptions.of.district", name=district.name) if district else "",
        t("subscriptions.of.topic", name=topic.name_in(t.language)) if topic else "",
        t("subscriptions.of.agency", name=agency_name(agency)) if agency else "",
    ]
    return ", ".join(filter(None, parts))
