"""One's own password and PIN on the account's screen: the slow checks stand between two short transactions."""

import streamlit as st

from planner.domain.errors import Invalid, PlannerError
from planner.services.access.new_password import begin_own_password, finish_own_password, finish_own_pin, has_pin
from planner.services.access.passwords import PIN_DIGITS, hash_password, hash_pin, is_right
from planner.services.access.visit import Visit
from planner.ui.forms import FieldNotes
from planner.ui.visit import Problem, attempt


def change_password(visit: Visit, *, old: str, new: str, again: str) -> Problem | None:
    """Sets the new password and ends every sign-in of the account; the problem, where a rule says no."""
    begun = attempt(visit, lambda session: begin_own_password(session, visit.actor, now=visit.now))
    if begun.value is None:
        return begun.problem
    account = begun.value
    try:
        if not is_right(old, account.password_hash):
            raise Invalid("sign_in.error.old_password", field="old")
        if new != again:
            raise Invalid("sign_in.error.repeat", field="repeat")
        hashed = hash_password(new, about=(account.name, account.email, visit.city.name), field="new")
    except PlannerError as error:
        return Problem(visit.t(error.key, **error.values), error.field)
    return attempt(
        visit, lambda session: finish_own_password(session, visit.actor, account, hashed, now=visit.now)
    ).problem


def show_own_pin(visit: Visit) -> None:
    """The form, and whether there is a PIN."""
    t, notes = visit.t, FieldNotes()
    with st.container(border=True):
        st.header(t("account.pin"), anchor=False)
        st.markdown(t("account.pin.explain"))
        with visit.reading() as session:
            is_set = has_pin(session, visit.actor)
        if is_set:
            st.markdown(f":green[:material/check_circle: {t('account.pin.is_set')}]")
        with st.form("pin", border=False, clear_on_submit=True):
            old = st.text_input(t("account.pin.password"), type="password", autocomplete="current-password")
            notes.under("old")
            pin = st.text_input(
                t("account.pin.new", digits=PIN_DIGITS), type="password", autocomplete="off", max_chars=PIN_DIGITS
            )
            notes.under("pin")
            if st.form_submit_button(t("account.pin.save"), width="stretch"):
                problem = set_pin(visit, old=old, pin=pin)
                notes.show(problem)
                if problem is None:
                    st.success(t("account.pin.saved"))


def set_pin(visit: Visit, *, old: str, pin: str) -> Problem | None:
    """Sets the PIN where the password is right; the problem, where a rule says no."""
    begun = attempt(visit, lambda session: begin_own_password(session, visit.actor, now=visit.now))
    if begun.value is None:
        return begun.problem
    account = begun.value
    try:
        if not is_right(old, account.password_hash):
            raise Invalid("sign_in.error.old_password", field="old")
        hashed = hash_pin(pin)
    except PlannerError as error:
        return Problem(visit.t(error.key, **error.values), error.field)
    return attempt(visit, lambda session: finish_own_pin(session, visit.actor, account, hashed, now=visit.now)).problem
