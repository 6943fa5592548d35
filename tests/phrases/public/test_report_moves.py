"""What was done with a report besides deciding on it, in words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from planner.domain.models import ReportMove
from planner.domain.words import ReportStep
from planner.i18n import translator
from planner.phrases.public.report_moves import say_report_move

T = translator("ru", "Asia/Yakutsk")
EDITED, BACK = ReportStep.EDITED, ReportStep.BROUGHT_BACK


@pytest.mark.parametrize(
    ("step", "before", "said"),
    [
        (EDITED, {"text": "Яма"}, "Было: «Яма»"),
        (EDITED, {"category_id": 7, "address": "Ленина, 1"}, "Было: Дороги; «Ленина, 1»"),
        (EDITED, {"point": [50.27, 127.54]}, "Было: точка 50.27, 127.54"),
        (EDITED, {"point": None}, "Было: без точки на карте"),
        (BACK, {"answer": "Не наша"}, "Раньше отклонено: Не наша"),
    ],
)
def test_move_says_what_stood_there_before(step: ReportStep, before: dict[str, Any], said: str) -> None:
    move = ReportMove(report_id=1, step=step, before=before, at=datetime(2026, 11, 23, tzinfo=UTC), by="Инна")

    assert say_report_move(T, move, {7: "Дороги"})[1] == said
