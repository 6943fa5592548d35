"""Issues on the map for looking, in words."""

from datetime import date

from planner.domain.issue_look import IssueLook
from planner.domain.words import Outcome
from planner.i18n import Translator
from planner.phrases.issues import look_in_words
from planner.services.issues.map import Pin


class PinWords:
    """What is said at the pins of one view.

    Issues that stand alike share their words, because a city has many and dates are slow to say.
    """

    def __init__(self, t: Translator, today: date) -> None:
        self._t, self._today = t, today
        self._said: dict[tuple[IssueLook, date | None, Outcome | None], str] = {}

    def title(self, pin: Pin) -> str:
        """№ 148"""
        return self._t("issues.number", number=pin.id)

    def state(self, pin: Pin) -> str:
        """How the issue stands: «Просрочено, срок 21.11»."""
        standing = (pin.look, pin.due_on, pin.outcome)
        if standing not in self._said:
            self._said[standing] = look_in_words(
                self._t, pin.look, due_on=pin.due_on, outcome=pin.outcome, today=self._today
            )
        return self._said[standing]
