"""Asking the Bot API of Telegram, or a relay to it: by the standard library, with a limit for every answer."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from planner.config import TelegramBot
from planner.worker.smtp import Refused, Unreachable

ANSWER_S = 20.0
_LONGEST_ANSWER = 4 * 1024 * 1024


class Slower(Unreachable):
    """Telegram wants us to wait so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"429 Too Many Requests: {seconds:.0f} s")
        self.seconds = seconds


def call(bot: TelegramBot, method: str, **given: Any) -> Any:
    """The `result` of a method. Raises Refused where the API says no to this very request, Unreachable for anything else.

    Nothing that is raised names the address, in which the token stands.
    """
    request = Request(  # noqa: S310 - the scheme was checked with the settings
        f"{bot.url}/bot{bot.token}/{method}",
        data=json.dumps(given).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urlopen(request, timeout=ANSWER_S) as answer:  # noqa: S310
            told = json.loads(answer.read(_LONGEST_ANSWER))
    except HTTPError as error:
        raise _no(error) from None
    except (OSError, ValueError) as error:
        raise Unreachable(f"{type(error).__name__}") from None
    if not isinstance(told, dict) or told.get("ok") is not True:
        raise Unreachable("no answer of the Bot API")
    return told["result"]


def _no(error: HTTPError) -> Exception:
    """400 and 403 are about this chat; 401 and 404 about the token, 409 about another process that asks, 429 about haste."""
    try:
        told = json.loads(error.read(_LONGEST_ANSWER))
    except (OSError, ValueError):
        told = {}
    told = told if isinstance(told, dict) else {}
    said = f"{error.code} {told.get('description', '')}"
    if error.code == 429:
        parameters = told.get("parameters")
        wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
        return Slower(float(wait) if isinstance(wait, int | float) else 60.0)
    return Refused(said, for_good=True) if error.code in (400, 403) else Unreachable(said)
