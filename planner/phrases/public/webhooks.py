"""How it goes with an address that is told what became public, in sentences."""

from datetime import datetime

from planner.domain.webhooks import HookProblem, HookState
from planner.i18n import Translator
from planner.services.webhooks.hooks import HookRow


def say_state(t: Translator, row: HookRow, now: datetime) -> str:
    """Whether it is paused, what went wrong last and when it is tried again, how many messages wait, how many were given up."""
    hook = row.hook
    said = []
    if hook.paused_at is not None:
        said.append(t("webhooks.paused", moment=t.moment(hook.paused_at)))
    if hook.problem is not None:
        said.append(say_problem(t, hook.problem, hook.status))
        if row.waiting and hook.paused_at is None and hook.rests_until is not None and hook.rests_until > now:
            said.append(t("webhooks.next_try", moment=t.moment(hook.rests_until)))
    elif hook.sent_at is not None:
        said.append(t("webhooks.sent", moment=t.moment(hook.sent_at)))
    else:
        said.append(t("webhooks.nothing_yet"))
    if row.waiting:
        said.append(t("webhooks.waiting", n=row.waiting))
    if row.given_up:
        said.append(t("webhooks.given_up", n=row.given_up))
    return " ".join(said)


def say_problem(t: Translator, problem: HookProblem, status: int | None) -> str:
    """Why the last message was not taken."""
    return t(f"webhooks.problem.{problem.value}", status=status or "")


def say_test(t: Translator, row: HookRow) -> str:
    """What became of the last test; empty where there was none."""
    if row.test is None:
        return ""
    match row.test.state:
        case HookState.SENT:
            return t("webhooks.test_sent", moment=t.moment(row.test.ended_at or row.test.made_at))
        case HookState.FAILED:
            return t("webhooks.test_failed", moment=t.moment(row.test.ended_at or row.test.made_at))
        case HookState.WAITING | HookState.SENDING:
            return t("webhooks.test_waits")
