"""What was done with a resident's report besides deciding on it, in words. Typed text in it stays to be escaped."""

from collections.abc import Mapping
from typing import Any

from planner.domain.models import ReportMove
from planner.domain.words import ReportStep
from planner.i18n import Translator


def say_report_move(t: Translator, move: ReportMove, topics: Mapping[int, str]) -> tuple[str, str]:
    """Who did it and when, and what stood there until then; `topics` names topics by their numbers."""
    head = t(f"words.report_step.{move.step.value}", name=move.by, moment=t.moment(move.at))
    if move.step is ReportStep.BROUGHT_BACK:
        return head, t("residents.was_refused", answer=move.before["answer"])
    return head, t(
        "residents.was", what="; ".join(_said(t, name, value, topics) for name, value in move.before.items())
    )


def _said(t: Translator, name: str, value: Any, topics: Mapping[int, str]) -> str:
    if name == "category_id":
        return topics.get(value, "")
    if name == "point":
        return t("residents.point_at", lat=value[0], lon=value[1]) if value else t("residents.no_point_yet")
    return f"«{value}»"
