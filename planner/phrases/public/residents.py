"""What residents read of their reports. Typed text in it stays to be escaped."""

from collections.abc import Mapping, Sequence

from planner.domain.errors import Invalid
from planner.domain.words import ReportKind, ReportState
from planner.i18n import Translator
from planner.services.residents.following import Followed
from planner.services.residents.queue import ReportRow


def say_problems(t: Translator, error: Invalid) -> Mapping[str, str]:
    """A sentence for each field that cannot be as it is."""
    return {each.field or "": t(each.key, **each.values) for each in (error, *error.others)}


def say_standing(t: Translator, report: Followed) -> Sequence[str]:
    """How a report stands, in sentences: first what became of it, then whether there will be an answer by mail."""
    match report.state:
        case ReportState.WAITING:
            return [t("residents.follow.waiting"), *_of_mail(t, report)]
        case ReportState.ACCEPTED | ReportState.JOINED:
            name = "returned" if report.kind is ReportKind.NOT_FIXED else report.state.value
            said = [t(f"residents.follow.{name}", number=report.number)]
            return said if report.details else [*said, t("residents.follow.not_public")]
        case ReportState.REFUSED:
            return [t("residents.follow.refused", reason=report.answer)]


def say_state(t: Translator, report: Followed) -> str:
    """«Сообщение о проблеме · Ждёт решения»."""
    kind, state = (t(f"words.report_kind.{report.kind.value}"), t(f"words.report_state.{report.state.value}"))
    return t("residents.follow.state", kind=kind, state=state)


def say_sent(t: Translator, report: Followed) -> str:
    """«Отправлено 29 ноября, 10:46 · Ямы · Ленина, 133 · снимок приложен»."""
    parts = [t("residents.follow.sent", moment=t.moment(report.sent_at)), say_subject(t, report)]
    return " · ".join([*parts, *([t("residents.follow.photo")] if report.has_photo else [])])


def say_subject(t: Translator, report: Followed) -> str:
    """The topic and the address."""
    return ", ".join(part for part in (report.category.name_in(t.language), report.address) if part)


def say_sender(t: Translator, row: ReportRow) -> str:
    """Whose report it is, for those who decide: «Анна, почта anna@example.org, подтверждена»."""
    report = row.report
    standing = t(f"residents.sender.{'confirmed' if report.confirmed_at else 'unconfirmed'}")
    email = t("residents.sender.email", email=report.email, standing=standing) if report.email else ""
    known = ", ".join(part for part in (report.name, email, report.phone) if part)
    nobody = t(f"residents.sender.{'forgotten' if report.forgotten_at else 'nobody'}")
    program = t("residents.sender.program", name=row.program) if row.program else ""
    return " · ".join(part for part in (known or nobody, program) if part)


def _of_mail(t: Translator, report: Followed) -> Sequence[str]:
    if not report.gave_address:
        return []
    if not report.mailed:
        return [t("residents.follow.no_mail")]
    return [t("residents.follow.confirmed" if report.confirmed else "residents.follow.unconfirmed")]
