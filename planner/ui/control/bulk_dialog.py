"""The dialog in which a step is made for many: what is given with it, who would refuse and why, and how far it has come."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st
from sqlmodel import Session

from planner.domain.deadlines import today_in
from planner.domain.models.types import id_of
from planner.domain.words import Step
from planner.phrases.issues import issue_title
from planner.phrases.names import agency_name
from planner.services.access.visit import Visit
from planner.services.bulk.bulk import Bulk, BulkAnswer, try_bulk
from planner.services.bulk.decisions import begin_bulk, take_next
from planner.services.bulk.open_steps import BulkThing, bulk_things
from planner.services.control.assigning import suggest_instruction
from planner.ui.control.bulk_parts import bulk_dialog_of, forget_choice
from planner.ui.control.choices import choose_agency, choose_outcome
from planner.ui.dialog_state import OpenDialog, close_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes, ask_day
from planner.ui.issue.table import forget_chosen
from planner.ui.step_look import button_icon, demands_of, fields_of
from planner.ui.text import plain
from planner.ui.visit import Problem, attempt, say_no

_SHOWN = 8
Things = Mapping[int, BulkThing]


def is_bulk(dialog: OpenDialog) -> bool:
    """Whether an open dialog is one of these."""
    return isinstance(step := dialog.about.get("step"), Step) and dialog.name == bulk_dialog_of(step)


def show_bulk(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog of a step for many."""
    step = dialog.about["step"]
    title = visit.t(f"bulk.do.{step}", number=len(dialog.about["numbers"]))
    show_dialog(dialog, title, _ask, width="medium", icon=button_icon(step))


def _ask(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, step = visit.t, FieldNotes(), dialog.about["step"]
    with visit.reading() as session:
        things = bulk_things(session, visit.actor, dialog.about["numbers"], step)
    bulk = Bulk(step)
    for field in fields_of(step):
        bulk = _FIELDS[field](visit, dialog, bulk, things)
        notes.under(field)
    notes.under("")
    tried = _try(visit, dialog, bulk)
    if isinstance(tried, BulkAnswer):
        _show_refused(visit, tried, things)
    st.markdown(f":gray[{t('bulk.told_later')}]")
    if isinstance(tried, Problem) and _is_filled(bulk):
        notes.show(tried)
    number = len(tried.done) if isinstance(tried, BulkAnswer) else len(things)
    if show_save(visit, dialog, t(f"bulk.do.{step}", number=number), disabled=not number):
        if isinstance(tried, Problem):
            notes.show(tried)
        else:
            notes.show(_make(visit, dialog, bulk, tried))


def _try(visit: Visit, dialog: OpenDialog, bulk: Bulk) -> BulkAnswer | Problem:
    """Who would refuse, found once for what is given; a later tap inside the dialog asks nobody again."""
    key = dialog.key("tried")
    known = st.session_state.get(key)
    if known is not None and known[0] == bulk:
        return known[1]  # type: ignore[no-any-return]
    today, numbers = today_in(visit.city.timezone, visit.now), dialog.about["numbers"]
    done = attempt(visit, lambda session: try_bulk(session, visit.actor, numbers, bulk, now=visit.now, today=today))
    answer = done.problem if done.value is None else done.value
    assert answer is not None
    st.session_state[key] = (bulk, answer)
    return answer


def _is_filled(bulk: Bulk) -> bool:
    """Whether nothing is empty any more: a form is not scolded for what one has not come to yet."""
    given = {"text": bulk.text.strip(), "agency": bulk.agency_id, "date": bulk.until, "outcome": bulk.outcome}
    return all(given[name] for name in demands_of(bulk.step))


def _show_refused(visit: Visit, tried: BulkAnswer, things: Things) -> None:
    t = visit.t
    if not tried.refused:
        st.markdown(f":material/check_circle: {t('bulk.all_will', number=len(tried.done))}")
        return
    lines = [
        f"- {plain(_name(visit, things.get(number), number))} — {say_no(t, error)}"
        for number, error in list(tried.refused.items())[:_SHOWN]
    ]
    more = len(tried.refused) - _SHOWN
    lines += [f"- {t('bulk.and_more', number=more)}"] if more > 0 else []
    told = t("bulk.some_refuse", done=len(tried.done), refused=len(tried.refused))
    st.warning("\n".join([told, "", *lines]), icon=":material/block:")


def _name(visit: Visit, thing: BulkThing | None, number: int) -> str:
    if thing is None:
        return f"№ {number}"
    title = issue_title(thing.issue, thing.category.name_in(visit.t.language))
    return f"№ {thing.issue.id} {title}"


def _make(visit: Visit, dialog: OpenDialog, bulk: Bulk, tried: BulkAnswer) -> Problem | None:
    """One after the other, each in a transaction of its own; what refuses now stays as it is and is told. Why none began."""
    t, today = visit.t, today_in(visit.city.timezone, visit.now)
    begun = attempt(
        visit, lambda session: begin_bulk(session, visit.actor, tried.done, bulk, uid=dialog.uid, now=visit.now)
    )
    if begun.value is None:
        return begun.problem
    bar, refused = st.progress(0.0), 0
    for at, number in enumerate(begun.value, start=1):
        done = attempt(visit, _take_one(visit, dialog.uid, number, bulk, today))
        refused += done.problem is not None
        bar.progress(at / len(begun.value), t("bulk.progress", at=at, all=len(begun.value)))
    told = t(f"bulk.done.{bulk.step}", number=len(begun.value) - refused)
    if refused:
        told += ". " + t("bulk.refused_now", number=refused)
    st.toast(told, icon=":material/check_circle:")
    forget_choice()
    forget_chosen()
    close_dialog()
    return None


def _take_one(visit: Visit, uid: str, number: int, bulk: Bulk, today: date) -> Callable[[Session], None]:
    return lambda session: take_next(session, visit.actor, uid, number, bulk, now=visit.now, today=today)


def _ask_text(visit: Visit, dialog: OpenDialog, bulk: Bulk, things: Things) -> Bulk:
    t = visit.t
    label = t("instruct.text") if bulk.step is Step.INSTRUCT else t(f"instructions.ask.text.{bulk.step}")
    return replace(bulk, text=st.text_area(label, key=dialog.key("text"), height=110))


def _ask_date(visit: Visit, dialog: OpenDialog, bulk: Bulk, things: Things) -> Bulk:
    """Offers a week after the latest present date, of new instructions ten days from now."""
    today, t = today_in(visit.city.timezone, visit.now), visit.t
    dates = [thing.instruction.due_on for thing in things.values() if thing.instruction]
    offered = max(today, *dates) + timedelta(days=7) if dates else today + timedelta(days=10)
    label = t("bulk.ask.due") if bulk.step is Step.INSTRUCT else t("instructions.ask.date")
    return replace(bulk, until=ask_day(label, offered, key=dialog.key("date")))


def _ask_agency(visit: Visit, dialog: OpenDialog, bulk: Bulk, things: Things) -> Bulk:
    """The agencies in the order in which they are offered for the first of the selection."""
    t, today = visit.t, today_in(visit.city.timezone, visit.now)
    first = next(iter(things.values()), None)
    names: dict[int, str] = {}
    if first is not None:
        with visit.reading() as session:
            offered = suggest_instruction(session, visit.actor, id_of(first.issue), today=today)
        names = {id_of(agency): agency_name(agency) for agency in offered.agencies}
    label = t("instruct.agency") if bulk.step is Step.INSTRUCT else t("instructions.ask.agency")
    return replace(bulk, agency_id=choose_agency(visit, dialog, names, label=label))


def _ask_outcome(visit: Visit, dialog: OpenDialog, bulk: Bulk, things: Things) -> Bulk:
    return replace(bulk, outcome=choose_outcome(visit, dialog, bulk.step))


_FIELDS: Mapping[str, Callable[[Visit, OpenDialog, Bulk, Things], Bulk]] = {
    "date": _ask_date,
    "agency": _ask_agency,
    "outcome": _ask_outcome,
    "text": _ask_text,
}
