"""The queue of residents' reports: each with its picture and its sender, one tap for a decision, many at once, and undo."""

import html
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import streamlit as st
from sqlmodel import Session

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.models import ReportMove
from planner.domain.models.types import id_of
from planner.domain.words import ReportKind
from planner.phrases.public.residents import say_sender
from planner.services.access.visit import Visit
from planner.services.residents.forgetting import forget_contact
from planner.services.residents.moderating import accept_reports, join_reports, refuse_reports, undo_reports
from planner.services.residents.not_fixed import return_issue
from planner.services.residents.queue import ReportPage, ReportPart, ReportRow, report_queue
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes, ask_day
from planner.ui.public.amending import moves_of_page, show_bring_back, show_edit_button, show_history
from planner.ui.second_tap import second_tap
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt

_ICONS = {"join": ":material/merge:", "refuse": ":material/block:", "return": ":material/replay:"}
_USUAL_TERM = timedelta(days=14)
_DONE, _PLACE = "reports_done", "reports"


def show_reports(visit: Visit) -> None:
    """The whole part of the screen."""
    t = visit.t
    part = st.segmented_control(
        t("residents.parts"),
        list(ReportPart),
        default=ReportPart.WAITING,
        required=True,
        format_func=lambda each: t(f"residents.part.{each}"),
        label_visibility="collapsed",
        key="reports_part",
        bind="query-params",
    )
    _show_undo(visit)
    pages_below = st.empty()
    with visit.reading() as session:
        found = report_queue(session, visit.actor, ReportPart(part))
        if found.pages > 1:
            number = pages_below.pagination(found.pages, key=f"reports_page_{part}")
            found = report_queue(session, visit.actor, ReportPart(part), page=number)
    said = t("residents.waiting", n=found.waiting)
    said += f" {t('residents.unconfirmed', n=found.unconfirmed)}" if found.unconfirmed else ""
    st.markdown(f":gray[{said}]")
    if not visit.city.takes_reports:
        st.info(t("residents.off"), icon=":material/speaker_notes_off:")
    if not found.rows:
        st.info(t(f"residents.empty.{part}"), icon=":material/task_alt:")
    moves = moves_of_page(visit, [row.report for row in found.rows])
    chosen = [id_of(row.report) for row in found.rows if _show_row(visit, ReportPart(part), row, moves)]
    if part != ReportPart.DECIDED:
        _show_bulk(visit, ReportPart(part), found, chosen)


def _show_row(visit: Visit, part: ReportPart, row: ReportRow, moves: Mapping[int, Sequence[ReportMove]]) -> bool:
    t, report = visit.t, row.report
    number, chosen = id_of(report), False
    with st.container(border=True, key=f"report_row_{number}"):
        name = t("residents.report", moment=t.moment(report.created_at), topic=row.category.name_in(t.language))
        if part is ReportPart.DECIDED:
            st.markdown(plain(name))
        else:
            chosen = st.checkbox(plain(name), key=f"choose_report_{part}_{number}")
        st.markdown(f"**{plain(report.address or t('open.no_address'))}**")
        if report.about_issue_id is not None:
            about = t("residents.about", number=report.about_issue_id)
            st.page_link("issue.py", label=about, query_params={"id": str(report.about_issue_id)})
        elif report.point is None:
            st.warning(t("residents.no_point"), icon=":material/wrong_location:")
        st.text(report.text)
        if row.has_photo:
            _show_picture(visit, report.uid)
        if report.media_url:
            st.text(t("residents.media_url", url=report.media_url))
        st.markdown(f":gray[{plain(say_sender(t, row))}]")
        if part is ReportPart.DECIDED:
            _show_decided(visit, row)
            show_history(visit, moves, report)
            show_bring_back(visit, report)
        else:
            show_history(visit, moves, report)
            _show_alike(visit, number, row)
            _show_taps(visit, number, row)
    return bool(chosen)


def _show_alike(visit: Visit, number: int, row: ReportRow) -> None:
    """What it may repeat, in words, each with the tap that joins it."""
    t = visit.t
    if row.alike:
        st.markdown(f":orange[:material/content_copy: {t('residents.alike_staff')}]")
    for issue in row.alike:
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"alike_{number}_{issue.id}"):
            told = " · ".join(filter(None, [t("issues.number", number=issue.id), issue.address, issue.text]))
            st.page_link("issue.py", label=plain(told), query_params={"id": str(issue.id)})
            label = t("residents.join_to", number=issue.id)
            st.button(label, key=f"join_{number}_{issue.id}", on_click=_join, args=(visit, [number], id_of(issue)))


def _show_picture(visit: Visit, uid: str) -> None:
    small, large = (links.REPORT_PICTURE.to(uid=uid, size=size) for size in ("small", "large"))
    alt = html.escape(visit.t("residents.picture"))
    st.html(f'<a href="{large}" target="_blank"><img src="{small}" alt="{alt}" loading="lazy"></a>')


def _show_taps(visit: Visit, number: int, row: ReportRow) -> None:
    t = visit.t
    if row.report.kind is ReportKind.NOT_FIXED:
        with st.container(horizontal=True, gap="small"):
            show_edit_button(visit, number)
            _show_asking(visit, [number], f"_{number}", ("return", "refuse"), about=row.report.about_issue_id)
        return
    with st.container(horizontal=True, gap="small"):
        for name, publish in (("accept", False), ("accept_publish", True)):
            st.button(
                t(f"residents.{name}"),
                key=f"{name}_{number}",
                icon=":material/public:" if publish else ":material/check:",
                on_click=_accept,
                args=(visit, [number], publish),
            )
        show_edit_button(visit, number)
        _show_asking(visit, [number], f"_{number}")


def _show_asking(
    visit: Visit,
    numbers: Sequence[int],
    key: str,
    names: Sequence[str] = ("join", "refuse"),
    about: int | None = None,
) -> None:
    for name in names:
        st.button(
            visit.t(f"residents.{name}"),
            key=f"{name}{key}",
            icon=_ICONS[name],
            on_click=open_dialog,
            args=(f"{name}_reports",),
            kwargs={"reports": list(numbers), "report_id": numbers[0], "number": about},
        )


def _show_decided(visit: Visit, row: ReportRow) -> None:
    t, report = visit.t, row.report
    state = t(f"words.report_state.{report.state.value}")
    moment = t.moment(report.decided_at) if report.decided_at else ""
    said = t("residents.decided", state=state, name=report.decided_by, moment=moment)
    st.markdown(f":gray[{plain(said)}]")
    if report.answer:
        st.text(report.answer)
    if report.issue_id is not None:
        st.page_link(
            "issue.py", label=t("issues.number", number=report.issue_id), query_params={"id": str(report.issue_id)}
        )
    label, sure = t("residents.forget"), t("residents.forget_sure")
    has_contact = bool(report.email or report.name or report.phone)
    if has_contact and second_tap(t, label, sure, key=f"forget_{report.id}"):
        _forget(visit, id_of(report))


def _show_bulk(visit: Visit, part: ReportPart, found: ReportPage, chosen: Sequence[int]) -> None:
    t = visit.t
    if not found.rows:
        return
    with st.bottom.container(horizontal=True, gap="small"):
        numbers = [id_of(row.report) for row in found.rows]
        st.button(t("publicity.choose_all"), icon=":material/select_all:", on_click=_choose, args=(part, numbers))
        if chosen:
            label = t("residents.accept_chosen", number=len(chosen))
            st.button(label, type="primary", icon=":material/check:", on_click=_accept, args=(visit, chosen, False))
            _show_asking(visit, chosen, "_chosen")


def _show_undo(visit: Visit) -> None:
    show_problem(_PLACE)
    numbers = st.session_state.get(_DONE)
    if numbers:
        with st.container(horizontal=True, vertical_alignment="center", key="reports_undo"):
            st.success(visit.t("residents.done", n=len(numbers)), icon=":material/check:")
            st.button(visit.t("publicity.undo"), icon=":material/undo:", on_click=_undo, args=(visit, numbers))


def show_refuse(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which one says why reports are refused."""
    show_dialog(dialog, visit.t("residents.refuse"), _ask_answer, icon=":material/block:")


def _ask_answer(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, numbers = visit.t, FieldNotes(), dialog.about["reports"]
    st.markdown(t("residents.refuse_note", n=len(numbers)))
    answer = st.text_area(t("residents.answer"), key=dialog.key("answer"))
    notes.under("answer")
    notes.under("")
    if show_save(visit, dialog, t("residents.refuse_button"), icon=":material/block:"):

        def refuse(session: Session) -> None:
            _note(refuse_reports(session, visit.actor, numbers, answer=answer, now=visit.now))

        save_and_close(visit, notes, refuse)


def show_join(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which one names the issue that is the same."""
    show_dialog(dialog, visit.t("residents.join"), _ask_issue, icon=":material/merge:")


def _ask_issue(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, numbers = visit.t, FieldNotes(), dialog.about["reports"]
    issue = st.number_input(t("residents.join_issue"), value=None, step=1, key=dialog.key("issue"))
    notes.under("issue")
    notes.under("")
    if show_save(visit, dialog, t("residents.join_button"), icon=":material/merge:"):

        def join(session: Session) -> None:
            _note(join_reports(session, visit.actor, numbers, into_id=issue, now=visit.now))

        save_and_close(visit, notes, join)


def show_return(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which what is not fixed is returned, with a new date."""
    show_dialog(dialog, visit.t("residents.return"), _ask_until, icon=":material/replay:")


def _ask_until(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, number = visit.t, FieldNotes(), int(dialog.about["report_id"])
    today = today_in(visit.city.timezone, visit.now)
    st.markdown(t("residents.return_note", number=dialog.about["number"]))
    until = ask_day(t("residents.return_until"), today + _USUAL_TERM, key=dialog.key("until"))
    notes.under("date")
    notes.under("")
    if show_save(visit, dialog, t("residents.return_button"), icon=":material/replay:"):
        given: dict[str, Any] = {"until": until, "now": visit.now, "today": today}
        save_and_close(visit, notes, lambda session: return_issue(session, visit.actor, number, **given))


def _accept(visit: Visit, numbers: Sequence[int], publish: bool) -> None:
    _tap(visit, lambda session: accept_reports(session, visit.actor, numbers, publish=publish, now=visit.now))


def _join(visit: Visit, numbers: Sequence[int], issue_id: int) -> None:
    _tap(visit, lambda session: join_reports(session, visit.actor, numbers, into_id=issue_id, now=visit.now))


def _tap(visit: Visit, decide: Callable[[Session], Sequence[int]]) -> None:
    done = attempt(visit, decide)
    keep_problem(_PLACE, done.problem)
    _note(done.value or ())


def _undo(visit: Visit, numbers: Sequence[int]) -> None:
    done = attempt(visit, lambda session: undo_reports(session, visit.actor, numbers, now=visit.now))
    keep_problem(_PLACE, done.problem)
    _note(())


def _forget(visit: Visit, number: int) -> None:
    done = attempt(visit, lambda session: forget_contact(session, visit.actor, number, now=visit.now))
    keep_problem(_PLACE, done.problem)
    st.rerun()


def _note(numbers: Sequence[int]) -> None:
    st.session_state[_DONE] = list(numbers)


def _choose(part: ReportPart, numbers: Sequence[int]) -> None:
    for number in numbers:
        st.session_state[f"choose_report_{part}_{number}"] = True
