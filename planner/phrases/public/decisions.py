"""What was decided about an issue's publication, in words. Typed text in it stays to be escaped."""

from planner.domain.models import PublicDecision
from planner.i18n import Translator


def say_decision(t: Translator, decision: PublicDecision) -> str:
    """«24 ноября, 10:46, Инна: опубликовано», with the words that everybody read from then on where they are its own."""
    after = decision.after
    if decision.photo_id is not None:
        what = t("publicity.history.passed" if after and after["passed"] else "publicity.history.withheld")
    elif after is None:
        what = t("publicity.history.undone")
    else:
        what = t(f"words.publicity.{after['choice']}")
        changed = after["text"] != after["of_text"] and not after["text_closed"]
        what += f": «{after['text']}»" if changed else ""
    return t("publicity.history.line", moment=t.moment(decision.at), name=decision.by, what=what)
