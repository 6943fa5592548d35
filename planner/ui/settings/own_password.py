"""Changing one's own password from the account's screen: the slow checks stand between two short transactions."""

from planner.domain.errors import Invalid, PlannerError
from planner.services.access.new_password import begin_own_password, finish_own_password
from planner.services.access.passwords import hash_password, is_right
from planner.services.access.visit import Visit
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
    return attempt(visit, lambda session: finish_own_password(session, visit.actor, account, hashed)).problem
