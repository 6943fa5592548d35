"""How it goes with an address that is told what became public, in sentences."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from planner.domain.models import HookDelivery, Webhook
from planner.domain.webhooks import HookEvent, HookProblem, HookState
from planner.i18n import translator
from planner.phrases.public.webhooks import say_state, say_test
from planner.services.webhooks.hooks import HookRow
from tests.services.control_story import NOW

SOON = NOW + timedelta(minutes=10)


def hook(**fields: Any) -> Webhook:
    """An address of which this is known."""
    values: dict[str, Any] = {
        "address": "https://x.example",
        "secret": "",
        "made_at": NOW,
        "since": NOW,
        "seen_until": NOW,
    }
    return Webhook(**values | fields)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (HookRow(hook(), 0, 0, None), "There were no messages yet."),
        (HookRow(hook(sent_at=NOW), 2, 0, None), "The last message was delivered 23 November, 00:00. 2 messages wait."),
        (
            HookRow(hook(problem=HookProblem.STATUS, status=503, rests_until=SOON), 1, 1, None),
            "The address did not take the message: answer 503. The next try is 23 November, 00:10. "
            "1 message waits. 1 message was given up.",
        ),
        (
            HookRow(hook(problem=HookProblem.CONNECTION, rests_until=SOON), 0, 0, None),
            "The address does not answer.",
        ),
        (
            HookRow(hook(paused_at=NOW, problem=HookProblem.STATUS, status=410, rests_until=SOON), 1, 0, None),
            "Paused 23 November, 00:00. The address did not take the message: answer 410. 1 message waits.",
        ),
    ],
)
def test_state_says_what_went_wrong_and_what_waits(row: HookRow, said: str) -> None:
    assert say_state(translator("en", "UTC", NOW.date()), row, NOW) == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (HookState.SENT, "The test was delivered 23 November, 00:00."),
        (HookState.FAILED, "The test was not delivered 23 November, 00:00."),
        (HookState.SENDING, "The test is on its way, usually for ten seconds at most: reload the page."),
    ],
)
def test_test_says_how_it_ended(state: HookState, said: str) -> None:
    t, row = translator("en", "UTC", NOW.date()), HookRow(hook(), 0, 0, None)
    test = HookDelivery(
        webhook_id=1,
        uid="x",
        event=HookEvent.TEST,
        about={},
        at=NOW,
        next_at=NOW,
        made_at=NOW,
        ended_at=NOW,
        state=state,
    )

    assert (say_test(t, replace(row, test=test)), say_test(t, row)) == (said, "")
