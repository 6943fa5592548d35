"""How the backups by schedule stand, on the screen of the city's settings."""

import streamlit as st

from planner.config import settings
from planner.services.access.visit import Visit
from planner.services.backup.schedule import BackupReport, backup_report
from planner.ui.text import plain


def show_backups(visit: Visit) -> None:
    """The last one's age and size, red where it is too old or failed; without a folder, how to have them made."""
    t = visit.t
    with st.container(border=True):
        st.header(t("backup.title"), anchor=False)
        if settings().backups is None:
            st.warning(t("backup.off"), icon=":material/warning:")
            return
        with visit.reading() as session:
            report = backup_report(session, visit.actor, now=visit.now)
        told = "  \n".join(_sentences(visit, report))
        if report.is_bad:
            st.error(told, icon=":material/error:")
        else:
            st.success(told, icon=":material/check_circle:")
        st.caption(t("backup.where", folder=plain(str(settings().backups)), n=settings().backups_kept))


def _sentences(visit: Visit, report: BackupReport) -> list[str]:
    t = visit.t
    told = [t("backup.never")]
    if report.done_at is not None:
        size = t.number(round(report.file_bytes / 1e6, 1))
        day, time = t.full_date(report.done_at), t.time(report.done_at)
        told = [t("backup.last", day=day, time=time, file=plain(report.file), mb=size)]
        days = (visit.now - report.done_at).days
        if report.is_bad and days > 0:
            told.append(t("backup.age", n=days))
    if report.problem:
        values = {name: plain(str(value)) for name, value in report.problem_values.items()}
        told.append(t("backup.failed", reason=t(report.problem, **({"path": "", "reason": ""} | values))))
    return told
